import { AppError, type SetupLook, type SetupRequest, StaffName } from '../../protocol/index.ts';
import type { StaffRecord, StaffToken, StaffTokenKind } from '../store/staff-types.ts';
import { auditWho, newStaffId, newToken, noAccount, type StaffKit } from './kit.ts';
import { nameKey } from './limits.ts';
import { checkPassword } from './password.ts';

/** A link given in the evening still opens in the morning. */
export const LINK_MS = 24 * 60 * 60_000;

const KINDS = ['first', 'invite', 'reset'] as const satisfies readonly StaffTokenKind[];

/** One-time links (`/desk/?setup=…`) by which a person chooses their own password: nobody else ever knows one. */
export interface Links {
  /** Path and query of the link that makes the first administrator; null when there is one already. */
  first(): Promise<string | null>;
  /** The link of an account; those given before no longer open. */
  of(account: StaffRecord): Promise<string>;
  /** What a link is for. @throws AppError `token_invalid` */
  look(token: string): Promise<SetupLook>;
  /** Uses it up. @throws AppError `token_invalid`, `password_weak`, `name_taken`, `message_invalid`, `state_refused` */
  use(request: SetupRequest): Promise<StaffRecord>;
}

const pathOf = (token: string): string => `/desk/?setup=${token}`;

export function createLinks(kit: StaffKit): Links {
  const { store, passwords, now } = kit;

  const give = async (kind: (typeof KINDS)[number], staff: string | null): Promise<string> => {
    const token = newToken();
    await store.putToken(token, { kind, staff, payload: null, endsAt: now() + LINK_MS });
    return pathOf(token);
  };
  const ownerOf = async (token: StaffToken): Promise<StaffRecord | null> => {
    if (token.staff === null) {
      if (await store.hasAdministrator()) throw linkOver();
      return null;
    }
    const account = await store.find(token.staff);
    if (account === null || account.disabled || account.external) throw linkOver();
    return account;
  };
  const peek = async (token: string): Promise<{ kind: SetupLook['kind']; owner: StaffRecord | null }> => {
    const found = await store.peekToken(token, KINDS, now());
    if (found === null) throw linkOver();
    const kind = KINDS.find((one) => one === found.kind) ?? 'invite';
    return { kind, owner: await ownerOf(found) };
  };
  const take = async (token: string): Promise<void> => {
    if ((await store.takeToken(token, KINDS, now())) === null) throw linkOver();
  };

  const makeFirst = async (request: SetupRequest): Promise<StaffRecord> => {
    const name = StaffName.safeParse(request.name);
    const { publicName, number } = request;
    if (!name.success || publicName === undefined || number === undefined) {
      throw new AppError('message_invalid', 'A name, a public name and a number are needed.');
    }
    checkPassword(request.password, [name.data, publicName, number]);
    const password = await passwords.hash(request.password);
    await take(request.token);
    const id = newStaffId();
    const at = now();
    const names = { name: name.data, publicName, number };
    const account = { id, ...names, roles: ['administrator'] as const, skills: [], createdAt: at, password };
    await store.createFirst(account, { at, who: auditWho(id), act: 'staff.first_administrator', on: id });
    await store.dropTokens(['first'], null);
    return found(id);
  };
  const choosePassword = async (request: SetupRequest, owner: StaffRecord): Promise<StaffRecord> => {
    checkPassword(request.password, [owner.name, owner.publicName, owner.number]);
    const password = await passwords.hash(request.password);
    await take(request.token);
    const audited = { at: now(), who: auditWho(owner.id), act: 'staff.password_chosen', on: owner.id };
    await store.update(owner.id, { password }, { audited: () => audited });
    await store.endSessions(owner.id);
    await store.dropTokens([...KINDS, 'device'], owner.id);
    await store.clearFailures(nameKey(owner.name));
    return found(owner.id);
  };
  const found = async (id: string): Promise<StaffRecord> => {
    const account = await store.find(id);
    if (account === null) throw noAccount();
    return account;
  };

  return {
    first: async () => ((await store.hasAdministrator()) ? null : give('first', null)),
    async of(account) {
      await store.dropTokens(KINDS, account.id);
      return give(account.password ? 'reset' : 'invite', account.id);
    },
    async look(token) {
      const { kind, owner } = await peek(token);
      return { kind, name: owner?.name ?? null };
    },
    async use(request) {
      // Looked at before it is taken: a password that is refused does not use up the link.
      const { owner } = await peek(request.token);
      return owner === null ? makeFirst(request) : choosePassword(request, owner);
    },
  };
}

const linkOver = (): AppError =>
  new AppError('token_invalid', 'This link was used, is too old, or was never given.');

import { randomInt, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { AppError, type StaffRole } from '../../../protocol/index.ts';
import type { StaffRecord } from '../../store/staff-types.ts';
import { newStaffId, newToken, type StaffKit } from '../kit.ts';
import { type ClaimNames, nameOf, numberOf, publicNameOf, rolesOf } from './claims.ts';
import type { Claims, Provider } from './provider.ts';

/** Long enough to find the telephone for the code there. */
const JOURNEY_MS = 10 * 60_000;
/** Tries for a name and number that nobody has. */
const TRIES = 5;

export interface OidcOptions {
  provider: Provider;
  issuer: string;
  claims: ClaimNames;
  /** Which of their groups or roles gives which roles here. Who has none of them has no business here. */
  roles: Readonly<Record<string, readonly StaffRole[]>>;
}

export interface Oidc {
  /** Where to send the browser, and what it must bring back (in a cookie) beside the answer. */
  begin(): Promise<{ url: string; state: string }>;
  /**
   * Whoever has come back: their account, made at the first time, with the roles of today.
   * @throws AppError `token_invalid` (not begun in this browser, used, too late), `sign_in_refused`, `role_refused`, `timeout`
   */
  finish(answer: Answer, state: string | undefined, address: string): Promise<StaffRecord>;
}

/** What the provider put into the address when it sent people back. */
export const Answer = z.object({
  state: z.string().max(200).optional(),
  code: z.string().max(4_000).optional(),
  iss: z.string().max(500).optional(),
  error: z.string().max(200).optional(),
});
export type Answer = z.infer<typeof Answer>;

const Kept = z.object({ state: z.string(), nonce: z.string(), verifier: z.string() });

/** The city's own sign-in, beside passwords. */
export function createOidc(
  kit: StaffKit,
  { provider, issuer, claims: names, roles: table }: OidcOptions,
): Oidc {
  const { store, audit, now } = kit;

  const update = async (before: StaffRecord, roles: StaffRole[]): Promise<StaffRecord> => {
    if (before.roles.toSorted().join() === roles.toSorted().join()) return before;
    const why = `${before.roles.join(' ')} → ${roles.join(' ')}`;
    const account = await store.update(
      before.id,
      { roles },
      { audited: ({ id }) => ({ at: now(), who: 'system', act: 'staff.roles_changed', on: id, why }) },
    );
    await store.endSessions(before.id);
    await store.dropTokens(['ticket'], before.id);
    kit.revoked(before.id);
    return account ?? before;
  };
  const create = async (claims: Claims, roles: StaffRole[]): Promise<StaffRecord> => {
    const id = newStaffId();
    const why = `from ${issuer}, roles: ${roles.join(' ')}`.slice(0, 400);
    for (let attempt = 0; ; attempt += 1) {
      // A name that is taken is never joined to the other's account: only issuer and subject say who somebody is.
      const tail = attempt === 0 ? '' : `.${randomInt(1000, 10_000)}`;
      const own = attempt === 0 ? numberOf(claims, names.number) : null;
      const number = own ?? `E${randomInt(10_000, 100_000)}`;
      const name = `${nameOf(claims)?.slice(0, 30) ?? 'staff'}${tail}`;
      const publicName = publicNameOf(claims) ?? number;
      try {
        const external = { issuer, subject: claims.sub };
        await store.create(
          { id, name, number, publicName, roles, skills: [], external, createdAt: now() },
          { at: now(), who: 'system', act: 'staff.account_created', on: id, why },
        );
        break;
      } catch (error) {
        const taken = error instanceof AppError && error.code === 'name_taken';
        // The same person may have come back twice at once.
        const already = taken ? await store.findExternal(issuer, claims.sub) : null;
        if (already !== null) return already;
        if (!taken || attempt >= TRIES) throw error;
      }
    }
    const account = await store.find(id);
    if (account === null) throw new AppError('internal', 'The account vanished while it was being made.');
    return account;
  };

  const accept = async (answer: Answer, state: string | undefined): Promise<StaffRecord> => {
    const given = Buffer.from(answer.state ?? '');
    const expected = Buffer.from(state ?? '');
    const same = given.length === expected.length && given.length > 0 && timingSafeEqual(given, expected);
    const token = same && state !== undefined ? await store.takeToken(state, ['oidc'], now()) : null;
    const kept = Kept.safeParse(token?.payload);
    if (!kept.success) throw new AppError('token_invalid', 'This sign-in was not begun here, or is too old.');
    if (answer.error !== undefined || answer.code === undefined) {
      throw new AppError('sign_in_refused', "The city's own sign-in was refused or broken off.");
    }
    const { code, iss } = answer;
    const back = { code, state: kept.data.state, ...(iss === undefined ? {} : { iss }) };
    const claims = await provider.arrive(back, kept.data);
    const roles = rolesOf(claims, names.roles, table);
    const known = await store.findExternal(issuer, claims.sub);
    if (roles.length === 0) {
      if (known !== null) await update(known, roles);
      throw new AppError('role_refused', 'This account has no role here.');
    }
    const account = known === null ? await create(claims, roles) : await update(known, roles);
    if (account.disabled) throw new AppError('sign_in_refused', 'This account is disabled here.');
    return account;
  };

  return {
    async begin() {
      const state = newToken();
      const { url, journey } = await provider.leave(state);
      await store.putToken(state, {
        kind: 'oidc',
        staff: null,
        payload: journey,
        endsAt: now() + JOURNEY_MS,
      });
      return { url, state };
    },
    async finish(answer, state, address) {
      try {
        return await accept(answer, state);
      } catch (error) {
        const why = error instanceof AppError ? `${error.code}: ${error.message}` : 'internal';
        await audit.record({
          ...{ at: now(), who: 'nobody', act: 'staff.sign_in_refused', on: 'external' },
          why: `${why} ${address}`.slice(0, 400),
        });
        throw error;
      }
    },
  };
}

import {
  type AccountChange,
  type AccountLink,
  AppError,
  type AuditEntry,
  type ManagedAccount,
  type NewAccount,
  type ResetRequest,
  type StaffState,
} from '../../protocol/index.ts';
import type { StaffRecord, StaffRecordChange } from '../store/staff-types.ts';
import { auditWho, newStaffId, noAccount, type StaffKit } from './kit.ts';
import { nameKey } from './limits.ts';
import type { Links } from './links.ts';

/** What administrators do with accounts. `by` is the administrator's id; each act is audited with its reason. */
export interface Accounts {
  list(): Promise<ManagedAccount[]>;
  /** @throws AppError `name_taken` */
  create(by: string, wish: NewAccount): Promise<AccountLink>;
  /**
   * Changes roles, names, skills, or disables. Sessions end where rights change.
   * @throws AppError `not_found`, `name_taken`, `state_refused` (the last administrator; roles that come from elsewhere)
   */
  change(by: string, id: string, change: AccountChange): Promise<ManagedAccount>;
  /** Ends all sessions and the password, and gives a link for a new one. @throws AppError `not_found`, `state_refused` */
  reset(by: string, id: string, request: ResetRequest): Promise<AccountLink>;
}

export function createAccounts(kit: StaffKit, links: Links): Accounts {
  const { store, now } = kit;

  const managed = async (accounts: readonly StaffRecord[]): Promise<ManagedAccount[]> => {
    const locks = await store.locks(
      accounts.map(({ name }) => nameKey(name)),
      now(),
    );
    return accounts.map((account) => managedAccount(account, locks.get(nameKey(account.name)) ?? null));
  };
  const one = async (account: StaffRecord): Promise<ManagedAccount> => {
    const [first] = await managed([account]);
    if (first === undefined) throw noAccount();
    return first;
  };
  const existing = async (id: string): Promise<StaffRecord> => {
    const account = await store.find(id);
    if (account === null) throw noAccount();
    return account;
  };
  const entry = (by: string, act: string, on: string, why: string): AuditEntry => ({
    ...{ at: now(), who: auditWho(by), act, on, why: why.slice(0, 400) },
  });

  return {
    list: async () => managed(await store.list()),
    async create(by, wish) {
      const id = newStaffId();
      const audited = entry(by, 'staff.account_created', id, `roles: ${wish.roles.join(' ')}`);
      await store.create({ id, ...wish, createdAt: now() }, audited);
      const account = await existing(id);
      return { account: await one(account), link: await links.of(account) };
    },
    async change(by, id, { why, ...wish }) {
      const before = await existing(id);
      if (before.external && wish.roles !== undefined) {
        throw new AppError('state_refused', "The roles of this account come from the city's own sign-in.");
      }
      const change = defined(wish);
      const account = await store.update(id, change, {
        keepAdministrator: true,
        audited: (after) => entry(by, actOf(before, after), id, `${told(before, after)}${why}`),
      });
      if (account === null) throw noAccount();
      const rolesChanged = !sameRoles(before.roles, account.roles);
      if (rolesChanged || (account.disabled && !before.disabled)) {
        await store.endSessions(id);
        await store.dropTokens(['ticket', 'totp', 'invite', 'reset'], id);
        kit.revoked(id);
      }
      return one(account);
    },
    async reset(by, id, { totp, why }) {
      const before = await existing(id);
      if (before.external) throw new AppError('state_refused', 'This account has no password here.');
      if (before.disabled) throw new AppError('state_refused', 'This account is disabled: enable it first.');
      const change: StaffRecordChange = { password: null, ...(totp ? { totp: null } : {}) };
      const account = await store.update(id, change, {
        keepAdministrator: true,
        audited: () => entry(by, totp ? 'staff.reset_with_totp' : 'staff.reset', id, why),
      });
      if (account === null) throw noAccount();
      await store.endSessions(id);
      await store.dropTokens(['ticket', 'totp', 'device'], id);
      await store.clearFailures(nameKey(account.name));
      kit.revoked(id);
      return { account: await one(account), link: await links.of(account) };
    },
  };
}

/** An account as administrators see it. */
function managedAccount(account: StaffRecord, lockedUntil: number | null): ManagedAccount {
  const { id, name, publicName, number, roles, skills, totp, external, createdAt, lastSignInAt } = account;
  return {
    ...{ id, name, publicName, number, roles, skills, totp, external, createdAt, lastSignInAt },
    state: stateOf(account, lockedUntil),
    lockedUntil,
  };
}

function stateOf(account: StaffRecord, lockedUntil: number | null): StaffState {
  if (account.disabled) return 'disabled';
  if (!account.password && !account.external) return 'invited';
  return lockedUntil === null ? 'active' : 'locked';
}

const sameRoles = (before: readonly string[], after: readonly string[]): boolean =>
  before.toSorted().join(' ') === after.toSorted().join(' ');

function actOf(before: StaffRecord, after: StaffRecord): string {
  if (before.disabled !== after.disabled) {
    return after.disabled ? 'staff.account_disabled' : 'staff.account_enabled';
  }
  return sameRoles(before.roles, after.roles) ? 'staff.account_changed' : 'staff.roles_changed';
}

/** What became of the roles, before the reason. */
const told = (before: StaffRecord, after: StaffRecord): string =>
  sameRoles(before.roles, after.roles) ? '' : `${before.roles.join(' ')} → ${after.roles.join(' ')}: `;

/** Without what is absent. */
function defined(wish: Omit<AccountChange, 'why'>): StaffRecordChange {
  const { publicName, number, roles, skills, disabled } = wish;
  return {
    ...(publicName === undefined ? {} : { publicName }),
    ...(number === undefined ? {} : { number }),
    ...(roles === undefined ? {} : { roles }),
    ...(skills === undefined ? {} : { skills }),
    ...(disabled === undefined ? {} : { disabled }),
  };
}

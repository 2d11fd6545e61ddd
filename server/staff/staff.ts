import type { StaffIdentity } from '../../protocol/index.ts';
import type { AuditStore, StaffStore } from '../store/staff-types.ts';
import { type Accounts, createAccounts } from './accounts.ts';
import { createDevices, type Devices } from './devices.ts';
import { auditWho, identityOf, type SecondFactor, type StaffKit } from './kit.ts';
import { FORGET_MS } from './limits.ts';
import { createLinks, type Links } from './links.ts';
import { createOidc, type Oidc, type OidcOptions } from './oidc/oidc.ts';
import { createOwnAccount, type OwnAccount } from './own.ts';
import { createPasswords, type Passwords } from './password.ts';
import { createSessions, type Sessions, type SignedIn } from './sessions.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createTickets, type Tickets } from './tickets.ts';

/** What is over is removed from the store this often. */
const PURGE_MS = 10 * 60_000;

export interface StaffOptions {
  store: StaffStore;
  audit: AuditStore;
  now: () => number;
  secondFactor: SecondFactor;
  passwords?: Passwords;
  /** The city's own sign-in. */
  oidc?: OidcOptions | null;
  /** Told of errors of the timed clearing. */
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

/** Members of staff: who they are, how they sign in, what they may. */
export interface Staff {
  signIn: SignIn;
  sessions: Sessions;
  links: Links;
  devices: Devices;
  own: OwnAccount;
  accounts: Accounts;
  tickets: Tickets;
  audit: AuditStore;
  /** The city's own sign-in; null where there is none. */
  oidc: Oidc | null;
  /** Notes that somebody has signed in: in the account and in the audit. */
  signedInNow(who: SignedIn, address: string): Promise<void>;
  /** Who this is now; null when the account is gone or disabled. For sockets that live longer than a ticket. */
  identity(staff: string): Promise<StaffIdentity | null>;
  /** Told when somebody has no session any more: signed out, disabled, other roles, reset. @returns stops it */
  onRevoked(listener: (staff: string) => void): () => void;
  close(): void;
}

export function createStaff(options: StaffOptions): Staff {
  const { store, audit, now, secondFactor, log, passwords = createPasswords() } = options;
  const listeners = new Set<(staff: string) => void>();
  const kit: StaffKit = {
    ...{ store, audit, now, secondFactor, passwords },
    revoked: (staff) => {
      for (const listener of listeners) listener(staff);
    },
  };
  const devices = createDevices(kit);
  const signIn = createSignIn(kit, devices);
  const links = createLinks(kit);
  const purging = setInterval(() => {
    store.purge(now(), FORGET_MS).catch((error: unknown) => {
      log('warn', 'what is over of the staff could not be removed', { error: String(error) });
    });
  }, PURGE_MS);
  purging.unref();
  return {
    ...{ signIn, links, audit, devices },
    sessions: createSessions(kit),
    own: createOwnAccount(kit, signIn),
    accounts: createAccounts(kit, links),
    tickets: createTickets(kit),
    oidc: options.oidc ? createOidc(kit, options.oidc) : null,
    async signedInNow({ account, external }, address) {
      const at = now();
      await store.update(account.id, { lastSignInAt: at });
      const how = external ? 'external' : account.totp ? 'password and code' : 'password';
      const who = auditWho(account.id);
      await audit.record({ at, who, act: 'staff.sign_in', on: account.id, why: `${how}, ${address}` });
    },
    async identity(staff) {
      const account = await store.find(staff);
      return account === null || account.disabled ? null : identityOf(account);
    },
    onRevoked(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => clearInterval(purging),
  };
}

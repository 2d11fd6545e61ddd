import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError, type Me, mayStaff, rightsOf, type StaffRight } from '../../protocol/index.ts';
import type { StaffRecord } from '../store/staff-types.ts';
import { newToken, type StaffKit } from './kit.ts';

/** Without any request so long: OWASP Session Management gives 15 to 30 minutes for systems of this kind. */
export const IDLE_MS = 30 * 60_000;
/** A shift and its overtime; then one signs in anew. */
export const ABSOLUTE_MS = 12 * 60 * 60_000;
/** Moving the mark of the last request costs a write: not more often than this. */
const TOUCH_MS = 30_000;

/** Somebody who is signed in, as of this request. */
export interface SignedIn {
  /** What the cookie holds. */
  token: string;
  account: StaffRecord;
  external: boolean;
  endsAt: number;
}

export interface Sessions {
  /** A new session, always under a new name; whatever the browser brought with it ends. */
  open(account: StaffRecord, options: { external?: boolean; before?: string | undefined }): Promise<SignedIn>;
  /** @throws AppError `sign_in_needed` */
  find(token: string | undefined): Promise<SignedIn>;
  /** @throws AppError `csrf_refused` when the header is not that of the session */
  checkCsrf(signedIn: SignedIn, header: string | undefined): void;
  /** @throws AppError `totp_needed`, `role_refused` */
  demand(signedIn: SignedIn, right: StaffRight | null): void;
  me(signedIn: SignedIn): Me;
  /** Signs out. With the last session of somebody their sockets end as well: who has gone is offered no call. */
  end(signedIn: SignedIn): Promise<void>;
}

/** A value that only who holds the cookie's session is told, and that no other site can read. */
const csrfOf = (token: string): string => createHash('sha256').update(`csrf ${token}`).digest('base64url');

/** Sessions of staff: 256 random bits in a cookie, their hash in the store; idle and absolute ends are the server's. */
export function createSessions({ store, now, secondFactor, revoked }: StaffKit): Sessions {
  const totpOf = ({ account, external }: SignedIn): Me['totp'] => {
    if (account.totp) return 'on';
    return secondFactor === 'required' && !external ? 'needed' : 'off';
  };
  return {
    async open(account, { external = false, before }) {
      if (before !== undefined) await store.endSession(before);
      const token = newToken();
      const at = now();
      const endsAt = at + ABSOLUTE_MS;
      await store.openSession(token, { staff: account.id, external, createdAt: at, seenAt: at, endsAt });
      return { token, account, external, endsAt };
    },
    async find(token) {
      if (token === undefined) throw signInNeeded();
      const session = await store.findSession(token);
      if (session === null) throw signInNeeded();
      const at = now();
      const account = await store.find(session.staff);
      if (account === null || account.disabled || at >= session.endsAt || at >= session.seenAt + IDLE_MS) {
        await store.endSession(token);
        throw signInNeeded();
      }
      if (at >= session.seenAt + TOUCH_MS) await store.touchSession(token, at);
      return { token, account, external: session.external, endsAt: session.endsAt };
    },
    checkCsrf(signedIn, header) {
      const expected = Buffer.from(csrfOf(signedIn.token));
      const given = Buffer.from(header ?? '');
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) {
        throw new AppError('csrf_refused', 'The request does not come from the page that is signed in.');
      }
    },
    demand(signedIn, right) {
      if (totpOf(signedIn) === 'needed') {
        throw new AppError('totp_needed', 'Everybody here signs in with an authenticator: enrol one first.');
      }
      if (right !== null && !mayStaff(signedIn.account.roles, right)) {
        throw new AppError('role_refused', 'Your roles do not allow this.');
      }
    },
    me(signedIn) {
      const { account, external, endsAt, token } = signedIn;
      const { id, name, publicName, number, roles, skills, recoveryCodes } = account;
      return {
        account: { id, name, publicName, number, roles, skills },
        rights: rightsOf(roles),
        csrf: csrfOf(token),
        totp: totpOf(signedIn),
        ...{ recoveryCodes, external, endsAt, idleMs: IDLE_MS },
      };
    },
    async end({ token, account }) {
      await store.endSession(token);
      const at = now();
      if (!(await store.hasSession(account.id, at, at - IDLE_MS))) revoked(account.id);
    },
  };
}

const signInNeeded = (): AppError => new AppError('sign_in_needed', 'Sign in first.');

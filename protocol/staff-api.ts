import { z } from 'zod';
import { AuditRow, ManagedAccount, StaffAccount, StaffId, StaffReason, StaffRight } from './staff.ts';

/** Where staff sign in. All requests and answers are JSON; every changing request carries the header `x-csrf`. */
export const STAFF_API = '/api/staff';
export const CSRF_HEADER = 'x-csrf';

/** The least length of a password, in characters (NIST SP 800-63B-4 3.1.1.2 asks for 15, or 8 beside a second factor). */
export const PASSWORD_MIN = 12;
const Password = z.string().min(PASSWORD_MIN).max(256);
/** What may be one: a wrong password is refused as wrong, not as badly formed. */
const AnyPassword = z.string().min(1).max(256);
/** Six digits of an authenticator, or one of the recovery codes (`xxxxx-xxxxx`). */
const Code = z.string().trim().min(6).max(20);
const OneTimeToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/**
 * `POST /sign-in` → `Me`. Errors: `sign_in_refused` (name or password, which of them is not told), `code_needed` (the
 * password is right, a code of the authenticator is missing or wrong), `sign_in_locked` with `retryAfterMs`.
 */
export const SignInRequest = z.strictObject({
  name: z.string().min(1).max(60),
  password: AnyPassword,
  code: Code.optional(),
});
export type SignInRequest = z.infer<typeof SignInRequest>;

/** `GET /me`, and the answer to sign-in and set-up. `sign_in_needed` where nobody is signed in. */
export const Me = z.strictObject({
  account: StaffAccount,
  rights: z.array(StaffRight),
  /** The value of the header `x-csrf`. */
  csrf: z.string(),
  /** `needed`: nothing else is allowed (`totp_needed`) until an authenticator is enrolled. */
  totp: z.enum(['on', 'off', 'needed']),
  /** Recovery codes that are left. */
  recoveryCodes: z.number().int().nonnegative(),
  /** Signed in through the city's own sign-in: there is no password here. */
  external: z.boolean(),
  /** When the session ends at the latest, Unix ms; without any request it ends `idleMs` after the last one. */
  endsAt: z.number().int(),
  idleMs: z.number().int(),
});
export type Me = z.infer<typeof Me>;

/** `GET /ways` → how one may sign in here, for the page before anybody has. */
export const SignInWays = z.strictObject({
  password: z.literal(true),
  /** The name of the city's own sign-in, on the button that leads to `/oidc`; null where there is none. */
  oidc: z.string().nullable(),
});
export type SignInWays = z.infer<typeof SignInWays>;

/** `POST /setup/look` → what a one-time link (`/desk/?setup=<token>`) is for. `token_invalid` when used, unknown or over. */
export const SetupLookRequest = z.strictObject({ token: OneTimeToken });
/** `first`: makes the first administrator, who also chooses names; `invite`, `reset`: chooses the password of `name`. */
export const SetupLook = z.strictObject({
  kind: z.enum(['first', 'invite', 'reset']),
  name: z.string().nullable(),
});
export type SetupLook = z.infer<typeof SetupLook>;

/** `POST /setup` → `Me`, signed in. Names only with the kind `first`. `password_weak` when it is among the common ones. */
export const SetupRequest = z.strictObject({
  token: OneTimeToken,
  password: Password,
  name: z.string().max(60).optional(),
  publicName: z.string().trim().min(1).max(40).optional(),
  number: z.string().trim().min(1).max(20).optional(),
});
export type SetupRequest = z.infer<typeof SetupRequest>;

/** `POST /password`: the session stays, all others of the account end. */
export const PasswordRequest = z.strictObject({ current: AnyPassword, password: Password });

/** `POST /totp/begin` {current} → what the authenticator scans. */
export const TotpBeginRequest = z.strictObject({ current: AnyPassword });
export const TotpOffer = z.strictObject({
  /** `otpauth://totp/…` for the QR code. */
  uri: z.string(),
  /** The same secret in base32, for typing. */
  secret: z.string(),
});
export type TotpOffer = z.infer<typeof TotpOffer>;
/** `POST /totp/confirm` {code} → it counts from now on. `code_needed` when the code is not that of the offer. */
export const TotpConfirmRequest = z.strictObject({ code: Code });
/** Shown once, each usable once. */
export const RecoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;
/** `POST /totp/remove` {current, code}; refused (`totp_needed`) where everybody must have one. */
export const TotpRemoveRequest = z.strictObject({ current: AnyPassword, code: Code });

/** `POST /ticket` → a ticket for the desk socket: used once within 60 s. */
export const TicketAnswer = z.strictObject({ ticket: OneTimeToken });
export type TicketAnswer = z.infer<typeof TicketAnswer>;
export const StaffTicket = OneTimeToken;

/** `GET /accounts` → all, by name. */
export const AccountList = z.strictObject({ accounts: z.array(ManagedAccount) });
export type AccountList = z.infer<typeof AccountList>;
/** `POST /accounts` (`NewAccount`) and `POST /accounts/:id/reset` → the account and the link for its owner, 24 h. */
export const AccountLink = z.strictObject({
  account: ManagedAccount,
  /** Path and query of the one-time link: `/desk/?setup=…`. */
  link: z.string(),
});
export type AccountLink = z.infer<typeof AccountLink>;
/** `PATCH /accounts/:id` takes `AccountChange`, answers `ManagedAccount`. */
/** `POST /accounts/:id/reset`: a new password by link; with `totp` the authenticator is forgotten as well. */
export const ResetRequest = z.strictObject({ totp: z.boolean().default(false), why: StaffReason });
export type ResetRequest = z.infer<typeof ResetRequest>;

/** `GET /audit?before=&limit=&who=&act=&on=` → the newest first. */
export const AuditQuery = z.strictObject({
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  who: z.union([StaffId, z.enum(['system', 'nobody'])]).optional(),
  /** An act, or the beginning of one up to a dot: `staff`, `call.listen`. */
  act: z
    .string()
    .regex(/^[a-z0-9_.]{1,60}$/)
    .optional(),
  on: z.string().max(120).optional(),
});
export type AuditQuery = z.infer<typeof AuditQuery>;
export const AuditPage = z.strictObject({
  rows: z.array(AuditRow.extend({ name: z.string().nullable() })),
  /** For `before` of the next page; null at the beginning of the audit. */
  next: z.number().int().nullable(),
});
export type AuditPage = z.infer<typeof AuditPage>;
/** `POST /audit/verify` → whether the chain is whole; else the first broken row. */
export const AuditCheck = z.strictObject({
  ok: z.boolean(),
  rows: z.number().int().nonnegative(),
  brokenAt: z.number().int().nullable(),
  fault: z.enum(['content', 'missing', 'truncated']).nullable(),
});
export type AuditCheck = z.infer<typeof AuditCheck>;

import type {
  AuditCheck,
  AuditEntry,
  AuditQuery,
  AuditRow,
  StaffRole,
  StaffSkill,
} from '../../protocol/index.ts';

/** An account as it is kept, without what opens doors. Times are Unix ms. */
export interface StaffRecord {
  id: string;
  name: string;
  publicName: string;
  number: string;
  roles: StaffRole[];
  skills: StaffSkill[];
  disabled: boolean;
  /** Comes from the city's own sign-in. */
  external: boolean;
  /** Whether there is a password, a confirmed authenticator, and how many recovery codes are left. */
  password: boolean;
  totp: boolean;
  recoveryCodes: number;
  createdAt: number;
  lastSignInAt: number | null;
}

/** A new account. `external`: issuer and subject, as the city's own sign-in names them. */
export interface NewStaffRecord {
  id: string;
  name: string;
  publicName: string;
  number: string;
  roles: readonly StaffRole[];
  skills: readonly StaffSkill[];
  createdAt: number;
  password?: string;
  external?: { issuer: string; subject: string };
}

/** What is changed in an account; what is absent stays. */
export interface StaffRecordChange {
  publicName?: string;
  number?: string;
  roles?: readonly StaffRole[];
  skills?: readonly StaffSkill[];
  disabled?: boolean;
  lastSignInAt?: number;
  /** A hash of the password; null forgets it. */
  password?: string | null;
  /** The authenticator with its recovery codes; null forgets both. */
  totp?: { secret: string; recoveryCodes: readonly string[]; step: number } | null;
}

/** Sessions and tokens are given in the clear and kept by their hash. */
export interface StaffSession {
  staff: string;
  external: boolean;
  createdAt: number;
  seenAt: number;
  endsAt: number;
}

export type StaffTokenKind = 'first' | 'invite' | 'reset' | 'ticket' | 'totp' | 'oidc' | 'device';
export interface StaffToken {
  kind: StaffTokenKind;
  staff: string | null;
  /** JSON; sealed at rest. */
  payload: unknown;
  endsAt: number;
}

/** Failures of one name or address as they were before an attempt, which `charge` has counted already. */
export interface Charge {
  /** Unix ms; null when the attempt may go on. */
  lockedUntil: number | null;
}

/** How failures grow into waiting. */
export interface LockRule {
  /** ms to wait after so many failures; 0 while none is due. */
  waitMs(failures: number): number;
  /** After so long without any attempt, ms, failures are forgotten. */
  forgetMs: number;
}

export interface UpdateOptions {
  keepAdministrator?: boolean;
  audited?: (account: StaffRecord) => AuditEntry;
}

/** Accounts of staff, their sessions and tokens, and failed attempts. */
export interface StaffStore {
  /** `audited` is kept with it, or neither. @throws AppError `name_taken` when the name or the number is another's */
  create(account: NewStaffRecord, audited?: AuditEntry): Promise<void>;
  /** The same for the first administrator. @throws AppError `state_refused` when there is one already */
  createFirst(account: NewStaffRecord, audited?: AuditEntry): Promise<void>;
  find(id: string): Promise<StaffRecord | null>;
  findByName(name: string): Promise<StaffRecord | null>;
  findExternal(issuer: string, subject: string): Promise<StaffRecord | null>;
  /** By name. */
  list(): Promise<StaffRecord[]>;
  /** Whether anybody may manage accounts: enabled, with a way to sign in. */
  hasAdministrator(): Promise<boolean>;
  /**
   * Changes an account; null when there is none. Where `keepAdministrator` is set, the last administrator stays one.
   * What `audited` says of the change is kept with it, or neither.
   * @throws AppError `state_refused`; `name_taken` when the number is another's
   */
  update(id: string, change: StaffRecordChange, options?: UpdateOptions): Promise<StaffRecord | null>;
  /** The argon2id hash and the authenticator's secret (base32). */
  secrets(id: string): Promise<{ password: string | null; totp: string | null }>;
  /** Uses up a time step; false when it, or a later one, was used before. */
  takeStep(id: string, step: number): Promise<boolean>;
  /** Uses up a recovery code; false when it is none of those left. */
  takeRecoveryCode(id: string, code: string): Promise<boolean>;

  openSession(token: string, session: StaffSession): Promise<void>;
  findSession(token: string): Promise<StaffSession | null>;
  /** Moves `seenAt` forward. */
  touchSession(token: string, at: number): Promise<void>;
  endSession(token: string): Promise<void>;
  /** Whether somebody has a session that is not over: absolutely, and used after `usedAfter`. */
  hasSession(staff: string, at: number, usedAfter: number): Promise<boolean>;
  /** Ends all sessions of an account, but that of `except`. */
  endSessions(staff: string, except?: string): Promise<void>;

  putToken(token: string, value: StaffToken): Promise<void>;
  /** Null when unknown, used, over, or of none of these kinds. */
  peekToken(token: string, kinds: readonly StaffTokenKind[], at: number): Promise<StaffToken | null>;
  /** The same, and it is used up: of many who take it at once, one gets it. */
  takeToken(token: string, kinds: readonly StaffTokenKind[], at: number): Promise<StaffToken | null>;
  dropTokens(kinds: readonly StaffTokenKind[], staff: string | null): Promise<void>;

  /** Counts an attempt before it is made, so that many at once are as limited as one after the other. */
  charge(key: string, at: number, rule: LockRule): Promise<Charge>;
  /** Takes one attempt back: it was no failure. */
  refund(key: string): Promise<void>;
  clearFailures(key: string): Promise<void>;
  /** Which of these keys are locked, and until when. */
  locks(keys: readonly string[], at: number): Promise<Map<string, number>>;

  /** Removes what is over: sessions, tokens, failures older than `forgetMs`. */
  purge(at: number, forgetMs: number): Promise<void>;
}

/** A row of the audit with the name of whoever did it, while that account exists. */
export type NamedAuditRow = AuditRow & { name: string | null };

/** The audit as it is kept: it grows and never changes. */
export interface AuditStore {
  record(entry: AuditEntry): Promise<void>;
  /** The newest first. */
  list(query: AuditQuery): Promise<NamedAuditRow[]>;
  /** Reads all of it and names the first row that is not as it was written. */
  verify(): Promise<AuditCheck>;
}

/** Staff and audit, opened with the same store. */
export interface StaffStores {
  staff: StaffStore;
  audit: AuditStore;
}

import { randomBytes } from 'node:crypto';
import { AppError, type AuditEntry, StaffId, type StaffIdentity } from '../../protocol/index.ts';
import type { Audit } from '../ops/audit.ts';
import type { StaffRecord, StaffStore } from '../store/staff-types.ts';
import type { Passwords } from './password.ts';

/** Whether an authenticator (TOTP) is everybody's choice, or needed by all who sign in with a password. */
export type SecondFactor = 'offered' | 'required';

/** What the parts of this room share. */
export interface StaffKit {
  store: StaffStore;
  audit: Audit;
  passwords: Passwords;
  now: () => number;
  secondFactor: SecondFactor;
  /** Told when all sessions of somebody are over. */
  revoked: (staff: string) => void;
}

/** 256 random bits in base64url: what stands in cookies, links and tickets. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** An account's id: 128 random bits. */
export const newStaffId = (): string => `stf_${randomBytes(16).toString('base64url')}`;

/** How the rest of the product knows the owner of an account. */
export function identityOf({ id, name, publicName, number, roles, skills }: StaffRecord): StaffIdentity {
  return { staff: id, name, publicName, number, roles, skills };
}

/** The account's id as the audit takes it. */
export const auditWho = (id: string): AuditEntry['who'] => StaffId.parse(id);

export const noAccount = (): AppError => new AppError('not_found', 'There is no such account.');

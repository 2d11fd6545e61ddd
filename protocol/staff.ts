import { z } from 'zod';
import { Skill } from './service.ts';

/** What members of staff may be. One account may have several roles; rights add up. */
export const STAFF_ROLES = [
  'agent',
  'supervisor',
  'designer',
  'operator',
  'editor',
  'administrator',
] as const;
export const StaffRole = z.enum(STAFF_ROLES);
export type StaffRole = z.infer<typeof StaffRole>;

/**
 * Single rights. `calls.watch`: the list of live calls and the queue; `records.own`: consultations that one served
 * oneself; `records.read`: all of them, masked; `records.unmask`: personal numbers, with a reason.
 */
export const STAFF_RIGHTS = [
  'call.take',
  'calls.watch',
  'call.listen',
  'call.whisper',
  'call.join',
  'call.takeover',
  'records.own',
  'records.read',
  'records.unmask',
  'recording.play',
  'recording.export',
  'accounts.manage',
  'audit.read',
  'avatars.edit',
  'content.edit',
  'media.watch',
] as const;
export const StaffRight = z.enum(STAFF_RIGHTS);
export type StaffRight = z.infer<typeof StaffRight>;

/**
 * Which role has which rights: the least that its work needs. Administrators keep accounts and read the audit, and see
 * nothing of any citizen; who watches the media sees figures of rooms, not what is said in them.
 */
export const RIGHTS_OF: Readonly<Record<StaffRole, readonly StaffRight[]>> = {
  agent: ['call.take', 'records.own'],
  supervisor: [
    'calls.watch',
    'call.listen',
    'call.whisper',
    'call.join',
    'call.takeover',
    'records.own',
    'records.read',
    'records.unmask',
    'recording.play',
    'recording.export',
  ],
  designer: ['avatars.edit'],
  operator: ['media.watch'],
  editor: ['content.edit'],
  administrator: ['accounts.manage', 'audit.read'],
};

/** All rights of somebody with these roles, each once, in the order of `STAFF_RIGHTS`. */
export function rightsOf(roles: readonly StaffRole[]): StaffRight[] {
  const held = new Set(roles.flatMap((role) => RIGHTS_OF[role]));
  return STAFF_RIGHTS.filter((right) => held.has(right));
}

/** Whether one of the roles gives the right. */
export function mayStaff(roles: readonly StaffRole[], right: StaffRight): boolean {
  return roles.some((role) => RIGHTS_OF[role].includes(right));
}

/** `stf_` and 22 characters of base64url. Opaque, and never shown to citizens. */
export const StaffId = z.string().regex(/^stf_[A-Za-z0-9_-]{22}$/);

/** What somebody knows and how well: 1 can help out, 2 does it daily, 3 is who others ask. */
export const StaffSkill = z.strictObject({ skill: Skill, level: z.number().int().min(1).max(3) });
export type StaffSkill = z.infer<typeof StaffSkill>;

const StaffSkills = z
  .array(StaffSkill)
  .max(40)
  .refine((skills) => new Set(skills.map(({ skill }) => skill)).size === skills.length, {
    message: 'a skill is named once',
  });

/** The name one signs in with: letters of any script, digits, and `. _ @ -`. Kept in lower case (NFKC). */
export const StaffName = z
  .string()
  .max(60)
  .transform((name) => name.normalize('NFKC').trim().toLowerCase())
  .pipe(z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]{1,39}$/u));

/** How citizens know them (张老师), and their number (工号): the limits of `PublicAgent`. */
const PublicName = z.string().trim().min(1).max(40);
const StaffNumber = z.string().trim().min(1).max(20);

/** A member of staff as the rest of the product knows them: who they are and what they may. */
export const StaffIdentity = z.strictObject({
  /** The account's id: for the audit and for rights, never shown to a citizen. */
  staff: StaffId,
  /** The name they sign in with. */
  name: z.string(),
  publicName: PublicName,
  number: StaffNumber,
  roles: z.array(StaffRole),
  skills: z.array(StaffSkill),
});
export type StaffIdentity = z.infer<typeof StaffIdentity>;

/** An account as its owner sees it. */
export const StaffAccount = z.strictObject({
  id: StaffId,
  name: z.string(),
  publicName: PublicName,
  number: StaffNumber,
  roles: z.array(StaffRole),
  skills: z.array(StaffSkill),
});
export type StaffAccount = z.infer<typeof StaffAccount>;

/** `invited`: the link was given and not used yet; `locked`: too many failures, open again by itself at `lockedUntil`. */
export const STAFF_STATES = ['invited', 'active', 'locked', 'disabled'] as const;
export const StaffState = z.enum(STAFF_STATES);
export type StaffState = z.infer<typeof StaffState>;

/** An account as administrators see it. Times are Unix ms. */
export const ManagedAccount = StaffAccount.extend({
  state: StaffState,
  /** Signs in with a code of an authenticator (TOTP) as well. */
  totp: z.boolean(),
  /** Comes from the city's own sign-in (OpenID Connect): it has no password here, and its roles come from there. */
  external: z.boolean(),
  createdAt: z.number().int(),
  lastSignInAt: z.number().int().nullable(),
  lockedUntil: z.number().int().nullable(),
});
export type ManagedAccount = z.infer<typeof ManagedAccount>;

/** An account that is asked for: its owner chooses the password through a one-time link. */
export const NewAccount = z.strictObject({
  name: StaffName,
  publicName: PublicName,
  number: StaffNumber,
  roles: z.array(StaffRole).min(1).max(STAFF_ROLES.length),
  skills: StaffSkills.default([]),
});
export type NewAccount = z.infer<typeof NewAccount>;

/** A reason for the audit, in a person's words. */
export const StaffReason = z.string().trim().min(2).max(300);

/** What is changed in an account, and why. What is absent stays. */
export const AccountChange = z.strictObject({
  publicName: PublicName.optional(),
  number: StaffNumber.optional(),
  roles: z.array(StaffRole).min(1).max(STAFF_ROLES.length).optional(),
  skills: StaffSkills.optional(),
  disabled: z.boolean().optional(),
  why: StaffReason,
});
export type AccountChange = z.infer<typeof AccountChange>;

/** One entry of the audit: who did what on what, and why. Personal words of citizens have no place in it. */
export const AuditEntry = z.strictObject({
  /** Unix ms. */
  at: z.number().int().nonnegative(),
  /** The account's id; `system` for what the product did itself, `nobody` for one who is not signed in. */
  who: z.union([StaffId, z.enum(['system', 'nobody'])]),
  /** A stable word of what was done: `staff.sign_in`, `call.listen`, `recording.play`. */
  act: z.string().regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/),
  /** Id of what it was done to: a consultation, an account, a recording. */
  on: z.string().max(120),
  /** The reason that was given. */
  why: z.string().max(400).optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** An entry as it is kept: its place, and the hash that chains it to the one before. */
export const AuditRow = AuditEntry.extend({
  /** 1 is the first; no number is missing. */
  seq: z.number().int().positive(),
  /** SHA-256 (hex) over the hash of the row before and this row's own content. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
});
export type AuditRow = z.infer<typeof AuditRow>;

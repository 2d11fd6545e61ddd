import { bigint, boolean, index, integer, jsonb, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import type { StaffRole, StaffSkill } from '../../protocol/index.ts';
import { moment, sealed } from './schema.ts';

/** Members of staff. What could open a door is sealed or a keyed hash: the database alone signs nobody in. */
export const staffAccounts = pgTable(
  'staff_accounts',
  {
    id: text().primaryKey(),
    name: text().notNull(),
    publicName: text('public_name').notNull(),
    number: text().notNull(),
    roles: text().array().$type<StaffRole[]>().notNull(),
    skills: jsonb().$type<StaffSkill[]>().notNull(),
    disabled: boolean().notNull(),
    /** Keyed hash of issuer and subject of the city's own sign-in; null for accounts of this house. */
    external: text(),
    /** An argon2id hash, sealed: stolen rows without the key cannot even be guessed at. Null until one is chosen. */
    password: sealed(),
    totp: sealed(),
    /** The last time step whose code was used: a code counts once. */
    totpStep: bigint('totp_step', { mode: 'number' }),
    /** Keyed hashes of the recovery codes that are left. */
    recovery: text().array().notNull(),
    createdAt: moment('created_at').notNull(),
    lastSignInAt: moment('last_sign_in_at'),
  },
  (table) => [
    uniqueIndex('staff_accounts_name').on(table.name),
    uniqueIndex('staff_accounts_number').on(table.number),
    uniqueIndex('staff_accounts_external').on(table.external),
  ],
);

/** Sessions by the hash of their cookie. */
export const staffSessions = pgTable(
  'staff_sessions',
  {
    hash: text().primaryKey(),
    staff: text()
      .notNull()
      .references(() => staffAccounts.id, { onDelete: 'cascade' }),
    external: boolean().notNull(),
    createdAt: moment('created_at').notNull(),
    seenAt: moment('seen_at').notNull(),
    endsAt: moment('ends_at').notNull(),
  },
  (table) => [index('staff_sessions_staff').on(table.staff), index('staff_sessions_end').on(table.endsAt)],
);

/** What opens something once: links, tickets, states of a sign-in elsewhere. By hash; taken is removed. */
export const staffTokens = pgTable(
  'staff_tokens',
  {
    hash: text().primaryKey(),
    kind: text().notNull(),
    staff: text(),
    payload: sealed().notNull(),
    endsAt: moment('ends_at').notNull(),
  },
  (table) => [
    index('staff_tokens_staff').on(table.kind, table.staff),
    index('staff_tokens_end').on(table.endsAt),
  ],
);

/** Failed attempts to sign in, by keyed hash of a name or an address. */
export const staffFailures = pgTable(
  'staff_failures',
  {
    key: text().primaryKey(),
    count: integer().notNull(),
    at: moment('at').notNull(),
    lockedUntil: moment('locked_until'),
  },
  (table) => [index('staff_failures_age').on(table.at)],
);

/** The audit. Rows are added and never changed or removed: the database itself refuses (see the migration). */
export const staffAudit = pgTable(
  'staff_audit',
  {
    seq: bigint({ mode: 'number' }).primaryKey(),
    at: moment('at').notNull(),
    who: text().notNull(),
    act: text().notNull(),
    target: text().notNull(),
    why: sealed(),
    hash: text().notNull(),
  },
  (table) => [
    index('staff_audit_who').on(table.who, table.seq),
    index('staff_audit_act').on(table.act, table.seq),
    index('staff_audit_target').on(table.target, table.seq),
  ],
);

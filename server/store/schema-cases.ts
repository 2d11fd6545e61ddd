import { sql } from 'drizzle-orm';
import {
  boolean,
  date,
  index,
  integer,
  pgTable,
  primaryKey,
  serial,
  smallint,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { FieldAuthor, FormStatus, Lang } from '../../protocol/index.ts';
import type { CasePurpose, CaseRole, CaseState, Category, PhotoInfo, PhotoPurpose } from './case-types.ts';
import { moment, sealed } from './schema.ts';

/** Forms while they are filled. Without a foreign key: a draft may outlive its consultation, and the other way round. */
export const drafts = pgTable(
  'drafts',
  {
    form: text().primaryKey(),
    consultation: text().notNull(),
    kind: text().notNull(),
    status: text().$type<FormStatus>().notNull(),
    revision: integer().notNull(),
    acked: integer().notNull(),
    createdAt: moment('created_at').notNull(),
    savedAt: moment('saved_at').notNull(),
    number: text(),
  },
  (table) => [
    index('drafts_consultation').on(table.consultation, table.createdAt),
    index('drafts_age').on(table.savedAt),
  ],
);

/** Every change of every field, so that who wrote what and when is never lost; the newest of a field is its value. */
export const draftFields = pgTable(
  'draft_fields',
  {
    form: text()
      .notNull()
      .references(() => drafts.form, { onDelete: 'cascade' }),
    revision: integer().notNull(),
    field: text().notNull(),
    value: sealed().notNull(),
    author: text().$type<FieldAuthor>().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.form, table.revision] })],
);

/**
 * Work orders, appointments, applications, checked materials: whatever has a number. `clientId` and `form` are unique:
 * what is confirmed twice is one case. Sealed columns are null once the case is erased.
 */
export const cases = pgTable(
  'cases',
  {
    number: text().primaryKey(),
    clientId: text('client_id').notNull(),
    form: text().notNull(),
    consultation: text(),
    purpose: text().$type<CasePurpose>().notNull(),
    kind: text().notNull(),
    category: text().$type<Category>(),
    state: text().$type<CaseState>().notNull(),
    lang: text().$type<Lang>().notNull(),
    channel: text().$type<'video' | 'text'>().notNull(),
    submittedAt: moment('submitted_at').notNull(),
    updatedAt: moment('updated_at').notNull(),
    dueAt: moment('due_at'),
    closedAt: moment('closed_at'),
    erasedAt: moment('erased_at'),
    /** Wrong codes since `triesSince`. */
    tries: integer().notNull().default(0),
    triesSince: moment('tries_since'),
    queryCode: sealed('query_code'),
    content: sealed(),
  },
  (table) => [
    uniqueIndex('cases_client').on(table.clientId),
    uniqueIndex('cases_form').on(table.form),
    index('cases_consultation').on(table.consultation),
    index('cases_age').on(table.submittedAt).where(sql`${table.erasedAt} is null`),
  ],
);

/** The history of a case. */
export const caseEvents = pgTable(
  'case_events',
  {
    number: text()
      .notNull()
      .references(() => cases.number, { onDelete: 'cascade' }),
    seq: integer().notNull(),
    at: moment('at').notNull(),
    role: text().$type<CaseRole>().notNull(),
    from: text('from_state').$type<CaseState>(),
    to: text('to_state').$type<CaseState>().notNull(),
    reason: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.number, table.seq] })],
);

/** Words added after a case was submitted. */
export const supplements = pgTable(
  'supplements',
  {
    number: text()
      .notNull()
      .references(() => cases.number, { onDelete: 'cascade' }),
    clientId: text('client_id').notNull(),
    at: moment('at').notNull(),
    text: sealed().notNull(),
  },
  (table) => [primaryKey({ columns: [table.number, table.clientId] })],
);

/** Taken places per time of a hall; a row is made when the first place is taken. */
export const slots = pgTable(
  'slots',
  {
    hall: text().notNull(),
    date: date({ mode: 'string' }).notNull(),
    from: text('from_time').notNull(),
    taken: integer().notNull(),
  },
  (table) => [primaryKey({ columns: [table.hall, table.date, table.from] })],
);

/** The booked time of an appointment. `person` is a keyed hash of the phone: one active booking per person and service. */
export const bookings = pgTable(
  'bookings',
  {
    number: text()
      .primaryKey()
      .references(() => cases.number, { onDelete: 'cascade' }),
    hall: text().notNull(),
    service: text().notNull(),
    date: date({ mode: 'string' }).notNull(),
    from: text('from_time').notNull(),
    to: text('to_time').notNull(),
    startsAt: moment('starts_at').notNull(),
    active: boolean().notNull(),
    person: text().notNull(),
  },
  (table) => [
    uniqueIndex('bookings_person').on(table.person, table.service).where(sql`${table.active}`),
    index('bookings_time').on(table.hall, table.date, table.from),
  ],
);

/** Pictures: upright, without metadata, sealed. */
export const photos = pgTable(
  'photos',
  {
    photo: text().primaryKey(),
    consultation: text().notNull(),
    form: text(),
    number: text().references(() => cases.number, { onDelete: 'cascade' }),
    purpose: text().$type<PhotoPurpose>().notNull(),
    mime: text().$type<PhotoInfo['mime']>().notNull(),
    width: integer().notNull(),
    height: integer().notNull(),
    bytes: integer().notNull(),
    at: moment('at').notNull(),
    data: sealed().notNull(),
  },
  (table) => [
    index('photos_consultation').on(table.consultation),
    index('photos_number').on(table.number),
    index('photos_loose').on(table.at).where(sql`${table.number} is null`),
  ],
);

/** How content people were. `target`: the case's number, or an empty text for the talk itself. */
export const ratings = pgTable(
  'ratings',
  {
    consultation: text().notNull(),
    target: text().notNull(),
    level: smallint().notNull(),
    solved: boolean(),
    reasons: text().array().notNull(),
    at: moment('at').notNull(),
    text: sealed(),
  },
  (table) => [
    primaryKey({ columns: [table.consultation, table.target] }),
    index('ratings_age').on(table.at),
    index('ratings_target').on(table.target),
  ],
);

/** Questions that had no answer, masked, for those who write answers. */
export const unanswered = pgTable(
  'unanswered',
  {
    consultation: text().notNull(),
    turn: text().notNull(),
    lang: text().$type<Lang>().notNull(),
    at: moment('at').notNull(),
    reason: text().notNull(),
    service: text(),
    text: sealed().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.consultation, table.turn] }),
    index('unanswered_age').on(table.at),
  ],
);

/**
 * What is to be told to the city's own system, written in the transaction of what it tells of. The oldest of a case goes
 * first. `leaseUntil`: a process is at it until then. `deadAt`: given up.
 */
export const outbox = pgTable(
  'outbox',
  {
    seq: serial().primaryKey(),
    id: text().notNull(),
    number: text().notNull(),
    event: text().notNull(),
    at: moment('at').notNull(),
    attempts: integer().notNull().default(0),
    nextAt: moment('next_at').notNull(),
    leaseUntil: moment('lease_until'),
    leasedBy: text('leased_by'),
    deliveredAt: moment('delivered_at'),
    deadAt: moment('dead_at'),
    lastError: text('last_error'),
    payload: sealed(),
  },
  (table) => [
    uniqueIndex('outbox_id').on(table.id),
    index('outbox_due').on(table.nextAt).where(sql`${table.deliveredAt} is null and ${table.deadAt} is null`),
    index('outbox_number').on(table.number, table.seq),
  ],
);

/** Opaque links: only the hash of the token is kept. */
export const links = pgTable(
  'links',
  {
    hash: text().primaryKey(),
    consultation: text().notNull(),
    number: text(),
    createdAt: moment('created_at').notNull(),
    expiresAt: moment('expires_at').notNull(),
    target: sealed().notNull(),
  },
  (table) => [index('links_expiry').on(table.expiresAt), index('links_number').on(table.number)],
);

/** Who looked at or changed what, and whether they were let: the audit of access. */
export const accessLog = pgTable(
  'access_log',
  {
    seq: serial().primaryKey(),
    at: moment('at').notNull(),
    role: text().$type<CaseRole>().notNull(),
    action: text().notNull(),
    number: text(),
    allowed: boolean().notNull(),
    /** The address it came from. */
    address: sealed(),
  },
  (table) => [index('access_log_age').on(table.at), index('access_log_number').on(table.number, table.at)],
);

import { boolean, index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core';
import type {
  BreakReason,
  Disposition,
  HandoffPriority,
  HandoffReason,
  Presence,
} from '../../protocol/index.ts';
import type { HandoffEnd } from './desk-types.ts';
import { moment, sealed } from './schema.ts';

/** Wishes for a human, from the first word to the end: who took it, and how long it lasted. One row is claimed once. */
export const handoffs = pgTable(
  'handoffs',
  {
    id: text().primaryKey(),
    consultation: text().notNull(),
    reason: text().$type<HandoffReason>().notNull(),
    priority: text().$type<HandoffPriority>().notNull(),
    skills: text().array().notNull(),
    /** Since when the citizen waits, which may be before this row was made. */
    since: moment('since').notNull(),
    createdAt: moment('created_at').notNull(),
    /** The wait they were told at first, ms. */
    toldMs: integer('told_ms'),
    staff: text(),
    claimedAt: moment('claimed_at'),
    ended: text().$type<HandoffEnd>(),
    endedAt: moment('ended_at'),
  },
  (table) => [
    index('handoffs_open').on(table.ended, table.createdAt),
    index('handoffs_staff').on(table.staff),
  ],
);

/** The work after a call. `summary` is null until it is done. */
export const wrapUps = pgTable(
  'wrap_ups',
  {
    consultation: text().notNull(),
    staff: text().notNull(),
    matter: text(),
    proposal: sealed().notNull(),
    beganAt: moment('began_at').notNull(),
    doneAt: moment('done_at'),
    disposition: text().$type<Disposition>(),
    summary: sealed(),
    followUp: sealed('follow_up'),
  },
  (table) => [
    primaryKey({ columns: [table.consultation, table.staff, table.beganAt] }),
    index('wrap_ups_staff').on(table.staff, table.doneAt),
  ],
);

/** Every change of how somebody is present: working time is counted from it, and a new process goes on from the last. */
export const presences = pgTable(
  'presences',
  {
    staff: text().notNull(),
    at: moment('at').notNull(),
    presence: text().$type<Presence>().notNull(),
    reason: text().$type<BreakReason>(),
  },
  (table) => [index('presences_staff').on(table.staff, table.at)],
);

/** Whether suggestions were of use to agents; counted by rule. Nothing that anybody said is in it. */
export const suggestionRatings = pgTable(
  'suggestion_ratings',
  {
    suggestion: text().notNull(),
    staff: text().notNull(),
    consultation: text().notNull(),
    rule: text().notNull(),
    useful: boolean().notNull(),
    at: moment('at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.suggestion, table.staff] }),
    index('suggestion_ratings_at').on(table.at),
  ],
);

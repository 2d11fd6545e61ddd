import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import type { ConsultationState, Lang, TranscriptEntry } from '../../protocol/index.ts';

/** Bytes of a sealed field (see cipher.ts). Drivers give `Buffer` or `Uint8Array`; both are the latter. */
export const sealed = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
});

export const moment = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: 'date' });

/** Facts of the database itself, such as the record that proves the key. */
export const meta = pgTable('meta', {
  name: text().primaryKey(),
  value: sealed().notNull(),
});

/** Columns of type bytea hold personal words and are sealed; the others are plain, so that they can be searched. */
export const consultations = pgTable(
  'consultations',
  {
    id: text().primaryKey(),
    lang: text().$type<Lang>().notNull(),
    state: text().$type<ConsultationState>().notNull(),
    createdAt: moment('created_at').notNull(),
    endedAt: moment('ended_at'),
    endReason: text('end_reason'),
    dialog: sealed().notNull(),
    suggestions: sealed().notNull(),
    resumeHash: text('resume_hash'),
  },
  (table) => [
    // Those still open are few among very many: readiness, recovery and the expiry of unjoined rooms look for them.
    index('consultations_open').on(table.createdAt).where(sql`${table.endedAt} is null`),
  ],
);

/** `seq` is the order of speaking: clocks may jump, a sequence does not. */
export const turns = pgTable(
  'turns',
  {
    consultation: text()
      .notNull()
      .references(() => consultations.id, { onDelete: 'cascade' }),
    id: text().notNull(),
    seq: bigint({ mode: 'number' }).notNull().generatedAlwaysAsIdentity(),
    message: text(),
    role: text().$type<TranscriptEntry['role']>().notNull(),
    lang: text().$type<Lang>().notNull(),
    at: moment('at').notNull(),
    cut: boolean().notNull(),
    text: sealed().notNull(),
    understood: sealed().notNull(),
    cards: sealed().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.consultation, table.id] }),
    uniqueIndex('turns_message').on(table.consultation, table.message),
    uniqueIndex('turns_order').on(table.consultation, table.seq),
  ],
);

import { sql } from 'drizzle-orm';
import { bigint, index, pgTable, text, uniqueIndex } from 'drizzle-orm/pg-core';
import { moment, sealed } from './schema.ts';

/** How far a recording is: being written, over, ready to be played, or not to be made ready. */
export const RECORDING_STATES = ['open', 'closed', 'ready', 'failed'] as const;
export type RecordingState = (typeof RECORDING_STATES)[number];

/** Recordings; their sound and pictures are sealed files in the data folder (see sealed-file.ts). */
export const recordings = pgTable(
  'recordings',
  {
    id: text().primaryKey(),
    consultation: text().notNull(),
    state: text().$type<RecordingState>().notNull(),
    startedAt: moment('started_at').notNull(),
    endedAt: moment('ended_at'),
    /** The key of its files, sealed with the store's own. */
    key: sealed().notNull(),
    /** Who agreed to what and when; and when it was taken back. JSON. */
    consent: sealed().notNull(),
    /** What there is to play; null until it is ready. JSON. */
    manifest: sealed(),
    bytes: bigint({ mode: 'number' }).notNull(),
  },
  (table) => [
    uniqueIndex('recordings_consultation').on(table.consultation),
    index('recordings_started').on(table.startedAt),
    index('recordings_unfinished').on(table.state).where(sql`${table.state} in ('open', 'closed')`),
  ],
);

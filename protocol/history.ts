import { z } from 'zod';
import { TranscriptEntry } from './consultation.ts';
import { Disposition } from './desk.ts';
import { ConsultationId, RecordingId } from './ids.ts';
import { RecordedPicture } from './recorded.ts';
import { StaffReason } from './staff.ts';
import { Lang } from './utterance.ts';

/** Past consultations, under `STAFF_API`; times are Unix ms. `records.own` sees those one served, `records.read` all. */
export const RECORDS_PATH = '/records';
/** How many consultations one search looks through at most; a longer one goes on from `next`. */
export const MAX_SEARCHED = 1_000;

/** `GET /records?…` */
export const HistoryQuery = z.strictObject({
  /** Words of the talk, or the number of a work order. */
  text: z.string().trim().max(60).default(''),
  from: z.coerce.number().int().optional(),
  to: z.coerce.number().int().optional(),
  recorded: z
    .enum(['true', 'false'])
    .transform((value) => value === 'true')
    .default(false),
  /** Only those that began before this. */
  before: z.coerce.number().int().optional(),
});
export type HistoryQuery = z.infer<typeof HistoryQuery>;

/** `open`: being written; `closed`: being made ready. */
export const RecordingProgress = z.enum(['open', 'closed', 'ready', 'failed']);
export type RecordingProgress = z.infer<typeof RecordingProgress>;

/** One consultation in a list. */
export const HistoryRow = z.strictObject({
  consultation: ConsultationId,
  lang: Lang,
  createdAt: z.number().int(),
  endedAt: z.number().int().nullable(),
  /** Name of the matter last spoken of. */
  matter: z.string().max(80).nullable(),
  /** Public names and numbers of the humans who served. */
  staff: z.array(z.string().max(64)).max(8),
  disposition: Disposition.nullable(),
  /** Numbers of what came of it. */
  orders: z.array(z.string().max(20)).max(20),
  recording: z.strictObject({ id: RecordingId, state: RecordingProgress }).nullable(),
  /** Where the words were found; masked. */
  found: z.string().max(120).nullable(),
});
export type HistoryRow = z.infer<typeof HistoryRow>;

export const HistoryPage = z.strictObject({
  rows: z.array(HistoryRow).max(50),
  /** Go on from here (`before`); null when there is no more. */
  next: z.number().int().nullable(),
});
export type HistoryPage = z.infer<typeof HistoryPage>;

/** `GET /records/<consultation>`: everything of one, personal numbers masked. */
export const HistoryDetail = HistoryRow.extend({
  transcript: z.array(TranscriptEntry).max(2_000),
  wrapUps: z
    .array(
      z.strictObject({
        by: z.string().max(64),
        at: z.number().int(),
        disposition: Disposition.nullable(),
        summary: z.string().max(4_000),
        followUp: z.string().max(2_000).nullable(),
      }),
    )
    .max(20),
});
export type HistoryDetail = z.infer<typeof HistoryDetail>;

/** `POST /records/<consultation>/unmask`: what was sent with forms, unmasked. Audited with its reason. */
export const UnmaskRequest = z.strictObject({ why: StaffReason });
export const Unmasked = z.strictObject({
  orders: z
    .array(
      z.strictObject({
        number: z.string().max(20),
        fields: z.array(z.strictObject({ label: z.string().max(120), value: z.string().max(2_000) })).max(60),
      }),
    )
    .max(20),
});
export type Unmasked = z.infer<typeof Unmasked>;

/**
 * `POST /recordings/<recording>/play` {why?} → `RecordingManifest`, audited; its files are `GET /recordings/<recording>/files/<file>`,
 * any range of them. `POST /recordings/<recording>/export` {why} → the film (MP4), audited.
 */
export const RECORDINGS_PATH = '/recordings';
export const ExportRequest = z.strictObject({ why: StaffReason });
export const RecordingFileName = RecordedPicture.shape.file.regex(/^[a-z0-9][a-z0-9.-]*$/);

import { z } from 'zod';
import { Role } from './consultation.ts';
import { ConsultationId, RecordingId } from './ids.ts';
import { TrackSource } from './media.ts';
import { RecordingRest } from './recording.ts';
import { Utterance } from './utterance.ts';

const ms = z.number().nonnegative();

/** A picture of somebody, from `atMs` of the recording on. */
export const RecordedPicture = z.strictObject({
  /** Name of its file. */
  file: z.string().max(80),
  mime: z.string().max(60),
  bytes: z.number().int().nonnegative(),
  role: Role,
  source: TrackSource,
  /** Public name and number of a human who served; null for the citizen. */
  name: z.string().max(64).nullable(),
  atMs: ms,
  durationMs: ms,
});
export type RecordedPicture = z.infer<typeof RecordedPicture>;

/** What the avatar said, to be played again: `atMs` is its first sample. `cutMs`: silenced so long after that. */
export const RecordedUtterance = z.strictObject({
  atMs: ms,
  cutMs: ms.nullable(),
  utterance: Utterance,
});
export type RecordedUtterance = z.infer<typeof RecordedUtterance>;

/** All there is to play of one recording. Times are ms from its beginning. */
export const RecordingManifest = z.strictObject({
  id: RecordingId,
  consultation: ConsultationId,
  /** Unix ms of its beginning. */
  startedAt: z.number().int(),
  durationMs: ms,
  /** The sound of everybody, mixed. */
  sound: z
    .strictObject({ file: z.string().max(80), mime: z.string().max(60), bytes: z.number().int() })
    .nullable(),
  pictures: z.array(RecordedPicture).max(200),
  /** Where it rested. */
  rests: z.array(z.strictObject({ fromMs: ms, toMs: ms, why: RecordingRest })).max(200),
  avatar: z.array(RecordedUtterance).max(5_000),
});
export type RecordingManifest = z.infer<typeof RecordingManifest>;

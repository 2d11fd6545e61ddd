import { z } from 'zod';

/** Why a recording rests for a while: a paper is shown, somebody asked for privacy, whoever serves decided so. */
export const RECORDING_RESTS = ['document', 'privacy', 'staff'] as const;
export const RecordingRest = z.enum(RECORDING_RESTS);
export type RecordingRest = z.infer<typeof RecordingRest>;

/** Whether the call is being recorded, as everybody in it sees it. */
export const RecordingStatus = z.strictObject({
  /** This installation can record. */
  possible: z.boolean(),
  /** The citizen has agreed, and it is (or rests). */
  on: z.boolean(),
  rests: RecordingRest.nullable(),
  /** Something of this call has been recorded, now or before. */
  some: z.boolean(),
  /** For how many days it is kept. */
  days: z.number().int().nonnegative(),
  /** A human asks the citizen to agree, and why. */
  asked: z.strictObject({ by: z.string().max(64), why: z.string().max(200) }).nullable(),
});
export type RecordingStatus = z.infer<typeof RecordingStatus>;

/** What the citizen may ask for. */
export const RECORDING_METHODS = {
  /**
   * The citizen agrees to be recorded, or does not (any more). With `erase`, what was recorded so far goes at once.
   * Errors: `state_refused` where nothing can be recorded.
   */
  'recording.choose': {
    params: z.strictObject({ agree: z.boolean(), erase: z.boolean().default(false) }),
    result: z.strictObject({}),
  },
  /** Whoever serves: ask the citizen to agree; let it rest while something is shown that must not be in it; go on. */
  'staff.record': {
    params: z.discriminatedUnion('act', [
      z.strictObject({ act: z.literal('ask'), why: z.string().trim().min(2).max(200) }),
      z.strictObject({ act: z.literal('rest') }),
      z.strictObject({ act: z.literal('go_on') }),
    ]),
    result: z.strictObject({}),
  },
} as const;

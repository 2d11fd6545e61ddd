import { z } from 'zod';
import { RecordingRest, Role, TrackSource, TurnId, Utterance } from '../../../protocol/index.ts';

const at = z.number();
const file = z.string().max(80);
const Clock = z.object({
  rtpStart: z.number(),
  clockRate: z.number().positive(),
  at,
  reports: z.array(z.object({ ntp: z.number(), rtp: z.number(), at })),
});

/**
 * What is written down while a call is recorded, a line for each event, so that a process that is killed leaves enough to
 * put the pieces together. `at` is Unix ms.
 */
export const IndexLine = z.discriminatedUnion('k', [
  z.object({
    k: z.literal('open'),
    file,
    at,
    peer: z.string(),
    role: Role,
    source: TrackSource,
    kind: z.enum(['audio', 'video']),
    codec: z.string(),
    epoch: z.number(),
    name: z.string().nullable(),
  }),
  z.object({ k: z.literal('placed'), file, clock: Clock }),
  z.object({ k: z.literal('end'), file, clock: Clock.nullable() }),
  /** The avatar begins to say this at `at`. */
  z.object({ k: z.literal('say'), at, utterance: Utterance }),
  /** Nothing more of the turn is said. */
  z.object({ k: z.literal('cut'), at, turn: TurnId }),
  z.object({ k: z.literal('rest'), at, why: RecordingRest.nullable() }),
]);
export type IndexLine = z.infer<typeof IndexLine>;

/** The lines of an index; the last may have been cut off with its process. */
export function readLines(text: string): IndexLine[] {
  return text.split('\n').flatMap((line) => {
    if (line === '') return [];
    try {
      const known = IndexLine.safeParse(JSON.parse(line));
      return known.success ? [known.data] : [];
    } catch {
      return [];
    }
  });
}

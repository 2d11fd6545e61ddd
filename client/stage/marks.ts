import type { Utterance } from '../../protocol/index.ts';
import type { GazeName } from './gaze.ts';
import type { EmotionName } from './mood.ts';

/** What the marks of an utterance say at one moment of it. */
export interface Cues {
  emotion: EmotionName | null;
  gaze: GazeName | null;
}

/**
 * Reads the marks at `ms` of the utterance into `out`: the latest emotion and gaze (gestures are laid on the
 * words by `gestures/schedule.ts`). A pure reading of the clock: a stall or a jump of the sound moves it too.
 */
export function readMarks(utterance: Utterance | null, ms: number, out: Cues): void {
  out.emotion = null;
  out.gaze = null;
  if (utterance === null) return;
  for (const mark of utterance.marks) {
    if (mark.t > ms) continue;
    if (mark.kind === 'emotion') out.emotion = mark.value;
    else if (mark.kind === 'gaze') out.gaze = mark.value;
  }
}

import type { ConsultationState, EMOTIONS, Utterance } from '../../protocol/index.ts';
import type { GazeName } from './gaze.ts';
import { type GestureName, gestureLength } from './gestures.ts';
import type { Mood } from './mixer.ts';

export type EmotionName = (typeof EMOTIONS)[number];

/** What the marks of an utterance say at one moment of it. */
export interface Cues {
  emotion: EmotionName | null;
  gaze: GazeName | null;
  gesture: GestureName | null;
  /** ms since the gesture's mark. */
  gestureMs: number;
}

/**
 * Reads the marks at `ms` of the utterance into `out`: the latest emotion and gaze, and a gesture that still runs.
 * A pure reading of the clock: a stall or a jump of the sound moves it too.
 */
export function readMarks(utterance: Utterance | null, ms: number, out: Cues): void {
  out.emotion = null;
  out.gaze = null;
  out.gesture = null;
  out.gestureMs = 0;
  if (utterance === null) return;
  for (const mark of utterance.marks) {
    if (mark.t > ms) continue;
    if (mark.kind === 'emotion') out.emotion = mark.value;
    else if (mark.kind === 'gaze') out.gaze = mark.value;
    else if (mark.kind === 'gesture' && ms - mark.t < gestureLength(mark.value)) {
      out.gesture = mark.value;
      out.gestureMs = ms - mark.t;
    }
  }
}

const EMOTION_MOOD: Readonly<Record<EmotionName, Mood>> = {
  neutral: {},
  happy: { happy: 0.6 },
  relaxed: { relaxed: 0.5 },
  serious: { angry: 0.08 },
  sorry: { sad: 0.45 },
  thinking: { relaxed: 0.15, surprised: 0.08 },
  surprised: { surprised: 0.45 },
  sad: { sad: 0.5 },
};

/** A hotline's face between words: awake, friendly, never grinning. */
const STATE_MOOD: Readonly<Record<ConsultationState, Mood>> = {
  lobby: { happy: 0.25 },
  greeting: { happy: 0.4 },
  listening: { happy: 0.2 },
  thinking: { relaxed: 0.1 },
  speaking: { happy: 0.25 },
  ended: { happy: 0.3 },
};

/** The mood of a moment: the mark's where there is one, else the state's. */
export function moodOf(state: ConsultationState, emotion: EmotionName | null): Mood {
  return emotion === null ? STATE_MOOD[state] : EMOTION_MOOD[emotion];
}

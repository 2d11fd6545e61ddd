import type { Utterance } from '../../../protocol/index.ts';
import { beatsOf } from './beats.ts';
import { type Gesture, lengthOf } from './frames.ts';
import { GESTURE_TABLE, type GestureName } from './table.ts';

/** A gesture laid on the utterance's clock. */
export interface Scheduled {
  /** Null for a beat. */
  name: GestureName | null;
  gesture: Gesture;
  /** ms of the utterance at which the hand begins to rise, at which the stroke is, and at which all is over. */
  from: number;
  strokeAt: number;
  to: number;
}

/** The stress that a gesture belongs to comes at most this long after its mark. */
const STRESS_WITHIN_MS = 1300;
/** The stroke falls into the stressed vowel, not on the word's first consonant. */
const INTO_WORD = 0.35;
const INTO_WORD_MOST_MS = 120;
/** A gesture whose word comes too soon is prepared faster, down to this share of its time. */
const FASTEST = 0.55;

function strokeOf(utterance: Utterance, at: number, until: number): number {
  const stressed = utterance.words.find(
    ({ t, d, accent }) => accent && t + d > at && t < Math.min(until, at + STRESS_WITHIN_MS),
  );
  if (stressed === undefined) return at;
  return Math.max(at, stressed.t + Math.min(INTO_WORD_MOST_MS, stressed.d * INTO_WORD));
}

/** Lays the gesture marks of an utterance on its clock, strokes on the stressed words, and beats between them. */
export function scheduleOf(utterance: Utterance, beats: boolean): Scheduled[] {
  const marks = utterance.marks.flatMap((mark) => (mark.kind === 'gesture' ? [mark] : []));
  const out: Scheduled[] = [];
  marks.forEach((mark, i) => {
    const gesture = GESTURE_TABLE[mark.value];
    const next = marks[i + 1]?.t ?? Number.POSITIVE_INFINITY;
    // The one before keeps its stroke: the hand goes on from there.
    const free = Math.max(0, out.at(-1)?.strokeAt ?? 0);
    const wanted = strokeOf(utterance, mark.t, next);
    const from = Math.max(free, wanted - gesture.strokeMs);
    const strokeAt = Math.max(wanted, from + FASTEST * gesture.strokeMs);
    const to = strokeAt + lengthOf(gesture) - gesture.strokeMs;
    out.push({ name: mark.value, gesture, from, strokeAt, to });
  });
  if (!beats) return out;
  for (const { gesture, strokeAt } of beatsOf(utterance, out)) {
    const from = strokeAt - gesture.strokeMs;
    out.push({ name: null, gesture, from, strokeAt, to: from + lengthOf(gesture) });
  }
  return out.sort((a, b) => a.from - b.from);
}

/** The gesture's own time at `ms` of the utterance: a hurried preparation runs faster, the rest at its own pace. */
export function gestureTime({ gesture, from, strokeAt }: Scheduled, ms: number): number {
  if (ms >= strokeAt) return gesture.strokeMs + ms - strokeAt;
  return (gesture.strokeMs * (ms - from)) / Math.max(1, strokeAt - from);
}

import type { Utterance } from '../../../protocol/index.ts';
import { arm } from './arm-keys.ts';
import type { Gesture } from './frames.ts';

/** A hand that speaks along: up a little, and down on the word. */
function beat(hand: 'left' | 'right'): Gesture {
  const up = arm({
    Px: 1.0,
    Py: -0.42,
    Pz: 0.36,
    Fx: -0.25,
    Fy: 0.25,
    Nx: -0.8,
    Ny: 0.4,
    Index: 0.16,
    Middle: 0.24,
  });
  return {
    hand,
    play: 0.12,
    strokeMs: 420,
    frames: [
      { at: 0 },
      { at: 230, arm: up, trunk: { headX: -0.02 }, through: true },
      { at: 420, arm: { ...up, Py: -0.47, Pz: 0.41, Px: 1.1 }, trunk: { headX: 0.045, headZ: -0.015 } },
      { at: 620, arm: { ...up, Py: -0.46, Pz: 0.4, Px: 1.1 }, trunk: { headX: 0.01 } },
      { at: 1200 },
    ],
  };
}

/** The head alone. */
const HEAD_BEAT: Gesture = {
  hand: 'right',
  play: 0.2,
  strokeMs: 170,
  frames: [
    { at: 0 },
    { at: 170, trunk: { headX: 0.055, neckX: 0.01 } },
    { at: 420, trunk: { headX: -0.01 } },
    { at: 650 },
  ],
};

/** A nod to one who speaks: I hear you. */
export const LISTENING_NOD: Gesture = {
  hand: 'right',
  play: 0.25,
  strokeMs: 260,
  frames: [
    { at: 0 },
    { at: 260, trunk: { headX: 0.1, neckX: 0.02 } },
    { at: 520, trunk: { headX: -0.008 } },
    { at: 850 },
  ],
};

/** The hands take turns, with the head alone between them. */
const ROUND: readonly Gesture[] = [HEAD_BEAT, beat('right'), HEAD_BEAT, beat('left')];

/** Only speech at least this long is accompanied; beats come this far apart, and not in its first moment. */
const SPEECH_MS = 1800;
const APART_MS = 1500;
const QUIET_MS = 500;
/** A word without an accent mark carries a beat when it is as long as this. */
const WEIGHTY_MS = 380;

export interface Beat {
  gesture: Gesture;
  strokeAt: number;
}

/** Beats of an utterance: on accented or weighty words, never on neighbours, never within `taken` (ms ranges). */
export function beatsOf(utterance: Utterance, taken: readonly { from: number; to: number }[]): Beat[] {
  if (utterance.durationMs < SPEECH_MS) return [];
  const beats: Beat[] = [];
  let last = QUIET_MS - APART_MS;
  for (const word of utterance.words) {
    if (!word.accent && word.d < WEIGHTY_MS) continue;
    const gesture = ROUND[(beats.length + utterance.seq) % ROUND.length];
    if (gesture === undefined) continue;
    const strokeAt = word.t + Math.min(120, word.d * 0.35);
    const from = strokeAt - gesture.strokeMs;
    const to = from + (gesture.frames.at(-1)?.at ?? 0);
    if (strokeAt - last < APART_MS || from < 0) continue;
    if (taken.some((range) => from < range.to && to > range.from)) continue;
    beats.push({ gesture, strokeAt });
    last = strokeAt;
  }
  return beats;
}

import { drift } from './noise.ts';
import type { Pose } from './pose.ts';
import type { StageState } from './state.ts';

const TAU = 2 * Math.PI;
/** Breaths a minute: a resting adult's, a speaker's, a sleeper's. */
const BREATHS = { rest: 14, speaking: 17, asleep: 10 } as const;
/** A change of pace takes about this long. */
const PACE_MS = 1500;

/** Breath, sway and the small unrest of a living head. Its time is the frames' own, so that a pause makes no jump. */
export interface Idle {
  /** Adds this frame's motion to the pose. `calm` leaves only breath. */
  add(pose: Pose, dtMs: number, state: StageState): void;
}

/** `random` in [0, 1): no two avatars sway alike. */
export function createIdle(random: () => number, calm: boolean): Idle {
  const seed = 1 + Math.floor(random() * 1000) * 10;
  let phase = random();
  let pace: number = BREATHS.rest;
  let seconds = 0;
  return {
    add(pose, dtMs, state) {
      const asleep = state === 'asleep';
      const wanted = asleep
        ? BREATHS.asleep
        : state === 'speaking' || state === 'presenting'
          ? BREATHS.speaking
          : BREATHS.rest;
      pace += (wanted - pace) * (1 - Math.exp(-dtMs / PACE_MS));
      phase = (phase + (pace * dtMs) / 60_000) % 1;
      seconds += dtMs / 1000;
      // Breathing in is shorter than breathing out.
      const breath = (0.5 - 0.5 * Math.cos(TAU * phase ** 0.78)) * (asleep ? 1.4 : 1);
      pose.chestX -= 0.016 * breath;
      pose.shoulderZ += 0.02 * breath;
      pose.neckX += 0.009 * breath;
      if (calm) return;
      const slow = asleep ? 0.4 : 1;
      // The weight goes from foot to foot every ten seconds or so; the trunk answers, so that the head stays up.
      const weight = Math.tanh(2.2 * drift(seconds / 9, seed)) * slow;
      pose.hipsX += 0.016 * weight;
      pose.hipsTiltZ += -0.022 * weight;
      pose.hipsTiltY += 0.012 * drift(seconds / 7, seed + 1) * slow;
      pose.spineZ += 0.016 * weight;
      pose.chestZ += 0.012 * weight + 0.006 * drift(seconds / 5, seed + 2);
      pose.chestY += 0.014 * drift(seconds / 6, seed + 3) * slow;
      pose.spineX += 0.006 * drift(seconds / 5.5, seed + 4) * slow;
      pose.headX += (0.014 * drift(seconds / 2.6, seed + 5) + 0.004 * drift(seconds / 0.7, seed + 8)) * slow;
      pose.headY += (0.02 * drift(seconds / 3.1, seed + 6) + 0.004 * drift(seconds / 0.8, seed + 9)) * slow;
      pose.headZ += 0.014 * drift(seconds / 3.7, seed + 7) * slow - 0.006 * weight;
    },
  };
}

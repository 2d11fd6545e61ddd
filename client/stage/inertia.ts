import { POSE_KEYS, type Pose, type PoseKey } from './pose.ts';

/** A cut motion comes back like a critically damped spring of this rate, 1/s: about half a second, without a snap. */
const RATE = 8.5;
/** Below this no eye sees it. */
const GONE = 1e-5;

/**
 * Keeps a pose flowing over a break of what it should be: at a break the difference to what was last shown, and its
 * speed, live on and die out, while the new motion is followed exactly (its strokes stay on time).
 */
export interface Inertia {
  /** Makes `pose` (what should be shown) what is shown. `broken` tells that it no longer follows from the last one. */
  carry(pose: Pose, dtMs: number, broken: boolean): void;
}

export function createInertia(): Inertia {
  const shown = new Map<PoseKey, number>();
  const speed = new Map<PoseKey, number>();
  const offset = new Map<PoseKey, number>();
  const offsetSpeed = new Map<PoseKey, number>();
  return {
    carry(pose, dtMs, broken) {
      const dt = dtMs / 1000;
      const first = shown.size === 0;
      for (const key of POSE_KEYS) {
        const wanted = pose[key];
        let off = offset.get(key) ?? 0;
        let rate = offsetSpeed.get(key) ?? 0;
        if (broken && !first) {
          off = (shown.get(key) ?? wanted) - wanted;
          rate = speed.get(key) ?? 0;
        }
        if (off !== 0 || rate !== 0) {
          // Exact solution of x'' = -2rx' - r²x over dt.
          const k = Math.exp(-RATE * dt);
          const j = rate + RATE * off;
          off = (off + j * dt) * k;
          rate = (rate - RATE * j * dt) * k;
          if (Math.abs(off) < GONE && Math.abs(rate) < GONE) {
            off = 0;
            rate = 0;
          }
        }
        offset.set(key, off);
        offsetSpeed.set(key, rate);
        const now = wanted + off;
        if (dt > 0 && !first) speed.set(key, (now - (shown.get(key) ?? now)) / dt);
        shown.set(key, now);
        pose[key] = now;
      }
    },
  };
}

import { POSE_KEYS, type Pose } from './pose.ts';

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
  const count = POSE_KEYS.length;
  const shown = new Float64Array(count);
  const speed = new Float64Array(count);
  const offset = new Float64Array(count);
  const offsetSpeed = new Float64Array(count);
  let first = true;
  let live = false;

  function takeUp(pose: Readonly<Pose>): void {
    POSE_KEYS.forEach((key, i) => {
      offset[i] = (shown[i] ?? 0) - pose[key];
      offsetSpeed[i] = speed[i] ?? 0;
    });
    live = true;
  }

  return {
    carry(pose, dtMs, broken) {
      const dt = dtMs / 1000;
      if (broken && !first) takeUp(pose);
      const k = Math.exp(-RATE * dt);
      let most = 0;
      for (let i = 0; i < count; i += 1) {
        const key = POSE_KEYS[i];
        if (key === undefined) continue;
        let now = pose[key];
        if (live) {
          // Exact solution of x'' = -2rx' - r²x over dt.
          const off = offset[i] ?? 0;
          const rate = offsetSpeed[i] ?? 0;
          const j = rate + RATE * off;
          const next = (off + j * dt) * k;
          offset[i] = next;
          offsetSpeed[i] = (rate - RATE * j * dt) * k;
          most = Math.max(most, Math.abs(next), Math.abs(rate));
          now += next;
          pose[key] = now;
        }
        if (dt > 0) speed[i] = first ? 0 : (now - (shown[i] ?? now)) / dt;
        shown[i] = now;
      }
      if (most < GONE) live = false;
      first = false;
    },
  };
}

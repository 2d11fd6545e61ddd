/** Frames looked at together: about three seconds at 30 fps. */
const WINDOW = 90;
/** p95 above this is bad: below 25 frames a second. */
const BAD_MS = 40;
/** p95 below this is good: 50 a second or more. */
const GOOD_MS = 20;
/** Better pictures are tried only after this long of good frames. */
const PATIENCE_MS = 10_000;
const STEP_DOWN = 0.8;
const STEP_UP = 1.15;
/** Below this the face is mush; rather slow than that. */
const FLOOR = 0.6;

/** Chooses the share of the canvas's own pixels that are drawn. */
export interface Quality {
  /** Share of the full pixel ratio, `FLOOR` to 1. */
  readonly share: number;
  /** Feed one frame: its time and length in ms. True when `share` changed. */
  frame(now: number, ms: number): boolean;
}

/** Steps down as soon as one window of frames is bad, up after ten good seconds; once up failed, never again. */
export function createQuality(): Quality {
  const times = new Float64Array(WINDOW);
  let count = 0;
  let share = 1;
  let goodSince: number | null = null;
  let raised = false;
  let settled = false;

  return {
    get share() {
      return share;
    },
    frame(now, ms) {
      times[count] = ms;
      count += 1;
      if (count < WINDOW) return false;
      count = 0;
      times.sort();
      const p95 = times[Math.floor(WINDOW * 0.95)] ?? 0;
      if (p95 > BAD_MS) {
        goodSince = null;
        if (raised) settled = true;
        if (share <= FLOOR) return false;
        share = Math.max(FLOOR, share * STEP_DOWN);
        return true;
      }
      if (p95 > GOOD_MS) {
        goodSince = null;
        return false;
      }
      goodSince ??= now;
      if (share >= 1 || settled || now - goodSince < PATIENCE_MS) return false;
      goodSince = null;
      raised = true;
      share = Math.min(1, share * STEP_UP);
      return true;
    },
  };
}

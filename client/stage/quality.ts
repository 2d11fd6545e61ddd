import type { SpringRate } from './springs.ts';
import type { Pressure, Tier } from './types.ts';

/** One step of the ladder: what is drawn, and how often. */
export interface Grade {
  readonly tier: Tier;
  /** How much the rest of the page should give up: 0 nothing, 1 vision half as often, 2 vision off, 3 all that can wait. */
  readonly pressure: Pressure;
  /** Drawn pixels per CSS pixel at most; the screen's own ratio counts where it is lower. */
  readonly pixelRatio: number;
  /** Fewer pixels than points, down to a face of `MIN_FACE_PX`. */
  readonly coarse: boolean;
  readonly springs: SpringRate;
  readonly outlines: boolean;
  /** Frames a second at most. */
  readonly fps: number;
}

/** From everything to least, one thing less at each step: vision first, then springs, outlines, frames, and pixels last. */
export const GRADES: readonly Grade[] = [
  { tier: 'high', pressure: 0, pixelRatio: 2, coarse: false, springs: 'frame', outlines: true, fps: 60 },
  { tier: 'high', pressure: 1, pixelRatio: 2, coarse: false, springs: 'frame', outlines: true, fps: 60 },
  { tier: 'high', pressure: 2, pixelRatio: 2, coarse: false, springs: 30, outlines: true, fps: 60 },
  { tier: 'high', pressure: 2, pixelRatio: 2, coarse: false, springs: 30, outlines: false, fps: 60 },
  { tier: 'mid', pressure: 2, pixelRatio: 1.5, coarse: false, springs: 30, outlines: false, fps: 30 },
  { tier: 'low', pressure: 2, pixelRatio: 1, coarse: false, springs: 0, outlines: false, fps: 30 },
  { tier: 'low', pressure: 3, pixelRatio: 1, coarse: false, springs: 0, outlines: false, fps: 24 },
  { tier: 'low', pressure: 3, pixelRatio: 1, coarse: true, springs: 0, outlines: false, fps: 24 },
  { tier: 'still', pressure: 3, pixelRatio: 1, coarse: true, springs: 0, outlines: false, fps: 24 },
];
const STILL = GRADES.length - 1;
/** Where drawing in software begins: it never needs more. */
export const SOFTWARE_GRADE = 4;
/** Where a picture drawn in software begins to cost more than the device has: until there, nothing else is to give up. */
const SOFTWARE_AT_EASE = SOFTWARE_GRADE + 1;

/**
 * What the rest of the page should give up at a grade. Drawn in software, the ladder is entered far down, which says
 * nothing of late frames yet: there, only the steps below count.
 */
export function pressureAt(at: Grade, software: boolean): Pressure {
  if (!software) return at.pressure;
  // Pixels cost it far more than the eyes do.
  return GRADES.indexOf(at) <= SOFTWARE_AT_EASE ? 0 : 1;
}

/** The first grade of the low tier. */
export const LOW_GRADE = 5;
/** A drawn head lower than this (in pixels) cannot be read: `coarse` never goes below it. */
export const MIN_HEAD_PX = 230;

/** `coarse` never draws fewer pixels per point than this. */
const COARSEST = 0.5;
/** Drawn in software there is no antialiasing; a picture below so many pixels is drawn finer than shown instead, up to the ratio. */
const SOFTWARE_PIXELS = 145_000;
const SOFTWARE_FINEST = 1.5;

/** What decides how many pixels are drawn per CSS pixel. */
export interface Surface {
  /** Size in CSS pixels. */
  width: number;
  height: number;
  /** Pixels per CSS pixel of the screen. */
  screenRatio: number;
  /** Share of the picture's height that the head takes. */
  headShare: number;
  software: boolean;
}

/** Drawn pixels per CSS pixel at a grade. */
export function ratioFor(grade: Grade, surface: Surface): number {
  const { width, height, headShare, software } = surface;
  const ratio = Math.min(grade.pixelRatio, surface.screenRatio);
  if (grade.coarse) {
    const enough = MIN_HEAD_PX / Math.max(1, headShare * height);
    return Math.min(ratio, Math.max(COARSEST, enough));
  }
  if (!software) return ratio;
  const affordable = Math.sqrt(SOFTWARE_PIXELS / (width * height));
  return Math.max(ratio, Math.min(SOFTWARE_FINEST, affordable));
}

/** Frames looked at together: so many, or as many as came in this time. */
const WINDOW_FRAMES = 90;
const WINDOW_MS = 3_000;
const WINDOW_MIN_FRAMES = 12;
/** The first frames after a change compile and upload: they tell nothing. */
const SETTLE_MS = 700;
/** A frame is late at this multiple of its grade's time, and far too late at the next. */
const LATE = 1.7;
const VERY_LATE = 3.4;
/** A picture with frames longer than this is none: the portrait is better. Twice in a row. */
const HOPELESS_MS = 450;
/** Better pictures are tried after this long of calm, twice as long after each try that failed, up to the last. */
const PATIENCE_MS = 10_000;
const PATIENCE_MAX_MS = 320_000;
/** Calm: p95 within this share of the grade's time, and script within this share of what the better grade allows. */
const ON_TIME = 1.25;
const SCRIPT_SHARE = 0.5;

/** Chooses the grade by measured frame times. */
export interface Quality {
  readonly grade: Grade;
  /**
   * Feed one drawn frame: its time, how long ago the last one was drawn, and what of it was script (all ms). True when
   * the grade changed.
   */
  frame(now: number, intervalMs: number, scriptMs: number): boolean;
  /** What comes next says nothing about the frames before: another avatar, a pause. */
  restart(now: number): void;
  /** Never better than this grade again. */
  limit(grade: number): void;
}

/** One tier's best grade for good. */
export function holdQuality(tier: Tier): Quality {
  const held = GRADES.find((grade) => grade.tier === tier) ?? grade(0);
  return { grade: held, frame: () => false, restart: () => {}, limit: () => {} };
}

const grade = (i: number): Grade => GRADES[Math.min(STILL, Math.max(0, i))] as Grade;

/** `start` is the first grade's place in `GRADES`. */
export function createQuality(start = 0): Quality {
  const times = new Float64Array(WINDOW_FRAMES);
  let at = start;
  let best = 0;
  let count = 0;
  let windowFrom: number | null = null;
  let judgeFrom = Number.NEGATIVE_INFINITY;
  let longestScript = 0;
  let calmSince: number | null = null;
  let patience = PATIENCE_MS;
  let raisedAt: number | null = null;
  let hopeless = 0;

  function move(to: number, now: number): boolean {
    const next = Math.min(STILL, Math.max(best, to));
    if (next === at) return false;
    at = next;
    calmSince = null;
    judgeFrom = now + SETTLE_MS;
    return true;
  }

  function judge(now: number): boolean {
    times.subarray(0, count).sort();
    const p95 = times[Math.min(count - 1, Math.floor(count * 0.95))] ?? 0;
    const script = longestScript;
    count = 0;
    windowFrom = null;
    longestScript = 0;
    const allowed = 1000 / grade(at).fps;
    hopeless = p95 > HOPELESS_MS ? hopeless + 1 : 0;
    if (p95 > allowed * LATE) {
      calmSince = null;
      if (raisedAt !== null && now - raisedAt < 3 * PATIENCE_MS)
        patience = Math.min(PATIENCE_MAX_MS, patience * 2);
      raisedAt = null;
      const last = at >= STILL - 1;
      if (last) return hopeless >= 2 && move(STILL, now);
      return move(Math.min(STILL - 1, at + (p95 > allowed * VERY_LATE ? 2 : 1)), now);
    }
    const better = 1000 / grade(at - 1).fps;
    if (p95 > allowed * ON_TIME || script > better * SCRIPT_SHARE) {
      calmSince = null;
      return false;
    }
    calmSince ??= now;
    if (at === best || now - calmSince < patience) return false;
    raisedAt = now;
    return move(at - 1, now);
  }

  return {
    get grade() {
      return grade(at);
    },
    frame(now, intervalMs, scriptMs) {
      if (at === STILL || now < judgeFrom) return false;
      windowFrom ??= now;
      times[count] = intervalMs;
      count += 1;
      longestScript = Math.max(longestScript, scriptMs);
      const full = count === WINDOW_FRAMES || (now - windowFrom >= WINDOW_MS && count >= WINDOW_MIN_FRAMES);
      return full && judge(now);
    },
    restart(now) {
      count = 0;
      windowFrom = null;
      longestScript = 0;
      calmSince = null;
      judgeFrom = now + SETTLE_MS;
    },
    limit(worst) {
      best = Math.max(best, worst);
      at = Math.max(at, best);
      count = 0;
    },
  };
}

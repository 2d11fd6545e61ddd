import type { Viseme } from '../../protocol/index.ts';
import { PP, SHAPE_INDEX, SHAPES } from './viseme-table.ts';

/** Neighbouring shapes melt into each other over this long; short ones over their own length. */
export const CROSS_FADE_MS = 70;

/** Lips stay shut at least this long at b, p, m: longer than one frame at 30 fps, so that one always shows it. */
export const MIN_SHUT_MS = 40;

/** The lips come together and part over this long, at the neighbours' cost. */
export const SHUT_RAMP_MS = 55;

/** A held vowel relaxes to this share of its peak by its end, as a real jaw does. */
const HELD_SHARE = 0.8;
const HOLD_BEGINS_MS = 120;
const HOLD_ENDS_MS = 500;

/** No shape reaches further than this past its own bounds; what is further away need not be looked at. */
const REACH_MS = Math.max(CROSS_FADE_MS / 2, SHUT_RAMP_MS + MIN_SHUT_MS / 2);

/** Shapes of one moment: `shapes[i]` is the weight of `SHAPES[i]`, `shut` is how far the lips are pressed together. */
export interface MouthMoment {
  readonly shapes: Float64Array;
  shut: number;
}

/** A moment with nothing in it. */
export function emptyMoment(): MouthMoment {
  return { shapes: new Float64Array(SHAPES.length), shut: 0 };
}

/** 0 below 0, 1 above 1, an S between. */
export function smooth(x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  return x * x * (3 - 2 * x);
}

/** Index of the last viseme that begins at or before `ms`; -1 before the first. */
function lastBegun(visemes: readonly Viseme[], ms: number): number {
  let low = 0;
  let high = visemes.length - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const entry = visemes[middle];
    if (entry !== undefined && entry.t <= ms) {
      found = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}

/** Half the length of the cross-fade at the border between two shapes: never more than half of either. */
function fadeHalf(before: Viseme | undefined, after: Viseme | undefined): number {
  let half = CROSS_FADE_MS / 2;
  if (before !== undefined) half = Math.min(half, before.d / 2);
  if (after !== undefined) half = Math.min(half, after.d / 2);
  return Math.max(half, 1);
}

/** How far entry `i` is present at `ms`: over any two neighbours it sums to 1. */
function presence(visemes: readonly Viseme[], i: number, entry: Viseme, ms: number): number {
  const rise = fadeHalf(visemes[i - 1], entry);
  const fall = fadeHalf(entry, visemes[i + 1]);
  const begun = smooth((ms - entry.t + rise) / (2 * rise));
  const ended = smooth((ms - entry.t - entry.d + fall) / (2 * fall));
  return begun * (1 - ended);
}

function held(entry: Viseme, ms: number): number {
  const past = smooth((ms - entry.t - HOLD_BEGINS_MS) / (HOLD_ENDS_MS - HOLD_BEGINS_MS));
  return 1 - (1 - HELD_SHARE) * past;
}

/** How far one b, p or m shuts the lips at `ms`: wholly during the sound (at least `MIN_SHUT_MS`), less around it. */
function shutBy(entry: Viseme, ms: number): number {
  const middle = entry.t + entry.d / 2;
  const half = Math.max(entry.d, MIN_SHUT_MS) / 2;
  return smooth(1 - (Math.abs(ms - middle) - half) / SHUT_RAMP_MS);
}

/**
 * Reads the mouth off a timeline at `ms` from the utterance's first sample and writes it into `out`.
 * `visemes` are in order of `t`. The weights of all shapes together never exceed 1; while `shut` is 1 they are 0.
 */
export function sampleTimeline(visemes: readonly Viseme[], ms: number, out: MouthMoment): void {
  out.shapes.fill(0);
  out.shut = 0;
  let sum = 0;
  for (let i = lastBegun(visemes, ms + REACH_MS); i >= 0; i -= 1) {
    const entry = visemes[i];
    if (entry === undefined) break;
    if (entry.t + entry.d < ms - REACH_MS) break;
    const shape = SHAPE_INDEX.get(entry.v) ?? -1;
    if (shape === PP) out.shut = Math.max(out.shut, shutBy(entry, ms));
    else if (shape >= 0) {
      const weight = presence(visemes, i, entry, ms) * held(entry, ms) * entry.w;
      out.shapes[shape] = (out.shapes[shape] ?? 0) + weight;
      sum += weight;
    }
  }
  const scale = (1 - out.shut) / Math.max(1, sum);
  for (let i = 0; i < out.shapes.length; i += 1) out.shapes[i] = (out.shapes[i] ?? 0) * scale;
}

import type { Segment, Touch, Track } from './track.ts';
import { weightAt } from './track.ts';
import { PP, SHAPES } from './viseme-table.ts';

/** What is further away than this has no say. */
const REACH_MS = 260;

/** Shapes of one moment: `shapes[i]` is the weight of `SHAPES[i]`, `shut` how far the lips are pressed together. */
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

/** How much say a segment has at `ms`: all of its dominance during it, a bell's flank before and after. */
function say(segment: Segment, ms: number): number {
  if (ms < segment.from) {
    const x = (segment.from - ms) / segment.beforeMs;
    return segment.dominance * Math.exp(-x * x);
  }
  if (ms > segment.to) {
    const x = (ms - segment.to) / segment.afterMs;
    return segment.dominance * Math.exp(-x * x);
  }
  return segment.dominance;
}

function touching(touch: Touch, ms: number): number {
  if (ms < touch.from) return smooth(1 - (touch.from - ms) / touch.closeMs);
  if (ms > touch.to) return smooth(1 - (ms - touch.to) / touch.openMs);
  return 1;
}

/** Index of the last item that begins at or before `ms`; -1 before the first. */
function lastBegun(items: readonly { from: number }[], ms: number): number {
  let low = 0;
  let high = items.length - 1;
  let found = -1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((items[middle]?.from ?? 0) <= ms) {
      found = middle;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}

/**
 * Reads the mouth off a track at `ms` from the utterance's first sample into `out`: a pure reading of that position.
 * The weights sum to 1 at most; while `shut` is 1 they are all 0.
 */
export function sampleTrack(track: Track, ms: number, out: MouthMoment): void {
  const { shapes } = out;
  shapes.fill(0);
  let total = 0;
  const { segments, touches } = track;
  for (let i = lastBegun(segments, ms + REACH_MS); i >= 0; i -= 1) {
    const segment = segments[i];
    if (segment === undefined || segment.to < ms - REACH_MS) break;
    const weight = say(segment, ms);
    total += weight;
    if (segment.shape >= 0)
      shapes[segment.shape] = (shapes[segment.shape] ?? 0) + weight * weightAt(segment, ms);
  }
  // Between two segments with a contact in the middle all bells may be low; they still share the whole mouth.
  if (total > 0) for (let i = 0; i < shapes.length; i += 1) shapes[i] = (shapes[i] ?? 0) / total;

  let shut = 0;
  for (let i = lastBegun(touches, ms + REACH_MS); i >= 0; i -= 1) {
    const touch = touches[i];
    if (touch === undefined || touch.to < ms - REACH_MS) break;
    const amount = touching(touch, ms);
    if (touch.shape === PP) shut = Math.max(shut, amount);
    else if (amount > 0) blendInto(shapes, touch.shape, amount);
  }
  out.shut = shut;
  let sum = 0;
  for (const weight of shapes) sum += weight;
  const scale = (1 - shut) / Math.max(1, sum);
  for (let i = 0; i < shapes.length; i += 1) shapes[i] = (shapes[i] ?? 0) * scale;
}

/** Lays `amount` of one shape over the others. */
function blendInto(shapes: Float64Array, shape: number, amount: number): void {
  for (let i = 0; i < shapes.length; i += 1) shapes[i] = (shapes[i] ?? 0) * (1 - amount);
  shapes[shape] = Math.max(shapes[shape] ?? 0, amount * 0.9);
}

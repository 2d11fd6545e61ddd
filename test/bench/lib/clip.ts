import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What the portrait really does in one frame of the clip: angles in degrees, the rest 0 to 1. */
export interface TruthFrame {
  t: number;
  jaw: number;
  blink: number;
  yaw: number;
  pitch: number;
}

/** The clip that stands in for a camera, and its truth by frame. */
export interface Clip {
  file: string;
  /** Of one round, ms: the browser plays it over and over. */
  lengthMs: number;
  /** At so many ms of the round. */
  at(ms: number): TruthFrame;
  /** Where the head nods and shakes, ms of the round. */
  movements: { kind: 'nod' | 'shake'; from: number; until: number }[];
}

const FRAME_MS = 1000 / 30;

export function portraitClip(): Clip {
  const folder = join(process.env.GOVATAR_ASSETS ?? '/nowhere', 'media');
  const frames = JSON.parse(readFileSync(join(folder, 'portrait_clip.truth.json'), 'utf8')) as TruthFrame[];
  const lengthMs = frames.length * FRAME_MS;
  const span = (axis: 'pitch' | 'yaw'): { from: number; until: number } => {
    const moving = frames.flatMap((frame, i) => (frame[axis] === 0 ? [] : [i]));
    return { from: (moving[0] ?? 0) * FRAME_MS, until: ((moving.at(-1) ?? 0) + 1) * FRAME_MS };
  };
  const zero: TruthFrame = { t: 0, jaw: 0, blink: 0, yaw: 0, pitch: 0 };
  return {
    file: join(folder, 'portrait_clip.mjpeg'),
    lengthMs,
    at: (ms) => frames[Math.floor((((ms % lengthMs) + lengthMs) % lengthMs) / FRAME_MS)] ?? zero,
    movements: [
      { kind: 'nod', ...span('pitch') },
      { kind: 'shake', ...span('yaw') },
    ],
  };
}

/** Pearson's correlation; 0 where one of them does not change. */
export function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (i: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[i], 0) / pairs.length;
  const [a, b] = [mean(0), mean(1)];
  let ab = 0;
  let aa = 0;
  let bb = 0;
  for (const [x, y] of pairs) {
    ab += (x - a) * (y - b);
    aa += (x - a) ** 2;
    bb += (y - b) ** 2;
  }
  return aa * bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

import type { EyesTrouble, Look } from './types.ts';

/** To the worker. A frame's bitmap is handed over, and closed there as soon as it was looked at. */
export type ToEyes =
  | { type: 'open'; model: string; faces: number }
  | { type: 'frame'; bitmap: ImageBitmap; at: number };

/** From the worker: figures only, never a picture. `ms`: how long the look took. */
export type FromEyes =
  | { type: 'ready' }
  | { type: 'trouble'; trouble: EyesTrouble }
  | { type: 'look'; look: Look; ms: number };

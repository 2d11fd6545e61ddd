import type { DetectorKind } from './types.ts';

/** A piece of sound, from the audio thread to the worker. `end`: of its last sample, seconds of the audio context. */
export interface Chunk {
  samples: Float32Array;
  end: number;
}

/** To the worker. */
export type ToDetector = { type: 'open'; from: MessagePort; rate: number; energyOnly: boolean };

/** From the worker. `end`: of the frame's last sample, seconds of the audio context. */
export type FromDetector =
  | { type: 'frame'; end: number; ms: number; voice: number; level: number }
  | { type: 'detector'; kind: DetectorKind };

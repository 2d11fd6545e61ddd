import type { ProfileOptions } from './options.ts';
import type { LipsSeen } from './types.ts';

/** Less sure than this is not known. */
const SURE = 0.4;
/** Behind a mask, or with a camera that looks up the nose, lips never move: they count once they have moved with a voice. */
const PROVED_MS = 600;
/** Longer until a voice counts while the lips that are seen rest: somebody else speaks. */
const STILL = { start: 2, confirm: 2.5 };
/** Sooner while they move. */
const MOVING = { confirm: 0.75 };

/** What the eyes tell the ears of who is speaking. It makes a voice count sooner or later, and never decides: words do. */
export interface LipsHint {
  set(lips: (() => LipsSeen | null) | null): void;
  /** A frame of `ms` with voice. */
  voice(ms: number): void;
  /** The limits as they are with what is seen now. */
  limits(usual: ProfileOptions): ProfileOptions;
}

export function createLipsHint(): LipsHint {
  let read: (() => LipsSeen | null) | null = null;
  let movedMs = 0;
  const seen = (): LipsSeen | null => {
    const lips = read?.() ?? null;
    return lips === null || lips.confidence < SURE ? null : lips;
  };
  return {
    set: (lips) => {
      read = lips;
      movedMs = 0;
    },
    voice: (ms) => {
      if (read !== null && movedMs < PROVED_MS && seen()?.moving === true) movedMs += ms;
    },
    limits: (usual) => {
      if (movedMs < PROVED_MS) return usual;
      const lips = seen();
      if (lips === null) return usual;
      if (lips.moving) return { ...usual, confirmMs: usual.confirmMs * MOVING.confirm };
      return {
        ...usual,
        startMs: usual.startMs * STILL.start,
        confirmMs: usual.confirmMs * STILL.confirm,
      };
    },
  };
}

import { ELDER_SILENCE, SILENCE_FACTOR, SILENCES_MS } from './options.ts';
import type { EarsProfile } from './types.ts';

export interface Silences {
  /** Somebody spoke, typed or touched, or the avatar is at it: counting begins anew. */
  reset(at: number): void;
  /** The level that has just been reached; null for none. Each one once until the next `reset`. */
  look(at: number, profile: EarsProfile, elder: boolean): { level: 1 | 2 | 3 | 4; silentMs: number } | null;
}

const LEVELS = [1, 2, 3, 4] as const;

/** Counts how long nothing happens. The last level is the last: nothing is told for ever. */
export function createSilences(from: number): Silences {
  let since = from;
  let told = 0;
  return {
    reset: (at) => {
      since = at;
      told = 0;
    },
    look: (at, profile, elder) => {
      const factor = SILENCE_FACTOR[profile];
      const level = LEVELS[told];
      const after = SILENCES_MS[told];
      if (factor === null || level === undefined || after === undefined) return null;
      const silentMs = at - since;
      if (silentMs < after * factor * (elder ? ELDER_SILENCE : 1)) return null;
      told += 1;
      return { level, silentMs };
    },
  };
}

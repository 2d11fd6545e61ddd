import { ELDER_SILENCE, SILENCE_FACTOR, SILENCES_MS } from './options.ts';
import type { EarsProfile } from './types.ts';

export interface Silences {
  /** Somebody spoke, typed or touched: counting begins anew. */
  reset(at: number): void;
  /** The avatar is at it, or there is a noise: time stands still, but what was told is not told again. */
  rest(at: number): void;
  /**
   * The level that has just been reached; null for none. Each one once until the next `reset`. `silentMs`: what the level
   * stands for, whatever longer time old people and forms are given.
   */
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
    rest: (at) => {
      since = at;
    },
    look: (at, profile, elder) => {
      const factor = SILENCE_FACTOR[profile];
      const level = LEVELS[told];
      const silentMs = SILENCES_MS[told];
      if (factor === null || level === undefined || silentMs === undefined) return null;
      const before = told === 0 ? 0 : (SILENCES_MS[told - 1] ?? 0);
      if (at - since < (silentMs - before) * factor * (elder ? ELDER_SILENCE : 1)) return null;
      told += 1;
      // What is said to it takes its time; without an avatar that speaks the next level counts from here.
      since = at;
      return { level, silentMs };
    },
  };
}

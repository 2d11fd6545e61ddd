/** A page that gave no sign for so long hangs, ms. Loading an avatar on a weak machine takes a few seconds at most. */
export const HANGS_AFTER_MS = 20_000;
/** So often the page gives a sign, ms. */
export const PULSE_MS = 2_000;
/** Who watches was asleep itself (the machine was suspended) when it was not called for so long. */
const ASLEEP_MS = 6_000;

/** Judges the page by its signs. Times are ms of one clock that is passed in. */
export interface Pulse {
  heard(what: 'alive' | 'hidden', at: number): void;
  /** Asked once a second. True once per hang, and again after as long a time, should the reload have failed. */
  hangs(at: number): boolean;
}

export function createPulse(start: number): Pulse {
  let last = start;
  let asked = start;
  /** A hidden page is slowed down by the browser. */
  let hidden = false;
  return {
    heard: (what, at) => {
      last = at;
      hidden = what === 'hidden';
    },
    hangs: (at) => {
      if (at - asked > ASLEEP_MS || hidden) last = at;
      asked = at;
      if (at - last < HANGS_AFTER_MS) return false;
      last = at;
      return true;
    },
  };
}

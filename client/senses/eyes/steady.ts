export interface SteadyOptions {
  /** How long it must hold to be told, and not to be told to have ended. ms */
  onMs: number;
  offMs: number;
  /** Two looks further apart than this say nothing about the time between them. ms */
  gapMs?: number;
}

/** A state that is told only when it lasts. */
export interface Steady {
  readonly on: boolean;
  /**
   * `holds`: what this look shows; null: neither, it stays as it is (between the two thresholds of what was measured).
   * Answers the change, with the share of looks that showed it while it was being confirmed.
   */
  look(at: number, holds: boolean | null): { on: boolean; confidence: number } | null;
  /** Back to off, without a word. */
  reset(): void;
}

export function createSteady({ onMs, offMs, gapMs = 1_500 }: SteadyOptions): Steady {
  let on = false;
  let since: number | null = null;
  let last = Number.NEGATIVE_INFINITY;
  let seen = 0;
  let agreed = 0;
  const reset = (): void => {
    on = false;
    since = null;
  };
  return {
    get on() {
      return on;
    },
    look(at, holds) {
      if (at - last > gapMs) since = null;
      last = at;
      const differs = holds !== null && holds !== on;
      if (since === null) {
        if (!differs) return null;
        since = at;
        seen = 0;
        agreed = 0;
      }
      seen += 1;
      if (differs) agreed += 1;
      // One look that disagrees may be an accident; two in five are none.
      if (agreed / seen < 0.6) {
        since = null;
        return null;
      }
      if (!differs || at - since < (on ? offMs : onMs)) return null;
      on = !on;
      since = null;
      return { on, confidence: agreed / seen };
    },
    reset,
  };
}

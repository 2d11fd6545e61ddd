/** Times of a calm adult's blink: lids fall faster than they rise. */
const CLOSE_MS = 75;
const CLOSED_MS = 40;
const OPEN_MS = 140;
const BLINK_MS = CLOSE_MS + CLOSED_MS + OPEN_MS;
/** Between two blinks: 12 to 20 a minute, unevenly. */
const PAUSE_MIN_MS = 1800;
const PAUSE_SPAN_MS = 4200;
/** One in eight is a double blink. */
const DOUBLE_SHARE = 0.12;
const DOUBLE_PAUSE_MS = 120;

/** Lids of the avatar. */
export interface Blinker {
  /** How far the lids are closed at `now` (performance.now() ms): 0 to 1. `now` never goes back. */
  at(now: number): number;
  /** Blink soon (the gaze turns far); does nothing while a blink runs. */
  request(now: number): void;
}

/** Blinks at uneven intervals. `random` gives numbers in [0, 1). */
export function createBlinker(random: () => number): Blinker {
  let start: number | null = null;
  let next: number | null = null;

  const pause = (): number => {
    if (random() < DOUBLE_SHARE) return DOUBLE_PAUSE_MS;
    return PAUSE_MIN_MS + PAUSE_SPAN_MS * random() ** 1.5;
  };

  return {
    at(now) {
      next ??= now + pause();
      if (start === null && now >= next) start = now;
      if (start === null) return 0;
      const ms = now - start;
      if (ms >= BLINK_MS) {
        start = null;
        next = now + pause();
        return 0;
      }
      if (ms < CLOSE_MS) return ease(ms / CLOSE_MS);
      if (ms <= CLOSE_MS + CLOSED_MS) return 1;
      return ease((BLINK_MS - ms) / OPEN_MS);
    },
    request(now) {
      if (start === null) next = now;
    },
  };
}

function ease(x: number): number {
  return x * x * (3 - 2 * x);
}

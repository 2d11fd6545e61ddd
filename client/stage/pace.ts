/** A frame that comes this little too early is taken: screens are not exact. */
const EARLY_MS = 4;

/** Keeps a loop below a rate without a beat of its own: over time exactly `fps` frames a second, on the screen's frames. */
export interface Pace {
  fps: number;
  /** Whether the frame at `now` (ms) is to be drawn. */
  due(now: number): boolean;
  /** The next frame is drawn, whenever it comes. */
  reset(): void;
}

/** Begins unhindered at 60. */
export function createPace(): Pace {
  let next = Number.NEGATIVE_INFINITY;
  return {
    fps: 60,
    due(now) {
      if (now < next - EARLY_MS) return false;
      const step = 1000 / this.fps;
      // What was missed is not made up for.
      next = Math.max(next + step, now + step / 2);
      return true;
    },
    reset() {
      next = Number.NEGATIVE_INFINITY;
    },
  };
}

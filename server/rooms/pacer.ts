/** One packet of Opus lasts this long. */
export const FRAME_MS = 20;
/** After a longer standstill (a suspended machine) the missed packets are skipped, not sent in one burst. */
const MAX_BURST_FRAMES = 10;

export interface PacerClock {
  /** Monotonic ms. */
  now(): number;
  setTimer(callback: () => void, delayMs: number): unknown;
  clearTimer(timer: unknown): void;
}

const systemClock: PacerClock = {
  now: () => performance.now(),
  setTimer: (callback, delayMs) => setTimeout(callback, delayMs),
  clearTimer: (timer) => clearTimeout(timer as NodeJS.Timeout),
};

/** Called once per 20 ms of real time. `skipped`: frames left out just before this one after a standstill. */
export type Tick = (skipped: number) => void;

/**
 * The one loop that paces all voices: every 20 ms, on deadlines counted from its start, so that rounding never adds up
 * to a drift. A late wake-up is made good at once (the receivers' clock must not stop), a very late one is skipped.
 */
export class Pacer {
  readonly #clock: PacerClock;
  readonly #ticks = new Set<Tick>();
  #timer: unknown = null;
  #origin = 0;
  #frame = 0;

  constructor(clock: PacerClock = systemClock) {
    this.#clock = clock;
  }

  /** Adds a voice; the loop runs while there is one. Returns the way to take it out again. */
  add(tick: Tick): () => void {
    this.#ticks.add(tick);
    if (this.#timer === null) {
      this.#origin = this.#clock.now();
      this.#frame = 0;
      this.#schedule();
    }
    return () => {
      this.#ticks.delete(tick);
      if (this.#ticks.size === 0) this.close();
    };
  }

  #schedule(): void {
    const due = this.#origin + (this.#frame + 1) * FRAME_MS;
    this.#timer = this.#clock.setTimer(() => this.#run(), Math.max(0, due - this.#clock.now()));
  }

  #run(): void {
    const due = Math.floor((this.#clock.now() - this.#origin) / FRAME_MS);
    // A timer may fire a little before its time; then nothing is due yet.
    let behind = due - this.#frame;
    let skipped = 0;
    if (behind > MAX_BURST_FRAMES) {
      skipped = behind - 1;
      behind = 1;
    }
    for (let i = 0; i < behind; i += 1) {
      for (const tick of [...this.#ticks]) tick(skipped);
      skipped = 0;
    }
    this.#frame = Math.max(due, this.#frame);
    if (this.#ticks.size > 0) this.#schedule();
    else this.#timer = null;
  }

  close(): void {
    if (this.#timer !== null) this.#clock.clearTimer(this.#timer);
    this.#timer = null;
    this.#ticks.clear();
  }
}

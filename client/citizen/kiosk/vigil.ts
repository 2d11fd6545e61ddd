/** What the machine is doing, as its own page sees it. `wiping`: everything of the citizen goes; a new page follows. */
export type Watch = 'asleep' | 'welcome' | 'serving' | 'leaving' | 'wiping';

/** What tells that somebody is there. `voice` is weak: a hall is never silent. `word`: they were understood. */
export type Sign = 'touch' | 'word' | 'voice';

/** How long it waits, ms. */
export interface VigilTimes {
  /** Without any sign, in a consultation. Old people read slowly. */
  quiet: number;
  /** Without any sign before one, and after its end. */
  quietOutside: number;
  /** After the camera saw the person go. */
  gone: number;
  /** The warning counts down. */
  warn: number;
  /** Neither noise nor the avatar's own talking keeps a consultation alive for longer without a touch or a word. */
  weak: number;
}

export const VIGIL_TIMES: VigilTimes = {
  quiet: 90_000,
  quietOutside: 60_000,
  gone: 20_000,
  warn: 20_000,
  weak: 300_000,
};

export interface VigilState {
  watch: Watch;
  /** Whole seconds until the wipe while it warns; null otherwise. */
  left: number | null;
}

/** Looks after one citizen from waking to the wipe. All times are ms of one clock that is passed in. */
export interface Vigil {
  state(): VigilState;
  sign(sign: Sign, at: number): void;
  /** Whether the camera sees somebody, where the operator allowed it; null: it does not look (any more). */
  seen(there: boolean | null, at: number): void;
  /** Whether a consultation stands (it also begins one that a reload brought back). */
  serving(on: boolean, at: number): void;
  /** The avatar speaks or thinks, or a video plays: the citizen listens and need not move. */
  listening(on: boolean): void;
  /** 结束并清除, pressed. */
  finish(): void;
  tick(at: number): VigilState;
}

/** A vigil that begins asleep at `start`. It never leaves `wiping`: the page that follows has one of its own. */
export function createVigil(start: number, times: VigilTimes = VIGIL_TIMES): Vigil {
  let watch: Watch = 'asleep';
  let served = false;
  let busy = false;
  /** Seen by the camera: null while it does not look. */
  let there: boolean | null = null;
  let goneAt = start;
  let lastSign = start;
  let lastStrong = start;
  let lastTick = start;
  let warnedAt = start;

  const awake = (): Watch => (served ? 'serving' : 'welcome');

  function wake(at: number): void {
    watch = awake();
    lastSign = at;
    lastStrong = at;
    goneAt = at;
  }
  function due(at: number): boolean {
    if (at - lastStrong >= times.weak) return true;
    if (busy) return false;
    if (at - lastSign >= (served ? times.quiet : times.quietOutside)) return true;
    return there === false && at - Math.max(goneAt, lastSign) >= times.gone;
  }
  const secondsLeft = (at: number): number => Math.max(0, Math.ceil((warnedAt + times.warn - at) / 1000));
  const state = (at: number): VigilState => ({ watch, left: watch === 'leaving' ? secondsLeft(at) : null });

  return {
    state: () => state(lastTick),
    sign: (sign, at) => {
      if (watch === 'wiping') return;
      if (watch === 'asleep') {
        // Noise wakes nobody, and nothing listens anyway.
        if (sign === 'touch') wake(at);
        return;
      }
      // While it warns, the hall's noise is not enough.
      if (watch === 'leaving' && sign === 'voice') return;
      lastSign = Math.max(lastSign, at);
      if (sign !== 'voice') lastStrong = Math.max(lastStrong, at);
      watch = awake();
    },
    seen: (now, at) => {
      if (watch === 'wiping') return;
      const came = now === true && there !== true;
      if (now === false && there !== false) goneAt = at;
      there = now;
      if (came && watch === 'asleep') wake(at);
      else if (came && watch === 'leaving') {
        // Who comes back is asked for a touch soon, should it be the next one in the queue.
        watch = awake();
        lastSign = at - (served ? times.quiet : times.quietOutside) / 2;
      }
    },
    serving: (on, at) => {
      if (served === on || watch === 'wiping') return;
      served = on;
      lastSign = at;
      lastStrong = at;
      if (watch !== 'leaving') watch = awake();
    },
    listening: (on) => {
      // The wait begins anew when it has spoken.
      if (busy && !on) lastSign = Math.max(lastSign, lastTick);
      busy = on;
    },
    finish: () => {
      if (watch !== 'asleep') watch = 'wiping';
    },
    tick: (at) => {
      lastTick = at;
      if ((watch === 'welcome' || watch === 'serving') && due(at)) {
        watch = 'leaving';
        warnedAt = at;
      } else if (watch === 'leaving' && at - warnedAt >= times.warn) watch = 'wiping';
      return state(at);
    },
  };
}

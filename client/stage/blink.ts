import { between, draw, type Random, type Span } from './chance.ts';

/** Lids fall faster than they rise. The shut time is longer than a frame at 30 fps, so that each blink is seen shut. */
const CLOSE_MS = { from: 60, to: 90 };
const SHUT_MS = { from: 36, to: 55 };
const OPEN_MS = { from: 120, to: 180 };
/** One in eight is a double blink. */
const DOUBLE_SHARE = 0.12;
const DOUBLE_PAUSE_MS = { from: 90, to: 220 };
/** No asked-for blink comes sooner than this after the last. */
const REST_MS = 600;
/** Falling asleep and waking, time constants. */
const DOZE_MS = 260;
const WAKE_MS = 110;

/** Pauses between blinks: shorter while one speaks, longer while one attends (Bentivoglio et al. 1997). Median, ms. */
const PAUSES = { attending: 3000, speaking: 2100, thinking: 3600 } as const;
const SPREAD = { sigma: 0.5, min: 500, max: 11_000 };
export type BlinkPace = keyof typeof PAUSES | 'asleep';

/** Lids of the avatar. */
export interface Blinker {
  /** How far the lids are closed at `now` (performance.now() ms), 0 to 1. `now` never goes back. */
  at(now: number, pace: BlinkPace): number;
  /** Blink soon (the gaze turns far, a sentence ends); does nothing during a blink or shortly after one. */
  request(now: number): void;
}

interface Blink {
  start: number;
  closeMs: number;
  shutMs: number;
  openMs: number;
}

/** Blinks at uneven, human intervals. */
export function createBlinker(random: Random): Blinker {
  let blink: Blink | null = null;
  let next: number | null = null;
  let ended = Number.NEGATIVE_INFINITY;
  let lastPace: BlinkPace | null = null;
  let lastNow: number | null = null;
  let sleep = 0;

  const span = (range: { from: number; to: number }): number => between(random, range.from, range.to);

  function pause(pace: BlinkPace): number {
    const wanted: Span = { ...SPREAD, median: PAUSES[pace === 'asleep' ? 'attending' : pace] };
    return draw(random, wanted);
  }

  function lids(now: number, pace: BlinkPace): number {
    if (blink === null && next !== null && now >= next)
      blink = { start: now, closeMs: span(CLOSE_MS), shutMs: span(SHUT_MS), openMs: span(OPEN_MS) };
    if (blink === null) return 0;
    const { closeMs, shutMs, openMs } = blink;
    const ms = now - blink.start;
    if (ms >= closeMs + shutMs + openMs) {
      blink = null;
      ended = now;
      next = now + (random() < DOUBLE_SHARE ? span(DOUBLE_PAUSE_MS) : pause(pace));
      return 0;
    }
    if (ms < closeMs) return ease(ms / closeMs);
    if (ms <= closeMs + shutMs) return 1;
    // Up fast at first, then slower: the lid's own weight is gone by then.
    return 1 - ease(((ms - closeMs - shutMs) / openMs) ** 0.8);
  }

  return {
    at(now, pace) {
      if (next === null || (lastPace !== pace && next - now > PAUSES.speaking)) next = now + pause(pace);
      lastPace = pace;
      const dtMs = lastNow === null ? 0 : now - lastNow;
      lastNow = now;
      const wanted = pace === 'asleep' ? 1 : 0;
      sleep += (wanted - sleep) * (1 - Math.exp(-dtMs / (wanted === 1 ? DOZE_MS : WAKE_MS)));
      if (Math.abs(wanted - sleep) < 0.004) sleep = wanted;
      const now01 = pace === 'asleep' && blink === null ? 0 : lids(now, pace);
      return Math.max(now01, sleep);
    },
    request(now) {
      if (blink === null && now - ended >= REST_MS) next = now;
    },
  };
}

function ease(x: number): number {
  return x * x * (3 - 2 * x);
}

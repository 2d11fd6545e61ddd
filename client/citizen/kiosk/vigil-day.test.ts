import { afterEach, describe, expect, it, vi } from 'vitest';
import { createVigil, VIGIL_TIMES as T } from './vigil.ts';

const HALF_DAY = 12 * 3_600_000;
const STEP = 1000;

/** The same numbers in every run: 0 to 1 (a linear congruential generator). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

interface Day {
  visitors: number;
  /** From the last touch or word to the wipe, ms; of visitors who just went away. */
  longestAfter: number;
  finished: number;
}

/** Twelve hours in a noisy hall: some press the end, the others go away; each wipe is followed by a vigil of its own. */
function day(seed: number, camera: boolean): Day {
  const random = seeded(seed);
  const result: Day = { visitors: 0, longestAfter: 0, finished: 0 };
  let at = 0;
  while (at < HALF_DAY) {
    const vigil = createVigil(at);
    expect(vigil.state()).toEqual({ watch: 'asleep', left: null });
    at += Math.floor(random() * 5) * STEP;
    if (camera) vigil.seen(true, at);
    vigil.sign('touch', at);
    expect(vigil.tick(at).watch).toBe('welcome');
    result.visitors += 1;
    const serves = random() < 0.8;
    vigil.serving(serves, at);
    const stays = Math.floor(random() * 8);
    for (let i = 0; i < stays; i += 1) {
      at += STEP;
      vigil.listening(random() < 0.5);
      vigil.sign(random() < 0.5 ? 'touch' : 'word', at);
      // Nobody who is at it is sent away.
      expect(vigil.tick(at).watch).toBe(serves ? 'serving' : 'welcome');
    }
    if (random() < 0.95) {
      vigil.finish();
      result.finished += 1;
      expect(vigil.tick(at).watch).toBe('wiping');
      at += STEP;
      continue;
    }
    const wentAt = at;
    if (camera) vigil.seen(false, at);
    // The avatar may be left talking, and the hall is never silent.
    vigil.listening(random() < 0.3);
    while (vigil.tick(at).watch !== 'wiping') {
      at += STEP;
      if (random() < 0.3) vigil.sign('voice', at);
      expect(at - wentAt).toBeLessThanOrEqual(T.weak + T.warn + STEP);
    }
    result.longestAfter = Math.max(result.longestAfter, at - wentAt);
  }
  return result;
}

afterEach(() => vi.useRealTimers());

describe('twelve hours of visitors', () => {
  it.each([false, true])('each begin asleep, and end wiped in bounded time (camera: %s)', (camera) => {
    vi.useFakeTimers();
    const { visitors, longestAfter, finished } = day(11, camera);
    expect(visitors).toBeGreaterThan(1000);
    expect(visitors - finished).toBeGreaterThan(20);
    expect(longestAfter).toBeGreaterThan(0);
    // It holds no timer of its own.
    expect(vi.getTimerCount()).toBe(0);
  });
});

import { describe, expect, it } from 'vitest';
import { FRAME_MS, Pacer, type PacerClock } from './pacer.ts';

/** A clock on which timers fire when the test moves it, late by `lateMs`. */
function stepClock() {
  let now = 1_000;
  let pending: { at: number; callback: () => void } | null = null;
  const clock: PacerClock = {
    now: () => now,
    setTimer: (callback, delayMs) => {
      pending = { at: now + delayMs, callback };
      return pending;
    },
    clearTimer: () => {
      pending = null;
    },
  };
  return {
    clock,
    /** Moves on; every timer that falls due fires `lateMs` after its time. */
    run(ms: number, lateMs = 0): void {
      const end = now + ms;
      while (pending !== null && pending.at + lateMs <= end) {
        now = Math.max(now, pending.at + lateMs);
        const { callback } = pending;
        pending = null;
        callback();
      }
      now = end;
    },
    idle: () => pending === null,
  };
}

describe('the pacer', () => {
  it('ticks once every 20 ms and does not drift when every timer is late', () => {
    const { clock, run } = stepClock();
    let ticks = 0;
    new Pacer(clock).add(() => {
      ticks += 1;
    });
    run(60_000 + 7, 7);
    expect(ticks).toBe(60_000 / FRAME_MS);
  });

  it('makes good a short stall with one packet for each 20 ms', () => {
    const { clock, run } = stepClock();
    const skips: number[] = [];
    new Pacer(clock).add((skipped) => skips.push(skipped));
    run(100);
    run(120, 100);
    expect(skips.length).toBe(220 / FRAME_MS);
    expect(skips.every((skipped) => skipped === 0)).toBe(true);
  });

  it('skips what a long standstill missed, and says how much', () => {
    const { clock, run } = stepClock();
    const skips: number[] = [];
    new Pacer(clock).add((skipped) => skips.push(skipped));
    run(100);
    run(5_000, 4_980);
    expect(skips.length).toBeLessThan(20);
    const frames = skips.length + skips.reduce((sum, skipped) => sum + skipped, 0);
    expect(frames).toBe(5_100 / FRAME_MS);
  });

  it('stands still when the last voice has gone, and runs again with the next', () => {
    const { clock, run, idle } = stepClock();
    const pacer = new Pacer(clock);
    const remove = pacer.add(() => {});
    run(50);
    remove();
    expect(idle()).toBe(true);
    let ticks = 0;
    pacer.add(() => {
      ticks += 1;
    });
    run(100);
    expect(ticks).toBe(5);
  });
});

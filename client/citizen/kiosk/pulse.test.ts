import { describe, expect, it } from 'vitest';
import { createPulse, HANGS_AFTER_MS, PULSE_MS } from './pulse.ts';

/** Asks once a second, and counts the hangs. */
function watchFor(pulse: ReturnType<typeof createPulse>, from: number, to: number, alive: boolean): number {
  let hangs = 0;
  for (let at = from; at < to; at += 1_000) {
    if (alive && at % PULSE_MS === 0) pulse.heard('alive', at);
    if (pulse.hangs(at)) hangs += 1;
  }
  return hangs;
}

describe('the watchdog of a kiosk', () => {
  it('leaves a living page alone for twelve hours', () => {
    expect(watchFor(createPulse(0), 0, 12 * 3_600_000, true)).toBe(0);
  });

  it('reloads a page that has gone silent, once, and again when that did not help', () => {
    const pulse = createPulse(0);
    expect(watchFor(pulse, 0, HANGS_AFTER_MS, false)).toBe(0);
    expect(watchFor(pulse, HANGS_AFTER_MS, HANGS_AFTER_MS + 5_000, false)).toBe(1);
    expect(watchFor(pulse, HANGS_AFTER_MS + 5_000, 2 * HANGS_AFTER_MS + 1_000, false)).toBe(1);
  });

  it('does not take a machine that was suspended, or a hidden page, for a hang', () => {
    const pulse = createPulse(0);
    watchFor(pulse, 0, 5_000, true);
    expect(pulse.hangs(3_600_000)).toBe(false);
    pulse.heard('hidden', 3_601_000);
    expect(watchFor(pulse, 3_601_000, 3_700_000, false)).toBe(0);
  });
});

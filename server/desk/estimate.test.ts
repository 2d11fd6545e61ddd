import { describe, expect, it } from 'vitest';
import { estimateWaits, type WaitInput } from './estimate.ts';

const seeded = (): (() => number) => {
  let seed = 7;
  return () => {
    seed = (seed * 16_807) % 2_147_483_647;
    return seed / 2_147_483_647;
  };
};
/** Of somebody with so many before them. */
const estimateWait = (
  { ahead, ...input }: Omit<WaitInput, 'places'> & { ahead: number },
  random: () => number,
) => estimateWaits({ ...input, places: ahead + 1 }, random)?.[ahead] ?? null;
const minutes = (count: number): number => count * 60_000;
const handling = Array.from({ length: 40 }, (_, i) => minutes(3 + (i % 5)));

describe('an honest waiting time', () => {
  it('is none where nobody is', () => {
    expect(estimateWait({ ahead: 0, free: 0, busy: [], handling }, seeded())).toBeNull();
  });

  it('is a few seconds while somebody is free', () => {
    const wait = estimateWait({ ahead: 0, free: 1, busy: [], handling }, seeded());
    expect(wait?.high).toBeLessThan(minutes(1));
  });

  it('grows with those who come first, and shrinks with those who serve', () => {
    const of = (ahead: number, agents: number) =>
      estimateWait(
        { ahead, free: 0, busy: Array.from({ length: agents }, () => minutes(2)), handling },
        seeded(),
      )?.middle ?? 0;
    expect(of(4, 2)).toBeGreaterThan(of(1, 2));
    expect(of(4, 4)).toBeLessThan(of(4, 2));
  });

  it('is a range that holds its middle, and promises nothing after one short call', () => {
    const wait = estimateWait({ ahead: 2, free: 0, busy: [minutes(1)], handling: [minutes(0.2)] }, seeded());
    expect(wait?.low).toBeLessThanOrEqual(wait?.middle ?? 0);
    expect(wait?.high).toBeGreaterThanOrEqual(wait?.middle ?? 0);
    expect(wait?.high).toBeGreaterThan(minutes(3));
  });
});

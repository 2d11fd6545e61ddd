import { describe, expect, it } from 'vitest';
import { placePieces, ticks } from './place.ts';

const clock = (
  rtpStart: number,
  clockRate: number,
  at: number,
  reports: [number, number, number][] = [],
) => ({
  rtpStart,
  clockRate,
  at,
  reports: reports.map(([ntp, rtp, arrived]) => ({ ntp, rtp, at: arrived })),
});

describe('where pieces lie', () => {
  it('puts sound and picture of one sender in step, however late their first packets came', () => {
    // The sender's clock is 500 ms behind ours; sound took 20 ms, the picture 180 ms on the way.
    const sound = clock(48_000, 48_000, 10_020, [[9_600, 52_800, 10_120]]);
    const picture = clock(90_000, 90_000, 10_180, [[9_700, 108_000, 10_240]]);
    const [a, b] = placePieces([sound, picture]);
    // Both began at 9,500 of the sender's clock; the quickest report took 20 ms.
    expect(a?.at).toBeCloseTo(10_020, 3);
    expect(b?.at).toBeCloseTo(10_020, 3);
  });

  it('goes by the first packet where the sender has said nothing', () => {
    expect(placePieces([clock(7, 48_000, 1_234)])).toEqual([{ at: 1_234, scale: 1 }]);
  });

  it('does not believe a report that contradicts the arrival by seconds', () => {
    const [placed] = placePieces([clock(0, 48_000, 50_000, [[10_000, 480_000, 50_010]])]);
    expect(placed).toEqual({ at: 50_000, scale: 1 });
  });

  it('stretches a piece whose crystal runs slow', () => {
    const reports: [number, number, number][] = [
      [0, 0, 100],
      [180_000, 180_000 * 48 - 864, 180_100],
    ];
    const [placed] = placePieces([clock(0, 48_000, 100, reports)]);
    expect(placed?.scale).toBeCloseTo(1.0001, 5);
    // A minute tells nothing yet.
    expect(
      placePieces([clock(0, 48_000, 100, [reports[0] ?? [0, 0, 0], [60_000, 60_000 * 48 - 288, 60_100]])])[0]
        ?.scale,
    ).toBe(1);
  });

  it('counts ticks over the wrap, forwards and back', () => {
    expect(ticks(0xffff_ff00, 0x0000_0100)).toBe(0x200);
    expect(ticks(0x0000_0100, 0xffff_ff00)).toBe(-0x200);
  });
});

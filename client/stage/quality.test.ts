import { describe, expect, it } from 'vitest';
import { createPace } from './pace.ts';
import {
  createQuality,
  GRADES,
  LOW_GRADE,
  MIN_HEAD_PX,
  pressureAt,
  ratioFor,
  SOFTWARE_GRADE,
} from './quality.ts';

/** Feeds frames as a device gives them that needs `ms` for each, however few are asked for. */
function device(quality: ReturnType<typeof createQuality>) {
  let now = 0;
  return {
    run(forMs: number, ms: number): void {
      const until = now + forMs;
      while (now < until) {
        const interval = Math.max(ms, 1000 / quality.grade.fps);
        now += interval;
        quality.frame(now, interval, ms / 4);
      }
    },
  };
}

describe('the quality of the picture', () => {
  it('asks the rest of the page for nothing where software drawing begins, and for more at each step below', () => {
    const asked = GRADES.slice(SOFTWARE_GRADE).map((grade) => pressureAt(grade, true));
    expect(asked).toEqual([0, 0, 1, 1, 1]);
    expect(GRADES.map((grade) => pressureAt(grade, false))).toEqual(GRADES.map(({ pressure }) => pressure));
  });
  it('sheds vision first, then springs, outlines, frames, and pixels last', () => {
    const firsts = {
      vision: GRADES.findIndex(({ pressure }) => pressure > 0),
      springs: GRADES.findIndex(({ springs }) => springs !== 'frame'),
      outlines: GRADES.findIndex(({ outlines }) => !outlines),
      pixels: GRADES.findIndex(({ pixelRatio }) => pixelRatio < 2),
      coarse: GRADES.findIndex(({ coarse }) => coarse),
    };
    expect(Object.values(firsts)).toEqual(Object.values(firsts).toSorted((a, b) => a - b));
    for (const [i, grade] of GRADES.entries()) {
      const before = GRADES[i - 1] ?? grade;
      expect(grade.fps).toBeLessThanOrEqual(before.fps);
      expect(grade.pixelRatio).toBeLessThanOrEqual(before.pixelRatio);
      expect(grade.pressure).toBeGreaterThanOrEqual(before.pressure);
    }
  });

  it('stays at its best on a device that keeps up', () => {
    const quality = createQuality();
    device(quality).run(60_000, 16.7);
    expect(quality.grade).toBe(GRADES[0]);
  });

  it('gives way within seconds to a device that does not, and comes back only after ten calm ones', () => {
    const quality = createQuality();
    const phone = device(quality);
    phone.run(6_000, 45);
    const worse = GRADES.indexOf(quality.grade);
    expect(worse).toBeGreaterThan(0);
    phone.run(9_000, 8);
    const held = GRADES.indexOf(quality.grade);
    expect(held).toBeGreaterThanOrEqual(worse);
    phone.run(12_000, 8);
    expect(GRADES.indexOf(quality.grade)).toBeLessThan(held);
  });

  it('does not swing for ever between a grade that is too much and one that is not', () => {
    const quality = createQuality();
    let changes = 0;
    let before = quality.grade;
    let now = 0;
    // 30 frames a second are easy here, 60 never come.
    for (; now < 30 * 60_000; ) {
      const interval = quality.grade.fps > 30 ? 45 : 1000 / quality.grade.fps;
      now += interval;
      quality.frame(now, interval, 3);
      if (quality.grade !== before) changes += 1;
      before = quality.grade;
    }
    expect(changes).toBeLessThan(60);
  });

  it('keeps drawing slowly, and gives the picture up only where there is hardly one', () => {
    const slow = createQuality();
    device(slow).run(60_000, 150);
    expect(slow.grade.tier).toBe('low');
    const hopeless = createQuality();
    device(hopeless).run(120_000, 700);
    expect(hopeless.grade.tier).toBe('still');
  });

  it('takes no notice of the frames just after a change', () => {
    const quality = createQuality();
    quality.restart(0);
    for (let now = 0; now < 600; now += 100) expect(quality.frame(now, 900, 900)).toBe(false);
  });

  it('is limited for good where the device lost its graphics', () => {
    const quality = createQuality();
    quality.limit(LOW_GRADE);
    expect(quality.grade.tier).toBe('low');
    device(quality).run(120_000, 5);
    expect(quality.grade.tier).toBe('low');
  });

  it('never draws a head that cannot be read', () => {
    const coarse = GRADES.find((grade) => grade.coarse) ?? GRADES[0];
    if (coarse === undefined) throw new Error('no grade');
    for (const height of [200, 540, 806, 1400]) {
      const surface = { width: height, height, screenRatio: 1, headShare: 0.44, software: true };
      const head = ratioFor(coarse, surface) * height * 0.44;
      expect(head).toBeGreaterThanOrEqual(Math.min(MIN_HEAD_PX, height * 0.44) - 1);
    }
  });

  it('follows the screen up to two pixels for a point, and draws small pictures finer where nothing smooths edges', () => {
    const best = GRADES[0];
    if (best === undefined) throw new Error('no grade');
    const surface = { width: 390, height: 236, screenRatio: 3, headShare: 0.5, software: false };
    expect(ratioFor(best, surface)).toBe(2);
    expect(ratioFor(best, { ...surface, screenRatio: 1 })).toBe(1);
    expect(ratioFor(best, { ...surface, screenRatio: 1, software: true })).toBeGreaterThan(1.2);
    expect(ratioFor(best, { ...surface, width: 900, height: 700, screenRatio: 1, software: true })).toBe(1);
  });
});

describe('the pace of frames', () => {
  it.each([24, 30, 60])('is %i a second on a screen of 60', (fps) => {
    const pace = createPace();
    pace.fps = fps;
    let drawn = 0;
    for (let i = 0; i < 600; i += 1) if (pace.due(i * (1000 / 60))) drawn += 1;
    expect(drawn / 10).toBeGreaterThan(fps - 1.5);
    expect(drawn / 10).toBeLessThanOrEqual(fps + 0.2);
  });

  it('does not make up for what was missed', () => {
    const pace = createPace();
    pace.fps = 30;
    pace.due(0);
    expect(pace.due(5_000)).toBe(true);
    expect(pace.due(5_008)).toBe(false);
  });
});

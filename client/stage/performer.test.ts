import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../protocol/index.ts';
import { createBlinker } from './blink.ts';
import { createGaze } from './gaze.ts';
import { createPerformer } from './performer.ts';
import type { Pose } from './pose.ts';
import type { StageClock } from './types.ts';

/** Numbers in [0, 1) that are the same in every run. */
function numbers(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

describe('blinks', () => {
  it('come 8 to 30 times a minute, and each shuts the lids wholly', () => {
    const blinker = createBlinker(numbers());
    let shut = 0;
    let was = false;
    for (let ms = 0; ms < 10 * 60_000; ms += 16) {
      const now = blinker.at(ms) === 1;
      if (now && !was) shut += 1;
      was = now;
    }
    expect(shut / 10).toBeGreaterThan(8);
    expect(shut / 10).toBeLessThan(30);
  });

  it('show at least one shut frame at 30 fps', () => {
    const blinker = createBlinker(numbers(5));
    let open = true;
    let deepest = 0;
    for (let ms = 0; ms < 120_000; ms += 1000 / 30) {
      const lids = blinker.at(ms);
      if (lids === 0 && !open) {
        expect(deepest).toBe(1);
        deepest = 0;
      }
      open = lids === 0;
      deepest = Math.max(deepest, lids);
    }
  });

  it('come at once when asked for', () => {
    const blinker = createBlinker(numbers());
    blinker.at(0);
    blinker.request(10);
    blinker.at(11);
    expect(blinker.at(100)).toBe(1);
  });
});

describe('gaze', () => {
  const look = (calm: boolean, side: 'left' | 'right'): { yaw: number; blink: boolean } => {
    const gaze = createGaze(numbers(), calm);
    let blink = false;
    for (let ms = 0; ms < 1500; ms += 16) {
      blink = gaze.step(ms, 16, 'speaking', ms > 300 ? 'card' : null, side, { yaw: 0, pitch: 0 }) || blink;
    }
    return { yaw: gaze.eye.yaw + gaze.head.yaw, blink };
  };

  it('goes to the side where the card is, with a blink on the way', () => {
    expect(look(true, 'right').yaw).toBeGreaterThan(15);
    expect(look(true, 'left').yaw).toBeLessThan(-15);
    expect(look(true, 'left').blink).toBe(true);
  });

  it('rests on the citizen without the small jumps when calm, with them otherwise', () => {
    const wander = (calm: boolean): number => {
      const gaze = createGaze(numbers(), calm);
      let most = 0;
      for (let ms = 0; ms < 20_000; ms += 16) {
        gaze.step(ms, 16, 'listening', null, null, { yaw: 0, pitch: 0 });
        most = Math.max(most, Math.abs(gaze.eye.yaw));
      }
      return most;
    };
    expect(wander(true)).toBe(0);
    expect(wander(false)).toBeGreaterThan(0.2);
    expect(wander(false)).toBeLessThan(3);
  });

  it('holds the citizen with the eyes when the head moves', () => {
    const gaze = createGaze(numbers(), true);
    gaze.step(0, 16, 'listening', null, null, { yaw: 6, pitch: 8 });
    expect(gaze.eye.yaw).toBeCloseTo(-6);
    expect(gaze.eye.pitch).toBeCloseTo(-8);
  });
});

describe('the performer', () => {
  const utterance = {
    visemes: [{ t: 0, d: 2000, v: 'aa', w: 1 }],
    words: [],
    marks: [
      { t: 0, kind: 'emotion', value: 'happy' },
      { t: 500, kind: 'gesture', value: 'bow' },
    ],
  } as unknown as Utterance;

  function perform(position: (now: number) => number | null): {
    heads: number[];
    mouths: number[];
    twice: number;
  } {
    const heads: number[] = [];
    const mouths: number[] = [];
    let twice = 0;
    let written = new Set<string>();
    const clock: StageClock = {
      at(now, offset = 0) {
        const ms = position(now);
        return ms === null ? null : { utterance, ms: ms + offset, audible: true };
      },
    };
    const puppet = {
      expressionNames: new Set(['aa', 'ih', 'ou', 'ee', 'oh', 'blink', 'happy']),
      pose: (pose: Pose) => heads.push(pose.headX),
      express: (name: string) => {
        if (written.has(name)) twice += 1;
        written.add(name);
      },
    };
    const performer = createPerformer(puppet, { clock, calm: true, random: numbers() });
    for (let now = 0; now < 3000; now += 16) {
      written = new Set();
      performer.step(now, 16, 'speaking', null);
      mouths.push(performer.mouth);
    }
    return { heads, mouths, twice };
  }

  it('bows when the sound reaches the mark, and later when the sound stalls', () => {
    const peak = (heads: number[]): number => heads.indexOf(Math.max(...heads)) * 16;
    const flowing = peak(perform((now) => now).heads);
    const stalled = peak(perform((now) => (now < 300 ? now : Math.max(300, now - 400))).heads);
    expect(stalled - flowing).toBeGreaterThan(350);
    expect(stalled - flowing).toBeLessThan(450);
  });

  it('writes no expression twice in a frame', () => {
    expect(perform((now) => now).twice).toBe(0);
  });

  it('shuts the mouth when the clock has nothing', () => {
    const { mouths } = perform((now) => (now < 1000 ? now : null));
    expect(mouths[50]).toBeGreaterThan(0.5);
    expect(mouths.slice(78).every((mouth) => mouth === 0)).toBe(true);
  });
});

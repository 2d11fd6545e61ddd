import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../protocol/index.ts';
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

describe('the performer', () => {
  const utterance = {
    durationMs: 3000,
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

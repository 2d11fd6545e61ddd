import { describe, expect, it } from 'vitest';
import type { Utterance, Viseme } from '../../protocol/index.ts';
import { createLips } from './lips.ts';
import { createMixer, MOOD_CAP, MOODS, type Mood } from './mixer.ts';
import { VOWELS } from './viseme-table.ts';

const MODEL = new Set<string>([
  ...VOWELS,
  ...MOODS,
  'blink',
  'blinkLeft',
  'blinkRight',
  'viseme_PP',
  'lookUp',
]);
const VOICE: Viseme[] = [{ t: 0, d: 4000, v: 'aa', w: 1 }];
const SPOKEN = { visemes: VOICE, words: [], marks: [] } as unknown as Utterance;

/** Mixes `frames` frames and hands each one's writes to `look`. */
function run(
  mood: Mood,
  blink: number,
  speaking: boolean,
  look: (writes: [string, number][]) => void,
  frames = 60,
): void {
  const lips = createLips(MODEL);
  const mixer = createMixer(MODEL);
  for (let i = 0; i < frames; i += 1) {
    lips.step(i * 16, speaking ? { utterance: SPOKEN, ms: 100 + i * 16 } : null);
    const writes: [string, number][] = [];
    mixer.mix(16, mood, lips, blink, (name, weight) => writes.push([name, weight]));
    look(writes);
  }
}

describe('the mixer of expressions', () => {
  it('writes every expression once in a frame, and leaves those of the gaze alone', () => {
    run({ happy: 1, sad: 1 }, 1, true, (writes) => {
      const names = writes.map(([name]) => name);
      expect(new Set(names).size).toBe(names.length);
      expect([...names].sort()).toEqual([...MODEL].filter((name) => name !== 'lookUp').sort());
    });
  });

  it('never lets a mood take a blink away', () => {
    for (const name of MOODS) {
      run({ [name]: 1 }, 1, true, (writes) => expect(Object.fromEntries(writes).blink).toBe(1));
    }
  });

  it('keeps the mouth within one, the mood counted in', () => {
    run({ happy: 1, surprised: 1 }, 0, true, (writes) => {
      const all = Object.fromEntries(writes);
      const mouth = VOWELS.reduce((sum, vowel) => sum + (all[vowel] ?? 0), 0) + (all.viseme_PP ?? 0);
      const mood = MOODS.reduce((sum, one) => sum + (all[one] ?? 0), 0);
      expect(mouth + 0.3 * mood).toBeLessThanOrEqual(1 + 1e-9);
    });
  });

  it('lets a mood rise in silence to its cap, and give way while speaking', () => {
    let silent = 0;
    let speaking = 0;
    run(
      { happy: 1 },
      0,
      false,
      (writes) => {
        silent = Object.fromEntries(writes).happy ?? 0;
      },
      200,
    );
    run(
      { happy: 1 },
      0,
      true,
      (writes) => {
        speaking = Object.fromEntries(writes).happy ?? 0;
      },
      200,
    );
    expect(silent).toBeCloseTo(MOOD_CAP, 2);
    expect(speaking).toBeLessThan(silent * 0.6);
  });
});

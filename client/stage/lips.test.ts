import { describe, expect, it } from 'vitest';
import type { Utterance, Viseme, VisemeName } from '../../protocol/index.ts';
import { createLips, RELAX_MS } from './lips.ts';
import { emptyMoment, sampleTimeline } from './timeline.ts';
import { PP, SHAPES, VOWELS } from './viseme-table.ts';

const VOWEL_MODEL = new Set<string>([...VOWELS, 'blink', 'happy']);
const FINE_MODEL = new Set<string>(SHAPES.map((shape) => `viseme_${shape}`));

/** A timeline from a text such as "PP70 aa160 sil80": names with their lengths in ms. */
function timeline(text: string): Viseme[] {
  let t = 0;
  return text.split(' ').map((part) => {
    const [, name = '', length = ''] = /^([A-Za-z]+)(\d+)$/.exec(part) ?? [];
    const d = Number(length);
    const entry = { t, d, v: name as VisemeName, w: 1 };
    t += d;
    return entry;
  });
}

function utterance(visemes: Viseme[]): Utterance {
  const last = visemes.at(-1);
  const durationMs = last === undefined ? 1000 : last.t + last.d;
  return {
    id: 'utt_a',
    turn: 'trn_a',
    seq: 0,
    lang: 'zh',
    text: '您好',
    audio: null,
    startsInMs: 0,
    durationMs,
    words: [],
    visemes,
    marks: [],
  } as unknown as Utterance;
}

// 爸爸妈妈, 办不办, 跑步 with short closures, one of them shorter than a frame.
const SAMPLES = [
  'PP70 aa160 PP60 aa140 PP70 aa150 PP55 aa170 sil60',
  'PP40 aa90 nn50 PP35 U80 PP40 aa90 nn60',
  'PP20 aa60 O60 PP12 U120',
  'sil50 I90 PP25 I90 PP25 I90 PP25 I90',
];

describe('the mouth read off a timeline', () => {
  it('is shut for at least one frame at 30 fps at every b, p and m, however the frames fall', () => {
    for (const sample of SAMPLES) {
      const visemes = timeline(sample);
      const spoken = utterance(visemes);
      for (let phase = 0; phase < 33; phase += 1) {
        const lips = createLips(VOWEL_MODEL);
        const shutAt: number[] = [];
        for (let ms = phase; ms < spoken.durationMs + 40; ms += 1000 / 30) {
          lips.step(1000 + ms, { utterance: spoken, ms });
          if (lips.opening === 0) shutAt.push(ms);
        }
        for (const entry of visemes.filter((one) => one.v === 'PP')) {
          const middle = entry.t + entry.d / 2;
          const reach = Math.max(entry.d, 40) / 2;
          if (middle - reach < phase) continue;
          expect(
            shutAt.some((ms) => Math.abs(ms - middle) <= reach),
            `${sample} at ${entry.t}, ${phase}`,
          ).toBe(true);
        }
      }
    }
  });

  it('never has more than one mouth in it', () => {
    for (const model of [VOWEL_MODEL, FINE_MODEL]) {
      for (const sample of [...SAMPLES, 'aa30 E30 I30 O30 U30 aa20 E10 I10 O10']) {
        const spoken = utterance(timeline(sample));
        const lips = createLips(model);
        for (let ms = -50; ms < spoken.durationMs + 50; ms += 1) {
          lips.step(5000 + ms, { utterance: spoken, ms });
          expect(lips.weights.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(1 + 1e-9);
          expect(Math.min(...lips.weights)).toBeGreaterThanOrEqual(0);
        }
      }
    }
  });

  it('reaches a vowel it has time for, and melts from one into the next without a gap', () => {
    const visemes = timeline('aa200 I200');
    const moment = emptyMoment();
    sampleTimeline(visemes, 100, moment);
    expect(moment.shapes[SHAPES.indexOf('aa')]).toBeCloseTo(1, 5);
    sampleTimeline(visemes, 200, moment);
    const both = (moment.shapes[SHAPES.indexOf('aa')] ?? 0) + (moment.shapes[SHAPES.indexOf('I')] ?? 0);
    expect(both).toBeGreaterThan(0.9);
  });

  it('presses the lips of a model that has a shape for it', () => {
    const spoken = utterance(timeline('aa100 PP60 aa100'));
    const lips = createLips(FINE_MODEL);
    lips.step(0, { utterance: spoken, ms: 130 });
    expect(lips.weights[lips.names.indexOf('viseme_PP')]).toBe(1);
    expect(lips.shut).toBe(1);
    expect(PP).toBe(0);
  });
});

describe('the mouth in silence', () => {
  it('relaxes within 80 ms after the voice and is exactly shut from then on', () => {
    const spoken = utterance(timeline('aa400'));
    const lips = createLips(VOWEL_MODEL);
    lips.step(1000, { utterance: spoken, ms: 200 });
    const open = lips.opening;
    lips.step(1000 + RELAX_MS / 2, null);
    expect(lips.opening).toBeGreaterThan(0);
    expect(lips.opening).toBeLessThan(open);
    lips.step(1000 + RELAX_MS, null);
    expect(lips.opening).toBe(0);
    lips.step(9000, null, () => 1);
    expect([...lips.weights].every((weight) => weight === 0)).toBe(true);
  });

  it('is shut through the silences of a timeline', () => {
    const spoken = utterance(timeline('aa200 sil300 aa200'));
    const lips = createLips(VOWEL_MODEL);
    lips.step(0, { utterance: spoken, ms: 350 });
    expect(lips.opening).toBe(0);
  });
});

describe('a voice without a timeline', () => {
  it('moves the lips with the loudness of the sound, and shuts them when it falls silent', () => {
    const spoken = utterance([]);
    const lips = createLips(VOWEL_MODEL);
    const openingAfter = (from: number, level: number): number => {
      for (let ms = from; ms < from + 400; ms += 16) lips.step(ms, { utterance: spoken, ms }, () => level);
      return lips.opening;
    };
    const quiet = openingAfter(0, 0.04);
    const loud = openingAfter(1000, 0.15);
    expect(quiet).toBeGreaterThan(0);
    expect(loud).toBeGreaterThan(quiet);
    expect(openingAfter(2000, 0)).toBe(0);
  });
});

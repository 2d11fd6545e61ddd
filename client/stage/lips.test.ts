import { describe, expect, it } from 'vitest';
import type { Utterance, Viseme, VisemeName } from '../../protocol/index.ts';
import { emptyMoment, sampleTrack } from './coarticulation.ts';
import { createLips, RELAX_MS } from './lips.ts';
import { lipTier } from './tiers.ts';
import { trackOf } from './track.ts';
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
    const track = trackOf(utterance(timeline('aa200 I200')));
    const moment = emptyMoment();
    const at = (shape: string): number => moment.shapes[SHAPES.indexOf(shape as 'aa')] ?? 0;
    sampleTrack(track, 100, moment);
    expect(at('aa')).toBeGreaterThan(0.85);
    sampleTrack(track, 200, moment);
    expect(at('aa') + at('I')).toBeGreaterThan(0.8);
  });

  it('rounds the lips for a u while the consonant before it is still spoken', () => {
    const round = (text: string): number => {
      const moment = emptyMoment();
      sampleTrack(trackOf(utterance(timeline(text))), 120, moment);
      return moment.shapes[SHAPES.indexOf('U')] ?? 0;
    };
    expect(round('aa100 DD60 U150')).toBeGreaterThan(0.3);
    expect(round('aa100 DD60 aa150')).toBe(0);
  });

  it('opens less for the same vowel when it is short or quiet, more when it is stressed', () => {
    const open = (text: string, w: number, accent: boolean): number => {
      const visemes = timeline(text).map((entry) => ({ ...entry, w }));
      const spoken = { ...utterance(visemes), words: [{ t: 0, d: 900, from: 0, to: 1, accent }] };
      const lips = createLips(VOWEL_MODEL);
      let most = 0;
      for (let ms = 0; ms < spoken.durationMs; ms += 5) {
        lips.step(1000 + ms, { utterance: spoken, ms });
        most = Math.max(most, lips.opening);
      }
      return most;
    };
    const usual = open('DD50 aa160 DD50', 0.7, false);
    expect(open('DD50 aa70 DD50', 0.7, false)).toBeLessThan(usual);
    expect(open('DD50 aa160 DD50', 0.4, false)).toBeLessThan(usual);
    expect(open('DD50 aa160 DD50', 0.7, true)).toBeGreaterThan(usual);
  });

  it('brings the lip to the teeth at every f', () => {
    const spoken = utterance(timeline('aa100 FF40 aa100'));
    for (let phase = 0; phase < 33; phase += 1) {
      const lips = createLips(FINE_MODEL);
      let most = 0;
      for (let ms = phase; ms < 240; ms += 1000 / 30) {
        lips.step(ms, { utterance: spoken, ms });
        most = Math.max(most, lips.weights[lips.names.indexOf('viseme_FF')] ?? 0);
      }
      expect(most).toBeGreaterThan(0.85);
    }
  });

  it('is a reading of the position alone: after a jump of the sound it is where it would have been', () => {
    const spoken = utterance(timeline('aa200 I200 DD60 U300 aa300'));
    const jumped = createLips(FINE_MODEL);
    const flowing = createLips(FINE_MODEL);
    for (let ms = 0; ms <= 900; ms += 16) flowing.step(ms, { utterance: spoken, ms });
    for (let ms = 0; ms <= 100; ms += 16) jumped.step(ms, { utterance: spoken, ms });
    for (let ms = 700; ms <= 900; ms += 16) jumped.step(ms - 580, { utterance: spoken, ms });
    jumped.step(1000, { utterance: spoken, ms: 850 });
    flowing.step(1000, { utterance: spoken, ms: 850 });
    jumped.weights.forEach((weight, i) => {
      expect(weight).toBeCloseTo(flowing.weights[i] ?? 0, 6);
    });
  });

  it('presses the lips of a model that has a shape for it', () => {
    const spoken = utterance(timeline('aa100 PP60 aa100'));
    const lips = createLips(FINE_MODEL);
    for (let ms = 0; ms <= 130; ms += 10) lips.step(ms, { utterance: spoken, ms });
    expect(lips.weights[lips.names.indexOf('viseme_PP')]).toBe(1);
    expect(lips.shut).toBe(1);
    expect(PP).toBe(0);
  });
});

describe('the mouth in silence', () => {
  it('relaxes softly after the voice and is exactly shut from then on', () => {
    const spoken = utterance(timeline('aa400'));
    const lips = createLips(VOWEL_MODEL);
    for (let ms = 0; ms <= 200; ms += 20) lips.step(800 + ms, { utterance: spoken, ms });
    const open = lips.opening;
    lips.step(1016, null);
    expect(lips.opening).toBeGreaterThan(open * 0.8);
    lips.step(1000 + RELAX_MS / 2, null);
    expect(lips.opening).toBeGreaterThan(0);
    expect(lips.opening).toBeLessThan(open);
    lips.step(1016 + RELAX_MS, null);
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

describe('models of every kind', () => {
  const ARKIT = ['jawOpen', 'mouthFunnel', 'mouthPucker', 'mouthPressLeft', 'mouthPressRight'];
  const widest = (names: readonly string[], text: string): Record<string, number> => {
    const spoken = utterance(timeline(text));
    const lips = createLips(new Set(names));
    const most: Record<string, number> = {};
    for (let ms = 0; ms < spoken.durationMs; ms += 5) {
      lips.step(ms, { utterance: spoken, ms });
      lips.names.forEach((name, i) => {
        most[name] = Math.max(most[name] ?? 0, lips.weights[i] ?? 0);
      });
    }
    return most;
  };

  it('are known by what they carry, whatever their capitals', () => {
    expect(lipTier(FINE_MODEL)).toBe('visemes');
    expect(lipTier(new Set([...FINE_MODEL].map((name) => name.toUpperCase())))).toBe('visemes');
    expect(lipTier(new Set([...ARKIT, ...VOWELS]))).toBe('arkit');
    expect(lipTier(new Set(ARKIT.map((name) => name[0]?.toUpperCase() + name.slice(1))))).toBe('arkit');
    expect(lipTier(VOWEL_MODEL)).toBe('vowels');
    expect(lipTier(new Set(['aa', 'blink']))).toBe('jaw');
    expect(lipTier(new Set(['blink']))).toBe('none');
  });

  it('open the jaw, round and press the lips of ARKit', () => {
    const most = widest(ARKIT, 'aa200 PP60 U200');
    expect(most.jawOpen).toBeGreaterThan(0.45);
    expect(most.mouthPucker).toBeGreaterThan(0.4);
    expect(most.mouthPressLeft).toBeGreaterThan(0.35);
    expect(most.mouthPressLeft).toBe(most.mouthPressRight);
  });

  it('speak with one jaw where there is no more, less for narrow vowels', () => {
    const open = widest(['aa'], 'aa250').aa ?? 0;
    expect(open).toBeGreaterThan(0.8);
    expect(widest(['aa'], 'I250').aa).toBeLessThan(open / 2);
    expect(widest(['aa'], 'I250').aa).toBeGreaterThan(0.1);
  });

  it('use what they have for shut lips', () => {
    expect(widest([...VOWELS, 'Fcl_MTH_Close'], 'aa100 PP60 aa100').Fcl_MTH_Close).toBe(1);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Utterance, Viseme } from '../../protocol/index.ts';
import { VISEMES } from '../../protocol/index.ts';
import { createLips } from './lips.ts';
import { createMixer, type MixerOptions, MOOD_CAP } from './mixer.ts';
import { MOODS, type Mood, type MoodName } from './mood.ts';
import { SHAPES, VOWELS } from './viseme-table.ts';

const PRESETS = ['happy', 'sad', 'relaxed', 'surprised', 'angry', 'neutral'];
const LOOKS = ['lookUp', 'lookDown', 'lookLeft', 'lookRight'];
const MODELS: Readonly<Record<string, ReadonlySet<string>>> = {
  vowels: new Set([...VOWELS, ...PRESETS, ...LOOKS, 'blink', 'blinkLeft', 'blinkRight', 'viseme_PP']),
  visemes: new Set([...SHAPES.map((shape) => `viseme_${shape}`), 'viseme_sil', ...VOWELS, ...MOODS, 'blink']),
  arkit: new Set([
    'JawOpen',
    'MouthClose',
    'MouthFunnel',
    'MouthPucker',
    'MouthSmileLeft',
    'MouthSmileRight',
    'MouthPressLeft',
    'MouthPressRight',
    'MouthRollLower',
    'BrowInnerUp',
    'BrowDownLeft',
    'BrowDownRight',
    'EyeSquintLeft',
    'EyeSquintRight',
    'EyeBlinkLeft',
    'EyeBlinkRight',
  ]),
  jaw: new Set(['aa', 'blink', 'happy']),
};
const VOICE: Viseme[] = [{ t: 0, d: 4000, v: 'aa', w: 1 }];

function spoken(visemes: Viseme[]): Utterance {
  return { id: 'utt_a', visemes, words: [], marks: [] } as unknown as Utterance;
}

interface Seen {
  writes: [string, number][];
  all: Record<string, number>;
  mouthSum: number;
  lids: number;
  shut: number;
}

interface Run {
  model?: ReadonlySet<string> | undefined;
  options?: MixerOptions;
  mood: (frame: number) => Mood;
  blink?: (frame: number) => number;
  voice?: Viseme[] | null;
  frames?: number;
  frameMs?: number;
}

/** Mixes frame by frame and hands each one's writes to `look`. */
function run({ model = MODELS.vowels ?? new Set(), frames = 60, frameMs = 16, ...given }: Run): Seen[] {
  const lips = createLips(model);
  const mixer = createMixer(model, given.options ?? {});
  const utterance = given.voice === null ? null : spoken(given.voice ?? VOICE);
  return Array.from({ length: frames }, (_, i) => {
    lips.step(i * frameMs, utterance === null ? null : { utterance, ms: i * frameMs });
    const writes: [string, number][] = [];
    const frame = {
      dtMs: frameMs,
      mood: given.mood(i),
      lips,
      blink: given.blink?.(i) ?? 0,
      lid: 0,
      eye: { yaw: 0, pitch: 0 },
    };
    mixer.mix(frame, (name, weight) => writes.push([name, weight]));
    const all = Object.fromEntries(writes);
    return { writes, all, mouthSum: mixer.mouthSum, lids: mixer.lids, shut: lips.shut };
  });
}

const weight = fc.double({ min: 0, max: 1, noNaN: true });
const moods = fc.array(fc.dictionary(fc.constantFrom(...MOODS), weight) as fc.Arbitrary<Mood>, {
  minLength: 1,
  maxLength: 4,
});
const voices = fc
  .array(
    fc.record({
      v: fc.constantFrom(...VISEMES),
      d: fc.integer({ min: 15, max: 260 }),
      w: fc.double({ min: 0.25, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 14 },
  )
  .map((list) => {
    let t = 0;
    return list.map((one) => {
      const entry = { ...one, t };
      t += one.d;
      return entry;
    });
  });

describe('the mixer of expressions, whatever is said and felt', () => {
  for (const [kind, model] of Object.entries(MODELS)) {
    it(`writes each expression once a frame, a mouth of at most one, and no blink is lost (${kind})`, () => {
      fc.assert(
        fc.property(moods, voices, fc.integer({ min: 8, max: 50 }), (felt, voice, frameMs) => {
          const frames = run({
            model,
            voice,
            frameMs,
            frames: 50,
            mood: (i) => felt[Math.floor(i / 12) % felt.length] ?? {},
            blink: (i) => (i % 9 === 4 ? 1 : 0),
          });
          frames.forEach(({ writes, mouthSum, lids }, i) => {
            const names = writes.map(([name]) => name);
            expect(new Set(names).size).toBe(names.length);
            for (const [, value] of writes) {
              expect(value).toBeGreaterThanOrEqual(0);
              expect(value).toBeLessThanOrEqual(1);
            }
            expect(mouthSum).toBeLessThanOrEqual(1 + 1e-9);
            if (i % 9 === 4) expect(lids).toBeCloseTo(1, 9);
          });
        }),
        { numRuns: 60 },
      );
    });
  }

  it('leaves the look expressions of a model with eye bones alone, and writes those of one without', () => {
    const names = (options: MixerOptions): string[] =>
      run({ mood: () => ({}), frames: 1, options })[0]?.writes.map(([name]) => name) ?? [];
    expect(names({}).filter((name) => name.startsWith('look'))).toEqual([]);
    const look = {
      up: (deg: number) => deg / 30,
      down: (deg: number) => deg / 30,
      side: (deg: number) => deg / 40,
    };
    expect(
      names({ look })
        .filter((name) => name.startsWith('look'))
        .sort(),
    ).toEqual([...LOOKS].sort());
  });
});

describe('a mood', () => {
  const last = (given: Run): Record<string, number> => run({ frames: 200, ...given }).at(-1)?.all ?? {};

  it('rises in silence to its cap, and gives a third of its mouth while speaking', () => {
    const silent = last({ mood: () => ({ happy: 1 }), voice: null }).happy ?? 0;
    expect(silent).toBeCloseTo(MOOD_CAP, 2);
    expect(last({ mood: () => ({ happy: 1 }) }).happy).toBeCloseTo(silent / 3, 2);
  });

  it('keeps its eyes and brows while speaking, where they were measured apart from its mouth', () => {
    const traits = new Map([['happy', { mouth: 0.4, opens: 0, squint: 0.2 }]]);
    const silent = last({ mood: () => ({ happy: 1 }), voice: null, options: { traits } }).happy ?? 0;
    const speaking = last({ mood: () => ({ happy: 1 }), options: { traits } }).happy ?? 0;
    expect(speaking).toBeCloseTo(silent * (1 - (2 / 3) * 0.4), 2);
  });

  it('that squints lets the blink close the eye exactly, never beyond', () => {
    const traits = new Map([['happy', { mouth: 0.5, opens: 0, squint: 0.5 }]]);
    const all = last({ mood: () => ({ happy: 0.6 }), blink: () => 1, voice: null, options: { traits } });
    expect((all.blink ?? 0) + 0.5 * (all.happy ?? 0)).toBeCloseTo(1, 6);
  });

  it('that opens the mouth lets the lips touch', () => {
    const traits = new Map([['surprised', { mouth: 0.6, opens: 0.5, squint: 0 }]]);
    const voice: Viseme[] = [
      { t: 0, d: 300, v: 'aa', w: 1 },
      { t: 300, d: 80, v: 'PP', w: 1 },
      { t: 380, d: 300, v: 'aa', w: 1 },
    ];
    const seen = run({ mood: () => ({ surprised: 1 }), voice, options: { traits }, frames: 40 });
    const shut = seen.filter(({ shut }) => shut === 1);
    expect(shut.length).toBeGreaterThan(2);
    for (const { all } of shut) expect((all.surprised ?? 0) * 0.5).toBeLessThanOrEqual(0.012 + 1e-9);
  });

  it('changes without a jump, faster up than down, and never swings over', () => {
    const values = run({ mood: (i) => (i < 120 ? { sad: 0.6 } : {}), voice: null, frames: 300 }).map(
      ({ all }) => all.sad ?? 0,
    );
    const steps = values.map((value, i) => Math.abs(value - (values[i - 1] ?? 0)));
    expect(Math.max(...steps)).toBeLessThan(0.05);
    expect(Math.max(...values)).toBeLessThanOrEqual(0.6 + 1e-9);
    expect(values.at(-1)).toBe(0);
    const up = values.findIndex((value) => value > 0.3);
    const down = values.slice(120).findIndex((value) => value < 0.3);
    expect(up).toBeLessThan(down);
  });

  it('is shown by its own expression, by a blend of presets or by the shapes of ARKit, as the model allows', () => {
    const shown = (model: ReadonlySet<string> | undefined, mood: MoodName): string[] =>
      Object.entries(last({ model, mood: () => ({ [mood]: 0.6 }), voice: null }))
        .filter(([, value]) => value > 0.01)
        .map(([name]) => name);
    expect(shown(MODELS.visemes, 'sorry')).toEqual(['sorry']);
    expect(shown(MODELS.vowels, 'sorry')).toEqual(['sad']);
    expect(shown(MODELS.arkit, 'happy').sort()).toEqual([
      'EyeSquintLeft',
      'EyeSquintRight',
      'MouthSmileLeft',
      'MouthSmileRight',
    ]);
    expect(shown(MODELS.jaw, 'sorry')).toEqual([]);
  });
});

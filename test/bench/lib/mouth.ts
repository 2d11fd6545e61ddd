// Plays a spoken sentence on a model that is only a list of expressions, and looks at what is written to it.
import { ARKIT_NEEDED, SHAPE_TO_ARKIT, sides } from '../../../client/stage/arkit.ts';
import { createPerformer } from '../../../client/stage/performer.ts';
import { type LipTier, mouthOf } from '../../../client/stage/tiers.ts';
import { LIP_LEAD_MS } from '../../../client/stage/types.ts';
import { SHAPES, VOWELS } from '../../../client/stage/viseme-table.ts';
import { EMOTIONS, type Utterance } from '../../../protocol/index.ts';
import type { Speech } from '../../../server/speech/types.ts';

const FRAME_MS = 1000 / 30;
/** Lips this little open are shut for every eye: a fiftieth of the widest vowel. */
const SHUT = 0.02;
/** A frame belongs to a sound when the lips' position lies within it or this near. */
const NEAR_MS = 12;
/** The lip lies on the teeth when its shape has this share of its full weight. */
const ON_TEETH = 0.85;

const MOODS = ['happy', 'sad', 'relaxed', 'surprised', 'angry'];
const ARKIT = new Set([
  ...ARKIT_NEEDED,
  ...Object.values(SHAPE_TO_ARKIT).flatMap((row) => Object.keys(row).flatMap(sides)),
  ...['browInnerUp', 'browDownLeft', 'browDownRight', 'eyeSquintLeft', 'eyeSquintRight'],
  ...['eyeBlinkLeft', 'eyeBlinkRight', 'mouthFrownLeft', 'mouthFrownRight'],
]);

/** One model of each tier, by what it carries. */
export const MODELS: ReadonlyMap<LipTier, ReadonlySet<string>> = new Map<LipTier, ReadonlySet<string>>([
  [
    'visemes',
    new Set([
      ...SHAPES.map((shape) => `viseme_${shape}`),
      ...VOWELS,
      ...MOODS,
      'serious',
      'sorry',
      'thinking',
      'blink',
    ]),
  ],
  ['vowels', new Set([...VOWELS, ...MOODS, 'blink', 'blinkLeft', 'blinkRight'])],
  ['arkit', ARKIT],
  ['jaw', new Set(['aa', 'blink', 'happy', 'surprised'])],
]);

export interface Played {
  /** b, p and m in the timeline, and how many of them had a frame with shut lips. */
  touches: number;
  shut: number;
  /** The same for f, lip on teeth. Only a model that shows it otherwise than by a vowel can tell: 0 of 0 elsewhere. */
  contacts: number;
  touched: number;
  frames: number;
  /** Frames in which an expression was written twice. */
  twoWrites: number;
  sumMax: number;
}

interface Frame {
  /** The lips' position in the sentence, ms. */
  ms: number;
  opening: number;
  teeth: number;
}

/**
 * One sentence at 30 fps, the first frame `phase` (0 to 1) of a frame after its first sample. The mood is another with
 * each `number`, so that no mood holds the lips apart unseen.
 */
export function play(names: ReadonlySet<string>, speech: Speech, number: number, phase: number): Played {
  const { channels } = mouthOf(names);
  const utterance = {
    ...{ id: `utt_${number}`, turn: 'trn_bench', seq: 0, lang: speech.lang, text: speech.text },
    ...{ audio: null, startsInMs: 0, durationMs: speech.durationMs },
    words: speech.words,
    visemes: speech.visemes,
    marks: [{ t: 0, kind: 'emotion', value: EMOTIONS[number % EMOTIONS.length] ?? 'neutral' }],
  } as Utterance;
  const written = new Map<string, number>();
  let twice = false;
  const performer = createPerformer(
    {
      expressionNames: names,
      pose() {},
      express(name, weight) {
        if (written.has(name)) twice = true;
        written.set(name, weight);
      },
    },
    {
      clock: {
        at(now, offsetMs = 0) {
          const ms = now + offsetMs;
          return ms < 0 || ms >= speech.durationMs ? null : { utterance, ms, audible: true };
        },
      },
      calm: false,
      random: numbers(number + 1),
    },
  );
  const frames: Frame[] = [];
  let [count, twoWrites, sumMax] = [0, 0, 0];
  const full = new Map(channels.map(({ name, mix }) => [name, mix[SHAPES.indexOf('FF')] ?? 0]));
  const teethAt = [...full].filter(
    ([name, share]) => share >= 0.5 && !(VOWELS as readonly string[]).includes(name),
  );
  for (let now = -400 + phase * FRAME_MS; now < speech.durationMs + 300; now += FRAME_MS) {
    written.clear();
    twice = false;
    performer.step(now, FRAME_MS, 'speaking', null);
    count += 1;
    if (twice) twoWrites += 1;
    let [sum, opening] = [0, 0];
    for (const { name, cost, opening: opens } of channels) {
      sum += (written.get(name) ?? 0) * cost;
      opening += (written.get(name) ?? 0) * opens;
    }
    sumMax = Math.max(sumMax, sum);
    const teeth = Math.max(0, ...teethAt.map(([name, share]) => (written.get(name) ?? 0) / share));
    frames.push({ ms: now + LIP_LEAD_MS, opening, teeth });
  }
  const during = (t: number, d: number): Frame[] =>
    frames.filter(({ ms }) => ms >= t - NEAR_MS && ms <= t + d + NEAR_MS);
  const closures = speech.visemes.filter(({ v }) => v === 'PP');
  const teeth = teethAt.length === 0 ? [] : speech.visemes.filter(({ v }) => v === 'FF');
  return {
    touches: closures.length,
    shut: closures.filter(({ t, d }) => during(t, d).some(({ opening }) => opening <= SHUT)).length,
    contacts: teeth.length,
    touched: teeth.filter(({ t, d }) => during(t, d).some((frame) => frame.teeth >= ON_TEETH)).length,
    frames: count,
    twoWrites,
    sumMax,
  };
}

/** Numbers in [0, 1) that are the same in every run (Park and Miller 1988). */
function numbers(seed: number): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

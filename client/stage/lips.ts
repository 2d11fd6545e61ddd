import type { Utterance } from '../../protocol/index.ts';
import { emptyMoment, type MouthMoment, sampleTimeline } from './timeline.ts';
import { PP, SHAPE_OPENING, SHAPE_TO_VOWELS, SHAPES, VOWEL_OPENING, VOWELS } from './viseme-table.ts';

/** When the voice ends, the mouth is at rest within this time and stays exactly there. */
export const RELAX_MS = 80;

/** RMS of quiet and of loud speech: the ends of the scale where lips follow the sound itself. */
const QUIET_RMS = 0.012;
const LOUD_RMS = 0.16;
/** Time constants of the jaw where it follows loudness: it opens faster than it falls. */
const OPEN_MS = 35;
const FALL_MS = 70;
/** Syllables of Mandarin come about four a second; the shape wanders at that pace so that it is not a hinge. */
const WANDER_PER_MS = 4 / 1000;

/** How finely the model can speak: a shape for each viseme, five vowels, or nothing. */
export type LipTier = 'visemes' | 'vowels' | 'none';

/** Name of the custom expression that a model may carry for a viseme. */
export function customName(shape: string): string {
  return `viseme_${shape}`;
}

/** A model with most of the shapes is driven by them; one with a few keeps to vowels, plus pressed lips if it has them. */
export function lipTier(names: ReadonlySet<string>): LipTier {
  const own = SHAPES.filter((shape) => names.has(customName(shape))).length;
  if (own >= SHAPES.length - 2) return 'visemes';
  return VOWELS.some((vowel) => names.has(vowel)) ? 'vowels' : 'none';
}

/** One expression of the mouth and how much of each shape goes into it. */
interface Channel {
  name: string;
  opening: number;
  /** Parallel to `SHAPES`. */
  mix: Float64Array;
}

function channelsOf(names: ReadonlySet<string>, tier: LipTier): Channel[] {
  if (tier === 'visemes') {
    return SHAPES.flatMap((shape, i) => {
      if (!names.has(customName(shape))) return [];
      const mix = new Float64Array(SHAPES.length);
      mix[i] = 1;
      return [{ name: customName(shape), opening: SHAPE_OPENING[shape], mix }];
    });
  }
  const channels = VOWELS.filter((vowel) => names.has(vowel)).map((vowel) => ({
    name: vowel as string,
    opening: VOWEL_OPENING[vowel],
    mix: Float64Array.from(SHAPES, (shape) => SHAPE_TO_VOWELS[shape][vowel] ?? 0),
  }));
  if (names.has(customName('PP'))) {
    const mix = new Float64Array(SHAPES.length);
    mix[PP] = 1;
    channels.push({ name: customName('PP'), opening: 0, mix });
  }
  return channels;
}

/** The mouth of one model. Read `weights`, `opening`, `shut` and `speaking` after `step`. */
export interface Lips {
  readonly tier: LipTier;
  /** Expressions that belong to the mouth, in the order of `weights`. */
  readonly names: readonly string[];
  /** Parallel to `names`; their sum is at most 1. */
  readonly weights: Float64Array;
  /** Opening, 0 shut to 1 open. */
  readonly opening: number;
  /** Lips pressed together by b, p, m: 0 to 1. */
  readonly shut: number;
  /** True while an utterance is under the playhead. */
  readonly speaking: boolean;
  /**
   * One frame. `now` in performance.now() ms; `heard` is the clock's reading with `LIP_LEAD_MS`, null in silence;
   * `loudness` is asked only where an utterance has no timeline.
   */
  step(now: number, heard: { utterance: Utterance; ms: number } | null, loudness?: () => number): void;
}

/** Lips for a model with these expression names. */
export function createLips(names: ReadonlySet<string>): Lips {
  const tier = lipTier(names);
  const channels = channelsOf(names, tier);
  const weights = new Float64Array(channels.length);
  const relaxFrom = new Float64Array(channels.length);
  const moment = emptyMoment();
  const aa = SHAPES.indexOf('aa');
  const round = SHAPES.indexOf('O');
  const spread = SHAPES.indexOf('E');
  let opening = 0;
  let speaking = false;
  let lastVoice = Number.NEGATIVE_INFINITY;
  let lastStep: number | null = null;
  let jaw = 0;

  function followSound(now: number, level: number, out: MouthMoment): void {
    const target = Math.min(1, Math.max(0, (level - QUIET_RMS) / (LOUD_RMS - QUIET_RMS))) ** 0.7;
    const dt = lastStep === null ? 0 : Math.max(0, now - lastStep);
    jaw += (target - jaw) * (1 - Math.exp(-dt / (target > jaw ? OPEN_MS : FALL_MS)));
    if (target === 0 && jaw < 0.01) jaw = 0;
    const wander = Math.sin(now * WANDER_PER_MS * 2 * Math.PI);
    out.shapes.fill(0);
    out.shut = 0;
    out.shapes[aa] = jaw * 0.6;
    out.shapes[round] = jaw * 0.2 * (1 + wander);
    out.shapes[spread] = jaw * 0.2 * (1 - wander);
  }

  function write(): void {
    moment.shapes[PP] = moment.shut;
    let sum = 0;
    channels.forEach((channel, c) => {
      let weight = 0;
      for (let i = 0; i < moment.shapes.length; i += 1) {
        weight += (moment.shapes[i] ?? 0) * (channel.mix[i] ?? 0);
      }
      weights[c] = weight;
      sum += weight;
    });
    if (sum > 1) for (let c = 0; c < weights.length; c += 1) weights[c] = (weights[c] ?? 0) / sum;
  }

  function relax(now: number): void {
    const left = 1 - (now - lastVoice) / RELAX_MS;
    moment.shut = 0;
    if (left <= 0) weights.fill(0);
    else for (let c = 0; c < weights.length; c += 1) weights[c] = (relaxFrom[c] ?? 0) * left;
  }

  return {
    tier,
    names: channels.map((channel) => channel.name),
    weights,
    get opening() {
      return opening;
    },
    get shut() {
      return moment.shut;
    },
    get speaking() {
      return speaking;
    },
    step(now, heard, loudness) {
      speaking = heard !== null;
      if (heard === null) {
        jaw = 0;
        relax(now);
      } else {
        if (heard.utterance.visemes.length > 0) sampleTimeline(heard.utterance.visemes, heard.ms, moment);
        else followSound(now, loudness?.() ?? 0, moment);
        write();
        relaxFrom.set(weights);
        lastVoice = now;
      }
      lastStep = now;
      opening = 0;
      for (let c = 0; c < weights.length; c += 1) opening += (weights[c] ?? 0) * (channels[c]?.opening ?? 0);
      opening = Math.min(1, opening);
    },
  };
}

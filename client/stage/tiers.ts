import { ARKIT_NEEDED, ARKIT_OPENING, SHAPE_TO_ARKIT, sides } from './arkit.ts';
import {
  PP,
  SHAPE_OPENING,
  SHAPE_TO_VOWELS,
  SHAPES,
  type Shape,
  SUBSTITUTES,
  VOWEL_FALLBACK,
  VOWEL_OPENING,
  VOWELS,
  type Vowel,
} from './viseme-table.ts';

/**
 * How finely a model can speak: a shape of its own per viseme, ARKit's face shapes, VRM's five vowels, or only a jaw
 * (`aa` alone); `none` has no mouth.
 */
export type LipTier = 'visemes' | 'arkit' | 'vowels' | 'jaw' | 'none';

/** One expression of the mouth and how much of each shape goes into it. */
export interface Channel {
  /** The expression's name, as the model spells it. */
  name: string;
  /** How far it opens the mouth at weight 1. */
  opening: number;
  /** What it counts in the mouth's sum: of a left and a right, each is half a mouth. */
  cost: number;
  /** Parallel to `SHAPES`. */
  mix: Float64Array;
}

/** Name of the custom expression that a model may carry for a viseme. */
export function customName(shape: string): string {
  return `viseme_${shape}`;
}

/** Shut lips have many names among modellers. */
const CLOSE_NAMES = [
  customName('PP'),
  'mouthClose',
  'Fcl_MTH_Close',
  'mouth_close',
  'mth_close',
  'close',
  'm',
];

/** A model's expressions by name, whatever its author's capitals. */
export type NameFinder = (name: string) => string | undefined;

/** Finds an expression exactly, else without regard to capitals. */
export function finderOf(names: ReadonlySet<string>): NameFinder {
  const lower = new Map([...names].map((name) => [name.toLowerCase(), name]));
  return (name) => (names.has(name) ? name : lower.get(name.toLowerCase()));
}

function tierOf(find: NameFinder): LipTier {
  const own = SHAPES.filter((shape) => find(customName(shape)) !== undefined).length;
  if (own >= SHAPES.length - 2) return 'visemes';
  if (ARKIT_NEEDED.every((name) => find(name) !== undefined)) return 'arkit';
  const vowels = VOWELS.filter((vowel) => find(vowel) !== undefined);
  if (vowels.length === 0) return 'none';
  return vowels.length === 1 ? 'jaw' : 'vowels';
}

/** The tier of a model with these expression names: the finest that it wholly carries. */
export function lipTier(names: ReadonlySet<string>): LipTier {
  return tierOf(finderOf(names));
}

/** Collects what each shape puts into each expression. */
function collector(): {
  add: (name: string, opening: number, cost: number, shape: Shape, share: number) => void;
  channels: Channel[];
} {
  const byName = new Map<string, Channel>();
  const channels: Channel[] = [];
  return {
    channels,
    add(name, opening, cost, shape, share) {
      let channel = byName.get(name);
      if (channel === undefined) {
        channel = { name, opening, cost, mix: new Float64Array(SHAPES.length) };
        byName.set(name, channel);
        channels.push(channel);
      }
      const at = SHAPES.indexOf(shape);
      channel.mix[at] = (channel.mix[at] ?? 0) + share;
    },
  };
}

function visemeChannels(find: NameFinder): Channel[] {
  const { add, channels } = collector();
  for (const shape of SHAPES) {
    const own = find(customName(shape)) === undefined ? SUBSTITUTES[shape] : shape;
    const name = find(customName(own));
    if (name !== undefined) add(name, SHAPE_OPENING[own], 1, shape, 1);
  }
  return channels;
}

function arkitChannels(find: NameFinder): Channel[] {
  const { add, channels } = collector();
  for (const shape of SHAPES) {
    for (const [part, share] of Object.entries(SHAPE_TO_ARKIT[shape])) {
      const both = sides(part);
      for (const side of both) {
        const name = find(side);
        if (name !== undefined) add(name, ARKIT_OPENING[side] ?? 0, 1 / both.length, shape, share);
      }
    }
  }
  return channels;
}

/** The vowel that stands in for a missing one, and how much of it; null where the model has none at all. */
function standIn(vowel: Vowel, find: NameFinder): { name: string; vowel: Vowel; share: number } | null {
  for (const [other, share] of VOWEL_FALLBACK[vowel]) {
    const name = find(other);
    if (name !== undefined) return { name, vowel: other, share };
  }
  return null;
}

function vowelChannels(find: NameFinder): Channel[] {
  const { add, channels } = collector();
  for (const shape of SHAPES) {
    for (const vowel of VOWELS) {
      const wanted = SHAPE_TO_VOWELS[shape][vowel] ?? 0;
      const found = wanted === 0 ? null : standIn(vowel, find);
      if (found !== null) add(found.name, VOWEL_OPENING[found.vowel], 1, shape, wanted * found.share);
    }
  }
  const close = CLOSE_NAMES.map(find).find((name) => name !== undefined);
  if (close !== undefined) add(close, 0, 1, SHAPES[PP] ?? 'PP', 1);
  return channels;
}

/** The mouth's expressions of a model, and its tier. */
export function mouthOf(names: ReadonlySet<string>): { tier: LipTier; channels: readonly Channel[] } {
  const find = finderOf(names);
  const tier = tierOf(find);
  if (tier === 'visemes') return { tier, channels: visemeChannels(find) };
  if (tier === 'arkit') return { tier, channels: arkitChannels(find) };
  return { tier, channels: tier === 'none' ? [] : vowelChannels(find) };
}

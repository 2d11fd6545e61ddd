import { VISEMES, type VisemeName } from '../../protocol/index.ts';

/** The five mouth presets of VRM. */
export const VOWELS = ['aa', 'ih', 'ou', 'ee', 'oh'] as const;
export type Vowel = (typeof VOWELS)[number];

/** Mouth shapes a timeline may ask for; `sil` is the mouth at rest and has no shape of its own. */
export type Shape = Exclude<VisemeName, 'sil'>;
export const SHAPES: readonly Shape[] = VISEMES.filter((name): name is Shape => name !== 'sil');

/** Index into `SHAPES`; -1 for silence. */
export const SHAPE_INDEX: ReadonlyMap<VisemeName, number> = new Map(SHAPES.map((name, i) => [name, i]));

/** Where the lips close: everything else is multiplied by what this shape leaves over. */
export const PP = SHAPES.indexOf('PP');

/**
 * Each shape as a mixture of VRM's vowels, for avatars that have nothing finer. PP is empty on purpose: a mouth
 * without vowels is shut. No row sums to more than 1.
 */
export const SHAPE_TO_VOWELS: Readonly<Record<Shape, Partial<Record<Vowel, number>>>> = {
  PP: {},
  FF: { ih: 0.15, ou: 0.05 },
  TH: { ih: 0.25, aa: 0.1 },
  DD: { ih: 0.3, aa: 0.1 },
  kk: { aa: 0.25, ih: 0.1 },
  CH: { ou: 0.35, ih: 0.25 },
  SS: { ih: 0.45 },
  nn: { ih: 0.25, aa: 0.08 },
  RR: { ou: 0.3, oh: 0.2 },
  aa: { aa: 1 },
  E: { ee: 0.9 },
  I: { ih: 0.95 },
  O: { oh: 1 },
  U: { ou: 1 },
};

/** A shape that a model lacks is shown by this one. */
export const SUBSTITUTES: Readonly<Record<Shape, Shape>> = {
  PP: 'PP',
  FF: 'SS',
  TH: 'DD',
  DD: 'nn',
  kk: 'DD',
  CH: 'SS',
  SS: 'I',
  nn: 'DD',
  RR: 'U',
  aa: 'O',
  E: 'I',
  I: 'E',
  O: 'aa',
  U: 'O',
};

/** A vowel, then those that stand in for it where a model lacks it, and how much of each. */
export const VOWEL_FALLBACK: Readonly<Record<Vowel, readonly (readonly [Vowel, number])[]>> = {
  aa: [
    ['aa', 1],
    ['oh', 1],
    ['ee', 1],
    ['ih', 1],
    ['ou', 1],
  ],
  ih: [
    ['ih', 1],
    ['ee', 0.7],
    ['aa', 0.35],
    ['oh', 0.35],
    ['ou', 0.5],
  ],
  ou: [
    ['ou', 1],
    ['oh', 0.6],
    ['aa', 0.35],
    ['ih', 0.4],
    ['ee', 0.4],
  ],
  ee: [
    ['ee', 1],
    ['ih', 1],
    ['aa', 0.5],
    ['oh', 0.5],
    ['ou', 0.6],
  ],
  oh: [
    ['oh', 1],
    ['ou', 1],
    ['aa', 0.7],
    ['ee', 0.8],
    ['ih', 0.9],
  ],
};

/** How far each vowel parts the lips, 0 to 1: turns weights into the one figure `FrameReport.mouth`. */
export const VOWEL_OPENING: Readonly<Record<Vowel, number>> = { aa: 1, oh: 0.75, ee: 0.5, ou: 0.4, ih: 0.35 };

/** The same for models that carry a shape of their own per viseme. */
export const SHAPE_OPENING: Readonly<Record<Shape, number>> = {
  PP: 0,
  FF: 0.05,
  TH: 0.2,
  DD: 0.2,
  kk: 0.28,
  CH: 0.22,
  SS: 0.16,
  nn: 0.17,
  RR: 0.27,
  aa: 1,
  E: 0.5,
  I: 0.35,
  O: 0.75,
  U: 0.4,
};

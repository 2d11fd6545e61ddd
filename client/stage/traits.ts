/** What a mood's expression does besides showing a mood: how much of it is mouth, and how it gets in the way. */
export interface Trait {
  /** Share of it that lies in the mouth, 0 to 1: that share gives way to speech. */
  mouth: number;
  /** How far it opens the lips at full weight, as a share of the widest vowel. */
  opens: number;
  /** How far it closes the lids at full weight, as a share of a blink. */
  squint: number;
}

export type Traits = ReadonlyMap<string, Trait>;

/** A face made by anyone, unmeasured: all of a mood may be mouth, and surprise drops the jaw. */
const PRESETS: Readonly<Record<string, Trait>> = {
  surprised: { mouth: 1, opens: 0.4, squint: 0 },
  happy: { mouth: 1, opens: 0.15, squint: 0 },
};
const OTHER: Trait = { mouth: 1, opens: 0.05, squint: 0 };
const UPPER_FACE: Trait = { mouth: 0, opens: 0, squint: 0 };

/** The traits to assume for an expression that was not measured. */
export function assumedTrait(name: string): Trait {
  const lower = name.toLowerCase();
  if (lower === 'jawopen') return { mouth: 1, opens: 1, squint: 0 };
  if (lower.startsWith('eyesquint')) return { ...UPPER_FACE, squint: 0.15 };
  if (/^(brow|eye|nose|cheek)/.test(lower)) return UPPER_FACE;
  return PRESETS[lower] ?? OTHER;
}

/** Displacements of one expression, vertex by vertex: `xyz` per vertex over all its meshes, in a fixed order. */
export type Shift = Float32Array;

/** A vertex belongs to the mouth or the lids when that shape moves it this far, in metres. */
const MOVED_M = 0.0004;

function along(shift: Shift, shape: Shift, region: Shift): number {
  let dot = 0;
  let own = 0;
  for (let i = 0; i + 2 < shape.length; i += 3) {
    if (length(region, i) < MOVED_M) continue;
    for (let k = i; k < i + 3; k += 1) {
      dot += (shift[k] ?? 0) * (shape[k] ?? 0);
      own += (shape[k] ?? 0) ** 2;
    }
  }
  return own === 0 ? 0 : dot / own;
}

function length(shift: Shift, i: number): number {
  return Math.hypot(shift[i] ?? 0, shift[i + 1] ?? 0, shift[i + 2] ?? 0);
}

/**
 * Measures a mood's expression against the widest vowel and the blink of the same model: its displacement projected
 * onto theirs, and the share of its motion at vertices that the vowel moves.
 */
export function traitOf(mood: Shift, vowel: Shift | null, blink: Shift | null): Trait {
  const clip = (x: number): number => Math.min(1, Math.max(0, x));
  let all = 0;
  let inMouth = 0;
  if (vowel !== null) {
    for (let i = 0; i + 2 < mood.length; i += 3) {
      const moved = length(mood, i);
      all += moved;
      if (length(vowel, i) >= MOVED_M) inMouth += moved;
    }
  }
  return {
    mouth: vowel === null || all === 0 ? 1 : inMouth / all,
    opens: vowel === null ? 0 : clip(along(mood, vowel, vowel)),
    squint: blink === null ? 0 : clip(along(mood, blink, blink)),
  };
}

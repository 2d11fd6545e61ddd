import { type Heard, hear } from '../match.ts';

/**
 * Features of a text as 32-bit hashes, each once: runs of one to three characters and of two folded
 * syllables (so that recognition errors and dialect sounds are met), pairs with one or two units between them, and the
 * marks that the caller adds. Two features in 4 billion may share a hash; that does no harm.
 */
export type Features = Uint32Array;

/** FNV-1a. */
function hashOf(text: string, seed: number): number {
  let hash = seed;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const join = (left: number, right: number): number =>
  Math.imul(Math.imul(left ^ 0x9e3779b9, 0x85ebca6b) ^ right, 0xc2b2ae35) >>> 0;

/** Seeds: one for each kind of feature. */
const CHAR = 0x811c9dc5;
const SOUND = 0x2545f491;
const MARK = 0x6c078965;
const SKIP = 0x1b873593;
/** A mark, a whole concept, tells as much as so many runs of characters. */
export const MARK_COPIES = 2;

/** Where a text begins and ends. */
const BEGIN = 0x51ed270b;
const END = 0x38b34ae5;

function runs(parts: readonly number[], most: number, least: number, add: (hash: number) => void): void {
  const all = [BEGIN, ...parts, END];
  for (let i = 0; i < all.length; i += 1) {
    let hash = all[i] ?? 0;
    if (least === 1 && i > 0 && i < all.length - 1) add(hash);
    for (let length = 2; length <= most && i + length <= all.length; length += 1) {
      hash = join(hash, all[i + length - 1] ?? 0);
      if (length >= least) add(join(hash, length));
    }
  }
}

function skips(parts: readonly number[], add: (hash: number) => void): void {
  for (let gap = 2; gap <= 3; gap += 1) {
    for (let i = 0; i + gap < parts.length; i += 1) add(join(join(parts[i] ?? 0, parts[i + gap] ?? 0), SKIP));
  }
}

/** The features of words that were heard. */
export function featuresOf(heard: Heard, marks: readonly string[] = []): Features {
  if (heard.units.length === 0) return new Uint32Array();
  const set = new Set<number>();
  const add = (hash: number): void => {
    set.add(hash);
  };
  const chars = heard.units.map((unit) => hashOf(unit, CHAR));
  const sounds = heard.folded.map((sound) => hashOf(sound, SOUND));
  runs(chars, 3, 1, add);
  runs(sounds, 2, 2, add);
  skips(chars, add);
  for (const mark of marks) for (let copy = 0; copy < MARK_COPIES; copy += 1) add(hashOf(mark, MARK + copy));
  return Uint32Array.from(set);
}

export const featuresIn = (text: string, marks: readonly string[] = []): Features =>
  featuresOf(hear(text), marks);

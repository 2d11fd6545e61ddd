import { type Heard, hear } from '../match.ts';
import { hashOf, join } from './hash.ts';

/**
 * Features of a text as 32-bit hashes, each once: runs of one to three characters and of two folded
 * syllables (so that recognition errors and dialect sounds are met), pairs with one or two units between them, and the
 * marks that the caller adds. Two features in 4 billion may share a hash; that does no harm.
 */
export type Features = Uint32Array;

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
  const chars = heard.units.map((unit) => join(CHAR, hashOf(unit)));
  const sounds = heard.folded.map((sound) => join(SOUND, hashOf(sound)));
  runs(chars, 3, 1, add);
  runs(sounds, 2, 2, add);
  skips(chars, add);
  for (const mark of marks)
    for (let copy = 0; copy < MARK_COPIES; copy += 1) add(join(MARK + copy, hashOf(mark)));
  return Uint32Array.from(set);
}

export const featuresIn = (text: string, marks: readonly string[] = []): Features =>
  featuresOf(hear(text), marks);

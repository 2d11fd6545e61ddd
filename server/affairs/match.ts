import { syllables, units } from './phonetics.ts';
import { PLAIN_WORDS } from './words.ts';

/** A text cut into units, with its sounds; made once per turn. */
export interface Heard {
  units: string[];
  plain: string[];
  folded: string[];
  /** Where each folded sound stands: words are looked for only where they can begin. */
  at: ReadonlyMap<string, readonly number[]>;
}

export function hear(text: string): Heard {
  const parts = units(text);
  const sounds = syllables(parts);
  const at = new Map<string, number[]>();
  sounds.folded.forEach((sound, i) => {
    const places = at.get(sound);
    if (places) places.push(i);
    else at.set(sound, [i]);
  });
  return { units: parts, ...sounds, at };
}

/** Where a word was met: units [from, to), and how surely (1: as written). */
export interface Met {
  from: number;
  to: number;
  quality: number;
}

/** Same sounds, other characters; the same after folding what dialects do not tell apart. */
const SAME_SOUND = 0.92;
const FOLDED_SOUND = 0.85;

function qualityAt(text: Heard, word: Heard, at: number): number {
  const length = word.units.length;
  let exact = 0;
  let plain = 0;
  for (let i = 0; i < length; i += 1) {
    if (text.folded[at + i] !== word.folded[i]) return 0;
    if (text.units[at + i] === word.units[i]) exact += 1;
    if (text.plain[at + i] === word.plain[i]) plain += 1;
  }
  if (exact === length) return 1;
  // One syllable alone sounds like too many things; two folded ones still do unless a character stands as written.
  if (length < 2) return 0;
  if (plain === length) return SAME_SOUND;
  return length > 2 || exact > 0 ? FOLDED_SOUND : 0;
}

/** Every place where `word` was met in `text`. */
export function meet(text: Heard, word: Heard): Met[] {
  const found: Met[] = [];
  for (const at of text.at.get(word.folded[0] ?? '') ?? []) {
    if (at + word.units.length > text.units.length) break;
    const quality = qualityAt(text, word, at);
    if (quality > 0) found.push({ from: at, to: at + word.units.length, quality });
  }
  return found;
}

/** Features of a text for likeness: pairs of neighbouring units, and of their folded sounds. */
export function features(text: Heard): Set<string> {
  const set = new Set<string>();
  const add = (kind: string, parts: readonly string[]): void => {
    if (parts.length === 1) set.add(`${kind}${parts[0]}`);
    for (let i = 0; i + 1 < parts.length; i += 1) set.add(`${kind}${parts[i]} ${parts[i + 1]}`);
  };
  add('c:', text.units);
  add('s:', text.folded);
  return set;
}

/** Pairs of units that occur in a matter's own phrases: they explain the same pairs in the citizen's words. */
export function pairs(text: Heard): string[] {
  return text.units.slice(1).map((unit, i) => `${text.units[i]} ${unit}`);
}

const PLAIN = new Set(PLAIN_WORDS);
const LONGEST_PLAIN = PLAIN_WORDS.reduce((longest, word) => Math.max(longest, word.length), 1);

/** Marks the units that carry no matter of their own. */
export function markPlain(text: Heard, covered: boolean[]): void {
  for (let at = 0; at < text.units.length; ) {
    let taken = 0;
    for (
      let length = Math.min(LONGEST_PLAIN, text.units.length - at);
      length > 0 && taken === 0;
      length -= 1
    ) {
      if (PLAIN.has(text.units.slice(at, at + length).join(''))) taken = length;
    }
    for (let i = at; i < at + taken; i += 1) covered[i] = true;
    at += Math.max(1, taken);
  }
}

import { pinyin } from 'pinyin-pro';

/**
 * Folds what Mandarin speakers of many regions, and recognisers, do not tell apart: zh/z, ch/c, sh/s, n/l, f/h
 * as initials, -ng/-n as finals (domain: dialect and recognition tolerance).
 */
export function foldSyllable(syllable: string): string {
  let fold = folds.get(syllable);
  if (fold === undefined) {
    fold = folded(syllable);
    // Latin words pass through here as well.
    if (folds.size < MOST_FOLDS) folds.set(syllable, fold);
  }
  return fold;
}

/** Mandarin has about 400 syllables, and each is met thousands of times. */
const folds = new Map<string, string>();
const MOST_FOLDS = 2_000;

function folded(syllable: string): string {
  return syllable
    .replace(/^([zcs])h/, '$1')
    .replace(/^l/, 'n')
    .replace(/^f/, 'h')
    .replace(/ng$/, 'n')
    .replace(/^hu(?=[aeo])/, 'h');
}

/** Runs that are one unit of sound: a Chinese character, a Latin word, a number. */
const UNITS = /\p{Script=Han}|[a-z]+|\d+/gu;

/** The units of a normalised text: single Chinese characters, whole Latin words and numbers. Punctuation is dropped. */
export function units(text: string): string[] {
  return text.toLowerCase().match(UNITS) ?? [];
}

/** Toneless syllables of units, and their folded form; a unit that is not Chinese stands for itself. */
export function syllables(parts: readonly string[]): { plain: string[]; folded: string[] } {
  const han = parts.filter((part) => /\p{Script=Han}/u.test(part)).join('');
  const read = han === '' ? [] : pinyin(han, { toneType: 'none', type: 'array', v: true });
  let next = 0;
  const plain = parts.map((part) => (/\p{Script=Han}/u.test(part) ? (read[next++] ?? part) : part));
  return {
    plain,
    folded: plain.map((syllable) => (/^[a-z]+$/.test(syllable) ? foldSyllable(syllable) : syllable)),
  };
}

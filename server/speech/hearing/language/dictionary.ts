import { readFileSync } from 'node:fs';

/** Pronunciations of Chinese words in the phones of the acoustic model. */
export interface Lexicon {
  has(word: string): boolean;
  /** All pronunciations; empty when unknown. */
  phonesOf(word: string): readonly string[];
  /** Phones of numbered or plain pinyin (`gong1`, `nv`); null for a syllable that the model does not know. */
  syllable(pinyin: string): string | null;
  /** The longest word, in characters. */
  readonly longest: number;
}

/** Words longer than this are names of places and sayings: none are of the trade. Characters. */
const LONGEST_WORD = 6;

/** A word with a variant's number: `一群(2)`. */
const ENTRY = /^([^\s(]+)(?:\(\d+\))?\s+(.+)$/;

/** Reads the dictionary of the model and its table from syllables to phones. @throws when a file cannot be read */
export function readLexicon(dictionaryFile: string, syllablesFile: string): Lexicon {
  const table = JSON.parse(readFileSync(syllablesFile, 'utf8')) as Record<string, string>;
  const words = new Map<string, string[]>();
  for (const line of readFileSync(dictionaryFile, 'utf8').split('\n')) {
    const entry = ENTRY.exec(line.trim());
    const word = entry?.[1];
    const phones = entry?.[2];
    if (!word || !phones || !/^\p{Script=Han}+$/u.test(word) || word.length > LONGEST_WORD) continue;
    const known = words.get(word);
    if (known) known.push(phones);
    else words.set(word, [phones]);
  }
  return {
    longest: LONGEST_WORD,
    has: (word) => words.has(word),
    phonesOf: (word) => words.get(word) ?? [],
    syllable: (pinyin) => table[pinyin.replace(/[1-5]$/, '').replace('ü', 'v')] ?? null,
  };
}

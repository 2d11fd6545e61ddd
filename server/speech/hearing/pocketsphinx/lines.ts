import type { EngineFinal, EngineWords } from '../engine.ts';
import type { HeardWord } from '../types.ts';

/** A message of the recogniser's process (see engines/pocketsphinx/ears.c). */
export type Line =
  | { kind: 'ready' | 'begun' }
  | { kind: 'loaded' | 'failed'; name: string }
  | { kind: 'partial'; words: HeardWord[] }
  | { kind: 'other'; score: number; words: string[] }
  | { kind: 'final'; score: number; words: HeardWord[] };

/** `word:from:to` or `word:from:to:posterior`. */
function wordOf(field: string): HeardWord | null {
  const [text, from, to, posterior] = field.split(':');
  const t = Number(from);
  const end = Number(to);
  if (!text || !Number.isFinite(t) || !Number.isFinite(end)) return null;
  return {
    text,
    t,
    d: Math.max(0, end - t),
    confidence: posterior === undefined ? 1 : Math.max(0, Math.min(1, Number(posterior) || 0)),
  };
}

const wordsOf = (fields: readonly string[]): HeardWord[] =>
  fields.map(wordOf).filter((word) => word !== null);

/** Null for a line that says nothing known: the process is then of another version. */
export function readLine(line: string): Line | null {
  const [kind, ...fields] = line.split('\t');
  switch (kind) {
    case 'ready':
    case 'begun':
      return { kind };
    case 'loaded':
    case 'failed':
      return { kind, name: fields[0] ?? '' };
    case 'partial':
      return { kind, words: wordsOf(fields) };
    case 'other':
      return {
        kind,
        score: Number(fields[0]),
        words: (fields[1] ?? '')
          .split(' ')
          .map((word) => word.replace(/\(\d+\)$/, ''))
          .filter((word) => word !== '' && !/^[<[+(]/.test(word)),
      };
    case 'final':
      return { kind, score: Number(fields[0]), words: wordsOf(fields.slice(2)) };
    default:
      return null;
  }
}

/** Chinese is written without spaces. */
export const textOf = (words: readonly (string | HeardWord)[], lang: 'zh' | 'en'): string =>
  words.map((word) => (typeof word === 'string' ? word : word.text)).join(lang === 'zh' ? '' : ' ');

export const engineWords = (words: readonly HeardWord[], lang: 'zh' | 'en'): EngineWords => ({
  text: textOf(words, lang),
  words,
});

/** Logarithms of the library are of this base. */
const LOG_BASE = 1.0001;
/** What acoustic scores are divided by before they are probabilities: frames are not independent (the library's -ascale). */
const ACOUSTIC_SCALE = 20;
const MOST_ALTERNATIVES = 5;

/**
 * A final of the best path and the other readings: the mean posterior of its syllables, and for each other reading that
 * times the ratio of the scores.
 */
export function engineFinal(
  best: Extract<Line, { kind: 'final' }>,
  others: readonly Extract<Line, { kind: 'other' }>[],
  lang: 'zh' | 'en',
): EngineFinal {
  const text = textOf(best.words, lang);
  const size = best.words.reduce((sum, word) => sum + word.text.length, 0);
  const confidence =
    size === 0 ? 0 : best.words.reduce((sum, word) => sum + word.confidence * word.text.length, 0) / size;
  const top = Math.max(...others.map(({ score }) => score));
  const alternatives = new Map<string, number>();
  for (const { words, score } of others) {
    const other = textOf(words, lang);
    if (other === '' || other === text || alternatives.has(other)) continue;
    alternatives.set(other, confidence * LOG_BASE ** ((score - top) / ACOUSTIC_SCALE));
  }
  return {
    text,
    words: best.words,
    confidence,
    alternatives: [...alternatives]
      .sort((a, b) => b[1] - a[1])
      .slice(0, MOST_ALTERNATIVES)
      .map(([other, of]) => ({ text: other, confidence: of })),
  };
}

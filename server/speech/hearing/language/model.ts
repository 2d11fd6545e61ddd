import { createHash } from 'node:crypto';
import type { HearingHints, SpokenPhrase } from '../types.ts';
import { arpa, type Counted } from './arpa.ts';
import type { Lexicon } from './dictionary.ts';
import { EVERYDAY, EXPECTED, SHORT_WORDS } from './everyday.ts';
import { grammarOf } from './grammar.ts';
import { cutWords } from './segment.ts';
import { saidRuns } from './sentence.ts';

/** What a recogniser needs to listen for certain phrases. */
export interface LanguageModel {
  /** The same for the same phrases and method. */
  id: string;
  /** In the ARPA format. */
  arpa: string;
  /** Its sentences as they are said whole, in the format of CMU Sphinx. */
  grammar: string;
  /** The short answers that are expected, with what steers a conversation, and nothing else; as `grammar`. */
  short: string;
  /** Words with their phones; variants are numbered: `好(2)`. */
  words: readonly { word: string; phones: string }[];
}

/** The phrases of the trade, cut into words once; then models are made from them for each question. */
export interface PhraseBook {
  /** For every question: the whole trade. */
  general(): LanguageModel;
  /** The general model with what is expected laid over it; null when the hints say nothing. */
  expecting(hints: HearingHints): LanguageModel | null;
}

/** Share of the mass that expected answers get when a question is open; the rest stays with everything else. */
const EXPECTED_SHARE = 0.6;
/** Rarer ones (runs of digits, odd quantities) are parts of what is said, not the whole of it. */
const LEAST_IN_GRAMMAR = 0.1;
/** Longer ones are sentences, which the other grammar hears better. Characters. */
const LONGEST_SHORT = 8;
const METHOD = 3;

const idOf = (parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

export function createPhraseBook(phrases: readonly SpokenPhrase[], lexicon: Lexicon): PhraseBook {
  const terms = new Set<string>();
  const known = (word: string): boolean => terms.has(word) || lexicon.has(word);
  const readings = new Map<string, Set<string>>();

  const counted = (list: readonly SpokenPhrase[]): Counted[] =>
    list.flatMap(({ text, weight = 1 }) =>
      saidRuns(text).flatMap((run) => {
        const words = cutWords(
          run.map(({ char }) => char),
          known,
          lexicon.longest,
        );
        let at = 0;
        for (const word of words) {
          const said = run.slice(at, at + word.length);
          at += word.length;
          note(
            word,
            said.map(({ pinyin }) => pinyin),
          );
        }
        return words.every((word) => (readings.get(word)?.size ?? 0) > 0) ? [{ words, weight }] : [];
      }),
    );

  /** Phones of a word: the dictionary's, and the reading that this sentence gives it. */
  const note = (word: string, pinyin: readonly string[]): void => {
    const all = readings.get(word) ?? new Set(lexicon.phonesOf(word));
    const phones = pinyin.map((one) => lexicon.syllable(one));
    if (phones.every((one) => one !== null)) all.add(phones.join(' '));
    readings.set(word, all);
  };

  const pronounced = (words: Iterable<string>): { word: string; phones: string }[] =>
    [...words].sort().flatMap((word) =>
      [...(readings.get(word) ?? [])].map((phones, i) => ({
        word: i === 0 ? word : `${word}(${i + 1})`,
        phones,
      })),
    );

  const always = SHORT_WORDS.map((text) => ({ text }));
  const shortOf = (id: string, expected: readonly Counted[], closed: boolean): string =>
    grammarOf(
      `${id}-short`,
      [...(closed ? [] : counted(always)), ...expected].flatMap(({ words, weight }) =>
        weight < LEAST_IN_GRAMMAR || words.join('').length > LONGEST_SHORT ? [] : [words],
      ),
    );

  const model = (
    id: string,
    sentences: readonly Counted[],
    expected: readonly Counted[],
    closed = false,
  ): LanguageModel => ({
    short: shortOf(id, expected, closed),
    id,
    arpa: arpa(sentences),
    grammar: grammarOf(
      id,
      sentences.flatMap(({ words, weight }) => (weight < LEAST_IN_GRAMMAR ? [] : [words])),
    ),
    words: pronounced(new Set(sentences.flatMap((one) => one.words))),
  });

  const base = counted([...EVERYDAY, ...phrases]);
  const total = base.reduce((sum, { weight }) => sum + weight, 0);
  const generalId = idOf([METHOD, base]);
  let general: LanguageModel | null = null;
  return {
    general() {
      general ??= model(generalId, base, []);
      return general;
    },
    expecting(hints) {
      const list: SpokenPhrase[] = [
        ...(hints.phrases ?? []).map((text) => ({ text })),
        ...(hints.expect ?? []).flatMap((kind) => EXPECTED[kind]),
      ];
      const expected = counted(list);
      if (expected.length === 0) return null;
      const mass = expected.reduce((sum, { weight }) => sum + weight, 0);
      const factor = ((EXPECTED_SHARE / (1 - EXPECTED_SHARE)) * total) / mass;
      return model(
        idOf([generalId, hints]),
        [...base, ...expected.map(({ words, weight }) => ({ words, weight: weight * factor }))],
        expected,
        // Nothing but this is said shortly to “did you say …?”, and to what is read back before it is sent.
        hints.expect?.some((kind) => kind === 'right' || kind === 'send') ?? false,
      );
    },
  };
}

// Sentences of the trade: what the avatar reads out of the affairs' content, and its own standing texts.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { split } from '../../../server/dialog/speak.ts';
import { COMFORT, TEXTS } from '../../../server/dialog/texts.ts';
import { splitSyllable } from '../../../server/speech/pinyin/syllable.ts';
import { planSpeech } from '../../../server/speech/plan.ts';

const AFFAIRS = join(import.meta.dirname, '../../../affairs');
const SHORTEST = 5;
const LONGEST = 48;

export interface Sentence {
  text: string;
  lang: 'zh' | 'en';
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(stringsOf);
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(stringsOf);
  return [];
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => a.name.localeCompare(b.name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return filesIn(path);
      return entry.name.endsWith('.yaml') ? [path] : [];
    });
}

function sentencesOf(texts: readonly string[], lang: 'zh' | 'en'): Sentence[] {
  const ofLang = texts.filter(
    (text) => /[一-鿿]/.test(text) === (lang === 'zh') && /[A-Za-z一-鿿]/.test(text),
  );
  const clauses = ofLang.flatMap((text) => split(text, lang)).map((text) => text.trim());
  return clauses
    .filter((text) => text.length >= SHORTEST && text.length <= LONGEST * (lang === 'en' ? 2 : 1))
    .filter(
      (text) => !/[#_{}<>]|\d{4}-\d\d|https?:/.test(text) && (lang === 'zh' || /^[A-Z].* .* /.test(text)),
    )
    .map((text) => ({ text, lang }));
}

/**
 * `count` different sentences, one in ten English, the same at every call: the standing texts first, then content
 * picked evenly through all files. Throws when the content holds fewer.
 */
export function sentencesOfTheTrade(count: number): Sentence[] {
  const standing = stringsOf([TEXTS, COMFORT]);
  const content = filesIn(AFFAIRS).flatMap((path) => stringsOf(parse(readFileSync(path, 'utf8'))));
  const pick = (lang: 'zh' | 'en', wanted: number): Sentence[] => {
    const all = [
      ...new Map(sentencesOf([...standing, ...content], lang).map((one) => [one.text, one])).values(),
    ];
    if (all.length < wanted) throw new Error(`only ${all.length} sentences in ${lang}`);
    return Array.from({ length: wanted }, (_, i) => all[Math.floor((i * all.length) / wanted)]).filter(
      (one) => one !== undefined,
    );
  };
  const english = Math.round(count / 10);
  return [...pick('zh', count - english), ...pick('en', english)];
}

/**
 * How many b, p and m a Mandarin sentence is read with, by its pinyin; null where another language is in it (there only
 * the voice knows).
 */
export function closuresIn({ text, lang }: Sentence): number | null {
  const phrases = planSpeech(text, lang).phrases.map(({ phrase }) => phrase);
  let count = 0;
  for (const phrase of phrases) {
    if (phrase.lang !== 'zh') return null;
    for (const { spoken } of phrase.syllables)
      if (['b', 'p', 'm'].includes(splitSyllable(spoken).initial)) count += 1;
  }
  return count;
}

import type { Lang, Mark, Word } from '../../protocol/index.ts';
import type { SoundUnit } from './engines/engine.ts';
import type { PlannedMark } from './types.ts';

const segmenters = {
  zh: new Intl.Segmenter('zh', { granularity: 'word' }),
  en: new Intl.Segmenter('en', { granularity: 'word' }),
};

/** A caption's share of time when nobody speaks: ms per Han character, and per Latin letter or digit. */
const READ_HAN_MS = 250;
const READ_OTHER_MS = 70;

interface Range {
  from: number;
  to: number;
}

/** Boundaries of words, without cutting what is said as a whole (`35%`, `2015年`). Covers the text without a gap. */
function ranges(text: string, lang: Lang, units: readonly Range[]): Range[] {
  const cuts = new Set<number>([0, text.length]);
  for (const part of segmenters[lang].segment(text)) cuts.add(part.index);
  // What is said singly inside one written word (digits of a number) may light up singly.
  for (const unit of units) {
    for (let i = unit.from + 1; i < unit.to; i++) cuts.delete(i);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(1).map((to, i) => ({ from: sorted[i] ?? 0, to }));
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

/**
 * Words of a caption with their times: together they cover the text, in order. Punctuation belongs to the word before it.
 *
 * @param units syllables or words as they sound, in order
 * @param figures ranges that carry the accent
 */
export function wordsOf(
  text: string,
  lang: Lang,
  units: readonly SoundUnit[],
  figures: readonly Range[] = [],
): Word[] {
  const words: Word[] = [];
  let leading = 0;
  for (const range of ranges(text, lang, units)) {
    const said = units.filter((u) => u.from < range.to && u.to > range.from);
    const first = said[0];
    if (!first) {
      const last = words.at(-1);
      if (last) last.to = range.to;
      continue;
    }
    const t = Math.min(...said.map((u) => u.t));
    const end = Math.max(...said.map((u) => u.t + u.d));
    const from = words.length === 0 ? leading : range.from;
    words.push({ t: round(t), d: round(Math.max(0, end - t)), from, to: range.to });
    leading = 0;
  }
  // One accent in a clause: its longest figure.
  let accent: Word | undefined;
  for (const word of words) {
    const isFigure = figures.some((f) => f.from < word.to && f.to > word.from);
    if (isFigure && (!accent || word.d > accent.d)) accent = word;
  }
  if (accent) accent.accent = true;
  let last = 0;
  for (const word of words) {
    word.t = Math.max(word.t, last);
    last = word.t;
  }
  if (words.length === 0 && text.length > 0) words.push({ t: 0, d: 0, from: 0, to: text.length });
  return words;
}

/** Words with estimated times, for captions alone. @returns the words and how long reading them takes, ms */
export function estimatedWords(
  text: string,
  lang: Lang,
  rate: number,
): { words: Word[]; durationMs: number } {
  const units: SoundUnit[] = [];
  let at = 0;
  for (const part of segmenters[lang].segment(text)) {
    let ms = 0;
    for (const character of part.segment) {
      ms += /\p{Script=Han}/u.test(character)
        ? READ_HAN_MS
        : /[\p{L}\p{N}]/u.test(character)
          ? READ_OTHER_MS
          : 0;
    }
    ms /= rate;
    if (ms > 0) units.push({ t: at, d: ms, from: part.index, to: part.index + part.segment.length });
    at += ms > 0 ? ms : /[，。！？；,.!?;：:]/.test(part.segment) ? 200 / rate : 0;
  }
  return { words: wordsOf(text, lang, units), durationMs: Math.ceil(Math.max(at, 200)) };
}

/** Marks with the time of the character they are tied to; one behind the last word happens at its end. */
export function marksOf(planned: readonly PlannedMark[], words: readonly Word[]): Mark[] {
  const marks = planned.map(({ at, ...mark }) => {
    const word = words.find((w) => at < w.to);
    const last = words.at(-1);
    if (!word) return { ...mark, t: last ? round(last.t + last.d) : 0 } as Mark;
    const share = word.to > word.from ? Math.max(0, at - word.from) / (word.to - word.from) : 0;
    return { ...mark, t: round(word.t + share * word.d) } as Mark;
  });
  return marks.sort((a, b) => a.t - b.t);
}

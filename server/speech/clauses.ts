import type { Lang } from '../../protocol/index.ts';

export interface Clause {
  text: string;
  /** Where it begins in the whole text. */
  from: number;
}

/** The first clause is short, so that sound begins early: characters for Chinese, for English letters. */
const FIRST_MAX = { zh: 12, en: 40 } as const;
/** Shorter than this a clause is no gain: it joins the next. */
const FIRST_MIN = { zh: 2, en: 6 } as const;
/** A sentence longer than this is parted at a comma. */
const SENTENCE_MAX = { zh: 60, en: 200 } as const;
/** Nothing longer leaves: an utterance holds 600 characters. */
const HARD_MAX = 400;

const OPENING = '《（(〔[【';
const CLOSING = '》）)〕]】';

/** Places behind which the text may be parted: after a sentence (true) or after a comma (false). */
function places(text: string, lang: Lang): { at: number; sentence: boolean }[] {
  const out: { at: number; sentence: boolean }[] = [];
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text[i] ?? '';
    const next = text[i + 1] ?? '';
    if (OPENING.includes(c)) depth++;
    if (CLOSING.includes(c)) depth = Math.max(0, depth - 1);
    if (depth > 0) continue;
    const sentence =
      /[。！？!?\n…]/.test(c) || (c === '.' && (next === '' || /\s/.test(next)) && !/\d/.test(next));
    const comma =
      /[，；：]/.test(c) ||
      (lang === 'en' && /[,;:]/.test(c) && /\s/.test(next)) ||
      (lang === 'zh' && /[,;]/.test(c));
    if (!sentence && !comma) continue;
    // 1,000 and 9:30 are whole.
    if (/\d/.test(text[i - 1] ?? '') && /\d/.test(next)) continue;
    let end = i + 1;
    while (end < text.length && /[。！？!?…”’』」\s]/.test(text[end] ?? '')) end++;
    out.push({ at: end, sentence });
    i = end - 1;
  }
  return out;
}

/**
 * Parts a reply into what is spoken at one go: the first clause as short as a comma allows, then whole sentences. Never
 * parts inside a number, 《》 or （）. The clauses, put together, are the text.
 */
export function splitClauses(text: string, lang: Lang): Clause[] {
  const cuts = places(text, lang);
  const clauses: Clause[] = [];
  let from = 0;
  const take = (to: number): void => {
    if (text.slice(from, to).trim() === '' && clauses.length > 0) {
      const last = clauses.at(-1);
      if (last) last.text += text.slice(from, to);
    } else if (to > from) clauses.push({ text: text.slice(from, to), from });
    from = to;
  };
  while (from < text.length) {
    const ahead = cuts.filter((c) => c.at > from);
    const sentence = ahead.find((c) => c.sentence)?.at ?? text.length;
    let to = sentence;
    if (clauses.length === 0 && sentence - from > FIRST_MAX[lang]) {
      const early = ahead.find((c) => c.at - from > FIRST_MIN[lang] && c.at < sentence);
      if (early) to = early.at;
    } else if (sentence - from > SENTENCE_MAX[lang]) {
      const commas = ahead.filter((c) => c.at <= sentence && c.at - from <= SENTENCE_MAX[lang]);
      to = commas.at(-1)?.at ?? sentence;
    }
    take(Math.min(to, from + HARD_MAX));
  }
  return clauses;
}

import type { Lang } from '../../protocol/index.ts';
import type { Phrase, Syllable, Token } from './engines/engine.ts';
import { normaliseEn } from './normalise/en.ts';
import { LETTER_SYLLABLES } from './normalise/letters.ts';
import type { Piece } from './normalise/pieces.ts';
import { normaliseZh } from './normalise/zh.ts';
import { readPhrase } from './pinyin/read.ts';
import { applyWishes, type Wishes } from './say.ts';

/** A phrase and the rest before it, ms. */
export interface PlannedPhrase {
  gapMs: number;
  phrase: Phrase;
}

export interface Plan {
  phrases: PlannedPhrase[];
  /** Characters of the text whose pieces are figures: they carry the accent. */
  figures: { from: number; to: number }[];
}

/** Rest where the language changes within a phrase. */
const SEAM_MS = 40;
/** A pause shorter than this does not part English words into two calls. */
const EN_MARK_MS = 400;

/** A letter that an English voice would say, in Mandarin syllables. */
function spellInMandarin(piece: Piece & { kind: 'latin' }): Piece[] {
  return [...(piece.letters ?? piece.text.toUpperCase())].flatMap((letter) =>
    (LETTER_SYLLABLES[letter] ?? '')
      .split(' ')
      .filter((s) => s !== '')
      .map((): Piece => ({ kind: 'han', text: letter, from: piece.from, to: piece.to })),
  );
}

function syllablesOf(pieces: readonly (Piece & { kind: 'han' })[]): Syllable[] {
  const text = pieces.map((p) => p.text).join('');
  const readings = readPhrase(text, (i) => pieces[i]?.digits === true);
  const out: Syllable[] = [];
  let sameLetter = 0;
  pieces.forEach((piece, i) => {
    const letter = LETTER_SYLLABLES[piece.text];
    if (letter !== undefined) {
      const previous = pieces[i - 1];
      sameLetter = previous?.from === piece.from && previous.text === piece.text ? sameLetter + 1 : 0;
      const said = letter.split(' ')[sameLetter % letter.split(' ').length] ?? 'e1';
      out.push({ char: piece.text, lexical: said, spoken: said, from: piece.from, to: piece.to });
      return;
    }
    if (piece.said !== undefined) {
      out.push({ char: piece.text, lexical: piece.said, spoken: piece.said, from: piece.from, to: piece.to });
      return;
    }
    const reading = readings[i];
    if (!reading || reading.lexical === '') return;
    out.push({ char: piece.text, ...reading, from: piece.from, to: piece.to });
  });
  return out;
}

/**
 * What is to be said: normalised, read, and cut into phrases of one language with the rests between them.
 *
 * @param options.spell letters and foreign words are spelled in Mandarin: for when no English voice is there
 * @param options.wishes pronunciations and rests that the reply asks for
 */
export function planSpeech(
  text: string,
  lang: Lang,
  options: { spell?: boolean; wishes?: Wishes } = {},
): Plan {
  let pieces = lang === 'zh' ? normaliseZh(text) : normaliseEn(text);
  if (options.wishes) pieces = applyWishes(pieces, options.wishes, lang);
  if (options.spell) pieces = pieces.flatMap((p) => (p.kind === 'latin' ? spellInMandarin(p) : [p]));
  const phrases: PlannedPhrase[] = [];
  let han: (Piece & { kind: 'han' })[] = [];
  let tokens: Token[] = [];
  let gap = 0;
  const flush = (): void => {
    if (han.length > 0) {
      const syllables = syllablesOf(han);
      if (syllables.length > 0) {
        phrases.push({ gapMs: gap, phrase: { lang: 'zh', syllables, final: false } });
        gap = 0;
      }
    }
    if (tokens.length > 0) {
      phrases.push({ gapMs: gap, phrase: { lang: 'en', tokens, final: false } });
      gap = 0;
    }
    han = [];
    tokens = [];
  };
  for (const piece of pieces) {
    if (piece.kind === 'pause') {
      const last = tokens.at(-1);
      if (lang === 'en' && last && piece.ms < EN_MARK_MS) {
        last.mark = ',';
        continue;
      }
      flush();
      gap = Math.max(gap, piece.ms);
    } else if (piece.kind === 'han') {
      if (tokens.length > 0) {
        flush();
        gap = Math.max(gap, SEAM_MS);
      }
      han.push(piece);
    } else {
      if (han.length > 0) {
        flush();
        gap = Math.max(gap, SEAM_MS);
      }
      tokens.push({
        say: piece.text,
        from: piece.from,
        to: piece.to,
        ...(piece.letters === undefined ? {} : { letters: piece.letters }),
      });
    }
  }
  flush();
  const first = phrases[0];
  if (first) first.gapMs = 0;
  phrases.forEach((planned, i) => {
    const next = phrases[i + 1];
    planned.phrase.final = !next || next.gapMs >= 300;
  });
  const figures = pieces.flatMap((p) => (p.kind === 'han' && p.number ? [{ from: p.from, to: p.to }] : []));
  return { phrases, figures };
}

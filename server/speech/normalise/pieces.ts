/**
 * A piece of text as it is spoken, tied to where it stands in the original: `from` and `to` are a character range (UTF-16 units,
 * as in a string's own indices) of the text that the captions show. Pieces are in order and their ranges never go back.
 */
export type Piece =
  /** Han characters, one syllable each. `digits`: read singly, 一 keeps its tone; `number`: part of a figure; `said`: its pinyin, where the text gives it. */
  | {
      kind: 'han';
      text: string;
      from: number;
      to: number;
      digits?: boolean;
      number?: boolean;
      said?: string;
    }
  /** A Latin word or one letter's name, for the English voice. `letters` are what it spells, when it is an abbreviation. */
  | { kind: 'latin'; text: string; from: number; to: number; letters?: string }
  /** A pause, or the end of a phrase. `ms` is how long the voice rests. */
  | { kind: 'pause'; from: number; to: number; ms: number };

/** Rests at punctuation, ms: what a calm speaker leaves (a comma 220, the end of a sentence 400). */
export const PAUSE_MS: Readonly<Record<string, number>> = {
  '，': 220,
  ',': 220,
  '；': 300,
  ';': 300,
  '：': 240,
  ':': 240,
  '、': 140,
  '。': 400,
  '！': 400,
  '!': 400,
  '？': 400,
  '?': 400,
  '.': 400,
  '…': 350,
  '—': 200,
  '（': 100,
  '(': 100,
  '）': 120,
  ')': 120,
  '\n': 400,
};

/** What is spoken, as one string: for tests and for people. Pauses are a bar. */
export function spokenText(pieces: readonly Piece[]): string {
  let out = '';
  let last: Piece | null = null;
  for (const piece of pieces) {
    if (piece.kind === 'pause') {
      if (out !== '' && !out.endsWith('|')) out += '|';
    } else {
      if (piece.kind === 'latin' && last?.kind === 'latin') out += ' ';
      out += piece.text;
    }
    last = piece;
  }
  return out.replace(/\|$/, '');
}

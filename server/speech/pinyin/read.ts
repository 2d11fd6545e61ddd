import { customPinyin, pinyin } from 'pinyin-pro';
import { applySandhi } from './sandhi.ts';
import { TRADE_READINGS } from './trade.ts';

const TONE_MARKS: readonly (readonly string[])[] = [
  ['a', 'ā', 'á', 'ǎ', 'à'],
  ['o', 'ō', 'ó', 'ǒ', 'ò'],
  ['e', 'ē', 'é', 'ě', 'è'],
  ['i', 'ī', 'í', 'ǐ', 'ì'],
  ['u', 'ū', 'ú', 'ǔ', 'ù'],
  ['v', 'ǖ', 'ǘ', 'ǚ', 'ǜ'],
];

/** `zhang3` as `zhǎng`, where Mandarin puts the mark: a, e, the o of ou, else the last vowel. pinyin-pro reads this. */
function marked(numbered: string): string {
  const tone = Number(numbered.at(-1));
  const letters = numbered.slice(0, -1);
  const ue = letters.replace('v', 'ü');
  if (tone === 5) return ue;
  const at =
    /[ae]/.exec(letters)?.index ?? (letters.includes('ou') ? letters.indexOf('o') : lastVowel(letters));
  const row = TONE_MARKS.find((r) => r[0] === letters[at]);
  return `${ue.slice(0, at)}${row?.[tone] ?? ue[at]}${ue.slice(at + 1)}`;
}

function lastVowel(letters: string): number {
  return Math.max(...[...'aoeiuv'].map((v) => letters.lastIndexOf(v)));
}

// The dictionary of pinyin-pro is one for the whole process. It is extended when this file is loaded, so that no other part
// sees it change between building an index and asking it.
function prepare(): void {
  const entries = Object.entries(TRADE_READINGS).map(([word, reading]) => [
    word,
    reading.split(' ').map(marked).join(' '),
  ]);
  customPinyin(Object.fromEntries(entries));
}

prepare();

/**
 * Dictionary pinyin of each Han character: numbered, before sandhi, neutral tone 5, ü as v (`nv3`). What is no Han
 * character gives ''.
 */
export function lexicalPinyin(text: string): string[] {
  const characters = [...text];
  const all = pinyin(text, { type: 'all', toneType: 'num', toneSandhi: false, nonZh: 'spaced', v: true });
  const out: string[] = [];
  for (let i = 0; i < characters.length; i++) {
    const item = all[i];
    const spelled = item?.isZh ? item.pinyin.replace('ü', 'v') : '';
    out.push(spelled === '' ? '' : /[1-4]$/.test(spelled) ? spelled : `${spelled.replace(/[05]$/, '')}5`);
  }
  return out;
}

export interface Reading {
  /** As in a dictionary. */
  lexical: string;
  /** As it is said in this place: after tone sandhi. */
  spoken: string;
}

/**
 * How a phrase is said: Han characters only, no pauses within.
 *
 * @param digits whether the character at an index is a digit read singly; 一 then keeps its tone
 */
export function readPhrase(text: string, digits: (index: number) => boolean = () => false): Reading[] {
  const lexical = lexicalPinyin(text);
  const spoken = applySandhi(text, lexical, digits);
  return lexical.map((value, i) => ({ lexical: value, spoken: spoken[i] ?? value }));
}

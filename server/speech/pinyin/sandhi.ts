import { toneless, toneOf } from './syllable.ts';

const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
const NUMERAL = /[零一二三四五六七八九十百千万亿两点幺]/;

/** Index of the word each character belongs to, and whether the character ends it. */
function wordsOf(text: string): { word: number[]; ends: boolean[] } {
  const word: number[] = [];
  const ends: boolean[] = [];
  let n = 0;
  for (const part of segmenter.segment(text)) {
    const characters = [...part.segment];
    characters.forEach((_, i) => {
      word.push(n);
      ends.push(i === characters.length - 1);
    });
    n++;
  }
  return { word, ends };
}

function toneOfOne(
  characters: readonly string[],
  i: number,
  tones: readonly number[],
  endsWord: boolean,
): number {
  const before = characters[i - 1] ?? '';
  const after = characters[i + 1] ?? '';
  // Ordinals, digits of a longer number, dates and the ends of words keep the first tone.
  if (before === '第' || before === '初' || before === '周' || before === '期') return 1;
  if (after === '' || /[月号日楼层级等]/.test(after)) return after === '等' ? 4 : 1;
  if (NUMERAL.test(before)) return /[百千万亿]/.test(after) ? (after === '万' || after === '亿' ? 2 : 4) : 1;
  if (/[零一二三四五六七八九十点幺]/.test(after)) return 1;
  if (before !== '' && before === after) return 5;
  if (endsWord && /[唯统专万之如同逐]/.test(before)) return 1;
  if (after === '个') return 2;
  return tones[i + 1] === 4 ? 2 : 4;
}

/**
 * Tone sandhi of standard Mandarin: 一, 不, and third tones in a row. In a run of third tones all but the last become second,
 * at most three syllables together; a longer run breaks where a word ends.
 *
 * @param lexical numbered pinyin of every character of `text`
 * @returns numbered pinyin as it is said
 */
export function applySandhi(
  text: string,
  lexical: readonly string[],
  digits: (index: number) => boolean = () => false,
): string[] {
  const characters = [...text];
  const tones = lexical.map(toneOf);
  const { word, ends } = wordsOf(text);
  characters.forEach((character, i) => {
    if (character === '一' && toneless(lexical[i] ?? '') === 'yi') {
      tones[i] = digits(i) ? 1 : toneOfOne(characters, i, tones, ends[i] === true && word[i] === word[i - 1]);
    }
    if (character === '不' && toneless(lexical[i] ?? '') === 'bu') {
      const repeated = i > 0 && characters[i - 1] === characters[i + 1];
      tones[i] = repeated ? 5 : toneOf(lexical[i + 1] ?? '') === 4 ? 2 : 4;
    }
  });
  let start = 0;
  while (start < tones.length) {
    if (tones[start] !== 3) {
      start++;
      continue;
    }
    let end = start;
    while (tones[end + 1] === 3) end++;
    while (start <= end) {
      let stop = end;
      if (end - start + 1 > 3) {
        stop = start + 1;
        if (!ends[stop] && ends[start + 2]) stop = start + 2;
      }
      for (let i = start; i < stop; i++) tones[i] = 2;
      start = stop + 1;
    }
  }
  return lexical.map((value, i) => (value === '' ? '' : `${toneless(value)}${tones[i]}`));
}

import { isSpelled, LATIN_WORDS, LETTER_NAMES } from './letters.ts';
import { PAUSE_MS, type Piece } from './pieces.ts';

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];
const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** An integer below 10^12 in words. */
export function cardinalEn(value: number): string {
  if (value < 20) return ONES[value] ?? '';
  if (value < 100) return `${TENS[Math.floor(value / 10)]}${value % 10 ? ` ${ONES[value % 10]}` : ''}`;
  if (value < 1000) {
    return `${ONES[Math.floor(value / 100)]} hundred${value % 100 ? ` and ${cardinalEn(value % 100)}` : ''}`;
  }
  for (const [size, name] of [
    [1e9, 'billion'],
    [1e6, 'million'],
    [1e3, 'thousand'],
  ] as const) {
    if (value >= size) {
      const rest = value % size;
      return `${cardinalEn(Math.floor(value / size))} ${name}${rest ? ` ${rest < 100 ? 'and ' : ''}${cardinalEn(rest)}` : ''}`;
    }
  }
  return '';
}

function digitsEn(text: string): string {
  return [...text]
    .filter((d) => /\d/.test(d))
    .map((d) => ONES[Number(d)])
    .join(' ');
}

function numberEn(text: string): string {
  const [whole = '0', fraction] = text.replace(/,/g, '').split('.');
  if (whole.length > 11) return digitsEn(whole);
  return cardinalEn(Number(whole)) + (fraction === undefined ? '' : ` point ${digitsEn(fraction)}`);
}

const ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

function ordinalEn(value: number): string {
  const words = cardinalEn(value).split(' ');
  const last = words.pop() ?? '';
  return [...words, ORDINALS[last] ?? (last.endsWith('y') ? `${last.slice(0, -1)}ieth` : `${last}th`)].join(
    ' ',
  );
}

/** 2015 as twenty fifteen, 2005 as two thousand five. */
function yearEn(text: string): string {
  const value = Number(text);
  if (value % 1000 < 10) return cardinalEn(value).replace(' and', '');
  const low = value % 100;
  return `${cardinalEn(Math.floor(value / 100))} ${low === 0 ? 'hundred' : low < 10 ? `oh ${ONES[low]}` : cardinalEn(low)}`;
}

function timeEn(hour: string, minute: string): string {
  const m = Number(minute);
  return `${cardinalEn(Number(hour))}${m === 0 ? (Number(hour) > 12 ? ' hundred' : " o'clock") : m < 10 ? ` oh ${ONES[m]}` : ` ${cardinalEn(m)}`}`;
}

const NUM = '\\d+(?:,\\d{3})*(?:\\.\\d+)?';
const RULES: readonly [RegExp, (m: RegExpExecArray) => string][] = [
  [
    /((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)/y,
    (m) => `${MONTHS[Number(m[2]) - 1] ?? ''} ${ordinalEn(Number(m[3]))} ${yearEn(m[1] ?? '')}`,
  ],
  [/(\d{1,2}):([0-5]\d)(?!\d)/y, (m) => timeEn(m[1] ?? '', m[2] ?? '')],
  [/\d{17}[\dX]/y, (m) => digitsEn(m[0])],
  [
    /(?:12345|123\d\d|96110|11\d|12[0-2]|1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?![\d,.]\d|\d)/y,
    (m) => digitsEn(m[0]),
  ],
  [
    new RegExp(`[¥￥]\\s*(${NUM})|(?:RMB|CNY)\\s*(${NUM})`, 'y'),
    (m) => `${numberEn(m[1] ?? m[2] ?? '0')} yuan`,
  ],
  [new RegExp(`(${NUM})\\s*%`, 'y'), (m) => `${numberEn(m[1] ?? '')} percent`],
  [new RegExp(`(${NUM})\\s*(?:㎡|m²|sqm)`, 'y'), (m) => `${numberEn(m[1] ?? '')} square metres`],
  [new RegExp(`(${NUM})\\s*km/h`, 'y'), (m) => `${numberEn(m[1] ?? '')} kilometres per hour`],
  [
    new RegExp(`(${NUM})\\s*(?:-|–|~)\\s*(${NUM})`, 'y'),
    (m) => `${numberEn(m[1] ?? '')} to ${numberEn(m[2] ?? '')}`,
  ],
  [/(\d+)(?:st|nd|rd|th)\b/y, (m) => ordinalEn(Number(m[1]))],
  [/(?:19|20)\d\d(?![\d,.]\d|\d)/y, (m) => yearEn(m[0])],
  [/0\d+|\d{9,}/y, (m) => digitsEn(m[0])],
  [new RegExp(NUM, 'y'), (m) => numberEn(m[0])],
];

const SIGNS: Readonly<Record<string, string>> = {
  '&': 'and',
  '+': 'plus',
  '=': 'equals',
  '@': 'at',
  '%': 'percent',
};
const WORD = /[A-Za-z]+(?:['’][A-Za-z]+)*/y;
const HAN = /\p{Script=Han}/u;

/** English text as it is spoken: figures in words, abbreviations spelled; every piece knows its place in `text`. */
export function normaliseEn(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const words = (said: string, from: number, to: number): void => {
    for (const word of said.split(' ')) if (word !== '') pieces.push({ kind: 'latin', text: word, from, to });
  };
  while (at < text.length) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
    const end = at + character.length;
    let matched = false;
    for (const [pattern, say] of /[\d¥￥RC]/.test(character) ? RULES : []) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) continue;
      words(say(match), at, at + match[0].length);
      at += match[0].length;
      matched = true;
      break;
    }
    if (matched) continue;
    WORD.lastIndex = at;
    const word = WORD.exec(text)?.[0];
    if (word !== undefined) {
      if (word !== 'I' && word.toLowerCase() !== 'a' && isSpelled(word)) {
        [...word.toUpperCase()].forEach((letter, i) => {
          const name = LETTER_NAMES[letter];
          if (name) pieces.push({ kind: 'latin', text: name, from: at + i, to: at + i + 1, letters: letter });
        });
      } else {
        const said = LATIN_WORDS[word.toLowerCase()] ?? word.replace('’', "'");
        pieces.push({
          kind: 'latin',
          text: said,
          from: at,
          to: at + word.length,
          letters: word.toUpperCase(),
        });
      }
      at += word.length;
      continue;
    }
    const sign = SIGNS[character];
    const ms = PAUSE_MS[character];
    if (sign !== undefined) words(sign, at, end);
    else if (HAN.test(character)) pieces.push({ kind: 'han', text: character, from: at, to: end });
    else if (ms !== undefined) pieces.push({ kind: 'pause', from: at, to: end, ms });
    at = end;
  }
  return pieces;
}

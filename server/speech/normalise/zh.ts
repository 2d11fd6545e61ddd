import { isSpelled, LATIN_WORDS, LETTER_NAMES } from './letters.ts';
import { PAUSE_MS, type Piece } from './pieces.ts';
import { ZH_RULES } from './zh-rules.ts';

/** Signs between words that are said. */
const SIGNS: Readonly<Record<string, string>> = {
  '+': '加',
  '＋': '加',
  '=': '等于',
  '＝': '等于',
  '&': '和',
  '@': '艾特',
  '×': '乘',
  '≥': '大于等于',
  '≤': '小于等于',
  '＞': '大于',
  '＜': '小于',
  '%': '百分之',
  '㎡': '平方米',
  '℃': '摄氏度',
  〇: '零',
};

const HAN = /\p{Script=Han}/u;
const URL =
  /(?:https?:\/\/)?(?:[A-Za-z0-9-]+\.)+(?:gov\.cn|com\.cn|org\.cn|cn|com|org|net)(?:\/[\w./?=&%-]*)?/y;
const LATIN = /[A-Za-z]+(?:['’-][A-Za-z]+)*/y;

/** Full-width letters and digits as plain ones, character for character, so that places stay. */
function halfWidth(text: string): string {
  return text.replace(/[０-９Ａ-Ｚａ-ｚ％．]/g, (c) =>
    c === '．' ? '.' : String.fromCharCode(c.charCodeAt(0) - 0xfee0),
  );
}

function latinPieces(word: string, from: number): Piece[] {
  if (isSpelled(word)) {
    return [...word.toUpperCase()]
      .map((letter, i): Piece => {
        const name = LETTER_NAMES[letter] ?? letter;
        return { kind: 'latin', text: name, from: from + i, to: from + i + 1, letters: letter };
      })
      .filter((piece) => piece.kind === 'latin' && /[A-Z]/.test(piece.letters ?? ''));
  }
  const said = LATIN_WORDS[word.toLowerCase()] ?? word.toLowerCase().replace('’', "'");
  return [{ kind: 'latin', text: said, from, to: from + word.length, letters: word.toUpperCase() }];
}

/** An address of a page: its words, and 点 for each dot; what stands after the host is not read. */
function urlPieces(url: string, from: number): Piece[] {
  const host = /^(?:https?:\/\/)?([^/]+)/.exec(url);
  const name = host?.[1] ?? url;
  const start = from + url.indexOf(name);
  const pieces: Piece[] = [];
  for (const match of name.matchAll(/[A-Za-z]+|\d+|\./g)) {
    const at = start + match.index;
    if (match[0] === '.') pieces.push({ kind: 'han', text: '点', from: at, to: at + 1 });
    else if (/\d/.test(match[0])) {
      [...match[0]].forEach((d, i) => {
        const text = '零一二三四五六七八九'[Number(d)] ?? '零';
        pieces.push({ kind: 'han', text, from: at + i, to: at + i + 1, digits: true, number: true });
      });
    } else pieces.push(...latinPieces(match[0] === 'www' ? 'WWW' : match[0], at));
  }
  const last = pieces.at(-1);
  if (last) last.to = from + url.length;
  return pieces;
}

/** One said text as pieces over [from, to): its Han characters share the range, its letters become Latin pieces. */
function saidPieces(say: string, from: number, to: number, digits: boolean): Piece[] {
  return [...say].map((character): Piece => {
    const name = LETTER_NAMES[character];
    if (name !== undefined) return { kind: 'latin', text: name, from, to, letters: character };
    return { kind: 'han', text: character, from, to, ...(digits ? { digits } : {}), number: true };
  });
}

/**
 * Chinese text as it is spoken: figures by their context, units, addresses, signs and pauses. Every piece knows its place
 * in `text`; Han characters that speak for themselves keep their own place.
 */
export function normaliseZh(text: string): Piece[] {
  const plain = halfWidth(text);
  const pieces: Piece[] = [];
  let at = 0;
  const sticky = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(plain);
  };
  outer: while (at < plain.length) {
    const character = String.fromCodePoint(plain.codePointAt(at) ?? 0);
    const url = sticky(URL);
    if (url) {
      pieces.push(...urlPieces(url[0], at));
      at += url[0].length;
      continue;
    }
    if (/[\d¥￥〔[（(−-]/.test(character)) {
      for (const rule of ZH_RULES) {
        const match = sticky(rule.pattern);
        if (!match || match[0] === '') continue;
        const said = rule.say(match);
        const parts = typeof said === 'string' ? [{ say: said, from: 0, to: match[0].length }] : said;
        for (const part of parts) {
          const digits = 'digits' in part && part.digits === true;
          pieces.push(...saidPieces(part.say, at + part.from, at + part.to, digits));
        }
        at += match[0].length;
        continue outer;
      }
    }
    const latin = sticky(LATIN);
    const sign = SIGNS[character];
    const end = at + character.length;
    if (latin) {
      pieces.push(...latinPieces(latin[0], at));
      at += latin[0].length;
      continue;
    }
    if (sign !== undefined) pieces.push(...saidPieces(sign, at, end, false));
    else if (HAN.test(character)) pieces.push({ kind: 'han', text: character, from: at, to: end });
    else {
      const ms = PAUSE_MS[character];
      if (ms !== undefined) pieces.push({ kind: 'pause', from: at, to: end, ms });
    }
    at = end;
  }
  return pieces;
}

import { maskWords } from './mask-words.ts';

/** One digit as it was written: its value, and the code points [from, to) that stand for it. */
interface Digit {
  value: string;
  from: number;
  to: number;
}

const WRITTEN: Readonly<Record<string, string>> = {
  零: '0',
  〇: '0',
  洞: '0',
  幺: '1',
  一: '1',
  壹: '1',
  二: '2',
  两: '2',
  兩: '2',
  贰: '2',
  貳: '2',
  三: '3',
  叁: '3',
  參: '3',
  四: '4',
  肆: '4',
  五: '5',
  伍: '5',
  六: '6',
  陆: '6',
  陸: '6',
  七: '7',
  柒: '7',
  拐: '7',
  八: '8',
  捌: '8',
  九: '9',
  玖: '9',
  勾: '9',
};
/** Counted digits, as numbers are read aloud: 四个零. */
const COUNTS: Readonly<Record<string, number>> = {
  两: 2,
  兩: 2,
  二: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
};
const LAST_OF_ID = /^[xX×✕叉]$/u;
const BETWEEN = /^[\s\-‐‑–—－_.·•．、，,/／()（）\u200b-\u200d\u2060\ufeff\u00ad]$/u;
/** More signs than this between two digits, and they belong to two numbers. */
const MAX_BETWEEN = 4;

function digitOf(char: string | undefined): string | null {
  if (char === undefined) return null;
  const plain = char.normalize('NFKC');
  if (/^[0-9]$/.test(plain)) return plain;
  return WRITTEN[char] ?? null;
}

/** Runs of digits that may be one number: only separators stand between them. */
function runsOf(chars: readonly string[]): Digit[][] {
  const runs: Digit[][] = [];
  let run: Digit[] = [];
  let gap = 0;
  const close = (): void => {
    if (run.length > 0) runs.push(run);
    run = [];
    gap = 0;
  };
  for (let i = 0; i < chars.length; i += 1) {
    const char = chars[i] ?? '';
    const counted = COUNTS[char];
    const repeated =
      counted !== undefined && /^[个個]$/u.test(chars[i + 1] ?? '') ? digitOf(chars[i + 2]) : null;
    const value = digitOf(char);
    if (counted !== undefined && repeated !== null) {
      for (let n = 0; n < counted; n += 1) run.push({ value: repeated, from: i, to: i + 3 });
      i += 2;
      gap = 0;
    } else if (value !== null) {
      run.push({ value, from: i, to: i + 1 });
      gap = 0;
    } else if (LAST_OF_ID.test(char.normalize('NFKC')) && run.length >= 17) {
      run.push({ value: 'X', from: i, to: i + 1 });
      gap = 0;
    } else if (run.length > 0 && BETWEEN.test(char) && gap < MAX_BETWEEN) {
      gap += 1;
    } else {
      close();
    }
  }
  close();
  return runs;
}

const ID18 = /^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]/;
const ID15 = /^[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}$/;
const MOBILE = /^1[3-9]\d{9}/;
const DATE = /^(?:19|20)\d{2}(?:0?[1-9]|1[0-2])(?:0?[1-9]|[12]\d|3[01])$/;
/** Numbers of this length or longer belong to somebody: accounts, documents, telephone numbers. */
const SHORTEST_PERSONAL = 11;

/** True when two neighbouring digits stand without anything between them. */
const joined = (a: Digit | undefined, b: Digit | undefined): boolean =>
  a !== undefined && b !== undefined && (a.to === b.from || a.from === b.from);

/** Public short numbers (12345 12333 …), and written dates, side by side: nobody's own. */
function isPublic(run: readonly Digit[]): boolean {
  const groups: string[] = [];
  run.forEach((digit, i) => {
    if (i > 0 && joined(run[i - 1], digit)) groups[groups.length - 1] += digit.value;
    else groups.push(digit.value);
  });
  const short = (group: string): boolean => /^(?:12\d{3}|1[12]\d|96\d{3,4})$/.test(group);
  if (groups.every(short)) return true;
  const dates = groups.length % 3 === 0 && groups.length > 0;
  return (
    dates &&
    groups.every(
      (_, i) => i % 3 !== 0 || (groups[i]?.length === 4 && DATE.test(groups.slice(i, i + 3).join(''))),
    )
  );
}

/** Which digits of a run are hidden. */
function hiddenOf(run: readonly Digit[]): boolean[] {
  const hidden = run.map(() => false);
  const hide = (from: number, to: number): void => {
    hidden.fill(true, from, to);
  };
  const text = run.map((digit) => digit.value).join('');
  /** What no identity number took: mobiles, old identity numbers, cards, the rest. */
  const rest = (from: number, to: number): void => {
    let at = from;
    while (at < to) {
      // A mobile number is looked for where a written group begins, so that it is not cut out of a card number.
      const starts = at === from || !joined(run[at - 1], run[at]);
      const part = text.slice(at, to);
      const ends = (length: number): boolean =>
        length === part.length || !joined(run[at + length - 1], run[at + length]);
      if (starts && MOBILE.test(part) && ends(11)) {
        hide(at + 3, at + 7);
        if (at > from) stretch(from, at);
        rest(at + 11, to);
        return;
      }
      at += 1;
    }
    stretch(from, to);
  };
  const stretch = (from: number, to: number): void => {
    const length = to - from;
    if (length < SHORTEST_PERSONAL || isPublic(run.slice(from, to))) return;
    if (length === 15 && ID15.test(text.slice(from, to))) hide(from + 6, to - 4);
    else hide(from, to - 4);
  };
  let from = 0;
  for (let at = 0; at + 18 <= text.length; ) {
    if (ID18.test(text.slice(at)) && (at === 0 || !joined(run[at - 1], run[at]) || text.length === 18)) {
      rest(from, at);
      hide(at + 6, at + 14);
      at += 18;
      from = at;
    } else {
      at += 1;
    }
  }
  rest(from, text.length);
  return hidden;
}

/**
 * Hides personal numbers: identity numbers 6 + 8 stars + 4, mobile numbers 3 + 4 + 4, of every other long number all
 * but the last 4. Knows them spaced, hyphened, full width, in Chinese digits (幺三九, 叁, 四个零) and with 叉 or X at the
 * end. Plates, mail addresses, rooms, names and codes too (`maskWords`). Everything else stays as it was written.
 */
export function mask(text: string): string {
  const chars = Array.from(text);
  for (const run of runsOf(chars)) {
    const hidden = hiddenOf(run);
    run.forEach((digit, i) => {
      if (!hidden[i]) return;
      // A counted group (四个零) is one writing of several digits: it is hidden as a whole.
      const size = run.filter((other) => other.from === digit.from).length;
      chars[digit.from] = '*'.repeat(size);
      for (let k = digit.from + 1; k < digit.to; k += 1) chars[k] = '';
    });
  }
  return maskWords(chars.join(''));
}

const DIGITS: Readonly<Record<string, number>> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  俩: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const TENS: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000 };

/** A Chinese or Arabic number as it is said: 一百二十, 一百二, 两千零五, 1.5万, 3万. Null when it is none. */
export function numberOf(said: string): number | null {
  const arabic = said.match(/^(\d+(?:\.\d+)?)(万)?$/u);
  if (arabic) return Number(arabic[1]) * (arabic[2] ? 10_000 : 1);
  const wan = said.indexOf('万');
  if (wan >= 0) {
    const high = numberOf(said.slice(0, wan));
    const tail = said.slice(wan + 1);
    if (high === null) return null;
    // 一万二 is 12 000: a lone digit after a unit counts in the next lower one.
    const low = tail === '' ? 0 : tail.length === 1 ? (DIGITS[tail] ?? 0) * 1_000 : numberOf(tail);
    return low === null ? null : high * 10_000 + low;
  }
  if (!/^[零〇一二两俩三四五六七八九十百千]+$/u.test(said)) return null;
  if (!/[十百千]/u.test(said)) {
    // Read digit by digit: 二零二六.
    return said.length === 1
      ? (DIGITS[said] ?? null)
      : Number([...said].map((char) => DIGITS[char]).join(''));
  }
  let total = 0;
  let digit: number | null = null;
  let unit = 0;
  let zero = false;
  for (const char of said) {
    const ten = TENS[char];
    if (ten !== undefined) {
      total += (digit ?? 1) * ten;
      digit = null;
      unit = ten;
      zero = false;
    } else {
      digit = DIGITS[char] ?? null;
      zero ||= digit === 0;
    }
  }
  if (digit === null) return total;
  return total + (unit >= 100 && !zero ? digit * (unit / 10) : digit);
}

/** What a quantity counts. Lengths of time are in months, weeks or days; areas in square metres; money in yuan. */
export type Unit =
  | 'month'
  | 'week'
  | 'day'
  | 'year_old'
  | 'area'
  | 'money'
  | 'times'
  | 'set'
  | 'people'
  | 'bare';

/** A quantity that was said: where it stands, how much, of what. */
export interface Quantity {
  value: number;
  unit: Unit;
  from: number;
  to: number;
}

const NUMBER = '(?:\\d+(?:\\.\\d+)?万?|[零〇一二两俩三四五六七八九十百千万]+)';
const PATTERNS: readonly (readonly [Unit, RegExp, (match: RegExpExecArray) => number | null])[] = [
  [
    'month',
    new RegExp(
      `(${NUMBER}|半)(?:个)?多?年(?!级|底|初|前|龄)(?:(半)|(?:零|又)?(${NUMBER})个?月)?|(${NUMBER}|半|小半)个(半)?多?月|(${NUMBER})个季度`,
      'gu',
    ),
    (m) => {
      if (m[1] !== undefined) {
        const years = m[1] === '半' ? 0.5 : numberOf(m[1]);
        // 2025年 and 一九六五年 name a year and count none.
        if (years === null || years >= 100) return null;
        return Math.round(years * 12) + (m[2] ? 6 : 0) + (m[3] ? (numberOf(m[3]) ?? 0) : 0);
      }
      if (m[4] !== undefined) {
        if (m[4] === '半') return 0.5;
        const months = numberOf(m[4]);
        return months === null ? null : months + (m[5] ? 0.5 : 0);
      }
      const quarters = m[6] === undefined ? null : numberOf(m[6]);
      return quarters === null ? null : quarters * 3;
    },
  ],
  ['year_old', new RegExp(`(${NUMBER})(?:周)?岁(半)?`, 'gu'), (m) => numberOf(m[1] ?? '')],
  [
    'area',
    new RegExp(
      `(${NUMBER})多?(?:个)?(?:平方米|平方|平米|㎡|m2|平(?!时|台|安|价|均|静)|方(?!式|便|法|面|向))`,
      'gu',
    ),
    (m) => numberOf(m[1] ?? ''),
  ],
  [
    'week',
    new RegExp(`(${NUMBER})(?:个)?(?:星期|礼拜|周(?!岁|年|[一二三四五六日末]))`, 'gu'),
    (m) => numberOf(m[1] ?? ''),
  ],
  ['day', new RegExp(`(${NUMBER})(?:个)?(?:天|日(?!期)|工作日)`, 'gu'), (m) => numberOf(m[1] ?? '')],
  ['money', new RegExp(`(${NUMBER})(?:多)?(?:元|块|块钱|万块|万元)`, 'gu'), (m) => numberOf(m[1] ?? '')],
  ['times', new RegExp(`(${NUMBER})(?:多)?(?:次|回|遍|趟)`, 'gu'), (m) => numberOf(m[1] ?? '')],
  ['set', new RegExp(`(?:第)?(${NUMBER})套`, 'gu'), (m) => numberOf(m[1] ?? '')],
  ['people', new RegExp(`(${NUMBER})(?:个)?人`, 'gu'), (m) => numberOf(m[1] ?? '')],
];
const BARE = new RegExp(`(?<![\\d第])${NUMBER}`, 'gu');

/** Every quantity of a normalised text, in its order; `bare` ones have no unit. 三个月 counts, 3月 is a date. */
export function quantitiesIn(text: string): Quantity[] {
  const found: Quantity[] = [];
  const taken = text.split('').map(() => false);
  for (const [unit, pattern, read] of PATTERNS) {
    for (const match of text.matchAll(pattern)) {
      const from = match.index;
      const to = from + match[0].length;
      if (taken.slice(from, to).some(Boolean)) continue;
      const value = read(match);
      if (value === null || !Number.isFinite(value)) continue;
      taken.fill(true, from, to);
      found.push({ value, unit, from, to });
    }
  }
  for (const match of text.matchAll(BARE)) {
    const from = match.index;
    const to = from + match[0].length;
    const value = numberOf(match[0]);
    if (value === null || taken.slice(from, to).some(Boolean)) continue;
    found.push({ value, unit: 'bare', from, to });
  }
  return found.sort((a, b) => a.from - b.from);
}

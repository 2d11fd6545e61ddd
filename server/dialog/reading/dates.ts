import { numberOf } from './numbers.ts';

const N = '(?:\\d{1,2}|[一二三四五六七八九十]{1,3})';
const YEAR = '(\\d{4}|\\d{2}|[零〇一二三四五六七八九]{2,4})年';
const FULL = new RegExp(
  `${YEAR}(?:的)?(${N})月(?:份)?(?:(${N})[日号])?|(\\d{4})[-/.](\\d{1,2})(?:[-/.](\\d{1,2}))?`,
  'gu',
);
const YEAR_ALONE = new RegExp(`${YEAR}(?:的|出生|生)?`, 'u');

const pad = (value: number): string => String(value).padStart(2, '0');

/** 65年 is 1965, 04年 is 2004: two digits up to `pivot` belong to this century. */
function yearOf(said: string, pivot: number): number | null {
  const value = numberOf(said);
  if (value === null) return null;
  if (said.length >= 4) return value >= 1900 && value < 2200 ? value : null;
  return value <= pivot ? 2000 + value : 1900 + value;
}

/** The last date of a normalised text as `YYYY-MM` or `YYYY-MM-DD`; null when there is none. `today` as `YYYY-MM-DD`. */
export function dateIn(text: string, today: string): string | null {
  const pivot = Number(today.slice(2, 4)) + 10;
  let last: string | null = null;
  for (const match of text.matchAll(FULL)) {
    const year = match[4] === undefined ? yearOf(match[1] ?? '', pivot) : Number(match[4]);
    const month = numberOf(match[2] ?? match[5] ?? '');
    const dayText = match[3] ?? match[6];
    const day = dayText === undefined ? null : numberOf(dayText);
    if (year === null || month === null || month < 1 || month > 12) continue;
    last = `${year}-${pad(month)}${day !== null && day >= 1 && day <= 31 ? `-${pad(day)}` : ''}`;
  }
  if (last !== null) return last;
  // 七零年的，腊月，就是十二月: year and month stand apart.
  const year = yearIn(text, today);
  const month = [...text.matchAll(new RegExp(`(${N})月(?:份|生|出生)?`, 'gu'))].at(-1)?.[1];
  const value = month === undefined ? null : numberOf(month);
  return year !== null && year < 2100 && value !== null && value >= 1 && value <= 12
    ? `${year}-${pad(value)}`
    : null;
}

/** The year of a text that names no month (65年的); null when there is none. */
export function yearIn(text: string, today: string): number | null {
  const match = text.match(YEAR_ALONE);
  return match?.[1] === undefined ? null : yearOf(match[1], Number(today.slice(2, 4)) + 10);
}

/** A time as it is told in an order (昨天晚上10点, 上周起每天): the words themselves; null when there are none. */
export function timeWordsIn(text: string): string | null {
  const unit =
    '(?:今天|昨天|前天|昨晚|今早|今晚|前晚|昨夜|上个?(?:月(?:底|初|末|中旬?|上旬|下旬)?|(?:周|星期|礼拜)(?:[一二三四五六日天末])?)|这个?月(?:底|初|末|中旬?|上旬|下旬)|(?:去|今|前)?年(?:底|初|前|中)|(?:农历|阴历)?(?:正|腊|冬)月(?:初|廿)?(?:[一二三四五六七八九十]{1,3}|底)?|大年(?:三十|初[一二三四五六七八九十])|除夕|春节(?:前|后|期间)?|过年(?:前|后|那会儿?|的时候)?|国庆(?:前|后|期间)?|五一(?:前|后|期间)?|中秋(?:前|后)?|这(?:几|两|个|段)(?:天|周|月|时间)|最近|每天|天天|每晚|每到?周末|每个?星期|去年|前年|今年|白天|半夜|深夜|凌晨|早上|上午|中午|下午|傍晚|晚上|夜里|(?:\\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\\d{1,2}|[一二三四五六七八九十]{1,3})[日号]|周[一二三四五六日末]|星期[一二三四五六日天])';
  const clock =
    '(?:\\d{1,2}|[一二三四五六七八九十]{1,3}|两)点(?:半|钟|多|\\d{1,2}分?|[一二三四五六七八九十]{1,3}分)?';
  const match = text.match(
    new RegExp(
      `${unit}(?:的|起|开始|到|从|在)*(?:${unit}|${clock}|(?:起|开始|以后|之后))*(?:(?:到|至)(?:${unit})?(?:${clock})?)?|${clock}(?:到${clock})?`,
      'u',
    ),
  );
  const said = match?.[0].replace(/(?:的|到|从|在)$/u, '') ?? '';
  return said === '' ? lastingIn(text) : said;
}

/** How long something has gone on, which tells since when: 坏了一个星期, 三天没水. */
function lastingIn(text: string): string | null {
  const span =
    '(?:好几|几|半|两三|三四|\\d{1,3}|[一二两三四五六七八九十]{1,3})个?多?(?:天|星期|礼拜|周|月|年)(?:多|半)?';
  return (
    text.match(new RegExp(`了(?:有|快|将近|大概)?(${span})`, 'u'))?.[1] ??
    text.match(new RegExp(`(${span})(?:了|没有?|以来|以上|都不)`, 'u'))?.[1] ??
    null
  );
}

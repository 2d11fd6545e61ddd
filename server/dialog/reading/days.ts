import { numberOf } from './numbers.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = '一二三四五六日';
const WEEKS: Readonly<Record<string, number>> = { 上上: -2, 上: -1, 下: 1, 下下: 2 };
const MONTHS: Readonly<Record<string, number>> = { 上上: -2, 上: -1, 这: 0, 本: 0, 下: 1, 下下: 2 };

/**
 * The day that words mean seen from `today` (both `YYYY-MM-DD`): 明天, 下周一, 上个月25号, 12月3号; null when they mean none.
 * `past`: of a day without its month or year, the last one is meant and not the next.
 */
export function dayIn(text: string, today: string, past = false): string | null {
  const now = Date.parse(`${today}T00:00:00Z`);
  const at = (days: number): string => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  if (/大后天/u.test(text)) return at(3);
  if (/后天/u.test(text)) return at(2);
  if (/明(?:天|儿|日|早|晚)/u.test(text)) return at(1);
  if (/大前天/u.test(text)) return at(-3);
  if (/前(?:天|日|晚)/u.test(text)) return at(-2);
  if (/昨(?:天|儿|日|晚|夜)/u.test(text)) return at(-1);
  if (/今(?:天|儿|日|早|晚)/u.test(text)) return at(0);
  const week = text.match(/(下下|下|上上|上|这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天末])/u);
  if (week) {
    const wanted = week[2] === '天' ? 6 : week[2] === '末' ? 5 : WEEKDAYS.indexOf(week[2] ?? '一');
    const current = (new Date(now).getUTCDay() + 6) % 7;
    const ahead = wanted - current + 7 * (WEEKS[week[1] ?? ''] ?? 0);
    if (week[1] !== undefined) return at(ahead);
    return at(past ? (ahead > 0 ? ahead - 7 : ahead) : ahead < 0 ? ahead + 7 : ahead);
  }
  const date = text.match(
    /(?:(\d{1,2}|[一二三四五六七八九十]{1,2})月(?:份)?(?:的)?|(上上|上|这|本|下下|下)个?月(?:份)?(?:的)?)?(\d{1,2}|[一二三四五六七八九十]{1,3})[日号](?!楼|院|线|码|坐席)/u,
  );
  if (date?.[3] === undefined) return null;
  const day = numberOf(date[3]);
  const month = date[1] === undefined ? null : numberOf(date[1]);
  if (
    day === null ||
    day < 1 ||
    day > 31 ||
    (date[1] !== undefined && (month === null || month < 1 || month > 12))
  )
    return null;
  const from = new Date(now);
  const [year, current] = [from.getUTCFullYear(), from.getUTCMonth()];
  if (date[2] !== undefined) return dayOf(year, current + (MONTHS[date[2]] ?? 0), day);
  // A day that is over is meant next month, or next year; of what has happened, the last one is meant.
  for (let step = 0; step < TRIES; step += 1) {
    const back = past ? -step : step;
    const found = month === null ? dayOf(year, current + back, day) : dayOf(year + back, month - 1, day);
    if (found !== null && (past ? found <= today : found >= today)) return found;
  }
  return null;
}

/** Months or years looked at for a day: the 31st is not in every month, 29 February not in every year. */
const TRIES = 5;

/** A day as `YYYY-MM-DD`; `month` from 0, beyond the year where it has to be. Null for a day that the month has not. */
function dayOf(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month, day));
  return date.getUTCDate() === day ? date.toISOString().slice(0, 10) : null;
}

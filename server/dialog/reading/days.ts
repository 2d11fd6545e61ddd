import { numberOf } from './numbers.ts';

const DAY_MS = 86_400_000;
const WEEKDAYS = '一二三四五六日';

/** The day that words mean seen from `today` (both `YYYY-MM-DD`): 明天, 下周一, 12月3号; null when they mean none. */
export function dayIn(text: string, today: string): string | null {
  const now = Date.parse(`${today}T00:00:00Z`);
  const at = (days: number): string => new Date(now + days * DAY_MS).toISOString().slice(0, 10);
  if (/大后天/u.test(text)) return at(3);
  if (/后天/u.test(text)) return at(2);
  if (/明(?:天|儿|日|早|晚)/u.test(text)) return at(1);
  if (/今(?:天|儿|日|早|晚)/u.test(text)) return at(0);
  const week = text.match(/(下下|下|这|本)?(?:个)?(?:周|星期|礼拜)([一二三四五六日天末])/u);
  if (week) {
    const wanted = week[2] === '天' ? 6 : week[2] === '末' ? 5 : WEEKDAYS.indexOf(week[2] ?? '一');
    const current = (new Date(now).getUTCDay() + 6) % 7;
    const ahead = wanted - current + (week[1] === '下下' ? 14 : week[1] === '下' ? 7 : 0);
    return at(week[1] === undefined && ahead < 0 ? ahead + 7 : ahead);
  }
  const date = text.match(
    /(?:(\d{1,2}|[一二三四五六七八九十]{1,2})月)?(\d{1,2}|[一二三四五六七八九十]{1,3})[日号](?!楼|院|线|码|坐席)/u,
  );
  if (date?.[2] === undefined) return null;
  const day = numberOf(date[2]);
  const month = date[1] === undefined ? null : numberOf(date[1]);
  if (
    day === null ||
    day < 1 ||
    day > 31 ||
    (date[1] !== undefined && (month === null || month < 1 || month > 12))
  )
    return null;
  const from = new Date(now);
  const wanted = new Date(
    Date.UTC(from.getUTCFullYear(), month === null ? from.getUTCMonth() : month - 1, day),
  );
  // A day that is over is meant next month, or next year.
  if (wanted.getTime() < now) {
    if (month === null) wanted.setUTCMonth(wanted.getUTCMonth() + 1);
    else wanted.setUTCFullYear(wanted.getUTCFullYear() + 1);
  }
  return wanted.toISOString().slice(0, 10);
}

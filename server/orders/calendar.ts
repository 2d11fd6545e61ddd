import chineseDays from 'chinese-days';
import { z } from 'zod';
import type { Category } from '../store/case-types.ts';

/** Beijing is 8 h ahead of UTC all year round. */
const BEIJING_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** An answer is due at the end of the working day (Beijing). */
const DUE_HOUR = 18;
/** The last year whose holidays chinese-days 1.5.7 knows; the State Council publishes the next one each November. */
const LIBRARY_KNOWS_UNTIL = 2026;

const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
/** Days that the operator knows better than the library: holidays on weekdays, and working days on weekends (调休). */
export const DayTable = z.strictObject({
  holidays: z.array(Day).default([]),
  workdays: z.array(Day).default([]),
});
export type DayTable = z.infer<typeof DayTable>;

/** The working days of China. Dates are `YYYY-MM-DD` of Beijing. */
export interface Calendar {
  isWorkday(date: string): boolean;
  /** The end of the working day that is `days` working days after the day of `at`, Unix ms. */
  dueAfter(at: number, days: number): number;
  /** Years from that of `at` to the next one whose holidays are not known: an alarm for the operator. */
  unknownYears(at: number): number[];
}

/** The date in Beijing at a time (Unix ms). */
export const dateOf = (at: number): string => new Date(at + BEIJING_MS).toISOString().slice(0, 10);
/** Unix ms of a date and time of Beijing. */
export const momentOf = (date: string, time: string): number => Date.parse(`${date}T${time}:00+08:00`);
export const addDays = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
/** 1 Monday to 7 Sunday. */
export const weekdayOf = (date: string): number => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;

/** The library's days, with the operator's table over them. */
export function createCalendar(table: DayTable = { holidays: [], workdays: [] }): Calendar {
  const holidays = new Set(table.holidays);
  const workdays = new Set(table.workdays);
  const works = (date: string): boolean => {
    if (holidays.has(date)) return false;
    if (workdays.has(date)) return true;
    return chineseDays.isWorkday(date);
  };
  return {
    isWorkday: works,
    dueAfter(at, days) {
      let date = dateOf(at);
      for (let left = days; left > 0; ) {
        date = addDays(date, 1);
        if (works(date)) left -= 1;
      }
      return momentOf(date, `${DUE_HOUR}:00`);
    },
    unknownYears(at) {
      const year = Number(dateOf(at).slice(0, 4));
      return [year, year + 1].filter(
        (one) => one > LIBRARY_KNOWS_UNTIL && !table.holidays.some((day) => day.startsWith(`${one}-`)),
      );
    },
  };
}

/**
 * Working days until the answer, by the kind of 诉求. `product`: this product's own default; `guangdong`: the province's
 * rule of 2022; `shandong`: the province's rule of 2020 (domain reference 2.2).
 */
export const TIME_LIMITS = {
  product: { consult: 2, help: 5, suggestion: 10, complaint: 10, report: 15, praise: 10 },
  guangdong: { consult: 2, help: 10, suggestion: 10, complaint: 15, report: 15, praise: 10 },
  shandong: { consult: 5, help: 5, suggestion: 5, complaint: 5, report: 5, praise: 5 },
} as const satisfies Record<string, Record<Category, number>>;
export type TimeLimits = Readonly<Record<Category, number>>;

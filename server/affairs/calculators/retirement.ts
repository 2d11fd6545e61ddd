/** Whose retirement: the age before the reform decides the pace (男60, 女55 管理或技术岗位, 女50 其他岗位). */
export type RetirementKind = 'male_60' | 'female_55' | 'female_50';

export interface Retirement {
  /** `YYYY-MM` of the statutory retirement. */
  date: string;
  /** Whole years and months of age then. */
  years: number;
  months: number;
  /** By how many months it is later than before the reform. */
  delay: number;
  /** `YYYY-MM`: three years earlier at most, and never before the old age. */
  earliest: string;
  /** `YYYY-MM`: three years later at most. */
  latest: string;
  /** Years of contributions needed in that year: 15, from 2030 on half a year more each year up to 20. */
  leastYears: number;
}

const OLD_AGE: Readonly<Record<RetirementKind, number>> = { male_60: 60, female_55: 55, female_50: 50 };
/** One month later for every so many months, and at most so many (全国人大常委会决定, 2024-09-13). */
const PACE: Readonly<Record<RetirementKind, { every: number; most: number }>> = {
  male_60: { every: 4, most: 36 },
  female_55: { every: 4, most: 36 },
  female_50: { every: 2, most: 60 },
};
/** January 2025: the first month of the reform, counted in months of the calendar. */
const START = 2025 * 12;
const FLEXIBLE_MONTHS = 36;

const text = (month: number): string =>
  `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;

/**
 * The statutory retirement month of somebody born in `birth` (`YYYY-MM`), after the decision of 13 September 2024 on
 * raising the retirement age step by step from January 2025. Null for a birth that is no month.
 */
export function retirement(kind: RetirementKind, birth: string): Retirement | null {
  const match = birth.match(/^(\d{4})-(\d{2})/);
  const year = Number(match?.[1]);
  const month = Number(match?.[2]);
  if (!match || month < 1 || month > 12) return null;
  const old = (year + OLD_AGE[kind]) * 12 + month - 1;
  const { every, most } = PACE[kind];
  // Whoever would have retired in January 2025 is the first who waits a month.
  const delay = old < START ? 0 : Math.min(most, Math.ceil((old - START + 1) / every));
  const date = old + delay;
  const age = OLD_AGE[kind] * 12 + delay;
  const inYear = Math.floor(date / 12);
  return {
    date: text(date),
    years: Math.floor(age / 12),
    months: age % 12,
    delay,
    earliest: text(Math.max(old, date - FLEXIBLE_MONTHS)),
    latest: text(date + FLEXIBLE_MONTHS),
    leastYears: Math.min(20, 15 + Math.max(0, inYear - 2029) * 0.5),
  };
}

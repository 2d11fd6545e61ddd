import { AppError } from '../../protocol/errors.ts';

/** Working hours of the human agents. Times are of Beijing, which is 8 h ahead of UTC all year round. */
export interface Hours {
  isOpen(at: number): boolean;
}

const BEIJING_MS = 8 * 3_600_000;
const DAY_MIN = 24 * 60;

type Days = 'daily' | 'workdays' | 'restdays';
interface Rule {
  days: Days;
  /** Minutes of the day, half open. */
  spans: readonly (readonly [number, number])[];
}

/** Always: the hotline itself never closes. */
export const ALWAYS: Hours = { isOpen: () => true };

const minutesOf = (time: string): number | null => {
  const found = /^(\d{1,2}):(\d{2})$/.exec(time);
  if (found === null) return null;
  const minutes = Number(found[1]) * 60 + Number(found[2]);
  return Number(found[2]) < 60 && minutes <= DAY_MIN ? minutes : null;
};

/**
 * Reads `workdays 08:30-12:00,13:30-17:30; restdays 09:00-16:00` (or `daily …`; empty: always). What is not named is closed.
 *
 * @param isWorkday whether a date `YYYY-MM-DD` is worked on in China (调休 included)
 * @throws AppError `config_invalid` for what cannot be read
 */
export function readHours(text: string, isWorkday: (date: string) => boolean): Hours {
  if (text.trim() === '') return ALWAYS;
  const rules = text.split(';').map((part): Rule => {
    const [days, spans] = part.trim().split(/\s+/, 2);
    const read = (spans ?? '').split(',').map((span) => {
      const [from, to] = span.split('-').map((time) => minutesOf(time.trim()));
      if (from === null || to === null || from === undefined || to === undefined || from >= to)
        throw invalid(part);
      return [from, to] as const;
    });
    if (days !== 'daily' && days !== 'workdays' && days !== 'restdays') throw invalid(part);
    return { days, spans: read };
  });
  return {
    isOpen(at) {
      const local = new Date(at + BEIJING_MS);
      const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
      const works = isWorkday(local.toISOString().slice(0, 10));
      return rules.some(
        ({ days, spans }) =>
          (days === 'daily' || (days === 'workdays') === works) &&
          spans.some(([from, to]) => minute >= from && minute < to),
      );
    },
  };
}

const invalid = (part: string): AppError =>
  new AppError(
    'config_invalid',
    `GOVATAR_DESK_HOURS: "${part.trim().slice(0, 60)}" is not like "workdays 08:30-12:00,13:30-17:30".`,
  );

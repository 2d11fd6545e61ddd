import type { FieldOption } from '../../protocol/index.ts';
import type { BookingStore } from '../store/bookings.ts';
import { addDays, type Calendar, dateOf, momentOf, weekdayOf } from './calendar.ts';
import type { Hall, OpenSlot } from './types.ts';

/** How far ahead a time can be booked, and how long before it. */
const DAYS_AHEAD = 14;
const LATEST_MS = 3_600_000;
/** Until then an appointment can be cancelled (two hours before it begins). */
export const CANCEL_BEFORE_MS = 2 * 3_600_000;

const WEEKDAYS = [
  { zh: '周一', en: 'Mon' },
  { zh: '周二', en: 'Tue' },
  { zh: '周三', en: 'Wed' },
  { zh: '周四', en: 'Thu' },
  { zh: '周五', en: 'Fri' },
  { zh: '周六', en: 'Sat' },
  { zh: '周日', en: 'Sun' },
] as const;

/** Halls, their days and their times. */
export interface Places {
  halls(service: string | null): readonly Hall[];
  slots(hall: string): Promise<OpenSlot[]>;
  dateOptions(hall: string): Promise<FieldOption[]>;
  slotOptions(hall: string, date: string): Promise<FieldOption[]>;
  /** A time that may be booked now, whether or not a place is left; null when there is none such. */
  find(
    hall: string,
    date: string,
    slot: string,
  ): { hall: Hall; from: string; to: string; places: number } | null;
}

export function createPlaces(options: {
  halls: () => readonly Hall[];
  calendar: Calendar;
  bookings: BookingStore;
  now: () => number;
}): Places {
  const hallOf = (id: string): Hall | null => options.halls().find((hall) => hall.id === id) ?? null;
  const isOpen = (hall: Hall, date: string): boolean =>
    hall.open === 'workdays' ? options.calendar.isWorkday(date) : hall.open.includes(weekdayOf(date));

  const slots = async (id: string): Promise<OpenSlot[]> => {
    const hall = hallOf(id);
    if (hall === null) return [];
    const now = options.now();
    const today = dateOf(now);
    const dates = Array.from({ length: DAYS_AHEAD + 1 }, (_, n) => addDays(today, n));
    const taken = await options.bookings.taken(id, today, addDays(today, DAYS_AHEAD));
    return dates
      .filter((date) => isOpen(hall, date))
      .flatMap((date) =>
        hall.slots
          .filter(({ from }) => momentOf(date, from) - now >= LATEST_MS)
          .map(({ from, to, places }) => ({
            ...{ date, from, to },
            left: Math.max(0, places - (taken.get(`${date} ${from}`) ?? 0)),
          })),
      );
  };
  return {
    halls: (service) =>
      options
        .halls()
        .filter((hall) => hall.slots.length > 0)
        .filter((hall) => service === null || hall.services === undefined || hall.services.includes(service)),
    slots,
    async dateOptions(id) {
      const open = await slots(id);
      return [...new Set(open.map(({ date }) => date))].map((date): FieldOption => {
        const left = open.filter((slot) => slot.date === date).reduce((sum, slot) => sum + slot.left, 0);
        const [, month, day] = date.split('-').map(Number);
        const weekday = WEEKDAYS[weekdayOf(date) - 1] ?? WEEKDAYS[0];
        return {
          value: date,
          label: { zh: `${month}月${day}日 ${weekday.zh}`, en: `${weekday.en} ${date}` },
          note: leftNote(left),
          ...(left === 0 ? { disabled: true } : {}),
        };
      });
    },
    async slotOptions(id, date) {
      const open = await slots(id);
      return open
        .filter((slot) => slot.date === date)
        .map(
          ({ from, to, left }): FieldOption => ({
            value: from,
            label: { zh: `${from}–${to}`, en: `${from}–${to}` },
            note: leftNote(left),
            ...(left === 0 ? { disabled: true } : {}),
          }),
        );
    },
    find(id, date, from) {
      const hall = hallOf(id);
      const slot = hall?.slots.find((one) => one.from === from);
      if (hall === null || slot === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
      const now = options.now();
      const tooFar = date > addDays(dateOf(now), DAYS_AHEAD);
      if (tooFar || !isOpen(hall, date) || !(momentOf(date, from) - now >= LATEST_MS)) return null;
      return { hall, ...slot };
    },
  };
}

const leftNote = (left: number) =>
  left === 0 ? { zh: '已约满', en: 'Full' } : { zh: `余${left}个`, en: `${left} left` };

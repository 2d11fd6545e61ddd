import { describe, expect, it } from 'vitest';
import { readHours } from './hours.ts';

const at = (time: string): number => Date.parse(`2026-11-23T${time}:00+08:00`);
const hours = (text: string, works = true) => readHours(text, () => works);

describe('working hours', () => {
  it('are always where none are named', () => {
    expect(hours('').isOpen(at('03:00'))).toBe(true);
  });

  it('are those of Beijing, with their pause', () => {
    const open = hours('workdays 08:30-12:00,13:30-17:30; restdays 09:00-16:00');
    expect(
      ['08:29', '08:30', '11:59', '12:00', '13:30', '17:30'].map((time) => open.isOpen(at(time))),
    ).toEqual([false, true, true, false, true, false]);
    expect(hours('workdays 08:30-12:00', false).isOpen(at('09:00'))).toBe(false);
    expect(hours('restdays 09:00-16:00', false).isOpen(at('09:00'))).toBe(true);
  });

  it('say how they are written when they cannot be read', () => {
    for (const text of [
      'workdays',
      'monday 08:00-12:00',
      'daily 12:00-08:00',
      'daily 8-12',
      'daily 08:00-25:00',
    ])
      expect(() => hours(text), text).toThrow('GOVATAR_DESK_HOURS');
  });
});

import { describe, expect, it } from 'vitest';
import { createCalendar, dateOf, TIME_LIMITS } from './calendar.ts';
import { maskAddress, maskName, maskPhone, maskText } from './mask.ts';
import { retentionOf } from './retention.ts';
import { mayChange, stagesOf } from './states.ts';

const at = (text: string): number => Date.parse(`${text}+08:00`);

describe('working days', () => {
  it('leave out the Spring Festival of 2026 and count the Saturday that makes up for it', () => {
    const calendar = createCalendar();
    expect(dateOf(calendar.dueAfter(at('2026-02-12T09:00'), 5))).toBe('2026-02-26');
    expect(calendar.isWorkday('2026-02-14')).toBe(true);
  });

  it('begin on the day after, in Beijing, and end at six in the evening', () => {
    const { dueAfter } = createCalendar();
    expect(dueAfter(at('2026-11-23T00:10'), 2)).toBe(at('2026-11-25T18:00'));
    expect(dueAfter(at('2026-11-23T23:50'), 2)).toBe(at('2026-11-25T18:00'));
    // From a Saturday on, Monday is the first.
    expect(dueAfter(at('2026-11-28T12:00'), 1)).toBe(at('2026-11-30T18:00'));
  });

  it("of a year that the calendar does not know are the operator's, and are asked for", () => {
    const bare = createCalendar();
    expect(bare.unknownYears(at('2026-11-23T09:00'))).toEqual([2027]);
    const table = { holidays: ['2027-02-08'], workdays: ['2027-02-14'] };
    const told = createCalendar(table);
    expect(told.unknownYears(at('2026-11-23T09:00'))).toEqual([]);
    expect([told.isWorkday('2027-02-08'), told.isWorkday('2027-02-14')]).toEqual([false, true]);
  });

  it('are promised by kind, in every preset', () => {
    for (const preset of Object.values(TIME_LIMITS)) {
      expect(Object.values(preset).every((days) => days >= 1 && days <= 15)).toBe(true);
    }
  });
});

describe('the states of a work order', () => {
  it('refuse what the reference refuses', () => {
    expect(mayChange('submitted', 'rejected', 'avatar')).toBe(false);
    expect(mayChange('submitted', 'to_dispatch', 'citizen')).toBe(false);
    expect(mayChange('withdrawn', 'submitted', 'citizen')).toBe(false);
    expect(mayChange('rejected', 'withdrawn', 'citizen')).toBe(false);
    expect(mayChange('to_dispatch', 'withdrawn', 'citizen', 'report')).toBe(false);
  });

  it('let their citizen withdraw, and agents ask for more', () => {
    expect(mayChange('submitted', 'withdrawn', 'citizen', 'report')).toBe(true);
    expect(mayChange('to_dispatch', 'withdrawn', 'citizen', 'complaint')).toBe(true);
    expect(mayChange('submitted', 'need_info', 'agent')).toBe(true);
  });

  it('are shown as a course with one step that goes on', () => {
    const stages = stagesOf('work_order', 'to_dispatch', 1, 2);
    expect(stages.filter(({ state }) => state === 'now')).toHaveLength(1);
    expect(stagesOf('appointment', 'booked', 1, 2)).toEqual([]);
  });
});

describe('masks', () => {
  it('leave what its owner recognises', () => {
    expect(maskPhone('13900001234')).toBe('139****1234');
    expect(maskPhone('010-12345678')).toBe('010****5678');
    expect(maskName('张建国')).toBe('张**');
    expect(maskAddress('建设路8号幸福小区3栋2单元502室')).toBe('建设路*号幸福小区*栋*单元*室');
    expect(maskAddress('幸福路12号3单元502')).toBe('幸福路*号*单元*');
  });

  it('find numbers of people in a text, also in full-width digits, and leave amounts and years', () => {
    expect(maskText('我的电话139 0000 1234，身份证11010119900101123X')).toBe(
      '我的电话139****1234，身份证110101********123X',
    );
    expect(maskText('１３９００００１２３４')).toBe('139****1234');
    expect(maskText('2026年罚款2000元')).toBe('2026年罚款2000元');
  });
});

describe('periods of keeping', () => {
  it('stand over their defaults, and refuse unknown kinds and a short audit', () => {
    expect(retentionOf({ drafts: 3 })).toMatchObject({ drafts: 3, cases: 1_095 });
    for (const wrong of [{ draft: 3 }, { audit: 30 }, { photos: 0 }]) {
      expect(() => retentionOf(wrong as Record<string, number>)).toThrow(/GOVATAR_RETENTION/);
    }
  });
});

import { describe, expect, it } from 'vitest';
import { dayIn } from './days.ts';

const MONDAY = '2026-11-23';

describe('a day seen from today', () => {
  it.each([
    ['明天', '2026-11-24'],
    ['后天吧', '2026-11-25'],
    ['大后天', '2026-11-26'],
    ['下周一', '2026-11-30'],
    ['周三', '2026-11-25'],
    ['25号', '2026-11-25'],
    ['3号', '2026-12-03'],
    ['31号', '2026-12-31'],
    ['1月5号', '2027-01-05'],
    ['下个月8号', '2026-12-08'],
    ['昨天', '2026-11-22'],
    ['前天', '2026-11-21'],
  ])('is the next one that %s can mean', (said, day) => {
    expect(dayIn(said, MONDAY)).toBe(day);
  });

  it.each([
    ['上个月25号', '2026-10-25'],
    ['25号', '2026-10-25'],
    ['3号', '2026-11-03'],
    ['12月3号', '2025-12-03'],
    ['10月3号', '2026-10-03'],
    ['周三', '2026-11-18'],
    ['上周五', '2026-11-20'],
    ['31号', '2026-10-31'],
  ])('is the last one that %s can mean, of what has happened', (said, day) => {
    expect(dayIn(said, MONDAY, true)).toBe(day);
  });

  it.each(['下个月31号楼', '没有日子', '2月30号', '40号'])('is none in %s', (said) => {
    expect(dayIn(said, MONDAY)).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import { dateIn, timeWordsIn, yearIn } from './dates.ts';
import { numberOf, quantitiesIn } from './numbers.ts';
import { polarityOf } from './polarity.ts';

describe('numbers as they are said', () => {
  it.each([
    ['十', 10],
    ['十二', 12],
    ['二十', 20],
    ['一百二', 120],
    ['一百零二', 102],
    ['一百二十五', 125],
    ['两千零五', 2005],
    ['三千五', 3500],
    ['一万二', 12_000],
    ['十二万', 120_000],
    ['3万', 30_000],
    ['1.5', 1.5],
    ['二零二六', 2026],
  ])('%s is %d', (said, value) => {
    expect(numberOf(said)).toBe(value);
  });

  it('is null for what is none', () => {
    expect(numberOf('几')).toBeNull();
    expect(numberOf('')).toBeNull();
  });
});

describe('quantities', () => {
  it.each([
    ['交了两年', 'month', 24],
    ['交了一年半', 'month', 18],
    ['两年零三个月', 'month', 27],
    ['半年了', 'month', 6],
    ['三个月', 'month', 3],
    ['十来岁不算，今年六十八岁', 'year_old', 68],
    ['房子一百三十八平', 'area', 138],
    ['90平米', 'area', 90],
    ['投诉三次了', 'times', 3],
    ['第二套房', 'set', 2],
    ['交了1万块', 'money', 10_000],
    ['快十五天了', 'day', 15],
  ])('%s', (said, unit, value) => {
    expect(quantitiesIn(said)).toContainEqual(expect.objectContaining({ unit, value }));
  });

  it('takes no year for a length of time, and no date for a number of months', () => {
    expect(quantitiesIn('2025年办的').filter(({ unit }) => unit === 'month')).toEqual([]);
    expect(quantitiesIn('3月办的').filter(({ unit }) => unit === 'month')).toEqual([]);
    expect(quantitiesIn('方便的话').filter(({ unit }) => unit === 'area')).toEqual([]);
  });
});

describe('dates', () => {
  it.each([
    ['我是1965年1月生的', '1965-01'],
    ['六五年一月', '1965-01'],
    ['一九七零年十二月', '1970-12'],
    ['2026年3月5号到期', '2026-03-05'],
    ['2026-03-05', '2026-03-05'],
    ['08年6月', '2008-06'],
  ])('%s is %s', (said, date) => {
    expect(dateIn(said, '2026-11-23')).toBe(date);
  });

  it('takes the last one said', () => {
    expect(dateIn('1965年1月，不对，1966年3月', '2026-11-23')).toBe('1966-03');
  });

  it('knows a year alone', () => {
    expect(yearIn('我78年的', '2026-11-23')).toBe(1978);
  });

  it('keeps the time of an event as it was told', () => {
    expect(timeWordsIn('昨天晚上10点楼上砸墙')).toBe('昨天晚上10点');
    expect(timeWordsIn('上周起每天都停水')).toBe('上周起每天');
    expect(timeWordsIn('路灯坏了')).toBeNull();
  });
});

describe('short answers', () => {
  it.each([
    ['嗯', 'sound'],
    ['嗯嗯', 'sound'],
    ['哦', 'sound'],
    ['是的', 'yes'],
    ['嗯，有', 'yes'],
    ['对对对', 'yes'],
    ['没有', 'no'],
    ['都没有房', 'no'],
    ['不是', 'no'],
    ['不知道', 'unknown'],
    ['记不清了', 'unknown'],
    ['我不太清楚', 'unknown'],
    ['商品房', 'other'],
  ])('%s is %s', (said, polarity) => {
    expect(polarityOf(said)).toBe(polarity);
  });
});

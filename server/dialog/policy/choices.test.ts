import { describe, expect, it } from 'vitest';
import type { FieldOption } from '../../../protocol/index.ts';
import { partOfOne, saidOption, severalIn, timeIn, timesLeft } from './choices.ts';

const option = (value: string, zh: string, disabled = false): FieldOption => ({
  value,
  label: { zh, en: zh },
  ...(disabled ? { disabled } : {}),
});
const TIMES = [
  option('09:00', '09:00–10:00'),
  option('10:00', '10:00–11:00', true),
  option('11:00', '11:00–12:00'),
  option('13:30', '13:30–14:30'),
  option('14:30', '14:30–15:30'),
];
const left = (text: string): unknown[] => timesLeft(text, TIMES).map(({ value }) => value);

describe('times of a day', () => {
  it.each([
    ['上午九点', 540],
    ['下午两点半', 870],
    ['两点', 840],
    ['十点一刻', 615],
    ['14:30', 870],
    ['晚点再说', null],
    ['二十九点', null],
  ])('%s', (text, minutes) => {
    expect(timeIn(text)).toBe(minutes);
  });

  it('are narrowed by the part of the day, and by the hour that falls in them', () => {
    expect(left('上午吧')).toEqual(['09:00', '11:00']);
    expect(left('下午')).toEqual(['13:30', '14:30']);
    expect(left('下午两点')).toEqual(['13:30']);
    expect(left('都行')).toEqual(['09:00', '11:00', '13:30', '14:30']);
  });

  it('leave nothing where the hour is taken or the door is shut', () => {
    expect(left('上午十点')).toEqual([]);
    expect(left('下午五点')).toEqual([]);
  });

  it('go by what was said last, which stands first', () => {
    expect(left('改下午，上午')).toEqual(['13:30', '14:30']);
  });

  it('are said as people say them', () => {
    expect(TIMES.map((time) => saidOption(time, 'zh'))).toEqual([
      '上午9点',
      '上午10点',
      '上午11点',
      '下午1点半',
      '下午2点半',
    ]);
  });
});

describe('a choice named by a part of its label', () => {
  const halls = [
    option('hall.main', '示例市政务服务中心（虚构）'),
    option('hall.east', '示例市东区便民服务中心（虚构）'),
  ];
  it('is the one that alone has that part', () => {
    expect(partOfOne('去东区那个', halls)).toBe('hall.east');
    expect(partOfOne('政务中心吧', halls)).toBe('hall.main');
  });
  it('is none where the part is of both, or refused', () => {
    expect(partOfOne('服务中心', halls)).toBeUndefined();
    expect(partOfOne('不去东区', halls)).toBeUndefined();
  });
});

describe('several choices', () => {
  const papers = [option('a', '身份证'), option('b', '户口簿'), option('c', '租赁合同')];
  it.each([
    ['身份证和户口簿', ['a', 'b']],
    ['身份证有，户口簿没有', ['a']],
    ['都有', ['a', 'b', 'c']],
    ['合同带了，身份证还没办', ['c']],
    ['都没有', []],
  ])('%s', (text, values) => {
    expect(severalIn(text, papers)).toEqual(values);
  });
});

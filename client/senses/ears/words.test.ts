import { describe, expect, it } from 'vitest';
import { likenessTo } from './likeness.ts';
import { beyondBackchannels, completenessOf, digitsIn, isBackchannel, isStop, weightOf } from './words.ts';

describe('words said while listening', () => {
  it.each([
    '嗯',
    '对对对',
    '好的',
    '哦，好的',
    '嗯嗯，是的',
    '知道了',
    'uh-huh',
    'yeah ok',
  ])('takes %s as no interruption', (text) => expect(isBackchannel(text)).toBe(true));
  it.each([
    '',
    '对面的窗口',
    '好的那我要补办',
    '是不是要本人去',
    '嗯我问一下',
    'okra',
    '不对',
  ])('takes %s as more than that, or as nothing', (text) => expect(isBackchannel(text)).toBe(false));
  it('finds what is said after a backchannel', () => {
    expect(beyondBackchannels('好的，那多少钱')).toBe('那多少钱');
    expect(beyondBackchannels('嗯')).toBe('');
  });
  it.each([
    '停',
    '等一下',
    '别说了',
    '不是这个',
    '转人工',
    'wait a moment',
  ])('knows that %s stops it', (text) => expect(isStop(text)).toBe(true));
  it.each(['停车证怎么办', '嗯', '好的', 'nothing'])('knows that %s does not', (text) =>
    expect(isStop(text)).toBe(false));
  it('counts a word of letters as two characters', () => {
    expect(weightOf('我要补办')).toBe(4);
    expect(weightOf('wait for me')).toBe(6);
    expect(weightOf('')).toBe(0);
  });
});

describe('whole and unfinished sentences', () => {
  const open = { kind: 'open' } as const;
  it.each([
    '身份证能补吗',
    '要多少钱',
    '这个怎么办呢',
    '去哪里办',
    '要带什么材料',
  ])('%s is a question', (text) => expect(completenessOf(text, open)).toBe('question'));
  it.each(['公积金租房提取', '我要转人工', '我想补办', '谢谢'])('%s is whole', (text) =>
    expect(completenessOf(text, open)).toBe('complete'));
  it.each(['我的驾照丢了', '楼上装修', '我妈妈今年六十五岁'])('%s may be all or not', (text) => {
    expect(completenessOf(text, open)).toBe('statement');
    // As an answer it is all.
    expect(completenessOf(text, { kind: 'closed' })).not.toBe('statement');
  });
  it.each([
    '我想',
    '我想办一下那个',
    '身份证丢了然后',
    '因为',
    '我的',
    'i lost my card and',
  ])('%s goes on', (text) => expect(completenessOf(text, open)).toBe('incomplete'));
  it('cannot tell where there are no words, or words that end like any', () => {
    expect(completenessOf('', open)).toBe('unknown');
    expect(completenessOf('江南区', { kind: 'closed' })).toBe('unknown');
  });
  it('takes a short answer as whole only where one was asked for', () => {
    expect(completenessOf('没有', { kind: 'closed' })).toBe('answer');
    expect(completenessOf('不在', { kind: 'closed' })).toBe('answer');
    expect(completenessOf('不在', open)).not.toBe('answer');
  });
  it('waits for the rest of a number, and no longer', () => {
    const phone = { kind: 'number', length: [11] } as const;
    expect(completenessOf('幺三八零零', phone)).toBe('number');
    expect(completenessOf('我的手机是一三八', phone)).toBe('number');
    expect(completenessOf('幺三八零零一三八零零零', phone)).toBe('answer');
    expect(completenessOf('13800138000', phone)).toBe('answer');
  });
  it('waits for a number that nobody asked for', () => {
    expect(completenessOf('我的电话是一三八零零一', open)).toBe('number');
    expect(completenessOf('我的电话是一三八零零一三八零零零', open)).toBe('complete');
    expect(completenessOf('打过一二三四五', open)).toBe('complete');
  });
  it('reads digits as they are spoken', () => {
    expect(digitsIn('幺三八，零零')).toBe('13800');
    expect(digitsIn('一一零一零一X')).toBe('110101X');
  });
});

describe('likeness to its own words', () => {
  const own = '补办身份证请带户口簿到户籍所在地派出所办理';
  it('finds its own sentence again, also where half of it was misheard', () => {
    expect(likenessTo('请带户口簿到', own)).toBe(1);
    expect(likenessTo('请带护口部到户籍', own)).toBeGreaterThan(0.6);
  });
  it('finds nothing like it in what the citizen says', () => {
    expect(likenessTo('等一下我没听清楚', own)).toBeLessThan(0.35);
    expect(likenessTo('那要多少钱', own)).toBeLessThan(0.35);
  });
  it('tells nothing of one or two characters', () => {
    expect(likenessTo('补办', own)).toBe(0);
    expect(likenessTo('', own)).toBe(0);
    expect(likenessTo('补办身份证', '')).toBe(0);
  });
});

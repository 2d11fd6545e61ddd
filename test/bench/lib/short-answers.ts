import type { HearingHints } from '../../../server/speech/hearing/types.ts';

/** Answers of one meaning; what is heard as another meaning would do something that nobody wanted. */
type Meanings = Readonly<Record<string, string>>;

export interface ShortContext {
  name: string;
  hints: HearingHints;
  /** What may be said here, by meaning; words divided by spaces. */
  said: Meanings;
}

const CONTROL: Meanings = {
  human: '转人工 人工',
  again: '再说一遍 没听清',
  wait: '等一下 停',
  skip: '跳过',
  back: '上一步',
  cancel: '取消 不办了',
};

/** Short answers where they are said, with what the product's `expectedOf` hands to the recogniser there. */
export const SHORT_CONTEXTS: readonly ShortContext[] = [
  {
    name: 'polar',
    hints: { expect: ['yes_no'], phrases: ['满了', '没满', '不清楚'] },
    said: {
      yes: '满了 对 是的 有 是',
      no: '没满 不是 没有 还没有 不对',
      unsure: '不清楚 不知道 记不清了',
      ...CONTROL,
    },
  },
  {
    name: 'papers',
    hints: { expect: ['yes_no'], phrases: ['都没有', '有', '不清楚'] },
    said: { yes: '有 有的 对的', no: '都没有 没有', unsure: '不清楚 不太清楚', all: '都齐了' },
  },
  {
    name: 'confirm',
    hints: {
      expect: ['send'],
      phrases: [
        '确认提交',
        '提交',
        '对提交',
        '对的提交',
        '可以提交',
        '对',
        '对的',
        '没问题',
        '改一下',
        '先不提交',
      ],
    },
    said: {
      yes: '确认提交 提交 对提交 对，提交 可以提交 对 对的 没问题 好的 可以',
      change: '改一下',
      no: '先不提交 不对 不要 不行',
      again: '再说一遍',
    },
  },
  {
    name: 'choice',
    hints: { phrases: ['公租房', '商品房', '自建房', '不清楚'] },
    said: {
      rent: '公租房',
      bought: '商品房',
      built: '自建房',
      unsure: '不清楚',
      first: '第一个',
      second: '第二个',
      skip: '跳过',
    },
  },
  {
    name: 'number',
    hints: { expect: ['number'] },
    said: { three: '三个', five: '五年', twelve: '十二', two: '两个月', sixty: '六十岁', skip: '跳过' },
  },
  {
    name: 'date',
    hints: { expect: ['date'] },
    said: { tomorrow: '明天', after: '后天', morning: '上午九点', month: '三月', yesterday: '昨天' },
  },
  {
    // 您是说……吗？
    name: 'doubt',
    hints: { expect: ['right'], phrases: ['对', '不对', '公积金租房提取'] },
    said: {
      yes: '对 对的 是 是的 对对对 没错 嗯 好的',
      no: '不对 不是 不是的 没有 错了',
      human: '转人工',
      again: '再说一遍',
      wait: '等一下',
    },
  },
  {
    // What was not asked: it must not be taken for an answer.
    name: 'outside',
    hints: { expect: ['yes_no'], phrases: ['满了', '没满', '不清楚'] },
    said: {
      a: '医保',
      b: '社保卡',
      c: '公积金',
      d: '居住证',
      e: '漏水了',
      f: '路灯坏了',
      g: '多少钱',
      h: '在哪里办',
    },
  },
];

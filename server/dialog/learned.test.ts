import { describe, expect, it } from 'vitest';
import type { Corpus } from '../affairs/learn/corpus.ts';
import type { Taught } from '../affairs/learn/lessons.ts';
import { createLearned } from './learned.ts';

const told = (label: string, ...texts: string[]): Corpus['matters'] => texts.map((text) => ({ label, text }));
const CARD = told(
  'hk.idcard',
  '身份证丢了怎么补',
  '身份证过期要换',
  '补办身份证',
  '身份证磁坏了',
  '身份证不见了',
);
const NOISE = told(
  'wo.complaint',
  '楼下半夜唱歌',
  '装修吵得睡不着',
  '工地半夜施工',
  '广场舞吵死了',
  '隔壁太吵',
);
const SMALL = told('none', '今天天气好', '讲个笑话', '你叫什么名字', '吃饭了吗', '无聊死了');
const DANGERS = [
  ...told('fire', '屋里着火了出不来', '楼道全是烟', '厨房烧起来了', '煤气漏了好大味'),
  ...told('decoy', '火锅店怎么开', '心里冒火', '灭火器多少钱', '烟花哪里买'),
];
const taught = (...matters: Corpus['matters'][]): Taught => ({
  corpus: { matters: matters.flat(), dangers: DANGERS },
  groups: [],
});

/** All that is done beside the talk. */
async function rested(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

describe('what was learnt from the content', () => {
  it('is known at once at the beginning', () => {
    const learned = createLearned(() => taught(CARD, NOISE, SMALL));
    expect(learned().matter('我的身份证丢了')).toMatchObject({ label: 'hk.idcard' });
    expect(learned().danger('楼道里都是烟').label).toBe('fire');
    expect(learned().danger('楼道里都是烟').p).toBeGreaterThan(learned().danger('身份证过期了').p);
  });

  it('understands regional words as it understands standard ones', () => {
    const learned = createLearned(() => taught(told('wo.help', '咋弄个梯子', '灯黑了咋整'), CARD, SMALL))();
    expect(learned.matter('怎么弄个梯子').label).toBe('wo.help');
  });

  it('is unsure of words that no saying holds', () => {
    const learned = createLearned(() => taught(CARD, NOISE, SMALL))();
    expect(learned.matter('鲲鹏展翅扶摇直上').p).toBeLessThan(0.5);
    expect(learned.matter('').p).toBe(0);
  });

  it('knows nothing without sayings, and says so', () => {
    const learned = createLearned(() => ({ corpus: { matters: [], dangers: [] }, groups: [] }))();
    expect(learned.matter('身份证丢了')).toMatchObject({ p: 0 });
    expect(learned.danger('着火了').p).toBe(0);
  });

  it('holds as it was until new content is learnt, and then is the new', async () => {
    let content = taught(CARD, NOISE, SMALL);
    const learned = createLearned(() => content);
    const before = learned();
    content = taught(CARD, NOISE, SMALL, told('dl.lost', '驾照丢了', '驾驶证不见了怎么补', '补驾照要带啥'));
    expect(learned()).toBe(before);
    await rested(() => learned() !== before);
    expect(learned().matter('驾驶证丢了').label).toBe('dl.lost');
  });

  it('is of the content read last when that changes twice', async () => {
    let content = taught(CARD, NOISE);
    const learned = createLearned(() => content);
    const before = learned();
    content = taught(CARD, told('dl.renew', '驾照到期了', '驾驶证换证'));
    learned();
    content = taught(CARD, told('hk.move', '户口迁过来', '落户怎么办'));
    learned();
    await rested(() => learned() !== before);
    expect(learned().matter('户口迁到这里').label).toBe('hk.move');
  });
});

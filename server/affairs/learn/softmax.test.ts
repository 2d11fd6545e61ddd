import { describe, expect, it } from 'vitest';
import { featuresIn } from './features.ts';
import { finished, softmax, train, training } from './softmax.ts';

const SAID: readonly (readonly [string, readonly string[]])[] = [
  ['card', ['身份证丢了怎么补', '身份证过期了要换', '身份证找不着了', '补办身份证要带什么', '身份证磁坏了']],
  [
    'home',
    ['买房提取公积金', '公积金能不能提出来买房', '首付想用公积金', '买房子公积金怎么取', '公积金付首付'],
  ],
  ['noise', ['楼下半夜唱歌', '装修太吵睡不着', '工地半夜施工', '隔壁放音响吵人', '广场舞吵死了']],
];
const examples = SAID.flatMap(([label, texts]) =>
  texts.map((text) => ({ label, features: featuresIn(text) })),
);
const top = (text: string, model = train(examples)): { label: string | undefined; p: number } => {
  const p = softmax(model.scores(featuresIn(text)));
  const most = Math.max(...p);
  return { label: model.classes[p.indexOf(most)], p: most };
};

describe('learning from sayings', () => {
  it('tells what was never said before', () => {
    expect(top('我的身份证不见了').label).toBe('card');
    expect(top('想拿公积金买房').label).toBe('home');
    expect(top('楼上半夜吵得睡不着').label).toBe('noise');
  });

  it('meets other characters of the same or a like sound', () => {
    expect(top('升份正丢了').label).toBe('card');
    expect(top('公鸡金买房').label).toBe('home');
  });

  it('is the same every time', () => {
    const [once, again] = [train(examples), train(examples)];
    const features = featuresIn('公积金可以买身份证吗');
    expect([...once.scores(features)]).toEqual([...again.scores(features)]);
  });

  it('is the same in one go and step by step', () => {
    const steps = training(examples);
    let pauses = 0;
    let step = steps.next();
    while (!step.done) {
      pauses += 1;
      step = steps.next();
    }
    const features = featuresIn('身份证');
    expect(pauses).toBeGreaterThan(8);
    expect([...step.value.scores(features)]).toEqual([...finished(training(examples)).scores(features)]);
  });

  it('tells little of words that it never met', () => {
    expect(top('鲲鹏展翅扶摇直上').p).toBeLessThan(0.5);
    expect(top('身份证').p).toBeGreaterThan(0.5);
    expect(top('鲲鹏展翅扶摇直上九霄云外身份').p).toBeLessThan(top('我的身份证丢了').p);
  });
});

describe('probabilities', () => {
  it('sum up to one, and are flatter with a higher temperature', () => {
    const scores = Float64Array.from([2, 1, -1]);
    const sharp = softmax(scores);
    const flat = softmax(scores, 3);
    expect(sharp.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1);
    expect(flat[0]).toBeLessThan(sharp[0] ?? 0);
    expect(flat[0]).toBeGreaterThan(flat[1] ?? 1);
  });
});

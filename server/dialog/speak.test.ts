import { describe, expect, it } from 'vitest';
import { plan } from './speak.ts';

const gestures = (reply: string, manner: Parameters<typeof plan>[2] = { face: 'relaxed' }): string[] =>
  plan(reply, 'zh', manner).flatMap(({ text, marks }) =>
    marks.flatMap((mark) =>
      mark.kind === 'gesture' ? [`${mark.value}@${text.slice(mark.at, mark.at + 2)}`] : [],
    ),
  );

describe('a planned reply', () => {
  it('points to the card with the clause that shows it', () => {
    expect(gestures('可以补。带身份证就行。', { face: 'relaxed', gesture: 'nod', card: 0 })).toEqual([
      'nod@可以',
      'point_card@带身',
    ]);
  });

  it('counts on the fingers where it enumerates, and points to nothing meanwhile', () => {
    expect(
      gestures('要三样。第一，身份证；第二，户口簿；第三，照片。', { face: 'relaxed', card: 0 }),
    ).toEqual(['count_one@第一', 'count_two@第二', 'count_three@第三']);
  });

  it('does not count a single first, nor a first that is a name', () => {
    expect(gestures('第一，带身份证。')).toEqual([]);
    expect(gestures('市第一医院和市第二医院都可以。')).toEqual([]);
  });

  it('does what its markup says instead of what would be chosen', () => {
    expect(
      gestures('您好，<gesture name="bow"/>欢迎您。', { face: 'happy', gesture: 'greet', card: 0 }),
    ).toEqual(['bow@欢迎']);
  });

  it('puts marks and pronunciations into the sentence where they stand', () => {
    const [first, second] = plan('好的。请<phoneme ph="liao3">了</phoneme>解<look at="down"/>一下。', 'zh', {
      face: 'happy',
    });
    expect(first).toMatchObject({ text: '好的。' });
    expect(second).toMatchObject({ text: '请了解一下。', says: [{ from: 1, to: 2, pinyin: 'liao3' }] });
    expect(second?.marks).toEqual([{ at: 3, kind: 'gaze', value: 'down' }]);
  });

  it('rests between sentences as long as it asks, and inside one where it asks', () => {
    const [first, second] = plan('好的。<break time="900ms"/>请看<break time="300ms"/>这里。', 'zh', {
      face: 'happy',
    });
    expect(first?.restMs).toBe(900);
    expect(second?.marks).toEqual([{ at: 2, kind: 'pause', value: 300 }]);
  });

  it('tells how many tags meant nothing', () => {
    const told: number[] = [];
    plan('<dance/>好<gesture name="jump"/>', 'zh', { face: 'happy' }, (count) => told.push(count));
    expect(told).toEqual([2]);
  });
});

import { describe, expect, it } from 'vitest';
import { planSpeech } from './plan.ts';
import { pinyinSyllable, wishesOf, wishKey } from './say.ts';

const spoken = (text: string, wishes: ReturnType<typeof wishesOf>): string =>
  planSpeech(text, 'zh', { wishes })
    .phrases.map(({ gapMs, phrase }) =>
      [
        gapMs > 0 ? `(${gapMs})` : '',
        phrase.lang === 'zh' ? phrase.syllables.map((s) => s.spoken).join(' ') : '',
      ].join(''),
    )
    .join(' ');

describe('how a reply asks to be spoken', () => {
  it('gives a character the reading that it states', () => {
    expect(spoken('办了', wishesOf([], [{ from: 1, to: 2, pinyin: 'liao3' }]))).toBe('ban4 liao3');
    expect(spoken('重庆', wishesOf([], [{ from: 0, to: 2, pinyin: 'zhong4 qing4' }]))).toBe('zhong4 qing4');
  });

  it('keeps the dictionary where a reading is no Mandarin or does not fit the characters', () => {
    const plain = spoken('办了', wishesOf([], []));
    for (const pinyin of ['xyz1', 'liao', 'liao3 ban4', '3', '']) {
      expect(spoken('办了', wishesOf([], [{ from: 1, to: 2, pinyin }]))).toBe(plain);
    }
  });

  it('says something else in the place of a part, tied to that part', () => {
    const plan = planSpeech('去市局办', 'zh', {
      wishes: wishesOf([], [{ from: 1, to: 3, alias: '公安局' }]),
    });
    const [phrase] = plan.phrases;
    expect(
      phrase?.phrase.lang === 'zh' && phrase.phrase.syllables.map((s) => [s.char, s.from, s.to]),
    ).toEqual([
      ['去', 0, 1],
      ['公', 1, 3],
      ['安', 1, 3],
      ['局', 1, 3],
      ['办', 3, 4],
    ]);
  });

  it('rests before the character of a pause', () => {
    expect(spoken('请看这里', wishesOf([{ at: 2, kind: 'pause', value: 700 }], []))).toMatch(
      /^qing3 kan4 \(700\)zhe4/,
    );
  });

  it('is part of what the cache goes by, and nothing where nothing is asked', () => {
    expect(wishKey(wishesOf([], []))).toBe('');
    expect(wishKey(wishesOf([{ at: 2, kind: 'pause', value: 700 }], []))).not.toBe('');
  });

  it('knows the syllables of Mandarin', () => {
    expect(['lü3', 'nv3', 'er0', 'Zhuang4', 'de5'].map(pinyinSyllable)).toEqual([
      'lv3',
      'nv3',
      'er5',
      'zhuang4',
      'de5',
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { readPhrase } from './read.ts';
import { splitSyllable } from './syllable.ts';

const spoken = (text: string): string =>
  readPhrase(text)
    .map((r) => r.spoken)
    .join(' ');

describe('Chinese is read with the right pinyin', () => {
  it.each([
    ['重庆长安区', 'chong2 qing4 chang2 an1 qu1'],
    ['银行行长', 'yin2 hang2 hang2 zhang3'],
    ['长辈的', 'zhang3 bei4 de5'],
    ['重新办', 'chong2 xin1 ban4'],
    ['他得去缴费', 'ta1 dei3 qu4 jiao3 fei4'],
    ['曾女士', 'zeng1 nv3 shi4'],
    ['单先生', 'shan4 xian1 sheng5'],
    ['区女士', 'ou1 nv3 shi4'],
    ['还款', 'huan2 kuan3'],
    ['调档', 'diao4 dang4'],
    ['调解', 'tiao2 jie3'],
    ['应缴', 'ying1 jiao3'],
    ['东莞', 'dong1 guan3'],
    ['好了', 'hao3 le5'],
    ['居住证', 'ju1 zhu4 zheng4'],
    ['绿色', 'lv4 se4'],
  ])('%s is %s', (text, pinyin) => {
    expect(spoken(text)).toBe(pinyin);
  });

  it.each([
    ['你好', 'ni2 hao3'],
    ['我很好', 'wo2 hen2 hao3'],
    ['一个', 'yi2 ge4'],
    ['一起', 'yi4 qi3'],
    ['第一', 'di4 yi1'],
    ['一月一号', 'yi1 yue4 yi1 hao4'],
    ['一百一十一', 'yi4 bai3 yi1 shi2 yi1'],
    ['周一', 'zhou1 yi1'],
    ['看一看', 'kan4 yi5 kan4'],
    ['不会', 'bu2 hui4'],
    ['不能', 'bu4 neng2'],
    ['能不能', 'neng2 bu5 neng2'],
  ])('sandhi: %s is said %s', (text, pinyin) => {
    expect(spoken(text)).toBe(pinyin);
  });

  it('keeps the tone of digits that are read singly', () => {
    expect(readPhrase('一二一', () => true).map((r) => r.spoken)).toEqual(['yi1', 'er4', 'yi1']);
  });

  it.each([
    ['zhuang4', 'zh', 'uang'],
    ['yu2', '', 'ü'],
    ['jue2', 'j', 'üe'],
    ['lv3', 'l', 'ü'],
    ['zhi1', 'zh', '-ir'],
    ['si4', 's', '-i'],
    ['bo1', 'b', 'uo'],
    ['wei4', '', 'ui'],
  ])('%s is %s and %s', (pinyin, initial, final) => {
    expect(splitSyllable(pinyin)).toMatchObject({ initial, final });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { spokenText } from './pieces.ts';
import { normaliseZh } from './zh.ts';

const TABLE: readonly (readonly [string, string])[] = [
  ['请拨打12345热线', '请拨打一二三四五热线'],
  ['拨打12329或110', '拨打幺二三二九或幺幺零'],
  ['12333、12366', '幺二三三三|幺二三六六'],
  ['120急救', '幺二零急救'],
  ['96110反诈专线', '九六幺幺零反诈专线'],
  ['共110个窗口', '共一百一十个窗口'],
  ['共12345人', '共一万二千三百四十五人'],
  ['2015年', '二零一五年'],
  ['2000年以后', '二零零零年以后'],
  ['2026年3月5日', '二零二六年三月五日'],
  ['2024-03-15', '二零二四年三月十五日'],
  ['2023—2025年', '二零二三至二零二五年'],
  ['12月2日', '十二月二日'],
  ['２０２４年', '二零二四年'],
  ['建金〔2015〕19号', '建金二零一五十九号'],
  ['国办函〔2025〕66号', '国办函二零二五六十六号'],
  ['第24条', '第二十四条'],
  ['第2项', '第二项'],
  ['9:30', '九点三十分'],
  ['12:00', '十二点'],
  ['14:05', '十四点零五分'],
  ['2:00', '两点'],
  ['上午9:00-11:30', '上午九点至十一点三十分'],
  ['周一至周五9:00~17:00', '周一至周五九点至十七点'],
  ['2点30分', '两点三十分'],
  ['13800138000', '幺三八零零幺三八零零零'],
  ['138 0013 8000', '幺三八零零幺三八零零零'],
  ['010-65126688', '零幺零六五幺二六六八八'],
  ['400-810-1234', '四零零八幺零幺二三四'],
  ['身份证110101199003071234', '身份证幺幺零幺零幺幺九九零零三零七幺二三四'],
  ['编号20150019', '编号二零幺五零零幺九'],
  ['验证码8812', '验证码八八幺二'],
  ['邮编100010', '邮编幺零零零幺零'],
  ['1010室', '幺零幺零室'],
  ['1,234.56元', '一千二百三十四元五角六分'],
  ['￥500', '五百元'],
  ['¥1.5万', '一点五万元'],
  ['0.5元', '五角'],
  ['3.05元', '三元零五分'],
  ['2元', '两元'],
  ['200元', '二百元'],
  ['每月1500元', '每月一千五百元'],
  ['1.5万元', '一点五万元'],
  ['2万', '两万'],
  ['100万', '一百万'],
  ['35%', '百分之三十五'],
  ['12.5％', '百分之十二点五'],
  ['5%-12%', '百分之五至百分之十二'],
  ['3‰', '千分之三'],
  ['3.14', '三点一四'],
  ['1/3', '三分之一'],
  ['2/3以上', '三分之二以上'],
  ['3-5个工作日', '三至五个工作日'],
  ['2到3天', '两到三天'],
  ['1~2周', '一至两周'],
  ['2个', '两个'],
  ['12个', '十二个'],
  ['3个月', '三个月'],
  ['2年', '两年'],
  ['2楼', '二楼'],
  ['2号窗口', '二号窗口'],
  ['24小时', '二十四小时'],
  ['10500', '一万零五百'],
  ['100000', '十万'],
  ['1001', '一千零一'],
  ['100,000,001', '一亿零一'],
  ['100000001', '幺零零零零零零零幺'],
  ['面积90㎡', '面积九十平方米'],
  ['限速60km/h', '限速六十公里每小时'],
  ['-5℃', '负五摄氏度'],
  ['1.2.3', '一点二点三'],
  ['U盾', 'you盾'],
  ['ID card', 'eye dee card'],
  ['WiFi', 'why fie'],
  ['A4纸', 'ay四纸'],
  ['C1驾照', 'see一驾照'],
  ['www.gov.cn', 'double you double you double you点gov点see en'],
  ['（一）您好', '一|您好'],
  ['可以的。您好！', '可以的|您好'],
];

describe('Chinese text is normalised for speech', () => {
  it.each(TABLE)('says %s as %s', (written, said) => {
    expect(spokenText(normaliseZh(written))).toBe(said);
  });

  it('keeps every piece at its place: ranges lie in the text and never go back', () => {
    const bits = fc.constantFrom(
      ...TABLE.map(([written]) => written),
      '，',
      '您好',
      '《办法》',
      ' ',
      '😀',
      'x',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 8 }), (parts) => {
        const text = parts.join('');
        let last = 0;
        for (const piece of normaliseZh(text)) {
          expect(piece.from).toBeGreaterThanOrEqual(last);
          expect(piece.to).toBeGreaterThan(piece.from);
          expect(piece.to).toBeLessThanOrEqual(text.length);
          last = piece.from;
        }
      }),
    );
  });

  it('ties each digit of a telephone number to its own character', () => {
    const pieces = normaliseZh('拨010-65126688').filter((p) => p.kind === 'han' && p.digits);
    expect(pieces.map((p) => p.from)).toEqual([1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it('leaves no digit and no letter of any text unspoken', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[0-9A-Za-z]{1,20}$/), (text) => {
        expect(normaliseZh(text).length).toBeGreaterThan(0);
      }),
    );
  });
});

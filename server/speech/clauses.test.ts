import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitClauses } from './clauses.ts';

const texts = (text: string, lang: 'zh' | 'en' = 'zh'): string[] =>
  splitClauses(text, lang).map((c) => c.text);

describe('a reply is parted into clauses', () => {
  it('begins with a short clause and goes on by sentences', () => {
    expect(texts('可以的，您连续缴存满三个月就能提取公积金付房租。请带身份证，到窗口办理。')).toEqual([
      '可以的，',
      '您连续缴存满三个月就能提取公积金付房租。',
      '请带身份证，到窗口办理。',
    ]);
  });

  it('leaves a short sentence whole', () => {
    expect(texts('您好，我是小政。请问有什么可以帮您？')).toEqual([
      '您好，我是小政。',
      '请问有什么可以帮您？',
    ]);
  });

  it('never parts inside a number, a title or brackets', () => {
    const text =
      '缴存1,234.56元以上的，按《住房公积金管理条例，第二十四条。》（2019年，修订。）办理，时间9:30到11:30。';
    for (const clause of texts(text)) {
      expect((clause.match(/《/g) ?? []).length).toBe((clause.match(/》/g) ?? []).length);
      expect((clause.match(/（/g) ?? []).length).toBe((clause.match(/）/g) ?? []).length);
    }
    expect(texts(text).some((c) => c.includes('1,234.56元'))).toBe(true);
  });

  it('keeps closing quotation marks with their sentence', () => {
    expect(texts('他说：“好。”再见。')).toEqual(['他说：“好。”', '再见。']);
  });

  it('parts English too, and not at a decimal point', () => {
    expect(
      texts('Yes, you can withdraw up to 3.5 months of rent every year. Bring your card.', 'en'),
    ).toEqual(['Yes, you can withdraw up to 3.5 months of rent every year. ', 'Bring your card.']);
  });

  it('loses no character: put together, the clauses are the text', () => {
    const parts = fc.constantFrom(
      '您好',
      '，',
      '。',
      '（',
      '）',
      '《',
      '》',
      '12',
      '.',
      '5',
      '\n',
      ' ',
      'abc',
      '！',
      '：',
    );
    fc.assert(
      fc.property(
        fc.array(parts, { maxLength: 60 }),
        fc.constantFrom('zh' as const, 'en' as const),
        (bits, lang) => {
          const text = bits.join('');
          const clauses = splitClauses(text, lang);
          expect(clauses.map((c) => c.text).join('')).toBe(text);
          for (const clause of clauses) expect(text.startsWith(clause.text, clause.from)).toBe(true);
        },
      ),
    );
  });
});

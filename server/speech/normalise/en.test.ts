import { describe, expect, it } from 'vitest';
import { normaliseEn } from './en.ts';
import { spokenText } from './pieces.ts';

describe('English text is normalised for speech', () => {
  it.each([
    ['Call 12345.', 'Call|one two three four five'.replace('|', ' ')],
    ['35% of it', 'thirty five percent of it'],
    ['¥1,500', 'one thousand five hundred yuan'],
    ['9:30', 'nine thirty'],
    ['14:05', 'fourteen oh five'],
    ['2015', 'twenty fifteen'],
    ['2026-03-05', 'March fifth twenty twenty six'],
    ['the 21st', 'the twenty first'],
    ['3-5 days', 'three to five days'],
    ['90㎡', 'ninety square metres'],
    ['ID card', 'eye dee card'],
    ['I need a visa', 'I need a visa'],
    ['3.14', 'three point one four'],
    ['13800138000', 'one three eight zero zero one three eight zero zero zero'],
  ])('says %s as %s', (written, said) => {
    expect(spokenText(normaliseEn(written))).toBe(said);
  });
});

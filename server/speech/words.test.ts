import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SoundUnit } from './engines/engine.ts';
import { planSpeech } from './plan.ts';
import { estimatedWords, marksOf, wordsOf } from './words.ts';

/** Units as an engine gives them, 200 ms each. */
function unitsOf(text: string, lang: 'zh' | 'en'): SoundUnit[] {
  const items = planSpeech(text, lang).phrases.flatMap(({ phrase }): { from: number; to: number }[] =>
    phrase.lang === 'zh' ? phrase.syllables : phrase.tokens,
  );
  return items.map((item, i) => ({ t: i * 200, d: 200, from: item.from, to: item.to }));
}

const bits = fc.constantFrom(
  '您好',
  '，',
  '。',
  '35%',
  '2015年',
  '1,234.56元',
  '010-65126688',
  'U盾',
  'WiFi',
  ' ',
  '（一）',
  '《条例》',
  '第24条',
  '😀',
  'hello',
  '\n',
);

describe('words of the captions', () => {
  it('cover the text without gap or overlap, and their times never go back', () => {
    fc.assert(
      fc.property(
        fc.array(bits, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('zh' as const, 'en' as const),
        (parts, lang) => {
          const text = parts.join('');
          for (const words of [
            wordsOf(text, lang, unitsOf(text, lang)),
            estimatedWords(text, lang, 1).words,
          ]) {
            expect(words[0]?.from).toBe(0);
            expect(words.at(-1)?.to).toBe(text.length);
            words.forEach((word, i) => {
              const next = words[i + 1];
              if (!next) return;
              expect(next.from).toBe(word.to);
              expect(next.t).toBeGreaterThanOrEqual(word.t);
            });
          }
        },
      ),
    );
  });

  it('keep a figure whole that is said in another order', () => {
    const text = '提取35%以上';
    const words = wordsOf(text, 'zh', unitsOf(text, 'zh'), planSpeech(text, 'zh').figures);
    const figure = words.find((w) => text.slice(w.from, w.to).startsWith('35%'));
    expect(figure).toMatchObject({ from: 2, t: 400, d: 1200, accent: true });
  });

  it('give marks the time of their character', () => {
    const words = wordsOf('您好请说', 'zh', unitsOf('您好请说', 'zh'));
    const marks = marksOf(
      [
        { at: 4, kind: 'gesture', value: 'nod' },
        { at: 2, kind: 'gaze', value: 'card' },
        { at: 0, kind: 'gesture', value: 'greet' },
      ],
      words,
    );
    expect(marks.map((m) => [m.value, m.t])).toEqual([
      ['greet', 0],
      ['card', 400],
      ['nod', 800],
    ]);
  });
});

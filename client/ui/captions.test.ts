import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../protocol/index.ts';
import { splitCaption } from './captions.ts';

const utterance: Utterance = {
  id: 'utt_caption01',
  turn: 'turn_caption01',
  seq: 0,
  lang: 'zh',
  text: '可以，带身份证。',
  audio: null,
  startsInMs: 0,
  durationMs: 2000,
  words: [
    { t: 100, d: 300, from: 0, to: 2 },
    { t: 600, d: 200, from: 3, to: 4 },
    { t: 800, d: 900, from: 4, to: 7 },
  ],
  visemes: [],
  marks: [],
};

describe('a caption at the ear', () => {
  it('has nothing heard before the first word sounds', () => {
    expect(splitCaption(utterance, -200)).toEqual({ heard: '', now: '', ahead: utterance.text });
    expect(splitCaption(utterance, 99)).toEqual({ heard: '', now: '', ahead: utterance.text });
  });

  it('marks a word from its first moment, with the comma behind it', () => {
    expect(splitCaption(utterance, 100)).toEqual({ heard: '', now: '可以，', ahead: '带身份证。' });
  });

  it('keeps the mark through the pause behind a word', () => {
    expect(splitCaption(utterance, 550).now).toBe('可以，');
  });

  it('counts a word as heard when the next one begins', () => {
    expect(splitCaption(utterance, 800)).toEqual({ heard: '可以，带', now: '身份证。', ahead: '' });
  });

  it('has everything heard when the last word is over, and after the end', () => {
    expect(splitCaption(utterance, 1700).heard).toBe(utterance.text);
    expect(splitCaption(utterance, 5000).heard).toBe(utterance.text);
  });

  it('follows the duration where the engine gave no word times', () => {
    const plain = { ...utterance, words: [] };
    expect(splitCaption(plain, 1000)).toEqual({ heard: '可以，带', now: '', ahead: '身份证。' });
    expect(splitCaption({ ...plain, durationMs: 0 }, 0).heard).toBe(utterance.text);
  });

  it('never loses or doubles a character, and never unhears one, whatever the words are', () => {
    const words = fc
      .array(fc.tuple(fc.nat({ max: 400 }), fc.integer({ min: 1, max: 4 })), { maxLength: 12 })
      .map((steps) => {
        let t = 0;
        let from = 0;
        return steps.map(([gap, length]) => {
          t += gap;
          const word = { t, d: 50, from, to: from + length };
          from += length;
          t += 50;
          return word;
        });
      });
    fc.assert(
      fc.property(words, fc.nat({ max: 6000 }), fc.nat({ max: 500 }), (spoken, ms, later) => {
        const text = '字'.repeat((spoken.at(-1)?.to ?? 0) + 2);
        const one = { ...utterance, text, words: spoken, durationMs: 6000 };
        const before = splitCaption(one, ms);
        const after = splitCaption(one, ms + later);
        expect(before.heard + before.now + before.ahead).toBe(text);
        expect(after.heard.length).toBeGreaterThanOrEqual(before.heard.length);
        expect(after.ahead.length).toBeLessThanOrEqual(before.ahead.length);
      }),
    );
  });
});

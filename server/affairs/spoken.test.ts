import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { spokenTexts } from './spoken.ts';

describe('what a recogniser listens for', () => {
  const texts = spokenTexts(fileURLToPath(new URL('../../affairs', import.meta.url)));
  const heard = new Set(texts.map(({ text }) => text));

  it('holds the short cries for help: without them 着火了 is heard as another word', () => {
    for (const cry of ['着火了', '救命', '我不想活了', '出车祸了', '老人晕倒了'])
      expect(heard.has(cry)).toBe(true);
  });

  it('holds no decoy of a danger, and no long story', () => {
    expect(heard.has('刚生了个孩子')).toBe(false);
    expect(texts.some(({ text }) => text.includes('楼道里烧得噼啪响'))).toBe(false);
  });
});

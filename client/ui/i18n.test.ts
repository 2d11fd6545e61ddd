import { describe, expect, it } from 'vitest';
import { createI18n } from './i18n.ts';
import { en } from './texts/en.ts';
import { zh } from './texts/zh.ts';

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
}

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).sort();

describe('the words of the page', () => {
  const chinese = new Map(leaves(zh));
  const english = new Map(leaves(en));

  it('exist in both languages under the same keys', () => {
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
  });

  it('are nowhere empty', () => {
    for (const [key, text] of [...chinese, ...english]) expect(text.trim(), key).not.toBe('');
  });

  it('take the same values in both languages', () => {
    for (const [key, text] of chinese) {
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(text));
    }
  });

  it('are Chinese in Chinese and have no Chinese in English, but for the name of the other language', () => {
    const named = new Set(['app.language', 'app.languageLabel']);
    for (const [key, text] of english) if (!named.has(key)) expect(text, key).not.toMatch(/\p{Script=Han}/u);
    for (const [key, text] of chinese) {
      if (!named.has(key) && placeholders(text).length === 0) expect(text, key).toMatch(/\p{Script=Han}/u);
    }
  });

  it('are ready at once, without fetching', () => {
    expect(createI18n('zh').t('start.video')).toBe('开始视频咨询');
    expect(createI18n('en').t('cards.call', { number: '119' })).toBe('Call 119');
  });
});

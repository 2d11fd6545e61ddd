import { describe, expect, it } from 'vitest';
import { readPrefs, writePrefs } from './prefs.ts';

const holding = (value: string | null) => ({ getItem: () => value });
const refusing = {
  getItem: (): string => {
    throw new Error('SecurityError');
  },
  setItem: (): void => {
    throw new Error('QuotaExceededError');
  },
};

describe('what the citizen chose about the page', () => {
  it('is Chinese in normal type at the first visit', () => {
    expect(readPrefs('', holding(null))).toEqual({
      ...{ lang: 'zh', large: false, captions: true, slow: false },
    });
  });

  it('is kept for the next visit', () => {
    let kept = '';
    const storage = {
      setItem: (_key: string, value: string) => {
        kept = value;
      },
    };
    const chosen = { lang: 'en', large: true, captions: false, slow: true } as const;
    writePrefs(chosen, storage);
    expect(readPrefs('', holding(kept))).toEqual(chosen);
  });

  it('is overruled by the address', () => {
    expect(readPrefs('?lang=en&large=1', holding('{"lang":"zh","large":false}'))).toMatchObject({
      lang: 'en',
      large: true,
    });
    expect(readPrefs('?large=0', holding('{"large":true}')).large).toBe(false);
  });

  it('does not trust what it finds', () => {
    for (const bad of ['{', 'null', '7', '{"lang":"xx","large":"yes"}']) {
      expect(readPrefs('?lang=fr', holding(bad))).toMatchObject({ lang: 'zh', large: false, captions: true });
    }
  });

  it('does without storage where the browser forbids it', () => {
    expect(readPrefs('', refusing)).toMatchObject({ lang: 'zh', large: false });
    expect(() =>
      writePrefs({ lang: 'zh', large: true, captions: true, slow: false }, refusing),
    ).not.toThrow();
    expect(readPrefs('', null)).toMatchObject({ lang: 'zh', large: false });
  });
});

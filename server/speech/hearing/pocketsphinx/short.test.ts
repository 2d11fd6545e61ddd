import { describe, expect, it } from 'vitest';
import type { EngineFinal, EngineUtterance, UtteranceEvents } from '../engine.ts';
import { HEARING_SURE } from '../types.ts';
import { besideShort, withShort } from './short.ts';

const PHONES: Record<string, string> = {
  不对: 'b u d ui',
  不会: 'b u h ui',
  对: 'd ui',
  单位: 'd an w ei',
  跳过: 't iao g uo',
  医保: 'y i b ao',
};
const phonesOf = (word: string): string[] => PHONES[word]?.split(' ') ?? [];
const final = (text: string, confidence = 0.9): EngineFinal => ({
  text,
  confidence,
  words: [{ text, t: 0, d: 300, confidence }],
  alternatives: [],
});

describe('a short answer heard twice', () => {
  it('is sure where both readings are the same', () => {
    const heard = withShort(final('对', 0.55), final('对', 0.3), phonesOf);
    expect(heard.text).toBe('对');
    expect(heard.confidence).toBeGreaterThanOrEqual(HEARING_SURE);
  });

  it('is no surer for being the same number twice', () => {
    expect(withShort(final('十二', 0.5), final('十二', 1), phonesOf).confidence).toBe(0.5);
  });

  it('is the expected one where the open reading sounds like it', () => {
    const heard = withShort(final('不会', 0.3), final('不对'), phonesOf);
    expect(heard.text).toBe('不对');
    expect(heard.confidence).toBeGreaterThanOrEqual(HEARING_SURE);
    expect(heard.alternatives.map(({ text }) => text)).toEqual(['不会']);
  });

  it('is asked back where the readings differ, however sure each was', () => {
    const heard = withShort(final('单位', 0.5), final('对', 1), phonesOf);
    expect(heard.text).toBe('对');
    expect(heard.confidence).toBeLessThan(HEARING_SURE);
  });

  it('stays what was openly heard where that was sure and sounds otherwise, and is asked back', () => {
    const heard = withShort(final('医保', 0.95), final('跳过', 1), phonesOf);
    expect(heard.text).toBe('医保');
    expect(heard.confidence).toBeLessThan(HEARING_SURE);
    expect(heard.alternatives[0]?.text).toBe('跳过');
  });

  it('is the open reading alone where the short one has nothing', () => {
    expect(withShort(final('医保'), null, phonesOf)).toEqual(final('医保'));
  });
});

describe('hearing once more', () => {
  const double = () => {
    const fed: number[] = [];
    let events: UtteranceEvents | null = null;
    let cancelled = false;
    const begin = (told: UtteranceEvents): EngineUtterance => {
      events = told;
      return {
        feed: (samples) => void fed.push(samples.length),
        end: () => undefined,
        cancel: () => {
          cancelled = true;
        },
      };
    };
    return {
      fed,
      begin,
      said: (text: string) => events?.onFinal(final(text)),
      asked: () => events !== null,
      cancelled: () => cancelled,
    };
  };
  const scene = () => {
    const open = double();
    const short = double();
    const finals: string[] = [];
    const utterance = besideShort(open.begin, short.begin, phonesOf, {
      onPartial: () => undefined,
      onFinal: ({ text }) => finals.push(text),
      onError: () => finals.push('error'),
    });
    return { open, short, finals, utterance };
  };

  it('gives a short sound to both, and waits for both', () => {
    const { open, short, finals, utterance } = scene();
    utterance.feed(new Int16Array(16_000));
    utterance.end();
    expect(short.fed).toEqual([16_000]);
    open.said('对');
    expect(finals).toEqual([]);
    short.said('对');
    expect(finals).toEqual(['对']);
  });

  it('leaves a long sound to the open reading', () => {
    const { open, short, finals, utterance } = scene();
    for (let i = 0; i < 4; i += 1) utterance.feed(new Int16Array(16_000));
    utterance.end();
    expect(short.asked()).toBe(false);
    open.said('医保');
    expect(finals).toEqual(['医保']);
  });

  it('says nothing after it was cancelled', () => {
    const { open, short, finals, utterance } = scene();
    utterance.feed(new Int16Array(16_000));
    utterance.end();
    utterance.cancel();
    expect(short.cancelled()).toBe(true);
    open.said('对');
    short.said('对');
    expect(finals).toEqual([]);
  });
});

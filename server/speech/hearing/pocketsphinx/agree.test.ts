import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EngineFinal, UtteranceEvents } from '../engine.ts';
import { HEARING_SURE } from '../types.ts';
import { agreed, difference, together } from './agree.ts';

/** One phone for a character, for the eye. */
const phonesOf = (word: string): string[] => [...word];
const said = (text: string, confidence = 0.9): EngineFinal => ({
  text,
  words: text === '' ? [] : [{ text, t: 0, d: 100, confidence }],
  confidence,
  alternatives: [],
});

describe('how far two readings lie apart', () => {
  it('counts what must be changed, of the longer one', () => {
    expect(difference([...'公积金'], [...'公积金'])).toBe(0);
    expect(difference([...'公积金怎么提'], [...'公积金怎么'])).toBeCloseTo(1 / 6);
    expect(difference([...'生育登记'], [...'生意登机'])).toBe(0.5);
    expect(difference([], [...'停'])).toBe(1);
    expect(difference([], [])).toBe(0);
  });
});

describe('a free reading and a sentence of the grammar', () => {
  it('are that sentence where they sound alike, and surely so when they agree', () => {
    const same = agreed(said('驾照到期怎么换', 0.4), said('驾照到期怎么换'), phonesOf);
    expect(same.text).toBe('驾照到期怎么换');
    expect(same.confidence).toBeGreaterThan(HEARING_SURE);
    const near = agreed(said('请问失业保险金怎么报'), said('请问失业保险金怎么弄'), phonesOf);
    expect(near.text).toBe('请问失业保险金怎么弄');
    expect(near.confidence).toBeGreaterThan(HEARING_SURE);
    expect(near.alternatives[0]?.text).toBe('请问失业保险金怎么报');
  });

  it('are asked back where they only resemble each other', () => {
    const resembling = agreed(said('户口迁金需要带'), said('户口迁移要带'), phonesOf);
    expect(resembling.text).toBe('户口迁移要带');
    expect(resembling.confidence).toBeLessThan(HEARING_SURE);
  });

  it('are the free words, never surely, where they are of different sentences', () => {
    const apart = agreed(said('烧烤店半夜很吵', 1), said('身份证有什么条件', 1), phonesOf);
    expect(apart.text).toBe('烧烤店半夜很吵');
    expect(apart.confidence).toBeLessThan(HEARING_SURE);
    expect(apart.alternatives.map(({ text }) => text)).toEqual(['身份证有什么条件']);
    expect(agreed(said('你好', 1), null, phonesOf).confidence).toBeLessThan(HEARING_SURE);
  });

  it('are no words where the free one hears none', () => {
    expect(agreed(said(''), said('嗯', 1), phonesOf).confidence).toBe(0);
  });
});

describe('two recognisers of one utterance', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function both() {
    const events: UtteranceEvents[] = [];
    const did: string[] = [];
    const told: string[] = [];
    const half = (name: string) => (on: UtteranceEvents) => {
      events.push(on);
      return {
        feed: () => void did.push(`${name} feed`),
        end: () => void did.push(`${name} end`),
        cancel: () => void did.push(`${name} cancel`),
      };
    };
    const utterance = together(half('free'), half('whole'), phonesOf, {
      onPartial: ({ text }) => void told.push(`partial ${text}`),
      onFinal: ({ text }) => void told.push(`final ${text}`),
      onError: (code) => void told.push(`error ${code}`),
    });
    const [whole, free] = events;
    if (free === undefined || whole === undefined) throw new Error('two halves are begun');
    return { utterance, free, whole, did, told };
  }

  it('hear the same sound, show the free words, and answer once, when both are through', () => {
    const { utterance, free, whole, did, told } = both();
    utterance.feed(new Int16Array(10));
    free.onPartial(said('驾照'));
    whole.onPartial(said('户口'));
    utterance.end();
    free.onFinal(said('驾照丢'));
    expect(told).toEqual(['partial 驾照']);
    whole.onFinal(said('驾照丢'));
    expect(told).toEqual(['partial 驾照', 'final 驾照丢']);
    expect(did).toEqual(['free feed', 'whole feed', 'free end', 'whole end']);
    vi.runAllTimers();
    expect(told).toHaveLength(2);
  });

  it('answer with the free words alone where the grammar is late or fails', () => {
    const late = both();
    late.free.onFinal(said('驾照丢'));
    vi.runAllTimers();
    late.whole.onFinal(said('驾照丢'));
    expect(late.told).toEqual(['final 驾照丢']);
    expect(late.did).toContain('whole cancel');
    const failed = both();
    failed.whole.onError('engine_busy', '');
    failed.free.onFinal(said('驾照丢'));
    expect(failed.told).toEqual(['final 驾照丢']);
  });

  it('fail with the free one, and say nothing after a cancel', () => {
    const failed = both();
    failed.free.onError('engine_failed', '');
    failed.whole.onFinal(said('驾照丢'));
    expect(failed.told).toEqual(['error engine_failed']);
    const dropped = both();
    dropped.utterance.cancel();
    dropped.free.onFinal(said('驾照丢'));
    dropped.free.onPartial(said('驾照'));
    expect(dropped.told).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import type { CachedSpeech, SpeechCache } from './cache.ts';
import { EngineChain } from './engines/chain.ts';
import type { Engine, Phrase, Sound } from './engines/engine.ts';
import { finish } from './finish/finish.ts';
import { createSpeaker } from './speaker.ts';

const RATE = 16_000;

/** A tone of 200 ms for each syllable or word. */
function tone(phrase: Phrase): Sound {
  const items = phrase.lang === 'zh' ? phrase.syllables : phrase.tokens;
  const units = items.map((item, i) => ({
    t: i * 200,
    d: 200,
    from: item.from,
    to: item.to,
    ...('spoken' in item ? { pinyin: item.spoken } : {}),
  }));
  const pcm = Int16Array.from({ length: (items.length * RATE) / 5 }, (_, i) => 6000 * Math.sin(i * 0.1));
  return { pcm, sampleRate: RATE, units, phones: [], alphabet: 'pinyin' };
}

function engine(
  id: string,
  lang: 'zh' | 'en',
  say: (phrase: Phrase) => Promise<Sound> | Sound,
): Engine & { calls: number } {
  return {
    id,
    lang,
    version: '1',
    calls: 0,
    async synthesise(phrase) {
      this.calls++;
      return say(phrase);
    },
    warm: async () => {},
    close: async () => {},
  };
}

function memoryCache(): SpeechCache & { kept: Map<string, CachedSpeech> } {
  const kept = new Map<string, CachedSpeech>();
  return {
    kept,
    get: async (key) => kept.get(key) ?? null,
    put: async (key, speech) => void kept.set(key, speech),
    close: async () => {},
  };
}

const good = (id: string, lang: 'zh' | 'en'): Engine & { calls: number } => engine(id, lang, tone);
const english = [good('english', 'en')];

function speakerOf(
  zh: Engine[],
  en: Engine[] = english,
  cache: SpeechCache | null = null,
  now = (): number => 0,
) {
  const options = { now, timeoutMs: 50 };
  return createSpeaker({
    zh: new EngineChain(zh, options),
    en: new EngineChain(en, options),
    finish: async (parts) => finish(parts),
    cache,
  });
}

const FAULTS: Record<string, (phrase: Phrase) => Promise<Sound> | Sound> = {
  'that crashes': () => Promise.reject(new Error('crash')),
  'that never answers': () => new Promise(() => {}),
  'with an empty sound': (p) => ({ ...tone(p), pcm: new Int16Array(0) }),
  'with a silent sound': (p) => ({ ...tone(p), pcm: new Int16Array(tone(p).pcm.length) }),
  'with times that go back': (p) => ({ ...tone(p), units: tone(p).units.reverse() }),
  'with times beyond the sound': (p) => ({
    ...tone(p),
    units: tone(p).units.map((u) => ({ ...u, t: u.t + 9000 })),
  }),
  'with a word too few': (p) => ({ ...tone(p), units: tone(p).units.slice(1) }),
  'with times that are no numbers': (p) => ({
    ...tone(p),
    units: tone(p).units.map((u) => ({ ...u, t: Number.NaN })),
  }),
};

describe('speaking over a chain of engines', () => {
  it.each(Object.entries(FAULTS))('passes over an engine %s and speaks with the next', async (_, fault) => {
    const speak = speakerOf([engine('bad', 'zh', fault), good('next', 'zh')]);
    const speech = await speak({ text: '您好，请说。', lang: 'zh' });
    expect(speech.engine).toBe('next');
    expect(speech.frames.length * 20).toBe(speech.durationMs);
    expect(speech.visemes.at(-1)?.v).toBe('sil');
  });

  it.each(
    Object.entries(FAULTS),
  )('gives captions with times when the only engine is one %s', async (_, fault) => {
    const speech = await speakerOf([engine('bad', 'zh', fault)])({
      text: '您好，请说。',
      lang: 'zh',
      marks: [{ at: 3, kind: 'gesture', value: 'nod' }],
    });
    expect(speech).toMatchObject({ engine: null, frames: [], visemes: [] });
    expect(speech.words.at(-1)?.to).toBe(6);
    expect(speech.durationMs).toBeGreaterThan(800);
    expect(speech.marks[0]?.t).toBeGreaterThan(400);
  });

  it('gives captions alone when there is no engine, and when finishing fails', async () => {
    expect((await speakerOf([])({ text: '您好', lang: 'zh' })).engine).toBeNull();
    const broken = createSpeaker({
      zh: new EngineChain([good('a', 'zh')]),
      en: new EngineChain([]),
      finish: () => Promise.reject(new Error('gone')),
      cache: null,
    });
    expect((await broken({ text: '您好', lang: 'zh' })).engine).toBeNull();
  });

  it('lets a failed engine rest, longer each time, and asks it again afterwards', async () => {
    let time = 0;
    const bad = engine('bad', 'zh', () => Promise.reject(new Error('crash')));
    const speak = speakerOf([bad, good('next', 'zh')], english, null, () => time);
    for (const [at, calls] of [
      [0, 1],
      [500, 1],
      [1001, 2],
      [2500, 2],
      [3100, 3],
    ] as const) {
      time = at;
      await speak({ text: '您好', lang: 'zh' });
      expect(bad.calls).toBe(calls);
    }
  });

  it('speaks both languages in one sentence, each by its engine', async () => {
    const speech = await speakerOf([good('chinese', 'zh')])({ text: '请带ID card来', lang: 'zh' });
    expect(speech.engine).toBe('chinese+english');
    expect(speech.words.map((w) => w.to).at(-1)).toBe(10);
  });

  it('spells letters in Mandarin when no English voice is there', async () => {
    const speech = await speakerOf([good('chinese', 'zh')], [])({ text: '请带U盾', lang: 'zh' });
    expect(speech.engine).toBe('chinese');
    expect(speech.words.at(-1)?.to).toBe(4);
  });

  it('keeps what the preferred engine said, and not what a substitute said', async () => {
    const cache = memoryCache();
    const speak = speakerOf([good('a', 'zh')], english, cache);
    expect((await speak({ text: '您好', lang: 'zh' })).cached).toBe(false);
    const again = await speak({
      text: '您好',
      lang: 'zh',
      marks: [{ at: 1, kind: 'gesture', value: 'bow' }],
    });
    expect(again.cached).toBe(true);
    expect(again.marks).toHaveLength(1);
    const other = memoryCache();
    const bad = engine('bad', 'zh', () => Promise.reject(new Error('crash')));
    await speakerOf([bad, good('next', 'zh')], english, other)({ text: '您好', lang: 'zh' });
    expect(other.kept.size).toBe(0);
  });

  it('rejects with the reason of the signal, before and while an engine works', async () => {
    const speak = speakerOf([engine('slow', 'zh', () => new Promise(() => {}))]);
    await expect(speak({ text: '您好', lang: 'zh' }, AbortSignal.abort('barge-in'))).rejects.toBe('barge-in');
    const controller = new AbortController();
    const pending = speak({ text: '您好', lang: 'zh' }, controller.signal);
    controller.abort('turn closed');
    await expect(pending).rejects.toBe('turn closed');
  });

  it('is heard at the stated times: syllables start where the units say', async () => {
    const speech = await speakerOf([good('a', 'zh')])({ text: '巴，巴。', lang: 'zh' });
    // 10 ms lead and 6.5 ms of the codec's look-ahead; between the two a comma's rest of 220 ms.
    expect(speech.words.map((w) => w.t)).toEqual([16.5, 436.5]);
    expect(speech.visemes.filter((v) => v.v === 'PP').map((v) => v.t)).toEqual([16.5, 436.5]);
  });
});

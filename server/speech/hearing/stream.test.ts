import { describe, expect, it } from 'vitest';
import { encodeOpus } from '../opus.ts';
import type { EngineFinal, HearingEngine, UtteranceEvents } from './engine.ts';
import { openOpusInput } from './opus-input.ts';
import { hearingOver } from './service.ts';
import type { HearingEvent, HearingHints, HearingOptions } from './types.ts';

interface Begun {
  hints: HearingHints;
  events: UtteranceEvents;
  samples: number;
  ended: boolean;
  cancelled: boolean;
}

/** An engine that a test speaks for. */
function listening() {
  const begun: Begun[] = [];
  const engine: HearingEngine = {
    id: 'told',
    lang: 'zh',
    prepare: async () => {},
    begin(hints, events) {
      const one: Begun = { hints, events, samples: 0, ended: false, cancelled: false };
      begun.push(one);
      return {
        feed: (samples) => {
          one.samples += samples.length;
        },
        end: () => {
          one.ended = true;
        },
        cancel: () => {
          one.cancelled = true;
        },
      };
    },
    warm: async () => {},
    close: async () => {},
  };
  return { engine, begun };
}

function open(options: Partial<HearingOptions> = {}) {
  const { engine, begun } = listening();
  const events: HearingEvent[] = [];
  const service = hearingOver({ zh: { engine, missing: null }, en: { engine: null, missing: 'none' } });
  const stream = service.open({ lang: 'zh', onEvent: (event) => events.push(event), ...options });
  const at = (i: number): Begun => {
    const one = begun[i];
    if (!one) throw new Error(`utterance ${i} was not begun`);
    return one;
  };
  return { service, stream, events, begun, at };
}

const FINAL: EngineFinal = {
  text: '转人工',
  words: [
    { text: '转', t: 100, d: 200, confidence: 1 },
    { text: '人工', t: 300, d: 400, confidence: 0.9 },
  ],
  confidence: 0.9,
  alternatives: [],
};
const silence = (ms: number): Int16Array => new Int16Array(ms * 16).map((_, i) => (i % 7) - 3);
const voice = (ms: number): Int16Array =>
  new Int16Array(ms * 16).map((_, i) => Math.round(6000 * Math.sin(i / 12)));

describe('a stream whose turns are told', () => {
  it('gives an utterance what was heard just before it was noticed, and times of the stream', () => {
    const { stream, events, at } = open();
    stream.pcm(silence(2000));
    stream.begin();
    stream.pcm(voice(1000));
    stream.end();
    expect(at(0).samples).toBe(1300 * 16);
    expect(at(0).ended).toBe(true);
    at(0).events.onFinal(FINAL);
    expect(events).toEqual([
      {
        type: 'final',
        utterance: 1,
        engine: 'told',
        from: 1700,
        to: 3000,
        text: '转人工',
        confidence: 0.9,
        alternatives: [],
        words: [
          { text: '转', t: 1800, d: 200, confidence: 1 },
          { text: '人工', t: 2000, d: 400, confidence: 0.9 },
        ],
      },
    ]);
  });

  it('gives nothing to the engine between utterances', () => {
    const { stream, begun } = open();
    stream.pcm(voice(5000));
    expect(begun).toEqual([]);
    expect(stream.position).toBe(5000);
  });

  it('takes the hints that hold when an utterance begins', () => {
    const { stream, at } = open({ hints: { expect: ['yes_no'] } });
    stream.begin();
    stream.hint({ expect: ['number'] });
    stream.end();
    stream.begin();
    expect([at(0).hints, at(1).hints]).toEqual([{ expect: ['yes_no'] }, { expect: ['number'] }]);
  });

  it('reports nothing of an utterance that was dropped, and nothing once closed', () => {
    const { stream, events, at } = open();
    stream.begin();
    stream.cancel();
    at(0).events.onFinal(FINAL);
    stream.begin();
    stream.close();
    at(1).events.onPartial({ text: '转', words: [] });
    at(1).events.onFinal(FINAL);
    expect([at(0).cancelled, at(1).cancelled]).toEqual([true, true]);
    expect(events).toEqual([]);
  });

  it('ends the first utterance when a second begins, and reports both', () => {
    const { stream, events, at } = open();
    stream.begin();
    stream.begin();
    expect(at(0).ended).toBe(true);
    at(1).events.onPartial({ text: '人', words: [] });
    at(0).events.onFinal(FINAL);
    stream.end();
    at(1).events.onFinal(FINAL);
    expect(events.map((event) => [event.type, event.type === 'error' ? 0 : event.utterance])).toEqual([
      ['partial', 2],
      ['final', 1],
      ['final', 2],
    ]);
  });

  it('tells a failed engine with its code, and hears the next utterance', () => {
    const { stream, events, at } = open();
    stream.begin();
    at(0).events.onError('engine_failed', 'ended with SIGSEGV');
    stream.end();
    stream.begin();
    stream.end();
    at(1).events.onFinal(FINAL);
    expect(events.map((event) => (event.type === 'error' ? event.code : event.type))).toEqual([
      'engine_failed',
      'final',
    ]);
  });

  it('goes on hearing who speaks longer than the engine takes', () => {
    const { stream, begun, at } = open();
    stream.begin();
    stream.pcm(voice(500));
    at(0).events.onFinal(FINAL);
    stream.pcm(voice(500));
    stream.end();
    expect(begun).toHaveLength(2);
    expect([at(1).samples, at(1).ended]).toEqual([8000, true]);
  });
});

describe('a stream that finds the turns itself', () => {
  it('begins with the voice, ends after the pause, and cuts nothing off', () => {
    const { stream, events, at, begun } = open({ turns: 'self' });
    for (const part of [silence(1500), voice(1000), silence(400), voice(600), silence(1500)])
      for (let i = 0; i < part.length; i += 320) stream.pcm(part.subarray(i, i + 320));
    expect(begun).toHaveLength(1);
    expect(at(0).ended).toBe(true);
    const start = events[0];
    expect(start?.type).toBe('start');
    expect(start?.type === 'start' ? start.t : 0).toBeGreaterThanOrEqual(1260);
    expect(start?.type === 'start' ? start.t : 0).toBeLessThanOrEqual(1520);
    // From before the voice to the end of the last pause that is waited for.
    expect(at(0).samples).toBeGreaterThan(2000 * 16);
    expect(at(0).samples).toBeLessThan(3700 * 16);
  });

  it('does not begin for a click', () => {
    const { stream, begun } = open({ turns: 'self' });
    for (const part of [silence(1000), voice(60), silence(1000)])
      for (let i = 0; i < part.length; i += 320) stream.pcm(part.subarray(i, i + 320));
    expect(begun).toEqual([]);
  });

  it('takes a hall that grows loud as background', () => {
    const { stream, begun } = open({ turns: 'self' });
    let seed = 1;
    for (let step = 0; step < 1500; step++) {
      // From -70 to -50 dB within half a minute.
      const level = 10 * 10 ** (Math.min(20, step / 75) / 20) * 1.7;
      stream.pcm(
        new Int16Array(320).map(() => {
          seed = (seed * 1103515245 + 12345) & 0x7fffffff;
          return Math.round((seed / 0x40000000 - 1) * level);
        }),
      );
    }
    expect(begun).toEqual([]);
  });
});

describe('a stream of packets', () => {
  it('is decoded in order once the decoder stands, from the first packet on', async () => {
    const { engine, begun } = listening();
    let give: () => void = () => {};
    const wait = new Promise<void>((resolve) => {
      give = resolve;
    });
    const opened = wait.then(() => openOpusInput());
    const service = hearingOver(
      { zh: { engine, missing: null }, en: { engine: null, missing: null } },
      () => opened,
    );
    const stream = service.open({ lang: 'zh', onEvent: () => {} });
    const frames = encodeOpus(new Int16Array(24_000));
    for (const [i, payload] of frames.entries()) stream.packet({ sequence: i, timestamp: i * 960, payload });
    expect(stream.position).toBe(0);
    give();
    await opened;
    await Promise.resolve();
    expect(stream.position).toBe(frames.length * 20);
    stream.begin(200);
    stream.end();
    expect(begun[0]?.samples).toBe(3200);
    await service.close();
  });

  it('tells once that what comes is no Opus', async () => {
    const { engine } = listening();
    const opened = openOpusInput();
    const service = hearingOver(
      { zh: { engine, missing: null }, en: { engine: null, missing: null } },
      () => opened,
    );
    const events: HearingEvent[] = [];
    const stream = service.open({ lang: 'zh', onEvent: (event) => events.push(event) });
    const bad = (i: number) => stream.packet({ sequence: i, timestamp: i * 960, payload: Uint8Array.of(3) });
    bad(0);
    await opened;
    await Promise.resolve();
    for (let i = 1; i < 200; i++) bad(i);
    expect(events).toEqual([
      { type: 'error', code: 'audio_invalid', utterance: null, message: expect.any(String) },
    ]);
    await service.close();
  });
});

describe('a language without an engine', () => {
  it('is said in the status, and to the stream once', async () => {
    const { service, events } = open();
    expect(service.status()).toEqual([
      { lang: 'zh', engine: 'told', missing: null },
      { lang: 'en', engine: null, missing: 'none' },
    ]);
    const english: HearingEvent[] = [];
    const stream = service.open({ lang: 'en', onEvent: (event) => english.push(event) });
    stream.begin();
    stream.pcm(voice(100));
    stream.end();
    await Promise.resolve();
    expect(english.map((event) => (event.type === 'error' ? event.code : event.type))).toEqual(['no_engine']);
    expect(events).toEqual([]);
    await service.close();
  });
});

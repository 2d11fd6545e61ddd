import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventData, EventName } from '../../protocol/index.ts';
import { SENTENCE_MS, speech, track, VIDEO } from './fixtures/spoken.ts';
import { Narrator, sentencesOf } from './narrator.ts';

let told: { event: EventName; data: unknown }[];
let speaking: boolean[];
let air: ReturnType<typeof track>;
let audible: boolean;
const narrator = (): Narrator =>
  new Narrator({
    speech,
    silence: new Uint8Array(),
    voice: () => (audible ? air.voice : null),
    rate: () => 1,
    tell: (event, data) => void told.push({ event, data }),
    onSpeaking: (on) => void speaking.push(on),
  });
const texts = (): string[] =>
  told
    .filter(({ event }) => event === 'talk.utterance')
    .map(({ data }) => (data as EventData<'talk.utterance'>).text);
const narrated = (): string[] =>
  told
    .filter(({ event }) => event === 'video.narrated')
    .map(({ data }) => (data as EventData<'video.narrated'>).scene);
/** What is being made is made. */
const settle = (ms = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'performance'] });
  told = [];
  speaking = [];
  air = track();
  audible = true;
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the narration of a video', () => {
  it('speaks a scene sentence by sentence, and says when it is over', async () => {
    narrator().begin(VIDEO, 'first', 'zh');
    await settle();
    expect(texts()).toEqual(['先带身份证。', '再去窗口。']);
    expect(narrated()).toEqual([]);
    air.finish();
    await settle(1_000);
    expect(narrated()).toEqual(['first']);
    expect(speaking).toEqual([true, false]);
  });

  it('is in the citizen’s language', async () => {
    narrator().begin(VIDEO, 'first', 'en');
    await settle();
    expect(texts()).toEqual(['Take your card.', 'Go to the window.']);
  });

  it('goes on with the sentence in which it was cut', async () => {
    const one = narrator();
    one.begin(VIDEO, 'first', 'zh');
    await settle();
    const [first = '', second = ''] = air.utterances();
    air.send(first, SENTENCE_MS);
    air.send(second, SENTENCE_MS / 4);
    one.heard(first, SENTENCE_MS);
    one.heard(second, SENTENCE_MS / 4);
    one.rest();
    expect(air.utterances()).toEqual([]);
    expect(told.at(-1)?.data).toMatchObject({ reason: 'interrupted' });
    told = [];
    one.goOn('zh');
    await settle();
    expect(texts()).toEqual(['再去窗口。']);
  });

  it('does not begin twice when the video plays on', async () => {
    const one = narrator();
    one.begin(VIDEO, 'first', 'zh');
    await settle();
    one.goOn('zh');
    await settle();
    expect(texts()).toHaveLength(2);
  });

  it('leaves the old scene when another begins', async () => {
    const one = narrator();
    one.begin(VIDEO, 'first', 'zh');
    await settle();
    one.begin(VIDEO, 'second', 'zh');
    await settle();
    air.finish();
    await settle(1_000);
    expect(narrated()).toEqual(['second']);
  });

  it('is over at once where nobody hears, so that the picture does not wait', () => {
    audible = false;
    narrator().begin(VIDEO, 'first', 'zh');
    expect(narrated()).toEqual(['first']);
  });

  it('is nothing for a scene that is not there', async () => {
    narrator().begin(VIDEO, 'third', 'zh');
    await settle();
    expect(told).toEqual([]);
  });

  it('has nothing left to go on with after the end', async () => {
    const one = narrator();
    one.begin(VIDEO, 'first', 'zh');
    await settle();
    one.end();
    told = [];
    one.goOn('zh');
    await settle();
    expect(told).toEqual([]);
  });
});

describe('the sentences of a narration', () => {
  it.each([
    ['先带身份证。再去窗口！', ['先带身份证。', '再去窗口！']],
    ['没有句号', ['没有句号']],
    ['Take it. Go on.', ['Take it.', 'Go on.']],
  ])('%s', (text, sentences) => {
    expect(sentencesOf(text)).toEqual(sentences);
  });
});

import { describe, expect, it } from 'vitest';
import type { Lang } from '../../protocol/index.ts';
import type { HearingEvent, HearingOptions, HearingService, HearingStream } from '../speech/hearing/types.ts';
import { Listening } from './listening.ts';

function ear() {
  const opened: { options: HearingOptions; closed: boolean; calls: string[] }[] = [];
  const hearing: HearingService = {
    open(options): HearingStream {
      const one = { options, closed: false, calls: [] as string[] };
      opened.push(one);
      const call = (name: string) => () => void one.calls.push(name);
      return {
        packet: call('packet'),
        pcm: call('pcm'),
        begin: (backMs) => void one.calls.push(`begin ${backMs}`),
        end: call('end'),
        cancel: call('cancel'),
        hint: call('hint'),
        position: 0,
        close: () => {
          one.closed = true;
        },
      };
    },
    ready: Promise.resolve(),
    status: () => [{ lang: 'zh', engine: 'some', missing: null }],
    close: async () => {},
  };
  const told: [string, unknown][] = [];
  const said: unknown[] = [];
  const logged: string[] = [];
  let lang: Lang = 'zh';
  const listening = new Listening({
    hearing,
    lang: () => lang,
    hints: () => ({ phrases: ['是'] }),
    tell: (event, data) => void told.push([event, data]),
    say: (...what) => void said.push(what),
    log: (...what) => void logged.push(JSON.stringify(what)),
  });
  const last = () => {
    const one = opened.at(-1);
    if (one === undefined) throw new Error('nothing is listened to');
    return one;
  };
  return {
    listening,
    opened,
    last,
    told,
    said,
    logged,
    event: (event: HearingEvent) => last().options.onEvent(event),
    speak: (to: Lang) => {
      lang = to;
    },
  };
}

const final = (text: string, confidence = 0.9): HearingEvent => ({
  type: 'final',
  utterance: 1,
  text,
  words: [],
  confidence,
  alternatives: [{ text: '公鸡', confidence: 0.2 }],
  from: 0,
  to: 1000,
  engine: 'some',
});

describe('listening to a citizen', () => {
  it('begins with the microphone and ends with it; nothing is heard in between', () => {
    const { listening, opened, last } = ear();
    listening.packet({ sequence: 1, timestamp: 1, payload: Uint8Array.of(1) });
    expect(opened).toHaveLength(0);
    listening.setOpen(true);
    expect(last().options.hints).toEqual({ phrases: ['是'] });
    listening.packet({ sequence: 1, timestamp: 1, payload: Uint8Array.of(1) });
    listening.setOpen(false);
    expect(last().closed).toBe(true);
    listening.packet({ sequence: 2, timestamp: 2, payload: Uint8Array.of(1) });
    expect(last().calls).toEqual(['packet']);
  });

  it('takes words of beginning and end only from a device that finds them', () => {
    const { listening, last } = ear();
    listening.setOpen(true);
    listening.begin(200);
    listening.end();
    expect(last().calls).toEqual([]);
    listening.setTurns('told');
    expect(last().options.turns).toBe('told');
    listening.begin(200);
    listening.end();
    expect(last().calls).toEqual(['begin 200', 'end']);
  });

  it('makes a turn of what was heard, with how well; not of a sound without words', () => {
    const { listening, told, said, event } = ear();
    listening.setOpen(true);
    event(final('公积金'));
    expect(said).toEqual([['公积金', 'zh', { confidence: 0.9, sure: true, alternatives: ['公鸡'] }]]);
    expect(told).toEqual([['heard.final', expect.objectContaining({ text: '公积金', uncertain: false })]]);
    event(final('公积金', 0.59));
    expect(said.at(-1)).toEqual(['公积金', 'zh', { confidence: 0.59, sure: false, alternatives: ['公鸡'] }]);
    expect(told.at(-1)).toEqual(['heard.final', expect.objectContaining({ uncertain: true })]);
    event(final(' '));
    expect(said).toHaveLength(2);
    expect(told).toHaveLength(3);
  });

  it('shows no personal number, neither while it is said nor after, and hands it on for the form', () => {
    const { listening, told, said, logged, event } = ear();
    listening.setOpen(true);
    event({ type: 'partial', utterance: 1, text: '电话13900000000', words: [] });
    event(final('电话13900000000'));
    expect(JSON.stringify([told, logged])).not.toContain('13900000000');
    expect(JSON.stringify(said)).toContain('13900000000');
  });

  it('tells a trouble once, until something was heard again', () => {
    const { listening, told, event } = ear();
    listening.setOpen(true);
    const busy: HearingEvent = { type: 'error', code: 'engine_busy', utterance: 1, message: 'all at work' };
    event(busy);
    event(busy);
    expect(told).toEqual([['heard.trouble', { code: 'engine_busy' }]]);
    event(final('好'));
    event(busy);
    expect(told).toHaveLength(3);
  });

  it('follows the language, and hears nothing late from the stream before', () => {
    const { listening, opened, last, told, speak } = ear();
    listening.setOpen(true);
    const before = last();
    speak('en');
    listening.setLang();
    expect(opened.map(({ closed, options }) => [options.lang, closed])).toEqual([
      ['zh', true],
      ['en', false],
    ]);
    before.options.onEvent(final('迟到'));
    expect(told).toEqual([]);
  });
});

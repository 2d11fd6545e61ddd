import { describe, expect, it } from 'vitest';
import type { Ears, EarsEvent, EarsOptions } from '../senses/ears/types.ts';
import { createListener } from './listener.ts';

const TRACK = {} as MediaStreamTrack;

/** A listener whose ears say what the test makes them say. */
function listening(ready: boolean | Error = true) {
  const did: string[] = [];
  const told: string[] = [];
  const opened: EarsOptions[] = [];
  const listener = createListener({
    load: async () => {
      if (ready instanceof Error) throw ready;
      return (options) => {
        opened.push(options);
        const ears: Ears = {
          ready: Promise.resolve(ready),
          setProfile: (to) => void told.push(`profile ${to}`),
          setElder: (to) => void told.push(`elder ${to}`),
          setQuestion: (to) => void told.push(`question ${JSON.stringify(to)}`),
          setLips: (lips) => void told.push(`lips ${lips !== null}`),
          words: (text, final) => void told.push(`words ${text} ${final}`),
          active: () => void told.push('active'),
          close: () => void told.push('close'),
        };
        return ears;
      };
    },
    avatar: () => ({ speaking: false, text: '', level: null, place: null }),
    begin: (backMs) => void did.push(`begin ${backMs}`),
    end: () => void did.push('end'),
    cancel: () => void did.push('cancel'),
    duck: (on) => void did.push(`duck ${on}`),
    interrupt: () => void did.push('interrupt'),
    goOn: () => void did.push('go on'),
    silence: (ms, last) => void did.push(`silence ${ms} ${last}`),
    noisy: (noisy) => void did.push(`noisy ${noisy}`),
  });
  const hear = (...events: EarsEvent[]): void => {
    for (const event of events) opened.at(-1)?.onEvent(event);
  };
  const open = async (): Promise<boolean> => {
    const can = await listener.open(TRACK);
    did.length = 0;
    return can;
  };
  return { listener, did, told, hear, open, opened };
}

const start: EarsEvent = { type: 'speech_start', at: 1, backMs: 200, over: false };
const end = (reason: 'silence' | 'dropped' | 'closed'): EarsEvent => ({
  type: 'speech_end',
  at: 2,
  reason,
  silenceMs: 700,
});
const place = { utterance: 'utt_1', ms: 400 };

describe('the device’s ear in a call', () => {
  it('tells the recogniser where speech begins, how far back, and where it ends', async () => {
    const { did, hear, open } = listening();
    expect(await open()).toBe(true);
    hear(start, end('silence'));
    expect(did).toEqual(['begin 200', 'end']);
  });

  it('takes back what was nothing', async () => {
    const { did, hear, open } = listening();
    await open();
    hear(start, end('dropped'), end('silence'));
    expect(did).toEqual(['begin 200', 'cancel']);
  });

  it('makes the avatar softer, stops it when it is meant, and lets it go on when it was not', async () => {
    const { did, hear, open } = listening();
    await open();
    hear(
      { type: 'duck', at: 1, on: true },
      { type: 'hush', at: 2 },
      { type: 'barge_in', at: 2, by: 'voice', stop: false, place },
    );
    hear({ type: 'duck', at: 2, on: false });
    hear({ type: 'false_alarm', at: 3, cause: 'no_words', stopped: true, place });
    hear({ type: 'false_alarm', at: 4, cause: 'short', stopped: false, place: null });
    expect(did).toEqual(['duck soft', 'duck silent', 'interrupt', 'duck no', 'go on']);
  });

  it('leaves the turn to the button while that is held', async () => {
    const { listener, did, hear, open } = listening();
    await open();
    hear(start);
    listener.setHeld(true);
    hear(
      end('silence'),
      start,
      { type: 'duck', at: 1, on: true },
      { type: 'silence', at: 2, level: 1, silentMs: 6_000 },
    );
    listener.setHeld(false);
    hear(end('silence'), start);
    expect(did).toEqual(['begin 200', 'cancel', 'duck no', 'begin 200']);
  });

  it('tells of silences, and which is the last', async () => {
    const { did, hear, open } = listening();
    await open();
    hear(
      { type: 'silence', at: 1, level: 1, silentMs: 6_000.4 },
      { type: 'silence', at: 2, level: 4, silentMs: 40_000 },
    );
    expect(did).toEqual(['silence 6000 false', 'silence 40000 true']);
  });

  it('carries what is known to an ear that opens later, and to the next one', async () => {
    const { listener, told, open, opened } = listening();
    listener.setProfile('form');
    listener.setPatient(true);
    listener.expect({ kind: 'number', lengths: [11] });
    await open();
    expect(opened[0]).toMatchObject({ profile: 'form', elder: true });
    expect(told).toEqual(['question {"kind":"number","length":[11]}']);
    listener.setLips(() => ({ moving: true, confidence: 1 }));
    expect(told.splice(1)).toEqual(['lips true']);
    listener.words('一三九', false);
    listener.active();
    expect(told.slice(1)).toEqual(['words 一三九 false', 'active']);
    await open();
    expect(told).toContain('close');
    expect(opened).toHaveLength(2);
  });

  it('says where it cannot hear, and is as loud as before when it closes', async () => {
    expect(await listening(false).open()).toBe(false);
    expect(await listening(new Error('no code')).open()).toBe(false);
    const { listener, did, hear, open } = listening();
    await open();
    hear({ type: 'duck', at: 1, on: true });
    listener.close();
    expect(did.at(-1)).toBe('duck no');
  });

  it('does not open for a microphone that went off while its code was on the way', async () => {
    const { listener, opened } = listening();
    const opening = listener.open(TRACK);
    listener.close();
    expect(await opening).toBe(false);
    expect(opened).toHaveLength(0);
  });
});

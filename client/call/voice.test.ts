import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { EventData, Method, Params, Result } from '../../protocol/index.ts';
import type { CallState, DeviceState } from './types.ts';
import { createVoice } from './voice.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function speaking(device: DeviceState = 'off', allowed: DeviceState = 'on') {
  let microphone = device;
  const did: string[] = [];
  const state: Partial<CallState> = {};
  const voice = createVoice({
    request: <M extends Method>(method: M, params: Params<M>) => {
      did.push(`${method} ${JSON.stringify(params)}`);
      return Promise.resolve((method === 'voice.turns' ? { hears: true } : {}) as Result<M>);
    },
    change: (part) => void Object.assign(state, part),
    microphone: {
      state: () => microphone,
      set: async (on) => {
        microphone = on ? allowed : 'off';
        did.push(`microphone ${on}`);
      },
    },
    sent: async () => void did.push('sent'),
    interrupt: () => void did.push('interrupt'),
    listener: null,
  });
  return { voice, did, state };
}

const FINAL: EventData<'heard.final'> = {
  utterance: 1,
  text: '你好',
  lang: 'zh',
  confidence: 1,
  alternatives: [],
  uncertain: false,
};

describe('the button that is held while speaking', () => {
  it('silences the avatar, opens the microphone, and begins when the sound is on its way', async () => {
    const { voice, did, state } = speaking();
    await voice.hold(true);
    expect(did).toEqual([
      'interrupt',
      'microphone true',
      'sent',
      'voice.turns {"turns":"told"}',
      'voice.begin {}',
    ]);
    expect(state).toMatchObject({ holding: true, hears: true });
  });

  it('closes the microphone that it opened when the words have come', async () => {
    const { voice, did, state } = speaking();
    await voice.hold(true);
    await voice.hold(false);
    expect(did.at(-1)).toBe('voice.end {}');
    voice.final(FINAL);
    expect(did.at(-1)).toBe('microphone false');
    expect(state.heard).toEqual({ text: '你好', done: true });
  });

  it('closes it after a while, where no words come', async () => {
    const { voice, did } = speaking();
    await voice.hold(true);
    await voice.hold(false);
    vi.advanceTimersByTime(5_000);
    expect(did.at(-1)).toBe('microphone false');
  });

  it('leaves a microphone open that was on before, which listens by itself again', async () => {
    const { voice, did } = speaking('on');
    await voice.hold(true);
    await voice.hold(false);
    voice.final(FINAL);
    expect(did).not.toContain('microphone false');
    expect(did.at(-1)).toBe('voice.turns {"turns":"self"}');
  });

  it('begins nothing where the microphone is refused', async () => {
    const { voice, did } = speaking('off', 'refused');
    await voice.hold(true);
    expect(did).not.toContain('voice.begin {}');
  });
});

describe('what is heard', () => {
  it('is shown while it is said, and a cough is not', () => {
    const { voice, state } = speaking('on');
    voice.partial({ utterance: 1, text: '你' });
    expect(state.heard).toEqual({ text: '你', done: false });
    voice.final({ ...FINAL, text: '' });
    expect(state.heard).toBeNull();
  });

  it('is said to be lost until something is heard again', () => {
    const { voice, state } = speaking('on');
    voice.trouble({ code: 'engine_busy' });
    expect(state.hearTrouble).toBe('engine_busy');
    voice.final(FINAL);
    expect(state.hearTrouble).toBeNull();
  });
});

import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { DeskMethod, SupervisorMode } from '../../protocol/index.ts';
import { createDeskClient } from './desk-client.ts';

const told: string[] = [];
/** What the server says to a change of the way one is present. */
let refusal: Error | null = null;

vi.mock('./desk-socket.ts', () => ({
  openDeskSocket: () => ({
    request: async (_method: DeskMethod) => ({ consultation: 'con_1', token: 'token' }),
    close: () => undefined,
  }),
}));
vi.mock('../call/staff-call.ts', () => ({
  createStaffCall: () => ({
    getState: () => ({ phase: 'live' }),
    subscribe: () => () => undefined,
    setMicrophone: async (on: boolean) => void told.push(`microphone ${on ? 'on' : 'off'}`),
    setCamera: async () => void told.push('camera'),
    mode: async ({ mode }: { mode: SupervisorMode }) => {
      if (refusal !== null) throw refusal;
      told.push(mode);
    },
    close: () => undefined,
  }),
}));

async function entered(mode: SupervisorMode) {
  const chimes = { ring: () => undefined, setMuted: () => undefined, muted: false };
  const desk = createDeskClient({ ticket: async () => 'ticket' }, chimes, 'stf_0000000000000000000000');
  await desk.enter({ consultation: 'con_1', mode, why: 'training' });
  return desk;
}

beforeEach(() => {
  told.length = 0;
  refusal = null;
  vi.stubGlobal('window', {
    location: { origin: 'http://desk.test' },
    localStorage: { getItem: () => null },
  });
});

describe('a supervisor in a call', () => {
  it('is shown in the way in which they came in, with a microphone only where somebody may hear them', async () => {
    expect((await entered('monitor')).getState().supervising).toBe('monitor');
    expect(told).toEqual([]);
    expect((await entered('whisper')).getState().supervising).toBe('whisper');
    expect((await entered('barge')).getState().supervising).toBe('barge');
    expect(told).toEqual(['microphone on', 'microphone on']);
  });

  it('has the microphone closed before they only listen', async () => {
    const desk = await entered('barge');
    told.length = 0;
    await desk.setMode('monitor', 'enough said');
    expect(told).toEqual(['microphone off', 'monitor']);
    expect(desk.getState().supervising).toBe('monitor');
  });

  it('opens the microphone only once the server has granted that they are heard', async () => {
    const desk = await entered('monitor');
    refusal = new Error('forbidden');
    await expect(desk.setMode('whisper', 'a hint')).rejects.toBe(refusal);
    expect(told).toEqual([]);
    expect(desk.getState().supervising).toBe('monitor');
  });

  it('is nothing any more once they have left', async () => {
    const desk = await entered('whisper');
    desk.leaveCall();
    expect(desk.getState()).toMatchObject({ call: null, mode: null, supervising: null });
  });
});

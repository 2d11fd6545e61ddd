import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Utterance } from '../../protocol/index.ts';
import { type AudioReading, UtterancePlayhead } from './playhead.ts';
import { createSilencer } from './silencer.ts';

function utterance(id: string, turn: string, rtpStart: number): Utterance {
  return {
    id,
    turn,
    seq: 0,
    lang: 'zh',
    text: '好',
    startsInMs: 0,
    durationMs: 1_000,
    words: [],
    visemes: [],
    marks: [],
    audio: { producerId: 'p', epoch: 0, rtpStart, clockRate: 48_000, durationMs: 1_000 },
  };
}

function setUp() {
  let reading: AudioReading | null = null;
  let silenced = false;
  const playhead = new UtterancePlayhead({ readAudio: () => reading });
  const silencer = createSilencer(playhead, {
    setSilenced: (to) => {
      silenced = to;
    },
  });
  playhead.add(utterance('utt_1', 'turn_old', 48_000), performance.now());
  return {
    playhead,
    silencer,
    isSilenced: () => silenced,
    hear: (rtp: number) => {
      reading = { rtp, atMs: performance.now(), outputLatencyMs: 0, epoch: 0 };
    },
  };
}

describe('silence after an interruption', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('is at once, and lasts until the server has stopped and the buffers are dry', () => {
    const { silencer, isSilenced } = setUp();
    silencer.silence(['turn_old']);
    expect(isSilenced()).toBe(true);
    vi.advanceTimersByTime(5_000);
    expect(isSilenced()).toBe(true);
    expect(silencer.unconfirmed()).toEqual(['turn_old']);
    silencer.stopped('turn_old');
    vi.advanceTimersByTime(300);
    expect(isSilenced()).toBe(true);
    vi.advanceTimersByTime(300);
    expect(isSilenced()).toBe(false);
  });

  it('ends as soon as a new utterance is about to be heard, before its first syllable', () => {
    const { silencer, playhead, isSilenced, hear } = setUp();
    silencer.silence(['turn_old']);
    playhead.add(utterance('utt_2', 'turn_new', 96_000), performance.now());
    hear(96_000 - 48 * 100);
    vi.advanceTimersByTime(20);
    expect(isSilenced()).toBe(true);
    hear(96_000 - 48 * 20);
    vi.advanceTimersByTime(20);
    expect(isSilenced()).toBe(false);
  });

  it('does not wait for a turn that the server had ended already', () => {
    const { silencer, isSilenced } = setUp();
    silencer.stopped('turn_old');
    silencer.silence(['turn_old']);
    expect(silencer.unconfirmed()).toEqual([]);
    vi.advanceTimersByTime(600);
    expect(isSilenced()).toBe(false);
  });
});

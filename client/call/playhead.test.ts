import { describe, expect, it } from 'vitest';
import type { Utterance } from '../../protocol/index.ts';
import { type AudioReading, UtterancePlayhead } from './playhead.ts';

function utterance(
  id: string,
  rtpStart: number,
  options: Partial<Utterance> & { epoch?: number } = {},
): Utterance {
  const { epoch = 0, ...rest } = options;
  const durationMs = rest.durationMs ?? 1_000;
  return {
    id,
    turn: 'turn_a',
    seq: 0,
    lang: 'zh',
    text: '您好',
    startsInMs: 20,
    durationMs,
    words: [],
    visemes: [],
    marks: [],
    audio: { producerId: 'p', epoch, rtpStart, clockRate: 48_000, durationMs },
    ...rest,
  };
}

function setUp() {
  let reading: AudioReading | null = null;
  const playhead = new UtterancePlayhead({ readAudio: () => reading });
  return {
    playhead,
    read: (value: Partial<AudioReading> | null) => {
      reading = value && { rtp: 0, atMs: 0, outputLatencyMs: 0, epoch: 0, ...value };
    },
  };
}

describe('the playhead', () => {
  it('reads the place off the audio, less what the output device holds back', () => {
    const { playhead, read } = setUp();
    playhead.add(utterance('utt_1', 48_000), 0);
    read({ rtp: 48_000 + 4_800, atMs: 500, outputLatencyMs: 30 });
    expect(playhead.at(510)).toMatchObject({ ms: 80, audible: true });
  });

  it('looks ahead for the lips', () => {
    const { playhead, read } = setUp();
    playhead.add(utterance('utt_1', 48_000), 0);
    read({ rtp: 48_000 - 960, atMs: 500 });
    expect(playhead.at(500)).toBeNull();
    expect(playhead.at(500, 40)).toMatchObject({ ms: 20 });
  });

  it('stands still when packets stop', () => {
    const { playhead, read } = setUp();
    playhead.add(utterance('utt_1', 0), 0);
    read({ rtp: 4_800, atMs: 500 });
    const stalled = playhead.at(700)?.ms;
    expect(playhead.at(900)?.ms).toBe(stalled);
  });

  it('compares timestamps across the wrap of 32 bits', () => {
    const { playhead, read } = setUp();
    playhead.add(utterance('utt_1', 0xffff_ffff - 479), 0);
    read({ rtp: 480, atMs: 500 });
    expect(playhead.at(500)).toMatchObject({ ms: 20 });
  });

  it('ignores utterances of another epoch', () => {
    const { playhead, read } = setUp();
    playhead.add(utterance('utt_1', 0, { epoch: 0 }), 0);
    read({ rtp: 480, atMs: 500, epoch: 1 });
    expect(playhead.at(500)).toBeNull();
    playhead.add(utterance('utt_1', 0, { epoch: 1 }), 400);
    expect(playhead.at(500)).toMatchObject({ ms: 10 });
  });

  it('follows the server clock and its beats where the audio has none', () => {
    const { playhead } = setUp();
    playhead.add(utterance('utt_1', 0, { startsInMs: 100 }), 1_000);
    expect(playhead.at(1_050)).toBeNull();
    expect(playhead.at(1_200)).toMatchObject({ ms: 100, audible: false });
    playhead.beat('utt_1', 300, 1_200);
    expect(playhead.at(1_250)).toMatchObject({ ms: 350 });
  });

  it('falls back to the server clock when the receiver has been silent for a second', () => {
    const { playhead, read } = setUp();
    playhead.add(utterance('utt_1', 0, { startsInMs: 0, durationMs: 9_000 }), 1_000);
    read({ rtp: 0, atMs: 1_000 });
    expect(playhead.at(2_500)).toMatchObject({ ms: 1_500, audible: false });
  });

  it('never comes back to a closed turn, whatever is announced late', () => {
    const { playhead, read } = setUp();
    playhead.add(utterance('utt_1', 0), 0);
    playhead.closeTurn('turn_a');
    playhead.add(utterance('utt_2', 960), 10);
    read({ rtp: 1_000, atMs: 20 });
    expect(playhead.at(20)).toBeNull();
    expect(playhead.utterances()).toHaveLength(0);
  });
});

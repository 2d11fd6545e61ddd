import { describe, expect, it } from 'vitest';
import { assemble } from './assemble.ts';
import { type IndexLine, readLines } from './index-lines.ts';

const open = (file: string, change: Partial<Extract<IndexLine, { k: 'open' }>> = {}): IndexLine => ({
  ...{ k: 'open', file, at: 1_000, peer: 'peer_a', role: 'citizen', source: 'microphone', kind: 'audio' },
  ...{ codec: 'opus', epoch: 0, name: null },
  ...change,
});
const placed = (file: string, at: number, rtpStart = 0): IndexLine => ({
  ...{ k: 'placed', file },
  clock: { rtpStart, clockRate: 48_000, at, reports: [] },
});
const say = (id: string, turn: string, at: number, rtpStart: number, durationMs = 1_000): IndexLine => ({
  k: 'say',
  at,
  utterance: {
    ...{ id, turn, seq: 0, lang: 'zh', text: '您好', startsInMs: 0, durationMs },
    audio: { producerId: 'p', epoch: 0, rtpStart, clockRate: 48_000, durationMs },
    ...{ words: [], visemes: [], marks: [] },
  },
});

describe('what was recorded, put together', () => {
  it('keeps a piece whose process was killed, and leaves out one that nothing ever came of', () => {
    const put = assemble([open('a'), placed('a', 5_000), open('b'), { k: 'end', file: 'b', clock: null }]);
    expect(put?.pieces.map(({ file, at }) => [file, at])).toEqual([['a', 5_000]]);
    expect(assemble([open('b')])).toBeNull();
  });

  it('places what the avatar said on the clock of its voice, and cuts what was interrupted', () => {
    const lines = [
      open('v', { peer: 'avatar', role: 'avatar', source: 'voice' }),
      placed('v', 10_000, 480),
      // Told 300 ms before its first sample: 2 s after the first packet.
      say('utt_00000001', 'turn_00000001', 11_700, 480 + 96_000),
      say('utt_00000001', 'turn_00000001', 19_000, 480 + 96_000),
      say('utt_00000002', 'turn_00000001', 12_700, 480 + 144_000),
      { k: 'cut', at: 12_400, turn: 'turn_00000001' } as const,
    ];
    const put = assemble(lines);
    expect(put?.avatar.map(({ atMs, cutMs, utterance }) => [utterance.id, atMs, cutMs])).toEqual([
      ['utt_00000001', 2_000, 400],
    ]);
  });

  it('tells where it rested, with the reason', () => {
    const put = assemble([
      open('a'),
      placed('a', 1_000),
      { k: 'rest', at: 3_000, why: 'document' },
      { k: 'rest', at: 4_500, why: null },
    ]);
    expect(put?.rests).toEqual([{ fromMs: 2_000, toMs: 3_500, why: 'document' }]);
  });

  it('reads an index whose last line was cut off', () => {
    const text = `${JSON.stringify({ k: 'rest', at: 1, why: null })}\n{"k":"rest","at":2,"wh`;
    expect(readLines(text)).toEqual([{ k: 'rest', at: 1, why: null }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { RecordedUtterance } from '../../../protocol/index.ts';
import { picturesAt, recordedClock, restAt, saidAt, step } from './clock.ts';

const said = (
  id: string,
  atMs: number,
  durationMs: number,
  cutMs: number | null = null,
): RecordedUtterance => ({
  ...{ atMs, cutMs },
  utterance: {
    ...{
      id,
      turn: 'turn_00000001',
      seq: 0,
      lang: 'zh',
      text: '您好',
      startsInMs: 0,
      durationMs,
      audio: null,
    },
    ...{ words: [], visemes: [], marks: [] },
  },
});
const avatar = [said('utt_00000001', 1_000, 800), said('utt_00000002', 2_000, 900, 300)];

describe('a recording played again', () => {
  it('finds what was said at a moment, and nothing after it was silenced', () => {
    expect(saidAt(avatar, 999)).toBeNull();
    expect(saidAt(avatar, 1_500)).toMatchObject({ ms: 500, utterance: { id: 'utt_00000001' } });
    expect(saidAt(avatar, 1_850)).toBeNull();
    expect(saidAt(avatar, 2_299)?.ms).toBe(299);
    expect(saidAt(avatar, 2_300)).toBeNull();
  });

  it('moves the lips by the place of the sound, ahead of it when asked, and not while it rests', () => {
    let position = { ms: 1_100, plays: true };
    const clock = recordedClock(avatar, () => position);
    expect(clock.at(0)?.ms).toBe(100);
    expect(clock.at(99, 40)?.ms).toBe(140);
    position = { ms: 1_100, plays: false };
    expect(clock.at(0)).toBeNull();
  });

  it('shows the pictures of the moment, and says where nothing was recorded', () => {
    const picture = (file: string, atMs: number, durationMs: number) => ({
      ...({ file, mime: 'video/webm', bytes: 1, role: 'citizen', source: 'camera', name: null } as const),
      ...{ atMs, durationMs },
    });
    const pictures = [picture('a.webm', 0, 1_000), picture('b.webm', 900, 1_000)];
    expect(picturesAt(pictures, 950).map(({ file }) => file)).toEqual(['a.webm', 'b.webm']);
    expect(picturesAt(pictures, 1_000).map(({ file }) => file)).toEqual(['b.webm']);
    const rests = [{ fromMs: 100, toMs: 200, why: 'document' as const }];
    expect(restAt(rests, 199)?.why).toBe('document');
    expect(restAt(rests, 200)).toBeNull();
  });

  it('brings a picture back in step: at once when far off, unseen when near', () => {
    expect(step(400, 1)).toEqual({ jump: true, rate: 1 });
    expect(step(100, 1).rate).toBeLessThan(1);
    expect(step(-100, 2).rate).toBeGreaterThan(2);
    expect(step(10, 1.5)).toEqual({ jump: false, rate: 1.5 });
  });
});

import { describe, expect, it } from 'vitest';
import { createEars } from './ears.ts';
import type { FromDetector } from './messages.ts';
import type { EarsEvent } from './types.ts';

function opened(hears = true) {
  let now = 5_000;
  let tell: (message: FromDetector) => void = () => {};
  let act: (() => void) | null = null;
  let freed = 0;
  const events: EarsEvent[] = [];
  const ears = createEars(
    {
      track: {} as MediaStreamTrack,
      avatar: () => ({ speaking: false, text: '', level: 0, place: null }),
      onEvent: (event) => events.push(event),
      clock: {
        now: () => now,
        every: (_, run) => {
          act = run;
          return () => {
            act = null;
          };
        },
      },
    },
    {
      listen: async (_track, _energyOnly, to) => {
        if (!hears) throw new Error('no audio worklets');
        tell = to;
        return {
          close: () => {
            freed += 1;
          },
        };
      },
    },
  );
  let end = 100;
  return {
    ears,
    events,
    /** A frame, told so late. ms */
    frame: (voice: number, lateMs = 0) => {
      end += 0.032;
      now += 32 + lateMs;
      tell({ type: 'frame', end, ms: 32, voice, level: voice > 0.5 ? -24 : -60 });
      act?.();
      now -= lateMs;
    },
    tell: (message: FromDetector) => tell(message),
    freed: () => freed,
    ticks: () => act !== null,
  };
}

describe('ears', () => {
  it('time what they hear by the sound, not by when the page comes to it', async () => {
    const room = opened();
    expect(await room.ears.ready).toBe(true);
    room.frame(0.02);
    for (let i = 0; i < 10; i += 1) room.frame(0.95, 140);
    for (let i = 0; i < 40; i += 1) room.frame(0.02);
    const start = room.events.find(({ type }) => type === 'speech_start');
    // Four frames of voice after the first frame, each one told 140 ms late.
    expect(start?.at).toBeLessThan(5_000 + 5 * 32 + 10);
  });
  it('tell once which detector serves', async () => {
    const room = opened();
    await room.ears.ready;
    room.tell({ type: 'detector', kind: 'energy' });
    room.tell({ type: 'detector', kind: 'energy' });
    room.tell({ type: 'detector', kind: 'silero' });
    expect(room.events.map((event) => (event.type === 'detector' ? event.kind : ''))).toEqual([
      'energy',
      'silero',
    ]);
  });
  it('free everything once, and tell nothing afterwards', async () => {
    const room = opened();
    await room.ears.ready;
    for (let i = 0; i < 10; i += 1) room.frame(0.95);
    room.ears.close();
    room.ears.close();
    const before = room.events.length;
    expect(room.events.at(-1)).toMatchObject({ type: 'speech_end', reason: 'closed' });
    room.frame(0.95);
    expect(room.events.length).toBe(before);
    expect(room.freed()).toBe(1);
    expect(room.ticks()).toBe(false);
  });
  it('free what comes after they were closed', async () => {
    const room = opened();
    room.ears.close();
    expect(await room.ears.ready).toBe(false);
    expect(room.freed()).toBe(1);
  });
  it('say where they cannot hear', async () => {
    const room = opened(false);
    expect(await room.ears.ready).toBe(false);
    room.ears.close();
  });
});

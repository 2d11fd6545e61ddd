import { describe, expect, it } from 'vitest';
import { createBody } from './body.ts';
import { LISTENING_NOD } from './gestures/beats.ts';
import { addGesture } from './gestures/frames.ts';
import { createNods } from './nods.ts';
import { POSE_KEYS, restPose } from './pose.ts';

const FRAME = 1000 / 60;

function numbers(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

describe('listening nods', () => {
  const nodsFor = (
    news: readonly (readonly [number, boolean])[],
    state: 'listening' | 'speaking' = 'listening',
  ): number[] => {
    const nods = createNods(numbers());
    const out: number[] = [];
    for (let now = 0; now < 20_000; now += FRAME) {
      for (const [at, speaking] of news) if (now >= at && now - FRAME < at) nods.hear(speaking);
      if (nods.due(now, state)) out.push(now);
    }
    return out;
  };

  it('come 200 to 500 ms into a pause', () => {
    const [nod, ...more] = nodsFor([
      [1000, true],
      [4000, false],
    ]);
    expect(more).toEqual([]);
    expect(nod).toBeGreaterThanOrEqual(4200);
    expect(nod).toBeLessThan(4500 + 2 * FRAME);
  });

  it('do not come when the citizen goes on at once, after a mere sound, or while the avatar speaks', () => {
    expect(
      nodsFor([
        [1000, true],
        [4000, false],
        [4100, true],
      ]),
    ).toEqual([]);
    expect(
      nodsFor([
        [1000, true],
        [1300, false],
      ]),
    ).toEqual([]);
    expect(
      nodsFor(
        [
          [1000, true],
          [4000, false],
        ],
        'speaking',
      ),
    ).toEqual([]);
  });

  it('come no more often than every few seconds', () => {
    const news = Array.from({ length: 9 }, (_, i): [number, boolean][] => [
      [i * 2000, true],
      [i * 2000 + 1200, false],
    ]).flat();
    const nods = nodsFor(news);
    expect(nods.length).toBeGreaterThan(2);
    nods.forEach((at, i) => {
      if (i > 0) expect(at - (nods[i - 1] ?? 0)).toBeGreaterThanOrEqual(3500);
    });
  });

  it('are small', () => {
    const pose = restPose();
    addGesture(pose, LISTENING_NOD, { ms: LISTENING_NOD.strokeMs, acting: 'right', size: 1, calm: false });
    expect(pose.headX).toBeGreaterThan(0.05);
    expect(pose.headX).toBeLessThan(0.15);
  });
});

describe('a body at rest', () => {
  it('breathes about 14 times a minute, faster when it speaks, slower asleep, and only breathes when calm', () => {
    const breaths = (
      state: 'idle' | 'speaking' | 'asleep',
      calm: boolean,
    ): { perMinute: number; sway: number } => {
      const body = createBody(numbers(), calm);
      let rises = 0;
      let last = 0;
      let up = false;
      let sway = 0;
      for (let now = 0; now < 120_000; now += FRAME) {
        body.step({ now, dtMs: FRAME, state, heard: null, side: null });
        const { neckX } = body.pose;
        if (now > 5000) {
          if (neckX > last && !up) rises += 1;
          up = neckX > last;
          sway = Math.max(sway, Math.abs(body.pose.hipsX));
        }
        last = neckX;
      }
      return { perMinute: (rises * 60) / 115, sway };
    };
    expect(Math.abs(breaths('idle', false).perMinute - 14)).toBeLessThan(1);
    expect(breaths('speaking', false).perMinute).toBeGreaterThan(16);
    expect(breaths('asleep', false).perMinute).toBeLessThan(11);
    expect(breaths('idle', false).sway).toBeGreaterThan(0.005);
    expect(breaths('idle', true).sway).toBe(0);
  });

  it('takes its postures without a jerk', () => {
    const body = createBody(numbers(), true);
    let before = restPose();
    let most = 0;
    for (let now = 0; now < 6000; now += FRAME) {
      body.step({
        now,
        dtMs: FRAME,
        state: now < 2000 ? 'idle' : now < 4000 ? 'asleep' : 'aside',
        heard: null,
        side: null,
      });
      if (now > 100)
        for (const key of POSE_KEYS) most = Math.max(most, Math.abs(body.pose[key] - before[key]));
      before = { ...body.pose };
    }
    expect(body.pose.rootTurn).toBeGreaterThan(0.3);
    expect(most).toBeLessThan(0.02);
  });
});

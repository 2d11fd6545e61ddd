import { describe, expect, it } from 'vitest';
import { type BlinkPace, createBlinker } from './blink.ts';
import { createGaze, type Direction, type GazeName, type Scene } from './gaze.ts';
import type { StageState } from './state.ts';

/** Numbers in [0, 1) that are the same in every run. */
function numbers(seed = 1): () => number {
  let state = seed * 7919;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

const STILL: Direction = { yaw: 0, pitch: 0 };

describe('blinks', () => {
  function perMinute(pace: BlinkPace): number {
    const blinker = createBlinker(numbers(3));
    let shut = 0;
    let was = false;
    for (let ms = 0; ms < 20 * 60_000; ms += 16) {
      const now = blinker.at(ms, pace) === 1;
      if (now && !was) shut += 1;
      was = now;
    }
    return shut / 20;
  }

  it('come about every three and a half seconds while attending, oftener while speaking', () => {
    expect(60 / perMinute('attending')).toBeGreaterThan(2.8);
    expect(60 / perMinute('attending')).toBeLessThan(4);
    expect(60 / perMinute('speaking')).toBeGreaterThan(1.9);
    expect(60 / perMinute('speaking')).toBeLessThan(3);
  });

  it('show at least one shut frame at 30 fps, and close faster than they open', () => {
    const blinker = createBlinker(numbers(5));
    let depth = 0;
    let closing = 0;
    let opening = 0;
    let last = 0;
    for (let ms = 0; ms < 240_000; ms += 1000 / 30) {
      const lids = blinker.at(ms, 'attending');
      if (lids === 0 && last > 0) {
        expect(depth).toBe(1);
        depth = 0;
      }
      if (lids > last && lids < 1) closing += 1;
      if (lids < last && lids > 0) opening += 1;
      depth = Math.max(depth, lids);
      last = lids;
    }
    expect(opening).toBeGreaterThan(closing * 1.3);
  });

  it('come at once when asked for, but not twice in a row', () => {
    const blinker = createBlinker(numbers());
    blinker.at(0, 'attending');
    blinker.request(10);
    blinker.at(11, 'attending');
    expect(blinker.at(11 + 95, 'attending')).toBe(1);
    while (blinker.at(400, 'attending') > 0) expect.fail('a blink of 400 ms');
    blinker.request(450);
    expect(blinker.at(560, 'attending')).toBe(0);
  });

  it('end in sleep with shut eyes, which open again', () => {
    const blinker = createBlinker(numbers());
    let at = 0;
    const lidsAfter = (ms: number, pace: BlinkPace): number => {
      let lids = 0;
      for (const end = at + ms; at < end; at += 16) lids = blinker.at(at, pace);
      return lids;
    };
    lidsAfter(100, 'attending');
    expect(lidsAfter(3000, 'asleep')).toBe(1);
    expect(lidsAfter(60_000, 'asleep')).toBe(1);
    expect(lidsAfter(1000, 'attending')).toBeLessThan(0.1);
  });
});

interface Look {
  at: number;
  yaw: number;
  pitch: number;
  eye: Direction;
  head: Direction;
  blink: boolean;
}

function watch(
  state: StageState,
  options: {
    calm?: boolean;
    ms?: number;
    seed?: number;
    mark?: (ms: number) => GazeName | null;
    side?: Scene['side'];
    clause?: (ms: number) => string | null;
    stepMs?: number;
    face?: { x: number; y: number };
  } = {},
): Look[] {
  const { calm = false, ms = 60_000, seed = 1, stepMs = 16, side = null } = options;
  const gaze = createGaze(numbers(seed), calm);
  if (options.face !== undefined) gaze.setFace(options.face);
  const looks: Look[] = [];
  for (let at = 0; at < ms; at += stepMs) {
    const clause = options.clause?.(at) ?? null;
    const scene: Scene = { now: at, state, mark: options.mark?.(at) ?? null, side, clause };
    const blink = gaze.step(scene, stepMs, STILL);
    const yaw = gaze.eye.yaw + gaze.head.yaw;
    const pitch = gaze.eye.pitch + gaze.head.pitch;
    looks.push({ at, yaw, pitch, eye: { ...gaze.eye }, head: { ...gaze.head }, blink });
  }
  return looks;
}

/** Share of time in which the eyes rest on the citizen's face. */
function contact(looks: readonly Look[]): number {
  return looks.filter(({ yaw, pitch }) => Math.hypot(yaw, pitch - 0.5) < 2.6).length / looks.length;
}

describe('gaze', () => {
  const clauses = (ms: number): string => `utt_${Math.floor(ms / 2600)}`;

  it('rests on the citizen most of the time when listening, a little over half of it when speaking', () => {
    expect(contact(watch('listening', { ms: 600_000 }))).toBeGreaterThan(0.8);
    const speaking = contact(watch('speaking', { ms: 600_000, clause: clauses }));
    expect(speaking).toBeGreaterThan(0.45);
    expect(speaking).toBeLessThan(0.65);
  });

  it('goes up and aside when thinking', () => {
    const looks = watch('thinking', { ms: 120_000 });
    const away = looks.filter(({ yaw, pitch }) => Math.abs(yaw) > 4 && pitch < -2);
    expect(away.length / looks.length).toBeGreaterThan(0.5);
    expect(contact(looks)).toBeGreaterThan(0.1);
  });

  it('jumps and rests: most frames are still, and a jump is as fast as an eye', () => {
    const looks = watch('listening', { stepMs: 4, ms: 120_000 });
    const speeds = looks.map((look, i) => {
      const before = looks[i - 1] ?? look;
      return Math.hypot(look.yaw - before.yaw, look.pitch - before.pitch) / 0.004;
    });
    expect(speeds.filter((speed) => speed < 1).length / speeds.length).toBeGreaterThan(0.93);
    expect(Math.max(...speeds)).toBeGreaterThan(60);
    expect(Math.max(...speeds)).toBeLessThan(600);
  });

  it('goes to the card on either side and comes back to the citizen now and then', () => {
    for (const [side, sign] of [
      ['right', 1],
      ['left', -1],
    ] as const) {
      const looks = watch('presenting', { side, ms: 60_000, mark: () => 'card' });
      const onCard = looks.filter(({ yaw }) => yaw * sign > 18).length / looks.length;
      expect(onCard).toBeGreaterThan(0.5);
      expect(onCard).toBeLessThan(0.9);
      expect(contact(looks)).toBeGreaterThan(0.1);
    }
  });

  it('sends the eyes first and the head after them, the eyes turning back as it comes', () => {
    const looks = watch('speaking', {
      calm: true,
      side: 'right',
      ms: 2500,
      mark: (ms) => (ms < 500 ? 'citizen' : 'card'),
    });
    const early = looks.find(({ at }) => at >= 580);
    const late = looks.at(-1);
    expect(early?.yaw).toBeGreaterThan(20);
    expect(early?.head.yaw).toBeLessThan(3);
    expect(late?.head.yaw).toBeGreaterThan(9);
    expect(late?.eye.yaw).toBeLessThan((early?.eye.yaw ?? 0) - 5);
    expect(late?.yaw).toBeCloseTo(24, 0);
  });

  it('leaves small turns to the eyes', () => {
    for (const { head } of watch('listening', { ms: 30_000 })) expect(Math.abs(head.yaw)).toBeLessThan(0.01);
  });

  it('comes with a blink on large turns, mostly, and on small ones never', () => {
    const turns = watch('presenting', { side: 'right', ms: 300_000, mark: () => 'card' });
    expect(turns.filter(({ blink }) => blink).length).toBeGreaterThan(20);
    expect(watch('listening', { ms: 300_000 }).filter(({ blink }) => blink).length).toBe(0);
  });

  it('takes back what the body does to the head', () => {
    const gaze = createGaze(numbers(), true);
    const scene: Scene = { now: 0, state: 'listening', mark: null, side: null, clause: null };
    gaze.step(scene, 16, { yaw: 6, pitch: 8 });
    expect(gaze.eye.yaw).toBeCloseTo(-6);
    expect(gaze.eye.pitch).toBeCloseTo(-8);
  });

  it('meets a face at the side of the camera, on the side where it is', () => {
    const meeting = (x: number): Look | undefined =>
      watch('listening', { calm: true, ms: 3000, face: { x, y: 0.5 } }).at(-1);
    // The left of the camera's picture is the citizen's right: the picture's right for the one who looks out of it.
    expect(meeting(0.2)?.yaw).toBeGreaterThan(4);
    expect(meeting(0.8)?.yaw).toBeLessThan(-4);
    expect(meeting(0.5)?.yaw).toBeCloseTo(0, 1);
  });

  it('is still when calm', () => {
    for (const { yaw, pitch } of watch('speaking', { calm: true, ms: 20_000, clause: clauses }))
      expect(Math.hypot(yaw, pitch)).toBeLessThan(0.01);
  });
});

import { describe, expect, it } from 'vitest';
import { GESTURES, type Mark, type Utterance, type Word } from '../../../protocol/index.ts';
import { createBody } from '../body.ts';
import { POSE_KEYS, type Pose, restPose } from '../pose.ts';
import { beatsOf } from './beats.ts';
import { createConductor } from './conductor.ts';
import { addGesture, lengthOf } from './frames.ts';
import { gestureTime, scheduleOf } from './schedule.ts';
import { GESTURE_TABLE } from './table.ts';

const FRAME = 1000 / 60;

function numbers(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

function utterance(
  marks: Mark[],
  words: Word[] = [],
  durationMs = 4000,
  id = 'utt_a',
  turn = 'turn_a',
): Utterance {
  return {
    id,
    turn,
    seq: 0,
    lang: 'zh',
    text: '看',
    audio: null,
    startsInMs: 0,
    durationMs,
    words,
    visemes: [],
    marks,
  };
}
const word = (t: number, d: number, accent = false): Word => ({
  t,
  d,
  from: 0,
  to: 1,
  ...(accent ? { accent } : {}),
});
const gesture = (t: number, value: (typeof GESTURES)[number]): Mark => ({ t, kind: 'gesture', value });

describe('a gesture on its words', () => {
  it('has its stroke on the stressed word after its mark', () => {
    const words = [word(500, 300), word(800, 400, true), word(1200, 300)];
    const [one] = scheduleOf(utterance([gesture(500, 'explain_left')], words), false);
    expect(one?.strokeAt).toBe(920);
    expect(one && gestureTime(one, one.strokeAt)).toBe(GESTURE_TABLE.explain_left.strokeMs);
  });

  it('has it at the mark where no word is stressed, and rises before it', () => {
    const [one] = scheduleOf(utterance([gesture(1500, 'point_card')], [word(1500, 300)]), false);
    expect(one).toMatchObject({ strokeAt: 1500, from: 1500 - GESTURE_TABLE.point_card.strokeMs });
  });

  it('hurries where the word comes too soon, but never snaps', () => {
    const [one] = scheduleOf(utterance([gesture(0, 'greet')]), false);
    expect(one?.from).toBe(0);
    expect(one?.strokeAt).toBeCloseTo(0.55 * GESTURE_TABLE.greet.strokeMs);
  });

  it('lets the one before come to its stroke', () => {
    const [a, b] = scheduleOf(utterance([gesture(800, 'count_one'), gesture(1000, 'count_two')]), false);
    expect(b?.from).toBeGreaterThanOrEqual(a?.strokeAt ?? Number.NaN);
  });
});

describe('every gesture', () => {
  it.each(GESTURES)('%s begins and ends in the posture and never jumps', (name) => {
    const one = GESTURE_TABLE[name];
    const posture = restPose();
    let before: Pose = { ...posture };
    for (let ms = 0; ms <= lengthOf(one) + 50; ms += FRAME) {
      const pose = restPose();
      addGesture(pose, one, { ms, acting: 'right', size: 1, calm: false });
      for (const key of POSE_KEYS) expect(Math.abs(pose[key] - before[key])).toBeLessThan(0.19);
      before = pose;
    }
    for (const key of POSE_KEYS) expect(before[key]).toBeCloseTo(posture[key], 6);
  });

  it.each(GESTURES)('%s moves only the head when little motion was asked for', (name) => {
    const posture = restPose();
    const pose = restPose();
    addGesture(pose, GESTURE_TABLE[name], {
      ms: GESTURE_TABLE[name].strokeMs,
      acting: 'right',
      size: 1,
      calm: true,
    });
    for (const key of POSE_KEYS) if (!key.startsWith('head')) expect(pose[key]).toBe(posture[key]);
  });

  it('points with the hand on the side of the card', () => {
    const reach = (side: 'left' | 'right'): { left: number; right: number } => {
      const body = createBody(numbers(), true);
      const live = createBody(numbers(), false);
      const spoken = utterance([gesture(800, 'point_card')]);
      for (let ms = 0; ms < 1000; ms += FRAME) {
        const frame = {
          now: ms,
          dtMs: FRAME,
          state: 'speaking' as const,
          heard: { utterance: spoken, ms },
          side,
        };
        body.step(frame);
        live.step(frame);
      }
      return { left: live.pose.leftPx - body.pose.leftPx, right: live.pose.rightPx - body.pose.rightPx };
    };
    // The picture's right is the avatar's left.
    expect(reach('right').left).toBeGreaterThan(0.5);
    expect(Math.abs(reach('right').right)).toBeLessThan(0.05);
    expect(reach('left').right).toBeGreaterThan(0.5);
  });
});

describe('the conductor', () => {
  const run = (
    read: (now: number) => { utterance: Utterance; ms: number } | null,
    until: number,
  ): { name: string | null; broken: boolean; ms: number }[] => {
    const conductor = createConductor(numbers(), true);
    const out: { name: string | null; broken: boolean; ms: number }[] = [];
    for (let now = 0; now < until; now += FRAME) {
      conductor.step(read(now), FRAME);
      const { running, broken } = conductor;
      out.push({ name: running?.name ?? null, broken, ms: running?.ms ?? -1 });
    }
    return out;
  };

  it('finishes a gesture whose words have ended', () => {
    const spoken = utterance([gesture(500, 'invite')], [], 900);
    const frames = run((now) => (now < 900 ? { utterance: spoken, ms: now } : null), 3500);
    expect(frames.some(({ broken }) => broken)).toBe(false);
    expect(Math.max(...frames.map(({ ms }) => ms))).toBeGreaterThan(
      lengthOf(GESTURE_TABLE.invite) - 2 * FRAME,
    );
  });

  it('drops it at once, as a break, when the words are cut', () => {
    const spoken = utterance([gesture(500, 'invite')]);
    const frames = run((now) => (now < 900 ? { utterance: spoken, ms: now } : null), 1200);
    const at = frames.findIndex(({ broken }) => broken);
    expect(Math.abs(at * FRAME - 900)).toBeLessThanOrEqual(FRAME + 1e-6);
    expect(frames[at]?.name).toBe(null);
    expect(frames.slice(at + 1).some(({ broken, name }) => broken || name !== null)).toBe(false);
  });

  it('goes on over the gap to the next clause of the same turn, and breaks where that brings its own', () => {
    const a = utterance([gesture(500, 'greet')], [], 800);
    const b = utterance([gesture(400, 'point_card')], [], 3000, 'utt_b');
    const frames = run(
      (now) => (now < 800 ? { utterance: a, ms: now } : now < 900 ? null : { utterance: b, ms: now - 900 }),
      1500,
    );
    expect(frames.at(-1)?.name).toBe('point_card');
    expect(frames.filter(({ broken }) => broken)).toHaveLength(1);
  });

  it('holds still while the clock stalls', () => {
    const spoken = utterance([gesture(500, 'invite')]);
    const frames = run((now) => ({ utterance: spoken, ms: Math.min(now, 450) }), 1000);
    expect(frames.at(-1)?.ms).toBeCloseTo(frames[30]?.ms ?? Number.NaN, 3);
  });
});

describe('a cut gesture', () => {
  it('comes back from where it is, without a snap', () => {
    const body = createBody(numbers(), false);
    const spoken = utterance([gesture(800, 'greet')]);
    let before: number | null = null;
    let fastest = 0;
    let highest = 0;
    for (let now = 0; now < 3000; now += FRAME) {
      const heard = now < 900 ? { utterance: spoken, ms: now } : null;
      body.step({ now, dtMs: FRAME, state: 'speaking', heard, side: null });
      const y = body.pose.rightPy;
      if (before !== null && now > 900) fastest = Math.max(fastest, Math.abs(y - before));
      if (now < 900) highest = Math.max(highest, y);
      before = y;
    }
    expect(highest).toBeGreaterThan(-0.2);
    expect(fastest).toBeLessThan(0.06);
    expect(before).toBeLessThan(-0.6);
  });
});

describe('beats', () => {
  const speech = (count: number, d = 420): Word[] =>
    Array.from({ length: count }, (_, i) => word(i * 450, d, i % 3 === 2));

  it('accompany longer speech on some words, with hands and head in turn', () => {
    const spoken = utterance([], speech(24), 24 * 450);
    const beats = beatsOf(spoken, []);
    expect(beats.length).toBeGreaterThan(3);
    expect(beats.length).toBeLessThan(12);
    expect(new Set(beats.map((beat) => beat.gesture)).size).toBeGreaterThan(2);
    beats.forEach((beat, i) => {
      if (i > 0) expect(beat.strokeAt - (beats[i - 1]?.strokeAt ?? 0)).toBeGreaterThanOrEqual(1500);
    });
  });

  it('keep out of gestures and of short answers', () => {
    expect(beatsOf(utterance([], speech(3), 1400), [])).toEqual([]);
    const spoken = utterance([gesture(2000, 'explain_left')], speech(12), 12 * 450);
    const schedule = scheduleOf(spoken, true);
    const [one] = schedule.filter(({ name }) => name !== null);
    for (const beat of schedule.filter(({ name }) => name === null)) {
      expect(beat.to <= (one?.from ?? 0) || beat.from >= (one?.to ?? 0)).toBe(true);
    }
  });
});

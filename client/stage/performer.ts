import type { ConsultationState } from '../../protocol/index.ts';
import { createBlinker } from './blink.ts';
import { type CardSide, createGaze, type Direction } from './gaze.ts';
import { addGesture } from './gestures.ts';
import { addIdle } from './idle.ts';
import { createLips, type LipTier } from './lips.ts';
import { type Cues, moodOf, readMarks } from './marks.ts';
import { createMixer } from './mixer.ts';
import { approachPose, clearPose, type Pose, restPose } from './pose.ts';
import { LIP_LEAD_MS, type StageClock } from './types.ts';

/** Gestures are drawn through this much inertia, so that a cut utterance does not snap the body back. */
const BODY_MS = 90;
const DEG = 180 / Math.PI;

/** What a performer moves: a model, or a list in a test. */
export interface Puppet {
  readonly expressionNames: ReadonlySet<string>;
  pose(pose: Pose, eye: Readonly<Direction>): void;
  express(name: string, weight: number): void;
}

export interface PerformerOptions {
  clock: StageClock;
  loudness?: (() => number) | undefined;
  /** Only breath: no sway, no saccades. */
  calm: boolean;
  /** Numbers in [0, 1). */
  random: () => number;
}

/** Everything that moves in an avatar, as figures. Knows no graphics. */
export interface Performer {
  readonly tier: LipTier;
  /** Opening of the mouth written last, 0 to 1. */
  readonly mouth: number;
  /** Weights written last, by expression. A new object at each call. */
  weights(): Record<string, number>;
  /** One frame at `now` (performance.now() ms), `dtMs` after the last. */
  step(now: number, dtMs: number, state: ConsultationState, side: CardSide): void;
}

/** Joins lips, mood, blink, gaze, gestures and breath for one model. */
export function createPerformer(puppet: Puppet, options: PerformerOptions): Performer {
  const { clock, loudness, calm, random } = options;
  const lips = createLips(puppet.expressionNames);
  const mixer = createMixer(puppet.expressionNames);
  const blinker = createBlinker(random);
  const gaze = createGaze(random, calm);
  const cues: Cues = { emotion: null, gaze: null, gesture: null, gestureMs: 0 };
  const wanted = restPose();
  const body = restPose();
  const drawn = restPose();
  const headTurn: Direction = { yaw: 0, pitch: 0 };
  const write = (name: string, weight: number): void => puppet.express(name, weight);

  return {
    tier: lips.tier,
    get mouth() {
      return lips.opening;
    },
    weights() {
      return Object.fromEntries(mixer.names.map((name, i) => [name, mixer.weights[i] ?? 0]));
    },
    step(now, dtMs, state, side) {
      lips.step(now, clock.at(now, LIP_LEAD_MS), loudness);
      const heard = clock.at(now);
      readMarks(heard?.utterance ?? null, heard?.ms ?? 0, cues);

      clearPose(wanted);
      if (cues.gesture !== null) addGesture(wanted, cues.gesture, cues.gestureMs, side === 'left' ? -1 : 1);
      approachPose(body, wanted, 1 - Math.exp(-dtMs / BODY_MS));
      approachPose(drawn, body, 1);
      addIdle(drawn, now, calm);

      headTurn.yaw = (drawn.headY + drawn.chestY) * DEG;
      headTurn.pitch = (drawn.headX + drawn.neckX + drawn.chestX + drawn.spineX) * DEG;
      if (gaze.step(now, dtMs, state, cues.gaze, side, headTurn)) blinker.request(now);
      drawn.headY += gaze.head.yaw / DEG;
      drawn.headX += gaze.head.pitch / DEG;

      puppet.pose(drawn, gaze.eye);
      mixer.mix(dtMs, moodOf(state, cues.emotion), lips, blinker.at(now), write);
    },
  };
}

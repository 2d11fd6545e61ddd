import type { ConsultationState } from '../../protocol/index.ts';
import { createBody } from './body.ts';
import { createFace } from './face.ts';
import type { CardSide, Direction } from './gaze.ts';
import { type Cues, readMarks } from './marks.ts';
import type { Pose } from './pose.ts';
import { type StageState, stageStateOf } from './state.ts';
import type { LipTier } from './tiers.ts';
import { LIP_LEAD_MS, type StageClock } from './types.ts';

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
  step(now: number, dtMs: number, state: ConsultationState | StageState, side: CardSide): void;
}

/** Joins face and body of one model on one clock: the body first, so that the eyes can take back what it did to the head. */
export function createPerformer(puppet: Puppet, options: PerformerOptions): Performer {
  const { clock, loudness, calm, random } = options;
  const body = createBody(random, calm);
  const face = createFace(puppet.expressionNames, {
    loudness,
    calm,
    random,
    express: (name, weight) => puppet.express(name, weight),
  });
  const cues: Cues = { emotion: null, gaze: null, gesture: null, gestureMs: 0 };
  const headTurn: Direction = { yaw: 0, pitch: 0 };

  return {
    tier: face.tier,
    get mouth() {
      return face.mouth;
    },
    weights: () => face.weights(),
    step(now, dtMs, occasion, side) {
      const heard = clock.at(now);
      readMarks(heard?.utterance ?? null, heard?.ms ?? 0, cues);
      const told = stageStateOf(occasion);
      const state = told === 'speaking' && cues.gaze === 'card' ? 'presenting' : told;
      body.step({ now, dtMs, state, cues, side });
      const { pose } = body;
      headTurn.yaw = (pose.headY + pose.chestY) * DEG;
      headTurn.pitch = (pose.headX + pose.neckX + pose.chestX + pose.spineX) * DEG;
      face.step({ now, dtMs, state, occasion, cues, side, ahead: clock.at(now, LIP_LEAD_MS), headTurn });
      pose.headY += face.head.yaw / DEG;
      pose.headX += face.head.pitch / DEG;
      puppet.pose(pose, face.eye);
    },
  };
}

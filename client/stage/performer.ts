import type { ConsultationState } from '../../protocol/index.ts';
import { createBody } from './body.ts';
import { createFace } from './face.ts';
import type { Figure } from './figure.ts';
import type { CardSide, Direction, FacePlace } from './gaze.ts';
import { type Cues, readMarks } from './marks.ts';
import type { LookMap } from './mixer.ts';
import type { Pose } from './pose.ts';
import { type StageState, stageStateOf } from './state.ts';
import type { LipTier } from './tiers.ts';
import type { Traits } from './traits.ts';
import { LIP_LEAD_MS, type StageClock } from './types.ts';

const DEG = 180 / Math.PI;

/** What a performer moves: a model, or a list in a test. */
export interface Puppet {
  readonly expressionNames: ReadonlySet<string>;
  /** The model's proportions, where it has a body. */
  readonly figure?: Figure;
  /** What its moods do to mouth and lids, where that was measured. */
  readonly traits?: Traits;
  /** How expressions turn its eyes; null or missing where bones do. */
  readonly look?: LookMap | null;
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
  /** Where the citizen's face is in the camera's picture (not mirrored, 0 to 1 both ways), so that the eyes meet it. */
  setFace(place: FacePlace | null): void;
  /** Whether the citizen is speaking, as it changes: while listening, their pauses are answered with small nods. */
  setListening(news: { speaking: boolean }): void;
  /** A pause of the citizen, from one who knows no more than that. */
  noteCitizenPause(): void;
}

/** Joins face and body of one model on one clock: the body first, so that the eyes can take back what it did to the head. */
export function createPerformer(puppet: Puppet, options: PerformerOptions): Performer {
  const { clock, loudness, calm, random } = options;
  const body = createBody(random, calm, puppet.figure ?? null);
  const face = createFace(puppet.expressionNames, {
    loudness,
    calm,
    random,
    express: (name, weight) => puppet.express(name, weight),
    traits: puppet.traits,
    look: puppet.look,
  });
  const cues: Cues = { emotion: null, gaze: null };

  return {
    tier: face.tier,
    get mouth() {
      return face.mouth;
    },
    weights: () => face.weights(),
    setFace: (place) => face.setFace(place),
    setListening: (news) => body.setListening(news),
    noteCitizenPause: () => body.noteCitizenPause(),
    step(now, dtMs, occasion, side) {
      const heard = clock.at(now);
      readMarks(heard?.utterance ?? null, heard?.ms ?? 0, cues);
      const told = stageStateOf(occasion);
      const state = told === 'speaking' && cues.gaze === 'card' ? 'presenting' : told;
      body.step({ now, dtMs, state, heard, side });
      const { pose, headTurn } = body;
      face.step({ now, dtMs, state, occasion, cues, side, ahead: clock.at(now, LIP_LEAD_MS), headTurn });
      pose.headY += face.head.yaw / DEG;
      pose.headX += face.head.pitch / DEG;
      puppet.pose(pose, face.eye);
    },
  };
}

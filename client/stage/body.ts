import type { CardSide } from './gaze.ts';
import { addGesture } from './gestures.ts';
import { addIdle } from './idle.ts';
import type { Cues } from './marks.ts';
import { approachPose, clearPose, type Pose, restPose } from './pose.ts';
import type { StageState } from './state.ts';

/** Gestures are drawn through this much inertia, so that a cut utterance does not snap the body back. */
const BODY_MS = 90;

/** One frame's news for the body. */
export interface BodyFrame {
  now: number;
  dtMs: number;
  state: StageState;
  cues: Readonly<Cues>;
  side: CardSide;
}

/** Breath, posture and gestures of one avatar. Read `pose` after `step`; the performer adds the gaze's share of the head to it. */
export interface Body {
  readonly pose: Pose;
  step(frame: Readonly<BodyFrame>): void;
}

/** A body; `calm` leaves only breath. `random` gives numbers in [0, 1). */
export function createBody(_random: () => number, calm: boolean): Body {
  const wanted = restPose();
  const body = restPose();
  const drawn = restPose();
  return {
    pose: drawn,
    step({ now, dtMs, cues, side }) {
      clearPose(wanted);
      if (cues.gesture !== null) addGesture(wanted, cues.gesture, cues.gestureMs, side === 'left' ? -1 : 1);
      approachPose(body, wanted, 1 - Math.exp(-dtMs / BODY_MS));
      approachPose(drawn, body, 1);
      addIdle(drawn, now, calm);
    },
  };
}

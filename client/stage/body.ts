import type { Utterance } from '../../protocol/index.ts';
import type { Figure } from './figure.ts';
import type { CardSide, Direction } from './gaze.ts';
import { LISTENING_NOD } from './gestures/beats.ts';
import { createConductor } from './gestures/conductor.ts';
import { addGesture, type Gesture } from './gestures/frames.ts';
import { type GestureName, POINT_BELOW } from './gestures/table.ts';
import { createIdle } from './idle.ts';
import { createInertia } from './inertia.ts';
import { createNods } from './nods.ts';
import { type Pose, restPose, type Side } from './pose.ts';
import { createPosture } from './posture.ts';
import type { StageState } from './state.ts';

const DEG = 180 / Math.PI;
/** The eyes take back this much of a nod; in a bow they sink with the head. */
const EYES_KEEP_DEG = 9;

/** One frame's news for the body. */
export interface BodyFrame {
  now: number;
  dtMs: number;
  state: StageState;
  /** The clock's reading: what is heard at this moment. */
  heard: { utterance: Utterance; ms: number } | null;
  side: CardSide;
}

/** Breath, posture and gestures of one avatar. Read `pose` after `step`; the performer adds the gaze's share of the head to it. */
export interface Body {
  readonly pose: Pose;
  /** What the body did to the head, in degrees, as far as the eyes should take it back. */
  readonly headTurn: Readonly<Direction>;
  /** The gesture that runs; null for none and for a beat. */
  readonly gesture: GestureName | null;
  step(frame: Readonly<BodyFrame>): void;
  /** Whether the citizen is speaking, as it changes; their pauses are answered with nods while the body listens. */
  setListening(news: { speaking: boolean }): void;
  /** A pause of the citizen, from one who knows no more than that. */
  noteCitizenPause(): void;
}

/** Arms shorter than this share of the trunk's width reach no joined hands without strain. */
const JOINED_REACH = 2.1;

/** Whether a model's arms are long enough, and its hands made, for hands joined before the waist. */
export function canJoin(figure: Figure | null): boolean {
  if (figure === null) return true;
  return figure.armLength > JOINED_REACH * figure.shoulderHalf && figure.joints.has('leftLowerArm');
}

/** A body; `calm` leaves breath, posture and the head's part of gestures. `random` gives numbers in [0, 1). */
export function createBody(random: () => number, calm: boolean, figure: Figure | null = null): Body {
  const posture = createPosture(canJoin(figure));
  const conductor = createConductor(random, !calm);
  const inertia = createInertia();
  const idle = createIdle(random, calm);
  const nods = createNods(random);
  const pose = restPose();
  const headTurn: Direction = { yaw: 0, pitch: 0 };

  /** The arm that acts, and the form that the gesture takes for where the card is. */
  function cast(
    gesture: Gesture,
    side: CardSide,
    name: GestureName | null,
  ): { gesture: Gesture; acting: Side } {
    if (gesture.hand !== 'card') return { gesture, acting: gesture.hand };
    // The picture's right is the avatar's left.
    if (side === 'below') return { gesture: name === 'point_card' ? POINT_BELOW : gesture, acting: 'right' };
    return { gesture, acting: side === 'left' ? 'right' : 'left' };
  }

  return {
    pose,
    headTurn,
    get gesture() {
      return conductor.running?.name ?? null;
    },
    step({ now, dtMs, state, heard, side }) {
      posture.step(dtMs, state, side, pose);
      conductor.step(heard, dtMs);
      if (nods.due(now, state)) conductor.play(LISTENING_NOD, 0.75 + 0.4 * random());
      const { running } = conductor;
      if (running !== null) {
        const { gesture, acting } = cast(running.gesture, side, running.name);
        addGesture(pose, gesture, { ms: running.ms, acting, size: running.size, calm });
      }
      inertia.carry(pose, dtMs, conductor.broken);
      idle.add(pose, dtMs, state);
      headTurn.yaw = (pose.headY + pose.chestY + pose.spineY + pose.hipsTiltY + pose.rootTurn) * DEG;
      const pitch = (pose.headX + pose.neckX + pose.chestX + pose.spineX + pose.hipsTiltX) * DEG;
      headTurn.pitch = Math.max(-EYES_KEEP_DEG, Math.min(EYES_KEEP_DEG, pitch));
    },
    setListening: (news) => nods.hear(news.speaking),
    noteCitizenPause: () => nods.pause(),
  };
}

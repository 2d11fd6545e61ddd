import type { CardSide } from './gaze.ts';
import { HANGING, JOINED_OVER, JOINED_UNDER } from './gestures/arm-keys.ts';
import type { ArmKey } from './gestures/frames.ts';
import {
  ARM_FIELDS,
  ARM_KEYS,
  clearPose,
  POSE_KEYS,
  type Pose,
  type PoseKey,
  restPose,
  type Side,
} from './pose.ts';
import type { StageState } from './state.ts';

/** A posture takes about a second to become another: rate of its critically damped spring, 1/s. */
const RATE = 4.2;

/** Turns of each posture; Y and the roots are towards the side that the avatar turns to. */
const STANCES: Readonly<Record<StageState, Readonly<Partial<Record<PoseKey, number>>>>> = {
  idle: {},
  listening: { hipsTiltX: 0.015, spineX: 0.035, chestX: 0.01, headX: 0.015, headZ: 0.055 },
  thinking: { spineX: -0.01, headX: -0.02, headZ: -0.06 },
  speaking: { spineX: 0.012, chestX: -0.012 },
  presenting: { hipsTiltY: 0.05, spineY: 0.06, chestY: 0.07, hipsX: -0.012, spineX: 0.012 },
  aside: { rootX: -0.16, rootZ: -0.28, rootTurn: 0.34, chestY: 0.08, headY: 0.16, spineX: 0.02 },
  asleep: { headX: 0.34, neckX: 0.12, headZ: 0.05, chestX: 0.06, spineX: 0.05, shoulderZ: -0.05 },
};
const TOWARDS: ReadonlySet<PoseKey> = new Set<PoseKey>([
  'rootX',
  'rootTurn',
  'hipsX',
  'hipsTiltY',
  'spineY',
  'chestY',
  'headY',
]);

function setArm(pose: Pose, side: Side, key: ArmKey): void {
  ARM_KEYS[side].forEach((name, i) => {
    const field = ARM_FIELDS[i];
    if (field !== undefined) pose[name] = key[field];
  });
}

/** Writes the posture of a state: hands lightly joined before the waist where the arms are long enough, else hanging. */
export function postureOf(state: StageState, side: CardSide, joined: boolean, out: Pose): void {
  clearPose(out);
  const towards = side === 'left' ? -1 : side === 'right' || state === 'aside' ? 1 : 0;
  for (const [key, value] of Object.entries(STANCES[state]) as [PoseKey, number][]) {
    out[key] = TOWARDS.has(key) ? value * towards : value;
  }
  setArm(out, 'left', joined ? JOINED_UNDER : HANGING);
  setArm(out, 'right', joined ? JOINED_OVER : HANGING);
}

/** The posture as it is shown: it follows the state without a jerk. */
export interface Posture {
  step(dtMs: number, state: StageState, side: CardSide, out: Pose): void;
}

export function createPosture(joined: boolean): Posture {
  const target = restPose();
  const shown = restPose();
  const speed = new Float64Array(POSE_KEYS.length);
  let stands = false;
  let aim: StageState | null = null;
  let aimSide: CardSide = null;
  return {
    step(dtMs, state, side, out) {
      if (state !== aim || side !== aimSide) postureOf(state, side, joined, target);
      aim = state;
      aimSide = side;
      const dt = dtMs / 1000;
      const k = Math.exp(-RATE * dt);
      for (let i = 0; i < POSE_KEYS.length; i += 1) {
        const key = POSE_KEYS[i];
        if (key === undefined) continue;
        if (!stands) shown[key] = target[key];
        else {
          const off = shown[key] - target[key];
          const rate = speed[i] ?? 0;
          const j = rate + RATE * off;
          shown[key] = target[key] + (off + j * dt) * k;
          speed[i] = (rate - RATE * j * dt) * k;
        }
        out[key] = shown[key];
      }
      stands = true;
    },
  };
}

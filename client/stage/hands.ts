import type { VRMHumanBoneName } from '@pixiv/three-vrm';
import { Quaternion, Vector3 } from 'three';
import type { Figure } from './figure.ts';
import type { Pose, Side } from './pose.ts';

const FINGERS = ['Index', 'Middle', 'Ring', 'Little'] as const;
/** Turns of the three joints of a closed finger, in radians, and of the thumb's. */
const CLOSED = [1.45, 1.7, 1.15] as const;
const THUMB_CLOSED = [0.45, 0.75, 0.9] as const;
/** How far the fingers fan out from the hand's line, in radians at full spread: positive is towards the thumb. */
const FAN: Readonly<Record<(typeof FINGERS)[number], number>> = {
  Index: 0.24,
  Middle: 0.04,
  Ring: -0.16,
  Little: -0.36,
};
/** A finger modelled further off its line than this is meant so. */
const FAN_MOST = 0.45;

interface Joint {
  bone: VRMHumanBoneName;
  curl: Vector3;
  most: number;
  field: 'Thumb' | (typeof FINGERS)[number];
  /** At full spread; 0 for joints that do not fan. */
  fan: number;
  /** How far the file's own rest fans it. */
  restFan: number;
}

/** The joints of one hand's fingers and the axes they close about, found from the model's own T-pose. */
export function fingerJoints(figure: Figure, side: Side): Joint[] {
  const arm = figure.arms[side];
  const at = (bone: string): Vector3 | undefined => figure.joints.get(`${side}${bone}` as VRMHumanBoneName);
  const joints: Joint[] = [];
  /** In the T-pose the thumb's side is the front. */
  const restFanOf = (from: Vector3 | undefined, to: Vector3 | undefined): number => {
    if (from === undefined || to === undefined) return 0;
    const along = to.clone().sub(from).normalize();
    const aside = along.z - arm.fingerDir.z;
    return Math.max(-FAN_MOST, Math.min(FAN_MOST, Math.asin(Math.max(-1, Math.min(1, aside)))));
  };
  for (const finger of FINGERS) {
    const curl = new Vector3().crossVectors(arm.fingerDir, arm.palm).normalize();
    (['Proximal', 'Intermediate', 'Distal'] as const).forEach((part, i) => {
      const bone = `${side}${finger}${part}` as VRMHumanBoneName;
      if (!figure.joints.has(bone)) return;
      const fan = part === 'Proximal' ? FAN[finger] : 0;
      const restFan =
        part === 'Proximal' ? restFanOf(at(`${finger}Proximal`), at(`${finger}Intermediate`)) : 0;
      joints.push({ bone, curl, most: CLOSED[i] ?? 1, field: finger, fan, restFan });
    });
  }
  const tip = at('ThumbDistal') ?? at('ThumbProximal');
  const root = at('ThumbMetacarpal') ?? at('ThumbProximal');
  const along =
    tip && root && tip.distanceTo(root) > 1e-4
      ? tip.clone().sub(root).normalize()
      : arm.fingerDir
          .clone()
          .add(new Vector3(0, 0, 1))
          .normalize();
  // A thumb closes across the palm, towards the little finger (backwards in the T-pose).
  const curl = new Vector3().crossVectors(along, new Vector3(0, -0.55, -0.85)).normalize();
  (['Metacarpal', 'Proximal', 'Distal'] as const).forEach((part, i) => {
    const bone = `${side}Thumb${part}` as VRMHumanBoneName;
    if (figure.joints.has(bone))
      joints.push({ bone, curl, most: THUMB_CLOSED[i] ?? 0.5, field: 'Thumb', fan: 0, restFan: 0 });
  });
  return joints;
}

const fanTurn = new Quaternion();
const UP = new Vector3(0, 1, 0);

/** The turn of one finger joint in `pose`. */
export function turnFinger(joint: Joint, pose: Readonly<Pose>, side: Side, out: Quaternion): void {
  const closed = pose[`${side}${joint.field}`];
  out.setFromAxisAngle(joint.curl, joint.most * closed);
  if (joint.fan === 0) return;
  // In the T-pose the index finger is the front one on both sides; a closing hand draws its fingers together.
  const sign = side === 'left' ? -1 : 1;
  const open = joint.fan * pose[`${side}Spread`] * (1 - Math.min(1, closed));
  out.premultiply(fanTurn.setFromAxisAngle(UP, sign * (open - joint.restFan)));
}

export type FingerJoint = Joint;

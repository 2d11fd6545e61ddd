import { Quaternion, Vector3 } from 'three';
import type { Figure } from './figure.ts';
import { carry, twoBone } from './ik.ts';
import type { Side } from './pose.ts';

/** A leg this straight still bends where it is asked to. */
const REACH = 0.9996;

export interface SolvedLeg {
  upper: Quaternion;
  lower: Quaternion;
  foot: Quaternion;
}

export function emptyLeg(): SolvedLeg {
  return { upper: new Quaternion(), lower: new Quaternion(), foot: new Quaternion() };
}

const hip = new Vector3();
const knee = new Vector3();
const pole = new Vector3();
const upper0 = new Vector3();
const lower0 = new Vector3();
const upper1 = new Vector3();
const lower1 = new Vector3();
const world = new Quaternion();
const worldLower = new Quaternion();

/** How far (metres, 0 or less) hips moved by `shift` must sink so that both feet can stay on the floor. */
export function sinkOf(figure: Figure, shift: Vector3, turn: Quaternion): number {
  const hips = figure.joints.get('hips');
  if (hips === undefined) return 0;
  let sink = 0;
  for (const side of ['left', 'right'] as const) {
    const leg = jointsOf(figure, side);
    if (leg === null) continue;
    hip.subVectors(leg.hip, hips).applyQuaternion(turn).add(hips).add(shift);
    const most = (leg.hip.distanceTo(leg.knee) + leg.knee.distanceTo(leg.foot)) * REACH;
    const flat = Math.hypot(hip.x - leg.foot.x, hip.z - leg.foot.z);
    const height = Math.sqrt(Math.max(0, most * most - flat * flat));
    sink = Math.min(sink, height - (hip.y - leg.foot.y));
  }
  return sink;
}

function jointsOf(figure: Figure, side: Side): { hip: Vector3; knee: Vector3; foot: Vector3 } | null {
  const hipAt = figure.joints.get(`${side}UpperLeg`);
  const kneeAt = figure.joints.get(`${side}LowerLeg`);
  const foot = figure.joints.get(`${side}Foot`);
  return hipAt && kneeAt && foot ? { hip: hipAt, knee: kneeAt, foot } : null;
}

/** Solves one leg for hips moved by `shift` and turned by `turn`, the foot staying where and as it is. */
export function solveLeg(figure: Figure, side: Side, shift: Vector3, turn: Quaternion, out: SolvedLeg): void {
  const leg = jointsOf(figure, side);
  const hips = figure.joints.get('hips');
  if (leg === null || hips === undefined) return;
  hip.subVectors(leg.hip, hips).applyQuaternion(turn).add(hips).add(shift);
  upper0.subVectors(leg.knee, leg.hip);
  lower0.subVectors(leg.foot, leg.knee);
  // The knee goes on pointing where it does at rest; a leg modelled straight bends to the front.
  pole.set(0, 0, 1).addScaledVector(upper0, -0.1);
  twoBone(hip, leg.foot, pole, upper0.length(), lower0.length(), REACH, knee);
  upper1.subVectors(knee, hip).normalize();
  lower1.subVectors(leg.foot, knee).normalize();
  carry(upper0.normalize(), pole, upper1, pole, world);
  carry(lower0.normalize(), pole, lower1, pole, worldLower);
  out.upper.copy(turn).invert().multiply(world);
  out.lower.copy(world).invert().multiply(worldLower);
  out.foot.copy(worldLower).invert();
}

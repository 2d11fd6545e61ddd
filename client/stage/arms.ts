import { Quaternion, Vector3 } from 'three';
import type { Arm, Figure } from './figure.ts';
import { carry, perpendicular, twoBone } from './ik.ts';
import type { Pose, Side } from './pose.ts';
import { pushOut, sliceAt } from './trunk.ts';

/** Limits of a human arm, in radians: the forearm's turn either way, the wrist's bending and its leaning. */
export const TWIST_LIMIT = 1.5;
export const FLEX_LIMIT = 1.15;
export const LEAN_LIMIT = 0.5;
/** An elbow never locks. */
const REACH = 0.985;
/** The collarbone takes a third of the arm's elevation above 30 degrees, and hangs a little below the T-pose's. */
const CLAVICLE_SHARE = 1 / 3;
const CLAVICLE_FROM = Math.PI / 6;
const CLAVICLE_HANG = 0.05;
const CLAVICLE_MOST = 0.42;
/** How far the shoulder comes forward with a forward reach. */
const PROTRACT = 0.16;
/** Share of the forearm's turn that the lower arm takes; the hand takes the rest, so that no sleeve is wrung. */
const TWIST_SHARE = 0.5;
/** Half the thickness of a hand and of a sleeved arm, in hand lengths and arm lengths. */
const HAND_THICK = 0.17;
const ARM_THICK = 0.085;

/** What was solved for one arm, in body space with the chest at rest; the bones' turns are relative to their parents. */
export interface SolvedArm {
  clavicle: Quaternion;
  upper: Quaternion;
  lower: Quaternion;
  hand: Quaternion;
  elbow: Vector3;
  wrist: Vector3;
  /** How far the wanted hand was beyond what a wrist can do, in radians; 0 for a comfortable one. */
  strain: number;
  /** Bend of the elbow (0 straight; below 0 it would be broken), turn of the forearm, bend of the wrist; radians. */
  bend: number;
  turn: number;
  wristBend: number;
}

export function emptyArm(): SolvedArm {
  return {
    clavicle: new Quaternion(),
    upper: new Quaternion(),
    lower: new Quaternion(),
    hand: new Quaternion(),
    elbow: new Vector3(),
    wrist: new Vector3(),
    strain: 0,
    bend: 0,
    turn: 0,
    wristBend: 0,
  };
}

/**
 * A place in body space (metres, chest at rest), of one arm: `x` in shoulder half-widths from the middle (beyond the joint
 * in 0.3 arms), `y` in arms above the shoulder, `z` in arms before the shoulder (`onTrunk` 0) or
 * before the front of the trunk at that height (1).
 */
export function placeOf(
  figure: Figure,
  side: Side,
  x: number,
  y: number,
  z: number,
  onTrunk: number,
  out: Vector3,
): Vector3 {
  const arm = figure.arms[side];
  const sign = side === 'left' ? 1 : -1;
  const across = Math.min(x, 1) * figure.shoulderHalf + Math.max(0, x - 1) * 0.3 * figure.armLength;
  const height = arm.shoulder.y + y * figure.armLength;
  const slice = onTrunk > 0 ? sliceAt(figure, height) : null;
  const front = slice === null ? 0 : slice.z + slice.deep - arm.shoulder.z;
  return out.set(sign * across, height, arm.shoulder.z + front * onTrunk + z * figure.armLength);
}

const target = new Vector3();
const pole = new Vector3();
const fingers = new Vector3();
const palm = new Vector3();
const shoulder = new Vector3();
const middle = new Vector3();
const push = new Vector3();
const upperNow = new Vector3();
const foreNow = new Vector3();
const restPole = new Vector3();
const poleNow = new Vector3();
const worldUpper = new Quaternion();
const worldFore = new Quaternion();
const worldHand = new Quaternion();
const relative = new Quaternion();
const twist = new Quaternion();
const swing = new Quaternion();
const inverse = new Quaternion();
const axis = new Vector3();
const X = new Vector3(0, 0, 1);
const UP = new Vector3(0, 1, 0);

/** Reads wrist, elbow, fingers and palm of one side off the pose, made right-angled, and keeps the hand out of the body. */
function aim(figure: Figure, pose: Readonly<Pose>, side: Side, arm: Arm): void {
  const s = side === 'left' ? 1 : -1;
  const read = (kind: 'E' | 'F' | 'N', out: Vector3): Vector3 =>
    out.set(s * pose[`${side}${kind}x`], pose[`${side}${kind}y`], pose[`${side}${kind}z`]).normalize();
  placeOf(figure, side, pose[`${side}Px`], pose[`${side}Py`], pose[`${side}Pz`], pose[`${side}Pb`], target);
  read('E', pole);
  read('F', fingers);
  read('N', palm);
  perpendicular(palm, fingers, palm);
  // The wrist and the middle of the hand each stay outside; the deeper one decides.
  for (let i = 0; i < 2; i += 1) {
    push.set(0, 0, 0);
    pushOut(figure, target, HAND_THICK * arm.hand, push);
    target.add(push);
    middle.copy(target).addScaledVector(fingers, arm.hand * 0.5);
    push.set(0, 0, 0);
    pushOut(figure, middle, HAND_THICK * arm.hand, push);
    target.add(push);
  }
}

function clavicleOf(side: Side, upper: Vector3, shrug: number, out: Quaternion): void {
  const s = side === 'left' ? 1 : -1;
  const elevation = Math.acos(Math.max(-1, Math.min(1, -upper.y)));
  const lift = Math.min(CLAVICLE_MOST, Math.max(0, elevation - CLAVICLE_FROM) * CLAVICLE_SHARE);
  const forward = PROTRACT * Math.max(0, upper.z) * Math.min(1, elevation);
  out.setFromAxisAngle(X, s * (lift - CLAVICLE_HANG + shrug));
  out.premultiply(twist.setFromAxisAngle(UP, -s * forward));
}

/** Splits `relative` into a turn about `about` (answered, limited) and the bend that is left, limited too, in `swing`. */
function limitWrist(about: Vector3, lean: Vector3, out: { strain: number }): number {
  const dot = relative.x * about.x + relative.y * about.y + relative.z * about.z;
  let turn = 2 * Math.atan2(dot, relative.w);
  if (turn > Math.PI) turn -= 2 * Math.PI;
  if (turn < -Math.PI) turn += 2 * Math.PI;
  twist.setFromAxisAngle(about, turn);
  swing.copy(twist).invert().multiply(relative);
  const limited = Math.max(-TWIST_LIMIT, Math.min(TWIST_LIMIT, turn));
  out.strain = Math.abs(turn - limited);
  if (swing.w < 0) swing.set(-swing.x, -swing.y, -swing.z, -swing.w);
  const angle = 2 * Math.acos(Math.min(1, swing.w));
  if (angle < 1e-4) return limited;
  axis.set(swing.x, swing.y, swing.z).normalize().multiplyScalar(angle);
  const sideways = axis.dot(lean);
  const along = axis.dot(about);
  axis.addScaledVector(lean, -sideways).addScaledVector(about, -along);
  const bend = axis.length();
  const bent = Math.min(FLEX_LIMIT, bend);
  const leant = Math.max(-LEAN_LIMIT, Math.min(LEAN_LIMIT, sideways));
  out.strain += bend - bent + Math.abs(sideways - leant);
  if (bend > 1e-6) axis.multiplyScalar(bent / bend);
  axis.addScaledVector(lean, leant);
  const rest = axis.length();
  if (rest < 1e-6) swing.identity();
  else swing.setFromAxisAngle(axis.divideScalar(rest), rest);
  return limited;
}

/** Solves one arm of `pose` by analytic two-bone reach in the model's own proportions. Writes `out`. */
export function solveArm(figure: Figure, pose: Readonly<Pose>, side: Side, out: SolvedArm): void {
  const arm = figure.arms[side];
  aim(figure, pose, side, arm);
  reach(figure, pose, side, arm, out);
  // A wrist that could not bend as asked has its knuckles elsewhere: what they touch moves the arm off once more.
  for (let i = 0; i < 3 && out.strain > 0; i += 1) {
    middle
      .copy(arm.fingerDir)
      .multiplyScalar(arm.hand * 0.5)
      .applyQuaternion(handNow(out))
      .add(out.wrist);
    push.set(0, 0, 0);
    pushOut(figure, middle, HAND_THICK * arm.hand, push);
    if (push.lengthSq() === 0) return;
    target.add(push);
    reach(figure, pose, side, arm, out);
  }
}

/** How the hand is turned in body space, from the bones that were solved. */
function handNow(out: SolvedArm): Quaternion {
  return worldHand.copy(out.clavicle).multiply(out.upper).multiply(out.lower).multiply(out.hand);
}

/** Brings the wrist to `target`, the hand along `fingers` and `palm`, as near as joints allow. */
function reach(figure: Figure, pose: Readonly<Pose>, side: Side, arm: Arm, out: SolvedArm): void {
  const clavicleAt = figure.joints.get(`${side}Shoulder`);
  // Once for where the arm goes, once more from the shoulder that has followed it, once where the elbow met the body.
  shoulder.copy(arm.shoulder);
  for (let pass = 0; pass < 3; pass += 1) {
    out.wrist.copy(twoBone(shoulder, target, pole, arm.upper, arm.fore, REACH, out.elbow));
    upperNow.subVectors(out.elbow, shoulder).normalize();
    if (clavicleAt !== undefined && pass < 2) {
      clavicleOf(side, upperNow, pose.shoulderZ, out.clavicle);
      shoulder.subVectors(arm.shoulder, clavicleAt).applyQuaternion(out.clavicle).add(clavicleAt);
    }
    push.set(0, 0, 0);
    pushOut(figure, out.elbow, ARM_THICK * figure.armLength, push);
    pole.addScaledVector(push, 6 / arm.upper).normalize();
  }
  if (clavicleAt === undefined) out.clavicle.identity();
  upperNow.subVectors(out.elbow, shoulder).normalize();
  foreNow.subVectors(out.wrist, out.elbow).normalize();

  // In the T-pose the elbow's point looks back; it keeps its place between the two bones.
  perpendicular(restPole.set(0, 0, -1), arm.upperDir, restPole);
  perpendicular(pole, upperNow, poleNow);
  carry(arm.upperDir, restPole, upperNow, poleNow, worldUpper);
  perpendicular(restPole.set(0, 0, -1), arm.foreDir, restPole);
  perpendicular(pole, foreNow, poleNow);
  carry(arm.foreDir, restPole, foreNow, poleNow, worldFore);
  carry(arm.fingerDir, arm.palm, fingers, palm, worldHand);

  relative.copy(worldFore).invert().multiply(worldHand);
  if (relative.w < 0) relative.set(-relative.x, -relative.y, -relative.z, -relative.w);
  perpendicular(UP, arm.foreDir, middle.copy(UP));
  const turn = limitWrist(arm.foreDir, middle, out);

  const fold = Math.acos(Math.max(-1, Math.min(1, upperNow.dot(foreNow))));
  // The forearm leaves the upper arm's line away from the elbow's point.
  out.bend = foreNow.dot(pole) <= upperNow.dot(pole) + 1e-6 ? fold : -fold;
  out.turn = turn;
  out.wristBend = 2 * Math.acos(Math.min(1, Math.abs(swing.w)));

  out.upper.copy(inverse.copy(out.clavicle).invert()).multiply(worldUpper);
  out.lower.copy(inverse.copy(worldUpper).invert()).multiply(worldFore);
  out.lower.multiply(twist.setFromAxisAngle(arm.foreDir, turn * TWIST_SHARE));
  out.hand.setFromAxisAngle(arm.foreDir, turn * (1 - TWIST_SHARE)).multiply(swing);
}

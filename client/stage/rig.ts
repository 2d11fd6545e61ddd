import type { VRMHumanBoneName } from '@pixiv/three-vrm';
import { Euler, Quaternion, Vector3 } from 'three';
import { emptyArm, solveArm } from './arms.ts';
import type { Figure } from './figure.ts';
import { type FingerJoint, fingerJoints, turnFinger } from './hands.ts';
import { emptyLeg, sinkOf, solveLeg } from './legs.ts';
import type { Pose, Side } from './pose.ts';

const SIDES: readonly Side[] = ['left', 'right'];
/** The neck takes this share of what the head does. */
const NECK_SHARE = 0.38;

/** A pose in bones: turns relative to the parent in body space, and the hips' shift in metres. */
export interface Rig {
  /** Only bones that the model has. */
  readonly turns: ReadonlyMap<VRMHumanBoneName, Quaternion>;
  readonly hipsShift: Vector3;
  /** How far wrists were asked beyond what they can, radians. */
  strain(side: Side): number;
  solve(pose: Readonly<Pose>): void;
  /** Where a joint is in body space after `solve`, in metres; for tests and tools. Null for one the model lacks. */
  at(bone: VRMHumanBoneName): Vector3 | null;
  /** How a joint is turned in body space after `solve`. A new object. */
  turnOf(bone: VRMHumanBoneName): Quaternion;
  /** An arm's bends after `solve`, radians: of the elbow (0 straight), of the forearm's turn, of the wrist. */
  bendOf(side: Side): { upper: number; lower: number; hand: number };
}

/** The bone above each, as the humanoid has it; one that a model lacks is skipped. */
const PARENT: Readonly<Partial<Record<VRMHumanBoneName, VRMHumanBoneName>>> = {
  spine: 'hips',
  chest: 'spine',
  upperChest: 'chest',
  neck: 'upperChest',
  head: 'neck',
  leftShoulder: 'upperChest',
  leftUpperArm: 'leftShoulder',
  leftLowerArm: 'leftUpperArm',
  leftHand: 'leftLowerArm',
  leftMiddleProximal: 'leftHand',
  leftUpperLeg: 'hips',
  leftLowerLeg: 'leftUpperLeg',
  leftFoot: 'leftLowerLeg',
  rightShoulder: 'upperChest',
  rightUpperArm: 'rightShoulder',
  rightLowerArm: 'rightUpperArm',
  rightHand: 'rightLowerArm',
  rightMiddleProximal: 'rightHand',
  rightUpperLeg: 'hips',
  rightLowerLeg: 'rightUpperLeg',
  rightFoot: 'rightLowerLeg',
};

/** Makes bones of poses for one figure. */
export function createRig(figure: Figure): Rig {
  const turns = new Map<VRMHumanBoneName, Quaternion>();
  // Eyes and jaw belong to gaze and lips.
  for (const name of figure.joints.keys()) if (!/Eye|jaw/.test(name)) turns.set(name, new Quaternion());
  const arms = { left: emptyArm(), right: emptyArm() };
  const legs = { left: emptyLeg(), right: emptyLeg() };
  const fingers: Record<Side, FingerJoint[]> = {
    left: fingerJoints(figure, 'left'),
    right: fingerJoints(figure, 'right'),
  };
  const hipsShift = new Vector3();
  const hipsShiftStill = new Vector3();
  const root = new Quaternion();
  const hipsTurn = new Quaternion();
  const part = new Quaternion();
  const euler = new Euler(0, 0, 0, 'YXZ');
  // One chest bone or two, or none: what is asked of the chest is shared among those that are there.
  const chests = (['chest', 'upperChest'] as const).filter((name) => turns.has(name));
  const has = (name: VRMHumanBoneName): boolean => turns.has(name);

  function turn(name: VRMHumanBoneName, x: number, y: number, z: number): void {
    turns.get(name)?.setFromEuler(euler.set(x, y, z));
  }

  function trunk(pose: Readonly<Pose>): void {
    const { spineX, spineY, spineZ, chestX, chestY, chestZ } = pose;
    if (chests.length === 0) turn('spine', spineX + chestX, spineY + chestY, spineZ + chestZ);
    else turn('spine', spineX, spineY, spineZ);
    const share = 1 / Math.max(1, chests.length);
    for (const name of chests) turn(name, chestX * share, chestY * share, chestZ * share);
    const k = has('neck') ? NECK_SHARE : 0;
    const toHead = has('neck') ? 0 : pose.neckX;
    turn('neck', pose.neckX + pose.headX * k, pose.headY * k, pose.headZ * k);
    turn('head', toHead + pose.headX * (1 - k), pose.headY * (1 - k), pose.headZ * (1 - k));
  }

  function hips(pose: Readonly<Pose>): void {
    hipsShiftStill.set(pose.hipsX, pose.hipsY, pose.hipsZ).multiplyScalar(figure.legLength);
    hipsTurn.setFromEuler(euler.set(pose.hipsTiltX, pose.hipsTiltY, pose.hipsTiltZ));
    hipsShiftStill.y += sinkOf(figure, hipsShiftStill, hipsTurn);
    for (const side of SIDES) {
      const leg = legs[side];
      solveLeg(figure, side, hipsShiftStill, hipsTurn, leg);
      turns.get(`${side}UpperLeg`)?.copy(leg.upper);
      turns.get(`${side}LowerLeg`)?.copy(leg.lower);
      turns.get(`${side}Foot`)?.copy(leg.foot);
    }
    // Then the whole figure on the floor, turned about its own middle.
    root.setFromEuler(euler.set(0, pose.rootTurn, 0));
    turns.get('hips')?.copy(root).multiply(hipsTurn);
    const home = figure.joints.get('hips');
    if (home === undefined) return;
    hipsShift.copy(home).add(hipsShiftStill).applyQuaternion(root).sub(home);
    hipsShift.x += pose.rootX * figure.legLength;
    hipsShift.z += pose.rootZ * figure.legLength;
  }

  return {
    turns,
    hipsShift,
    strain: (side) => arms[side].strain,
    solve(pose) {
      hips(pose);
      trunk(pose);
      for (const side of SIDES) {
        const arm = arms[side];
        solveArm(figure, pose, side, arm);
        turns.get(`${side}Shoulder`)?.copy(arm.clavicle);
        turns.get(`${side}UpperArm`)?.copy(arm.upper);
        turns.get(`${side}LowerArm`)?.copy(arm.lower);
        turns.get(`${side}Hand`)?.copy(arm.hand);
        for (const joint of fingers[side]) {
          const bone = turns.get(joint.bone);
          if (bone !== undefined) turnFinger(joint, pose, side, bone);
        }
      }
    },
    bendOf: (side) => ({ upper: arms[side].bend, lower: arms[side].turn, hand: arms[side].wristBend }),
    turnOf(bone) {
      const world = new Quaternion();
      for (let name: VRMHumanBoneName | undefined = bone; name !== undefined; name = PARENT[name])
        world.premultiply(turns.get(name) ?? part.identity());
      return world;
    },
    at(bone) {
      const chain: VRMHumanBoneName[] = [];
      for (let name: VRMHumanBoneName | undefined = bone; name !== undefined; name = PARENT[name]) {
        if (has(name)) chain.unshift(name);
      }
      const last = chain.at(-1);
      const home = figure.joints.get('hips');
      if (last !== bone || home === undefined) return null;
      const at = home.clone().add(hipsShift);
      const world = new Quaternion();
      for (let i = 1; i < chain.length; i += 1) {
        const above = chain[i - 1];
        const name = chain[i];
        const from = above && figure.joints.get(above);
        const to = name && figure.joints.get(name);
        if (!above || !from || !to) return null;
        world.multiply(part.copy(turns.get(above) ?? part.identity()));
        at.add(to.clone().sub(from).applyQuaternion(world));
      }
      return at;
    },
  };
}

import { type VRM, type VRMHumanBoneName, VRMUtils } from '@pixiv/three-vrm';
import { Box3, type Object3D, Vector3 } from 'three';
import { clearedOf, lookMapOf, measureTraits } from './expressions.ts';
import { type Figure, measure, turnSign } from './figure.ts';
import type { Direction } from './gaze.ts';
import type { LookMap } from './mixer.ts';
import { type Pose, restPose } from './pose.ts';
import { createRig, type Rig } from './rig.ts';
import type { Traits } from './traits.ts';

/** A face that nothing is known about: eyes above the head's joint, and the height of a head, in metres. */
const EYES_ABOVE_JOINT_M = 0.07;
const HEAD_MIN_M = 0.18;
const HEAD_MAX_M = 0.36;

/** A loaded avatar on the stage: bones and expressions behind plain figures. */
export interface Model {
  readonly scene: Object3D;
  readonly expressionNames: ReadonlySet<string>;
  /** What its moods do to mouth and lids, and how expressions turn its eyes (null: bones do). */
  readonly traits: Traits;
  readonly look: LookMap | null;
  /** Rules of the file that would have silenced lips or lids and were taken out, as "happy.overrideMouth". */
  readonly cleared: readonly string[];
  /** Height of the eyes above the floor and of the head, in metres, for the camera. */
  readonly eyeY: number;
  readonly head: number;
  /** Its proportions, for the body that moves it. */
  readonly figure: Figure;
  /** What was posed last, in bones; for tests and tools. */
  readonly rig: Rig;
  pose(pose: Pose, eye: Readonly<Direction>): void;
  express(name: string, weight: number): void;
  /** Humanoid, gaze, expressions, springs, materials, in three-vrm's order. `dtSeconds` at most 1/30. */
  update(dtSeconds: number): void;
  /** Springs forget their speed: after a pause, a jump of the camera. */
  settle(): void;
  /** Back to the file's own T-pose: for looking at the file, not for the stage. */
  rest(): void;
  close(): void;
}

/** Takes the VRM over, which stands in its own T-pose: measures it and poses its arms down. */
export function createModel(vrm: VRM): Model {
  const humanoid = vrm.humanoid;
  const manager = vrm.expressionManager;
  // VRM 0.x looks along -Z at rest: body space is turned half about, so x and z change their signs.
  const sign = turnSign(vrm);
  if (vrm.lookAt !== undefined && vrm.lookAt !== null) {
    vrm.lookAt.autoUpdate = false;
    vrm.lookAt.target = null;
  }
  vrm.update(0);
  vrm.scene.updateMatrixWorld(true);
  const crownY = new Box3().setFromObject(vrm.scene).max.y;
  const figure = measure(vrm, crownY);
  const rig = createRig(figure);
  const bones = [...rig.turns].flatMap(([name, turn]) => {
    const node = humanoid.getNormalizedBoneNode(name);
    return node === null ? [] : [{ node, turn }];
  });
  const hips = humanoid.getNormalizedBoneNode('hips');
  const home = hips?.position.clone() ?? new Vector3();

  function place(pose: Readonly<Pose>): void {
    rig.solve(pose);
    for (const { node, turn } of bones) node.quaternion.set(sign * turn.x, turn.y, sign * turn.z, turn.w);
    const { x, y, z } = rig.hipsShift;
    hips?.position.set(home.x + sign * x, home.y + y, home.z + sign * z);
  }

  const look = lookMapOf(vrm);

  place(restPose());
  vrm.update(0);
  vrm.scene.updateMatrixWorld(true);

  const at = new Vector3();
  const heightOf = (name: VRMHumanBoneName): number | null => {
    const node = humanoid.getRawBoneNode(name);
    return node === null ? null : node.getWorldPosition(at).y;
  };
  const eyeY = heightOf('leftEye') ?? (heightOf('head') ?? 1.4) + EYES_ABOVE_JOINT_M;
  const headHeight = Math.min(HEAD_MAX_M, Math.max(HEAD_MIN_M, 2 * (crownY - eyeY)));

  return {
    scene: vrm.scene,
    expressionNames: new Set(manager?.expressions.map((expression) => expression.expressionName)),
    traits: measureTraits(vrm),
    look,
    cleared: clearedOf(vrm),
    eyeY,
    head: headHeight,
    figure,
    rig,
    pose(pose, eye) {
      place(pose);
      // Eyes that expressions turn are the mixer's: turned here, they would be written twice.
      if (look === null && vrm.lookAt !== undefined && vrm.lookAt !== null) {
        vrm.lookAt.yaw = eye.yaw;
        vrm.lookAt.pitch = eye.pitch;
      }
    },
    express(name, weight) {
      manager?.setValue(name, weight);
    },
    update(dtSeconds) {
      vrm.update(dtSeconds);
    },
    settle() {
      vrm.springBoneManager?.reset();
    },
    rest() {
      humanoid.resetNormalizedPose();
    },
    close() {
      vrm.scene.removeFromParent();
      VRMUtils.deepDispose(vrm.scene);
    },
  };
}

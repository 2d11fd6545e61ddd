import { type VRM, type VRMHumanBoneName, VRMUtils } from '@pixiv/three-vrm';
import { Box3, type Object3D, Vector3 } from 'three';
import type { Direction } from './gaze.ts';
import type { Pose } from './pose.ts';

/** Arms at rest, in radians from the T-pose, for the left side; the right side mirrors y and z. */
const STANCE: readonly (readonly [string, number, number, number])[] = [
  ['UpperArm', 0, 0, -1.33],
  ['LowerArm', 0, -0.24, -0.06],
  ['Hand', 0, -0.08, 0],
];

/** A face that nothing is known about: eyes above the head's joint, and the height of a head, in metres. */
const EYES_ABOVE_JOINT_M = 0.07;
const HEAD_MIN_M = 0.18;
const HEAD_MAX_M = 0.36;

/** A loaded avatar on the stage: bones and expressions behind plain figures. */
export interface Model {
  readonly scene: Object3D;
  readonly expressionNames: ReadonlySet<string>;
  /** Height of the eyes above the floor and of the head, in metres, for the camera. */
  readonly eyeY: number;
  readonly head: number;
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

/** Takes the VRM over: poses its arms down and measures it. */
export function createModel(vrm: VRM): Model {
  const humanoid = vrm.humanoid;
  const manager = vrm.expressionManager;
  // VRM 0.x looks along -Z at rest: turns about x and z are the other way round there.
  const sign = vrm.meta.metaVersion === '0' ? -1 : 1;
  const bone = (name: VRMHumanBoneName): Object3D | null => humanoid.getNormalizedBoneNode(name);
  const head = bone('head');
  const neck = bone('neck');
  const chest = bone('chest');
  const spine = bone('spine');
  const leftShoulder = bone('leftShoulder');
  const rightShoulder = bone('rightShoulder');

  for (const [part, x, y, z] of STANCE) {
    bone(`left${part}` as VRMHumanBoneName)?.rotation.set(sign * x, y, sign * z);
    bone(`right${part}` as VRMHumanBoneName)?.rotation.set(sign * x, -y, sign * -z);
  }
  if (vrm.lookAt !== undefined && vrm.lookAt !== null) {
    vrm.lookAt.autoUpdate = false;
    vrm.lookAt.target = null;
  }
  vrm.update(0);
  vrm.scene.updateMatrixWorld(true);

  const at = new Vector3();
  const heightOf = (name: VRMHumanBoneName): number | null => {
    const node = humanoid.getRawBoneNode(name);
    return node === null ? null : node.getWorldPosition(at).y;
  };
  const eyeY = heightOf('leftEye') ?? (heightOf('head') ?? 1.4) + EYES_ABOVE_JOINT_M;
  const top = new Box3().setFromObject(vrm.scene).max.y;
  const headHeight = Math.min(HEAD_MAX_M, Math.max(HEAD_MIN_M, 2 * (top - eyeY)));

  return {
    scene: vrm.scene,
    expressionNames: new Set(manager?.expressions.map((expression) => expression.expressionName)),
    eyeY,
    head: headHeight,
    pose(pose, eye) {
      head?.rotation.set(sign * pose.headX, pose.headY, sign * pose.headZ);
      neck?.rotation.set(sign * pose.neckX, 0, 0);
      chest?.rotation.set(sign * pose.chestX, pose.chestY, sign * pose.chestZ);
      spine?.rotation.set(sign * pose.spineX, 0, 0);
      leftShoulder?.rotation.set(0, 0, sign * pose.shoulderZ);
      rightShoulder?.rotation.set(0, 0, sign * -pose.shoulderZ);
      if (vrm.lookAt !== undefined && vrm.lookAt !== null) {
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

/** Rotations that the stage adds to a model at rest, in radians: x nods down, y turns to its left, z tilts to its left. */
export interface Pose {
  headX: number;
  headY: number;
  headZ: number;
  neckX: number;
  chestX: number;
  chestY: number;
  chestZ: number;
  spineX: number;
  shoulderZ: number;
}

/** A pose with nothing in it. */
export function restPose(): Pose {
  return { headX: 0, headY: 0, headZ: 0, neckX: 0, chestX: 0, chestY: 0, chestZ: 0, spineX: 0, shoulderZ: 0 };
}

export const POSE_KEYS = [
  'headX',
  'headY',
  'headZ',
  'neckX',
  'chestX',
  'chestY',
  'chestZ',
  'spineX',
  'shoulderZ',
] as const satisfies readonly (keyof Pose)[];

/** Sets every rotation of `pose` to 0. */
export function clearPose(pose: Pose): void {
  for (const key of POSE_KEYS) pose[key] = 0;
}

/** Moves `pose` towards `target`; `k` 0 stays, 1 arrives. */
export function approachPose(pose: Pose, target: Pose, k: number): void {
  for (const key of POSE_KEYS) pose[key] += (target[key] - pose[key]) * k;
}

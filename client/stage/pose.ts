/**
 * Every figure that moves a body. Angles in radians: X nods down, Y turns to its left, Z tilts to its right. Lengths in
 * units of the model's own legs (`hips*`, `root*`) and arms (see `placeOf`), so that one pose fits every model.
 */
const TRUNK_KEYS = [
  // The whole figure on the floor, feet included; then the hips above feet that stay where they are.
  'rootX',
  'rootZ',
  'rootTurn',
  'hipsX',
  'hipsY',
  'hipsZ',
  'hipsTiltX',
  'hipsTiltY',
  'hipsTiltZ',
  'spineX',
  'spineY',
  'spineZ',
  'chestX',
  'chestY',
  'chestZ',
  'neckX',
  'headX',
  'headY',
  'headZ',
  // Both shoulders lifted.
  'shoulderZ',
] as const;

/**
 * One arm, mirrored: `x` points away from the body's middle on either side, `y` up, `z` to the front. `P` is the wrist
 * (`Pb`: 0 its z counts from the shoulder, 1 from the front of the trunk), `E` where the elbow points, `F` along the fingers, `N` out of the palm; then the fingers, 0 straight to 1 closed.
 */
export const ARM_FIELDS = [
  'Px',
  'Py',
  'Pz',
  'Pb',
  'Ex',
  'Ey',
  'Ez',
  'Fx',
  'Fy',
  'Fz',
  'Nx',
  'Ny',
  'Nz',
  'Thumb',
  'Index',
  'Middle',
  'Ring',
  'Little',
  'Spread',
] as const;
export type ArmField = (typeof ARM_FIELDS)[number];
export type Side = 'left' | 'right';

type TrunkKey = (typeof TRUNK_KEYS)[number];
type ArmKeyName = `${Side}${ArmField}`;
export type PoseKey = TrunkKey | ArmKeyName;

/** A whole body at one moment, as plain figures: poses add up and blend. */
export type Pose = Record<PoseKey, number>;

/** The keys of one arm, in the order of `ARM_FIELDS`. */
export const ARM_KEYS: Readonly<Record<Side, readonly ArmKeyName[]>> = {
  left: ARM_FIELDS.map((field): ArmKeyName => `left${field}`),
  right: ARM_FIELDS.map((field): ArmKeyName => `right${field}`),
};

export const POSE_KEYS: readonly PoseKey[] = [...TRUNK_KEYS, ...ARM_KEYS.left, ...ARM_KEYS.right];

/** One arm hanging beside the body: what a pose with nothing in it means. */
const HANGING: Readonly<Record<ArmField, number>> = {
  Px: 1.25,
  Py: -0.965,
  Pz: 0.07,
  Pb: 0,
  Ex: 0.25,
  Ey: 0,
  Ez: -1,
  Fx: 0.02,
  Fy: -1,
  Fz: 0.12,
  Nx: -1,
  Ny: 0,
  Nz: -0.35,
  Thumb: 0.22,
  Index: 0.16,
  Middle: 0.22,
  Ring: 0.26,
  Little: 0.28,
  Spread: 0.08,
};

/** A body that stands at rest, its arms hanging. A new object. */
export function restPose(): Pose {
  const pose = Object.fromEntries(POSE_KEYS.map((key) => [key, 0])) as Pose;
  clearPose(pose);
  return pose;
}

/** Makes `pose` stand at rest again. */
export function clearPose(pose: Pose): void {
  for (const key of TRUNK_KEYS) pose[key] = 0;
  for (const side of ['left', 'right'] as const) {
    ARM_KEYS[side].forEach((key, i) => {
      const field = ARM_FIELDS[i];
      if (field !== undefined) pose[key] = HANGING[field];
    });
  }
}

/** Makes `pose` equal to `source`. */
export function copyPose(pose: Pose, source: Readonly<Pose>): void {
  for (const key of POSE_KEYS) pose[key] = source[key];
}

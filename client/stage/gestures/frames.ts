import { ARM_FIELDS, ARM_KEYS, type ArmField, type Pose, type PoseKey, type Side } from '../pose.ts';

/** One arm's figures, mirrored like the pose's own. */
export type ArmKey = Readonly<Record<ArmField, number>>;

/** Turns of the trunk in a gesture. Y turns to the acting arm's side, Z and X lean away from it. */
export type TrunkKey = Readonly<Partial<Record<Exclude<PoseKey, `${Side}${ArmField}`>, number>>>;

/** Where the body is at `at` ms of a gesture. What is left out is as the posture has it. */
export interface Frame {
  at: number;
  /** The acting arm, and the other. */
  arm?: ArmKey;
  other?: ArmKey;
  trunk?: TrunkKey;
  /** Passed through without a stop: wind-ups and arcs. */
  through?: true;
}

export interface Gesture {
  /** The first and last frame are the posture. */
  frames: readonly Frame[];
  /** When the stroke is at its peak, ms: this falls on the stressed word. */
  strokeMs: number;
  /** Which arm acts; `card`: the one on the card's side. */
  hand: Side | 'card';
  /** How far the size may vary; 0 for a hand that touches something. */
  play: number;
}

/** Length of a gesture in ms. */
export function lengthOf(gesture: Gesture): number {
  return gesture.frames.at(-1)?.at ?? 0;
}

const MIRRORED = new Set<PoseKey>([
  'rootX',
  'rootTurn',
  'hipsX',
  'hipsTiltY',
  'hipsTiltZ',
  'spineY',
  'spineZ',
  'chestY',
  'chestZ',
  'headY',
  'headZ',
]);

/** Hermite's cubic from (0, `a`) to (1, `b`) with these slopes. */
function hermite(x: number, a: number, b: number, slopeA: number, slopeB: number): number {
  const x2 = x * x;
  const x3 = x2 * x;
  return a * (2 * x3 - 3 * x2 + 1) + b * (3 * x2 - 2 * x3) + slopeA * (x3 - 2 * x2 + x) + slopeB * (x3 - x2);
}

/** Value at `ms` of a track whose figure in frame i is `figure(i)`: still at its ends and holds, flowing where passed through. */
function along(frames: readonly Frame[], ms: number, figure: (i: number) => number): number {
  let i = 0;
  while (i < frames.length - 2 && (frames[i + 1]?.at ?? 0) <= ms) i += 1;
  const a = frames[i];
  const b = frames[i + 1];
  if (a === undefined || b === undefined || b.at <= a.at) return 0;
  const span = b.at - a.at;
  const slope = (j: number): number => {
    const before = frames[j - 1];
    const after = frames[j + 1];
    if (!frames[j]?.through || !before || !after) return 0;
    return ((figure(j + 1) - figure(j - 1)) / (after.at - before.at)) * span;
  };
  const x = Math.min(1, Math.max(0, (ms - a.at) / span));
  return hermite(x, figure(i), figure(i + 1), slope(i), slope(i + 1));
}

export interface Performing {
  /** ms of the gesture's own time. */
  ms: number;
  acting: Side;
  /** 1 as written; a little more or less at each time. */
  size: number;
  /** Leaves the arms alone and makes the trunk's part small: for those who asked for little motion. */
  calm: boolean;
}

/** Share of a trunk's motion that is left when little motion was asked for. */
const CALM_SHARE = 0.5;

const trunkKeys = new WeakMap<Gesture, readonly (keyof TrunkKey)[]>();

function trunkKeysOf(gesture: Gesture): readonly (keyof TrunkKey)[] {
  let keys = trunkKeys.get(gesture);
  if (keys === undefined) {
    const named = gesture.frames.flatMap(({ trunk }) => (trunk ? Object.keys(trunk) : []));
    keys = [...new Set(named)] as (keyof TrunkKey)[];
    trunkKeys.set(gesture, keys);
  }
  return keys;
}

/** Moves `pose`, which is the posture, to where `gesture` has it. */
export function addGesture(
  pose: Pose,
  gesture: Gesture,
  { ms, acting, size, calm }: Readonly<Performing>,
): void {
  const { frames } = gesture;
  if (ms <= 0 || ms >= lengthOf(gesture)) return;
  const sign = acting === 'left' ? 1 : -1;
  for (const key of trunkKeysOf(gesture)) {
    if (calm && !key.startsWith('head')) continue;
    const value = along(frames, ms, (i) => frames[i]?.trunk?.[key] ?? 0);
    pose[key] += value * (MIRRORED.has(key) ? sign : 1) * (calm ? CALM_SHARE : size);
  }
  if (calm) return;
  const idle: Side = acting === 'left' ? 'right' : 'left';
  moveArm(pose, acting, frames, ms, (frame) => frame?.arm, size);
  moveArm(pose, idle, frames, ms, (frame) => frame?.other, size);
}

function moveArm(
  pose: Pose,
  side: Side,
  frames: readonly Frame[],
  ms: number,
  armOf: (frame: Frame | undefined) => ArmKey | undefined,
  size: number,
): void {
  if (!frames.some((frame) => armOf(frame))) return;
  ARM_KEYS[side].forEach((key, i) => {
    const field = ARM_FIELDS[i];
    if (field === undefined) return;
    const posture = pose[key];
    const scale = field.startsWith('P') && field !== 'Pb' ? size : 1;
    pose[key] += along(frames, ms, (j) => ((armOf(frames[j])?.[field] ?? posture) - posture) * scale);
  });
}

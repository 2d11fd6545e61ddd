import type { FaceMeasures } from './types.ts';

/** A point of the model's mesh: `x`, `y` as shares of the picture, `z` on the scale of `x`. */
export interface Point {
  x: number;
  y: number;
  z: number;
}

/** What the model tells of one face. `matrix`: of the head, 4 x 4, column-major, centimetres. */
export interface RawFace {
  points: readonly Point[];
  matrix: readonly number[];
  /** Blend shapes by name, 0 to 1. */
  shapes: Readonly<Record<string, number>>;
}

/** Points of the canonical mesh: inner edges of the lips, top of the forehead, chin. */
const UPPER_LIP = 13;
const LOWER_LIP = 14;
const FOREHEAD = 10;
const CHIN = 152;

const DEG = 180 / Math.PI;

/**
 * Angles of the head from its matrix. Canonical face: x to the person's left, y up, z out of the face; camera: x to the
 * right of its picture, y up, z towards the person's back. So the third column is where the face points to.
 */
export function headAngles(matrix: readonly number[]): { yaw: number; pitch: number; roll: number } {
  const at = (i: number): number => matrix[i] ?? 0;
  const length = Math.hypot(at(8), at(9), at(10)) || 1;
  return {
    yaw: Math.atan2(at(8), at(10)) * DEG,
    pitch: Math.asin(Math.max(-1, Math.min(1, -at(9) / length))) * DEG,
    roll: Math.atan2(at(1), at(0)) * DEG,
  };
}

/**
 * How far the face is turned from the line to the camera, degrees: somebody at the edge of the picture who looks into the
 * camera has a turned head, and is not looking away.
 */
export function offCamera(matrix: readonly number[]): { yaw: number; pitch: number } {
  const { yaw, pitch } = headAngles(matrix);
  const [x = 0, y = 0, z = -1] = matrix.slice(12, 15);
  const depth = Math.max(1, -z);
  return { yaw: yaw + Math.atan2(x, depth) * DEG, pitch: pitch - Math.atan2(y, depth) * DEG };
}

/** Null when the model's answer is not whole. `aspect`: width of the picture by its height. */
export function measureFace({ points, matrix, shapes }: RawFace, aspect: number): FaceMeasures | null {
  const upper = points[UPPER_LIP];
  const lower = points[LOWER_LIP];
  const forehead = points[FOREHEAD];
  const chin = points[CHIN];
  if (!upper || !lower || !forehead || !chin || matrix.length < 16) return null;
  const apart = (a: Point, b: Point): number =>
    Math.hypot((a.x - b.x) * aspect, a.y - b.y, (a.z - b.z) * aspect);
  const face = apart(forehead, chin);
  if (!(face > 0)) return null;
  let left = 1;
  let right = 0;
  let top = 1;
  let bottom = 0;
  for (const { x, y } of points) {
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  const both = (name: string): number => ((shapes[`${name}Left`] ?? 0) + (shapes[`${name}Right`] ?? 0)) / 2;
  const off = offCamera(matrix);
  return {
    at: { x: (left + right) / 2, y: (top + bottom) / 2 },
    size: bottom - top,
    metres: Math.max(0, -(matrix[14] ?? 0)) / 100,
    ...headAngles(matrix),
    offYaw: off.yaw,
    offPitch: off.pitch,
    mouth: apart(upper, lower) / face,
    blink: both('eyeBlink'),
    smile: both('mouthSmile'),
    frown: both('browDown'),
  };
}

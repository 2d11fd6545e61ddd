import { Matrix4, Quaternion, Vector3 } from 'three';

const side = new Vector3();
const third = new Vector3();
const basis = new Matrix4();
const other = new Quaternion();

/** `out` = the part of `v` at right angles to the unit vector `axis`, of length 1; keeps `out` when there is none. */
export function perpendicular(v: Vector3, axis: Vector3, out: Vector3): Vector3 {
  third.copy(v).addScaledVector(axis, -v.dot(axis));
  return third.lengthSq() < 1e-10 ? out : out.copy(third).normalize();
}

/** The rotation whose x is the unit vector `along` and whose y lies as near to `up` as it can. */
export function frameOf(along: Vector3, up: Vector3, out: Quaternion): Quaternion {
  const y = perpendicular(up, along, new Vector3(-along.y, along.x, 0).normalize());
  side.crossVectors(along, y);
  return out.setFromRotationMatrix(basis.makeBasis(along, y, side));
}

/** The rotation that carries the pair (`along0`, `up0`) to (`along1`, `up1`). */
export function carry(
  along0: Vector3,
  up0: Vector3,
  along1: Vector3,
  up1: Vector3,
  out: Quaternion,
): Quaternion {
  frameOf(along0, up0, other).invert();
  return frameOf(along1, up1, out).multiply(other);
}

/** Elbows and knees fold to 150 degrees: 30 are left between the bones. */
const FOLD_COS = Math.cos(Math.PI / 6);

const toEnd = new Vector3();
const bend = new Vector3();

/**
 * Analytic two-bone reach from `start` towards `end` with bones of `first` and `second`, the middle joint on the side of
 * `pole` (law of cosines). Writes the middle joint; answers the end that was reached, which is nearer where `end` is
 * beyond `reach` (a share of the whole length, so that the joint never locks) or closer than the bones can fold.
 */
export function twoBone(
  start: Vector3,
  end: Vector3,
  pole: Vector3,
  first: number,
  second: number,
  reach: number,
  middle: Vector3,
): Vector3 {
  toEnd.subVectors(end, start);
  const wanted = toEnd.length();
  const folded = Math.sqrt(first * first + second * second - 2 * first * second * FOLD_COS);
  const distance = Math.min((first + second) * reach, Math.max(wanted, folded));
  if (wanted < 1e-6) toEnd.set(0, -1, 0);
  else toEnd.divideScalar(wanted);
  const along = (first * first - second * second + distance * distance) / (2 * distance);
  const aside = Math.sqrt(Math.max(0, first * first - along * along));
  perpendicular(pole, toEnd, bend.set(0, 0, -1));
  middle.copy(start).addScaledVector(toEnd, along).addScaledVector(bend, aside);
  return new Vector3().copy(start).addScaledVector(toEnd, distance);
}

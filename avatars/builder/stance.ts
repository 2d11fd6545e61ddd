import { at, normalize, type Vec3 } from './math.ts';
import type { Weights } from './mesh.ts';
import { BONES, joint } from './skeleton.ts';

/** Rows of a 3×4 matrix: a turn and a shift. */
type Affine = readonly number[];

/**
 * Arms as the stage lets them hang, in radians from the T-pose (left; the right mirrors y and z). The body is
 * modelled in this stance and turned back into the T-pose through its own skin weights, so that on the stage it has
 * exactly the modelled form. The stage's model.ts has the same figures.
 */
const STANCE: Readonly<Record<string, Vec3>> = {
  UpperArm: [0, 0, -1.33],
  LowerArm: [0, -0.24, -0.06],
  Hand: [0, -0.08, 0],
};

function turn([x, y, z]: Vec3): Affine {
  const [cx, sx, cy, sy, cz, sz] = [
    Math.cos(x),
    Math.sin(x),
    Math.cos(y),
    Math.sin(y),
    Math.cos(z),
    Math.sin(z),
  ];
  // Order XYZ, as three's Euler: R = Rx · Ry · Rz.
  return [
    cy * cz,
    -cy * sz,
    sy,
    0,
    cx * sz + sx * sy * cz,
    cx * cz - sx * sy * sz,
    -sx * cy,
    0,
    sx * sz - cx * sy * cz,
    sx * cz + cx * sy * sz,
    cx * cy,
    0,
  ];
}

function product(a: Affine, b: Affine): Affine {
  return Array.from({ length: 12 }, (_, i) => {
    const r = Math.floor(i / 4) * 4;
    const c = i % 4;
    let sum = c === 3 ? at(a, r + 3) : 0;
    for (let k = 0; k < 3; k += 1) sum += at(a, r + k) * at(b, k * 4 + c);
    return sum;
  });
}

const shift = (v: Vec3): Affine => [1, 0, 0, v[0], 0, 1, 0, v[1], 0, 0, 1, v[2]];

function apply(m: Affine, p: Vec3, w: number): Vec3 {
  return [0, 4, 8].map(
    (r) => at(m, r) * p[0] + at(m, r + 1) * p[1] + at(m, r + 2) * p[2] + at(m, r + 3) * w,
  ) as Vec3;
}

const MOVED = new Map<string, Affine>();
for (const bone of BONES) {
  const parent = bone.parent === null ? shift([0, 0, 0]) : (MOVED.get(bone.parent) ?? shift([0, 0, 0]));
  const side = bone.name.startsWith('right') ? -1 : 1;
  const euler = STANCE[bone.name.replace(/^(left|right)/, '')];
  const own = turn(euler === undefined ? [0, 0, 0] : [euler[0], side * euler[1], side * euler[2]]);
  const j = bone.joint;
  MOVED.set(bone.name, product(parent, product(shift(j), product(own, shift([-j[0], -j[1], -j[2]])))));
}

/** Where a point that follows `bone` is in the stance. */
export function inStance(bone: string, p: Vec3): Vec3 {
  return apply(MOVED.get(bone) ?? shift([0, 0, 0]), p, 1);
}

/** Where the joint of `bone` is in the stance. */
export function stanceJoint(bone: string): Vec3 {
  return inStance(bone, joint(bone));
}

/** Takes a point and a direction modelled in the stance back to the T-pose through the blended turn of their bones. */
export function toTPose(p: Vec3, n: Vec3, weights: Weights): { p: Vec3; n: Vec3 } {
  const m = new Array<number>(12).fill(0);
  const sum = weights.reduce((total, [, share]) => total + share, 0);
  for (const [bone, share] of weights) {
    const matrix = MOVED.get(bone) ?? shift([0, 0, 0]);
    for (let i = 0; i < 12; i += 1) m[i] = (m[i] ?? 0) + (at(matrix, i) * share) / sum;
  }
  const inverse = invert3(m);
  const q: Vec3 = [p[0] - at(m, 3), p[1] - at(m, 7), p[2] - at(m, 11)];
  return { p: apply(inverse, q, 0), n: normalize(apply(inverse, n, 0)) };
}

function invert3(m: Affine): Affine {
  const [a, b, c, , d, e, f, , g, h, i] = m as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  const k = 1 / det;
  return [
    (e * i - f * h) * k,
    (c * h - b * i) * k,
    (b * f - c * e) * k,
    0,
    (f * g - d * i) * k,
    (a * i - c * g) * k,
    (c * d - a * f) * k,
    0,
    (d * h - e * g) * k,
    (b * g - a * h) * k,
    (a * e - b * d) * k,
    0,
  ];
}

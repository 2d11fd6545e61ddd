import { at, normalize, type Vec3 } from './math.ts';

/** Signed distance in centimetres: negative inside. */
export type Field = (p: Vec3) => number;

/** Union of two fields that flows together over `k` centimetres (polynomial smooth minimum). */
export function soft(a: number, b: number, k: number): number {
  const h = Math.max(k - Math.abs(a - b), 0) / k;
  return Math.min(a, b) - (h * h * k) / 4;
}

/** Capsule from `a` to `b` with a radius at each end. */
export function cone(p: Vec3, a: Vec3, b: Vec3, ra: number, rb: number): number {
  const ab: Vec3 = [b[0] - a[0], b[1] - a[1], b[2] - a[2]];
  const ap: Vec3 = [p[0] - a[0], p[1] - a[1], p[2] - a[2]];
  const l2 = ab[0] ** 2 + ab[1] ** 2 + ab[2] ** 2;
  const k = Math.min(1, Math.max(0, (ap[0] * ab[0] + ap[1] * ab[1] + ap[2] * ab[2]) / l2));
  return Math.hypot(ap[0] - ab[0] * k, ap[1] - ab[1] * k, ap[2] - ab[2] * k) - (ra + (rb - ra) * k);
}

/** Ellipsoid; the distance is right near its surface. */
export function ellipsoid(p: Vec3, c: Vec3, r: Vec3): number {
  const k = Math.hypot((p[0] - c[0]) / r[0], (p[1] - c[1]) / r[1], (p[2] - c[2]) / r[2]);
  return (k - 1) * Math.min(r[0], r[1], r[2]);
}

/** Outward normal of a field. */
export function fieldNormal(field: Field, p: Vec3): Vec3 {
  const e = 0.25;
  return normalize([
    field([p[0] + e, p[1], p[2]]) - field([p[0] - e, p[1], p[2]]),
    field([p[0], p[1] + e, p[2]]) - field([p[0], p[1] - e, p[2]]),
    field([p[0], p[1], p[2] + e]) - field([p[0], p[1], p[2] - e]),
  ]);
}

/** Evenly spaced lines from `from` to `to`. */
export function lines(from: number, to: number, step: number): number[] {
  const count = Math.ceil((to - from) / step);
  return Array.from({ length: count + 1 }, (_, i) => from + (i * (to - from)) / count);
}

/**
 * Surface of a field on a grid of lines along x, y and z: one vertex in each cell that the surface crosses, at the
 * middle of its crossings, then pulled onto the surface (naive surface nets, S. F. Gibson 1998).
 */
export function polygonise(
  field: Field,
  xs: number[],
  ys: number[],
  zs: number[],
): { positions: Vec3[]; triangles: number[] } {
  const [nx, ny, nz] = [xs.length, ys.length, zs.length];
  const index = (i: number, j: number, k: number): number => (k * ny + j) * nx + i;
  const values = new Float64Array(nx * ny * nz);
  for (let k = 0; k < nz; k += 1)
    for (let j = 0; j < ny; j += 1)
      for (let i = 0; i < nx; i += 1) values[index(i, j, k)] = field([at(xs, i), at(ys, j), at(zs, k)]);
  const cells = new Int32Array(nx * ny * nz).fill(-1);
  const positions: Vec3[] = [];
  for (let k = 0; k + 1 < nz; k += 1)
    for (let j = 0; j + 1 < ny; j += 1)
      for (let i = 0; i + 1 < nx; i += 1) {
        const point = crossing(values, index, xs, ys, zs, i, j, k);
        if (point === null) continue;
        const n = fieldNormal(field, point);
        const d = field(point);
        cells[index(i, j, k)] = positions.length;
        positions.push([point[0] - n[0] * d, point[1] - n[1] * d, point[2] - n[2] * d]);
      }
  const triangles: number[] = [];
  const emit = (a: number, b: number, c: number, d: number, out: boolean): void => {
    const q = [a, b, c, d].map((cell) => at(cells, cell));
    if (q.some((v) => v < 0)) return;
    const [p0, p1, p2, p3] = q as [number, number, number, number];
    if (out) triangles.push(p0, p1, p2, p0, p2, p3);
    else triangles.push(p0, p2, p1, p0, p3, p2);
  };
  for (let k = 1; k + 1 < nz; k += 1)
    for (let j = 1; j + 1 < ny; j += 1)
      for (let i = 1; i + 1 < nx; i += 1) {
        const inside = at(values, index(i, j, k)) < 0;
        if (inside !== at(values, index(i + 1, j, k)) < 0)
          emit(index(i, j - 1, k - 1), index(i, j, k - 1), index(i, j, k), index(i, j - 1, k), inside);
        if (inside !== at(values, index(i, j + 1, k)) < 0)
          emit(index(i - 1, j, k - 1), index(i - 1, j, k), index(i, j, k), index(i, j, k - 1), inside);
        if (inside !== at(values, index(i, j, k + 1)) < 0)
          emit(index(i - 1, j - 1, k), index(i, j - 1, k), index(i, j, k), index(i - 1, j, k), inside);
      }
  return { positions, triangles };
}

function crossing(
  values: Float64Array,
  index: (i: number, j: number, k: number) => number,
  xs: number[],
  ys: number[],
  zs: number[],
  i: number,
  j: number,
  k: number,
): Vec3 | null {
  const sum: Vec3 = [0, 0, 0];
  let count = 0;
  for (let corner = 0; corner < 8; corner += 1) {
    for (let axis = 0; axis < 3; axis += 1) {
      if ((corner >> axis) & 1) continue;
      const other = corner | (1 << axis);
      const [a, b] = [corner, other].map(
        (c) => [i + (c & 1), j + ((c >> 1) & 1), k + ((c >> 2) & 1)] as Vec3,
      );
      if (a === undefined || b === undefined) continue;
      const va = at(values, index(...a));
      const vb = at(values, index(...b));
      if (va < 0 === vb < 0) continue;
      const f = va / (va - vb);
      sum[0] += at(xs, a[0]) + (at(xs, b[0]) - at(xs, a[0])) * f;
      sum[1] += at(ys, a[1]) + (at(ys, b[1]) - at(ys, a[1])) * f;
      sum[2] += at(zs, a[2]) + (at(zs, b[2]) - at(zs, a[2])) * f;
      count += 1;
    }
  }
  return count === 0 ? null : [sum[0] / count, sum[1] / count, sum[2] / count];
}

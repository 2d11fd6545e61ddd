/** A point or direction: [x, y, z] in centimetres; x to the avatar's left, y up, z to where it looks. */
export type Vec3 = [number, number, number];

export const add = (a: Vec3, b: Vec3): Vec3 => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const sub = (a: Vec3, b: Vec3): Vec3 => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const scale = (a: Vec3, k: number): Vec3 => [a[0] * k, a[1] * k, a[2] * k];
export const dot = (a: Vec3, b: Vec3): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
export const cross = (a: Vec3, b: Vec3): Vec3 => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
];
export const length = (a: Vec3): number => Math.hypot(a[0], a[1], a[2]);

/** Unit vector; a zero vector becomes "up". */
export function normalize(a: Vec3): Vec3 {
  const l = length(a);
  return l < 1e-9 ? [0, 1, 0] : scale(a, 1 / l);
}

export const clamp = (x: number, low: number, high: number): number => Math.min(high, Math.max(low, x));
export const mix = (a: number, b: number, k: number): number => a + (b - a) * k;

/** 0 at `from`, 1 at `to` (either may be the larger), an S between. */
export function step(from: number, to: number, x: number): number {
  const k = clamp((x - from) / (to - from), 0, 1);
  return k * k * (3 - 2 * k);
}

/** Bell of height 1 and width `sigma` about 0. */
export const bell = (x: number, sigma: number): number => Math.exp(-((x / sigma) ** 2));

/** Element of an array that is known to be there. Throws where it is not: a fault of the builder. */
export function at<T>(list: ArrayLike<T>, i: number): T {
  const value = list[i];
  if (value === undefined) throw new RangeError(`no element ${i} of ${list.length}`);
  return value;
}

/** Smooth curve through `values` at 0, 1, 2, … (Catmull-Rom); flat beyond its ends. */
export function spline(values: readonly number[], x: number): number {
  const last = values.length - 1;
  const i = clamp(Math.floor(x), 0, last - 1);
  const k = clamp(x - i, 0, 1);
  const p1 = at(values, i);
  const p2 = at(values, i + 1);
  const p0 = i > 0 ? at(values, i - 1) : 2 * p1 - p2;
  const p3 = i + 2 <= last ? at(values, i + 2) : 2 * p2 - p1;
  const a = 2 * p1;
  const b = p2 - p0;
  const c = 2 * p0 - 5 * p1 + 4 * p2 - p3;
  const d = -p0 + 3 * p1 - 3 * p2 + p3;
  return 0.5 * (a + b * k + c * k * k + d * k * k * k);
}

/** Curve through points [x, value] in order of x, monotone between them (Fritsch and Carlson's slopes). */
export function curve(points: readonly (readonly [number, number])[], x: number): number {
  const n = points.length;
  const first = at(points, 0);
  const last = at(points, n - 1);
  if (x <= first[0]) return first[1];
  if (x >= last[0]) return last[1];
  let i = 0;
  while (i < n - 2 && x > at(points, i + 1)[0]) i += 1;
  const slope = (j: number): number =>
    (at(points, j + 1)[1] - at(points, j)[1]) / (at(points, j + 1)[0] - at(points, j)[0]);
  const tangent = (j: number): number => {
    if (j === 0) return slope(0);
    if (j === n - 1) return slope(n - 2);
    const a = slope(j - 1);
    const b = slope(j);
    return a * b <= 0 ? 0 : (2 * a * b) / (a + b);
  };
  const [x0, y0] = at(points, i);
  const [x1, y1] = at(points, i + 1);
  const h = x1 - x0;
  const k = (x - x0) / h;
  const k2 = k * k;
  const k3 = k2 * k;
  return (
    (2 * k3 - 3 * k2 + 1) * y0 +
    (k3 - 2 * k2 + k) * h * tangent(i) +
    (-2 * k3 + 3 * k2) * y1 +
    (k3 - k2) * h * tangent(i + 1)
  );
}

/** The same numbers at every build: a small generator (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

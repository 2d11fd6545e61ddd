import { at, bell, clamp, curve, mix, spline, step, type Vec3 } from './math.ts';

/** Height of the chin above the floor: the head is described from here, in centimetres. */
export const CHIN_Y = 141.3;

/** One ring of the head: a flat, tilted oval through a front, a side and a back point. */
interface Ring {
  front: readonly [y: number, z: number];
  back: readonly [y: number, z: number];
  /** Half the width, and where along z it is widest. */
  width: number;
  side: number;
  /** How full the oval is in front: 0 an ellipse. */
  full: number;
}

function dome(): Ring[] {
  return [0, 9, 20, 32, 45, 60, 75].map((deg) => {
    const a = (deg * Math.PI) / 180;
    const y = 13.6 + 9.3 * Math.cos(a);
    const out = Math.sin(a);
    return { front: [y, 8.55 * out], back: [y, -9.5 * out], width: 7.85 * out, side: -0.6 * out, full: 0.16 };
  });
}

/** From the crown down to the base of the neck. The rings tilt: the jaw rises to the ear. */
const RINGS: readonly Ring[] = [
  ...dome(),
  { front: [13.5, 8.7], back: [12.8, -9.4], width: 7.95, side: -0.6, full: 0.18 },
  { front: [11.0, 8.6], back: [11, -9.3], width: 7.8, side: -0.6, full: 0.18 },
  { front: [8.5, 8.5], back: [9.4, -8.8], width: 7.5, side: -0.6, full: 0.14 },
  { front: [6.3, 8.45], back: [8.1, -8.2], width: 7.05, side: -0.8, full: 0.1 },
  { front: [4.3, 8.35], back: [7, -7.6], width: 6.45, side: -1, full: 0.05 },
  { front: [2.5, 7.95], back: [6, -7.1], width: 5.8, side: -1.2, full: 0.03 },
  { front: [1.15, 7.65], back: [5.3, -6.8], width: 5.05, side: -1.5, full: 0.0 },
  { front: [0.1, 6.85], back: [4.6, -6.6], width: 4.45, side: -1.8, full: -0.08 },
  { front: [-0.45, 5.3], back: [3.9, -6.4], width: 4.0, side: -2, full: -0.05 },
  { front: [-1.4, 3.6], back: [2.9, -6.3], width: 3.8, side: -2.2, full: 0 },
  { front: [-2.8, 2.3], back: [1.2, -6.2], width: 3.7, side: -2.3, full: 0 },
  { front: [-5, 1.9], back: [-2.5, -6.3], width: 3.75, side: -2.3, full: 0 },
  { front: [-8, 2.3], back: [-7, -6.9], width: 4.4, side: -2.3, full: 0 },
  { front: [-12, 3.2], back: [-11, -7.4], width: 6.4, side: -2.3, full: 0 },
];

/** Rings by what lies on them: the values of `v` that others need. */
export const V = { brow: 7, eye: 8, nose: 10, mouth: 11, chin: 13, under: 14, throat: 17, end: 20 } as const;

const FRONT_Y = RINGS.map((ring) => ring.front[0]);
const FRONT_Z = RINGS.map((ring) => ring.front[1]);
const BACK_Y = RINGS.map((ring) => ring.back[0]);
const BACK_Z = RINGS.map((ring) => ring.back[1]);
const WIDTH = RINGS.map((ring) => ring.width);
const SIDE = RINGS.map((ring) => ring.side);
const FULL = RINGS.map((ring) => ring.full);

/** Half the width of ring `v`. */
export const widthAt = (v: number): number => spline(WIDTH, v);

/** The plain head without features: ring `v` (0 crown to `V.end` neck), angle `phi` (0 front, positive to its left). */
export function skull(v: number, phi: number): Vec3 {
  const fy = spline(FRONT_Y, v);
  const fz = spline(FRONT_Z, v);
  const by = spline(BACK_Y, v);
  const bz = spline(BACK_Z, v);
  const sz = spline(SIDE, v);
  const c = Math.cos(phi);
  const round = c * (1 + spline(FULL, v) * (1 - c * c));
  const z = c >= 0 ? sz + (fz - sz) * round : sz - (bz - sz) * round;
  const along = fz - bz < 1e-6 ? 0 : (fz - z) / (fz - bz);
  return [Math.max(0, spline(WIDTH, v)) * Math.sin(phi), mix(fy, by, along), z];
}

/** How far the nose stands out of the face along its ridge, by height above the chin. */
const NOSE: readonly (readonly [number, number])[] = [
  [5.5, 0],
  [6.0, 0.08],
  [6.35, 0.5],
  [6.75, 1.22],
  [7.15, 1.52],
  [7.6, 1.44],
  [8.4, 1.05],
  [9.6, 0.66],
  [11, 0.36],
  [12.4, 0.14],
  [13.6, 0],
];

/** What the features add to z of the plain face at (x, y). */
export function relief(x: number, y: number): number {
  const ax = Math.abs(x);
  const noseWidth = curve(
    [
      [6, 0.8],
      [7.1, 0.86],
      [8.5, 0.72],
      [11, 0.78],
      [13, 1.3],
    ],
    y,
  );
  let z = curve(NOSE, y) * bell(x, noseWidth);
  z += 0.5 * bell(ax - 0.95, 0.42) * bell(y - 6.85, 0.5);
  z -= 0.42 * bell(ax - 3.2, 1.9) * bell(y - 11.1, 1.5);
  z += 0.14 * bell(ax - 2.6, 2.2) * bell(y - 13.1, 0.8);
  z += 0.34 * bell(ax - 3.9, 2) * bell(y - 7.6, 1.9);
  z += 0.42 * bell(x, 2.3) * bell(y - 4.2, 1.9);
  z += lipRelief(x, y);
  z -= 0.22 * bell(x, 1.6) * bell(y - 2.45, 0.55);
  z += 0.3 * bell(x, 1.5) * bell(y - 1.2, 1.1);
  return z;
}

/** Half the width of the mouth at rest. */
export const MOUTH_HALF = 2.3;

/** Lips in the chart of the closed face: heights of their outer edges above and below the seam, by x. */
export function lipEdges(x: number): { upper: number; lower: number } {
  const t = clamp(Math.abs(x) / MOUTH_HALF, 0, 1);
  const bow = 0.62 - 0.11 * bell(x, 0.3) + 0.04 * bell(Math.abs(x) - 0.5, 0.35);
  return { upper: bow * (1 - t ** 2.1) ** 0.9, lower: 0.84 * (1 - t ** 2.4) ** 0.75 };
}

function lipRelief(x: number, y: number): number {
  const d = y - seamY(x);
  const t = clamp(Math.abs(x) / MOUTH_HALF, 0, 1);
  const inside = 1 - t * t;
  const { upper, lower } = lipEdges(x);
  const up = 0.3 * inside * bell(d - upper * 0.5, 0.3);
  const low = 0.36 * inside * bell(d + lower * 0.5, 0.38);
  const groove = -0.16 * bell(d, 0.17) * step(2.9, 1.9, Math.abs(x));
  const dimple = -0.12 * bell(Math.abs(x) - MOUTH_HALF, 0.4) * bell(d, 0.5);
  const philtrum = -0.07 * bell(x, 0.28) * bell(d - 1.15, 0.5);
  return up + low + groove + dimple + philtrum;
}

/** Height of the line between the closed lips, on the plain head. */
export function seamY(x: number): number {
  const phi = Math.asin(clamp(x / widthAt(V.mouth), -1, 1));
  return skull(V.mouth, phi)[1];
}

/** The face's own z at any (x, y) of its front: where a lid or a lip that moved comes to lie. */
export function faceZ(x: number, y: number): number {
  let low = 4;
  let high = 14.5;
  const phiOf = (v: number): number => Math.asin(clamp(x / widthAt(v), -0.999, 0.999));
  for (let i = 0; i < 40; i += 1) {
    const v = (low + high) / 2;
    if (skull(v, phiOf(v))[1] > y) low = v;
    else high = v;
  }
  return skull(low, phiOf(low))[2] + relief(x, y);
}

/** Whole surface of the head at rest with the eyes closed: plain head plus features on its front. */
export function closedHead(v: number, phi: number): Vec3 {
  const p = skull(v, phi);
  const front = step(0.05, 0.45, Math.cos(phi)) * step(V.under + 0.6, V.chin, v);
  return [p[0], p[1], p[2] + relief(p[0], p[1]) * front];
}

/** Angles of the columns of the head's grid, from the back's middle round its right, front and left: dense in front. */
export function columnAngles(): number[] {
  const half: number[] = [];
  const fine = 28;
  for (let i = 0; i <= fine; i += 1) half.push(Math.asin((i / fine) * 0.66));
  const from = at(half, half.length - 1);
  const sides = 11;
  for (let i = 1; i <= sides; i += 1) half.push(from + ((Math.PI - from) * i) / sides);
  const left = half.slice(1);
  const right = left
    .slice(0, -1)
    .map((phi) => -phi)
    .reverse();
  return [...right, at(half, 0), ...left];
}

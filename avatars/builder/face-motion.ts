import { CHIN_Y, faceZ, MOUTH_HALF, seamY } from './head.ts';
import { bell, clamp, step, type Vec3 } from './math.ts';
import { EYE_CENTRE, EYE_RADIUS } from './skeleton.ts';

/** What a face does, in centimetres or shares; its values at rest are in `REST`. Left and right are the avatar's own. */
export interface FaceState {
  /** 1 shuts the lid wholly. */
  blinkLeft: number;
  blinkRight: number;
  /** Upper lids higher, lower lids higher. */
  wide: number;
  squint: number;
  browIn: number;
  browOut: number;
  /** Chin down; lips from the seam up and down. */
  jaw: number;
  lipUp: number;
  lipDown: number;
  /** Corners of the mouth: apart, up; lips forward; lips pressed into each other. */
  widen: number;
  corner: number;
  pucker: number;
  press: number;
  cheek: number;
}

export const REST: FaceState = {
  blinkLeft: 0,
  blinkRight: 0,
  wide: 0,
  squint: 0,
  browIn: 0,
  browOut: 0,
  jaw: 0,
  lipUp: 0,
  lipDown: 0,
  widen: 0,
  corner: 0.2,
  pucker: 0,
  press: 0,
  cheek: 0.15,
};

/** Eyes in the chart of the closed face: middle, half the width. */
export const EYE_X = EYE_CENTRE[0];
export const EYE_Y = EYE_CENTRE[1] - CHIN_Y;
export const EYE_HALF = 1.72;
const EYE_Z = EYE_CENTRE[2];
/** The outer corner lies a little higher. */
const TILT = 0.085;
/** Lids move the skin this far away from the slit. */
const LID_REACH_UP = 2.3;
const LID_REACH_DOWN = 1.8;
/** A lid slides this far in front of the eyeball. */
const LID_THICK = 0.13;

/** Heights of the lids' edges over the middle of the eye, at `t` from -1 (inner corner) to 1 (outer). */
export function lidEdges(t: number, state: FaceState, blink: number): { upper: number; lower: number } {
  const u = clamp(t, -1, 1);
  const tilt = TILT * EYE_HALF * u;
  const high = (1 - Math.abs(u) ** 2.3) ** 0.72 * (0.83 + 0.06 * u);
  const low = (1 - u * u) ** 0.8 * (0.52 + 0.07 * u);
  const lower = tilt - low + state.squint * low;
  const open = tilt + high * (1 + state.wide);
  const shut = tilt - low * 0.72 + state.squint * low * 0.5;
  return { upper: open + (shut - open) * blink, lower: lower + (shut - lower) * blink };
}

/** z of a lid at (x, y): the face, pushed forward where the eyeball is behind it. */
function lidZ(ax: number, y: number): number {
  const face = faceZ(ax, y);
  const r2 = (EYE_RADIUS + LID_THICK) ** 2 - (ax - EYE_X) ** 2 - (y - EYE_Y) ** 2;
  if (r2 <= 0) return face;
  const ball = EYE_Z + Math.sqrt(r2);
  // A soft maximum: the lid leaves the socket without a fold.
  const k = 0.35;
  const h = clamp(0.5 + (0.5 * (ball - face)) / k, 0, 1);
  return face + (ball - face) * h + k * h * (1 - h);
}

/**
 * Moves a point of the closed face. `p` is on the plain face (features included, chin at y = 0); `edge` says on which
 * side of a slit it lies (0 where that is plain from its height).
 */
export function moveFace(p: Vec3, edge: -1 | 0 | 1, state: FaceState, front: number, under: number): Vec3 {
  const [x, y, z] = p;
  const lid = moveLid(x, y, z, edge, state, front);
  const mouth = moveMouth(x, y, edge, state, under);
  const brow = browLift(x, y, state);
  return [x + mouth[0], y + lid.dy + mouth[1] + brow, lid.z + mouth[2] + 0.12 * brow];
}

function moveLid(
  x: number,
  y: number,
  z: number,
  edge: -1 | 0 | 1,
  state: FaceState,
  front: number,
): { dy: number; z: number } {
  const ax = Math.abs(x);
  const away = Math.abs(ax - EYE_X);
  if (front < 0.99 || away > EYE_HALF + 1.8 || y > EYE_Y + 3.4 || y < EYE_Y - 3) return { dy: 0, z };
  const t = (ax - EYE_X) / EYE_HALF;
  const { upper, lower } = lidEdges(t, state, x > 0 ? state.blinkLeft : state.blinkRight);
  const beside = bell(Math.max(0, away - EYE_HALF), 0.8);
  const d = y - EYE_Y;
  const above = d > 1e-6 || (Math.abs(d) <= 1e-6 && edge >= 0);
  const dy = above ? upper * beside * step(LID_REACH_UP, 0, d) : lower * beside * step(LID_REACH_DOWN, 0, -d);
  const near = step(EYE_HALF + 1.7, EYE_HALF + 0.6, away) * step(3, 2.2, Math.abs(d));
  return { dy, z: z + (lidZ(ax, y + dy) - z) * near };
}

function browLift(x: number, y: number, state: FaceState): number {
  const ax = Math.abs(x);
  const inner = bell(ax - 1.6, 1.6);
  const outer = bell(ax - 4.6, 1.9);
  return (state.browIn * inner + state.browOut * outer) * bell(y - 13.4, 1.25);
}

/** Share of the jaw's way that a point takes: the seam's arc near the lips, the whole chin below, nothing past the throat. */
function jawShare(x: number, below: number, arc: number, under: number): number {
  const chin = bell(x, 4.4);
  const s = step(0, 3, below);
  return (arc * (1 - s) + chin * s) * under;
}

/** How far the mouth's motions shift a point; `edge` -1 lower lip, 1 upper lip. */
export function moveMouth(x: number, y: number, edge: -1 | 0 | 1, state: FaceState, under: number): Vec3 {
  const seam = seamY(clamp(x, -5, 5));
  const d = y - seam;
  if (d > 6 || Math.abs(x) > 7.2) return [0, 0, 0];
  const ax = Math.abs(x);
  const t = clamp(ax / MOUTH_HALF, 0, 1);
  const arc = (1 - t ** 2.2) ** 0.75;
  const close = bell(d, 2);
  const corner =
    bell(Math.max(0, ax - MOUTH_HALF * 0.9), 1.1) * step(0.25, 1, ax / MOUTH_HALF) * bell(d, 1.7);
  const sides = Math.sign(x) * (ax < MOUTH_HALF ? t : bell(ax - MOUTH_HALF, 1.5)) * close;
  let dx = state.widen * sides;
  let dy = state.corner * corner;
  let dz = state.pucker * bell(x, 2.1) * bell(d, 1.2);
  dz -= 0.45 * Math.max(0, state.widen) * corner + 0.1 * state.corner * corner;
  const drop = 0.32 * state.jaw * corner;
  const lower = edge < 0 || (edge === 0 && d < 0);
  if (lower) {
    dy -= state.jaw * jawShare(x, -d, arc, under) + state.lipDown * arc * step(1.7, 0, -d);
    dz -= 0.22 * state.jaw * jawShare(x, -d, arc, under);
  } else dy += state.lipUp * arc * step(1.5, 0, d);
  dy -= drop;
  // Pressed lips roll inwards: their red shrinks towards the seam, the seam itself stays where it is.
  dy -= state.press * 0.16 * Math.sign(d) * bell(Math.abs(d) - 0.45, 0.4) * (1 - t ** 2);
  dz -= state.press * 0.1 * bell(d, 0.6) * (1 - t ** 2);
  dz += state.cheek * 0.35 * bell(ax - 4.1, 1.6) * bell(y - 7.6, 1.5);
  dy += state.cheek * 0.2 * bell(ax - 3.9, 1.8) * bell(y - 7.8, 1.8);
  // Narrow lips leave less room at the sides.
  if (state.widen < 0) dx += 0.1 * state.widen * sides;
  return [dx, dy, dz];
}

import { clamp, type Vec3 } from './math.ts';

/** The face seen from the front, in centimetres from the chin: what the skin's picture shows. */
export const CHART = { left: -9, right: 9, bottom: -6, top: 12 + 6.5 } as const;

const WIDE = CHART.right - CHART.left;
const HIGH = CHART.top - CHART.bottom;

/** Small fields of one colour each, in the picture's lower corners, where no face is. */
export const PATCHES = {
  mouth: { x: 0.01, y: 0.86, w: 0.06, h: 0.13 },
  teeth: { x: 0.08, y: 0.93, w: 0.06, h: 0.06 },
  tongue: { x: 0.15, y: 0.93, w: 0.06, h: 0.06 },
  lash: { x: 0.86, y: 0.93, w: 0.06, h: 0.06 },
  rim: { x: 0.93, y: 0.93, w: 0.06, h: 0.06 },
  skin: { x: 0.93, y: 0.86, w: 0.06, h: 0.06 },
  neck: { x: 0.86, y: 0.7, w: 0.06, h: 0.15 },
} as const;
export type Patch = keyof typeof PATCHES;

/** Texture place of a point of the closed face (chin at y = 0); the back of the head has plain skin. */
export function skinUv(p: Vec3, front: boolean): [number, number] {
  if (!front) return patchUv('skin', 0.5, 0.5);
  return [clamp((p[0] - CHART.left) / WIDE, 0, 1), clamp((CHART.top - p[1]) / HIGH, 0, 1)];
}

/** Texture place within a patch; `u` and `v` 0 to 1. */
export function patchUv(name: Patch, u: number, v: number): [number, number] {
  const patch = PATCHES[name];
  return [patch.x + patch.w * (0.1 + 0.8 * u), patch.y + patch.h * (0.1 + 0.8 * v)];
}

/** Point of the face that a pixel shows. */
export function chartPoint(u: number, v: number): [x: number, y: number] {
  return [CHART.left + u * WIDE, CHART.top - v * HIGH];
}

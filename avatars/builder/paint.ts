import { CLOTH } from './body.ts';
import { EYE_HALF, EYE_X, EYE_Y, lidEdges, REST } from './face-motion.ts';
import { lipEdges, MOUTH_HALF, seamY } from './head.ts';
import { bell, clamp, curve, mix, step } from './math.ts';
import { blend, paintPng, type Rgb, rgb } from './png.ts';
import { chartPoint, PATCHES } from './skin-chart.ts';

/** Colours of one avatar, as they look in full light. */
export interface Palette {
  skin: Rgb;
  blush: Rgb;
  lip: Rgb;
  brow: Rgb;
  iris: Rgb;
  irisDeep: Rgb;
  hair: Rgb;
  hairLight: Rgb;
  jacket: Rgb;
  shirt: Rgb;
  scarf: Rgb;
}

const DARK: Rgb = rgb('#2a1d1b');

/** The face from the front: brows, lids' lines, lips, blush, nostrils, and fields of plain colour. */
export function paintSkin(size: number, palette: Palette): Buffer {
  return paintPng(size, size, (u, v) => {
    for (const [name, patch] of Object.entries(PATCHES)) {
      if (u < patch.x || u > patch.x + patch.w || v < patch.y || v > patch.y + patch.h) continue;
      return patchColour(name, (v - patch.y) / patch.h, palette);
    }
    const [x, y] = chartPoint(u, v);
    return faceColour(x, y, palette);
  });
}

function patchColour(name: string, v: number, palette: Palette): Rgb {
  const k = clamp((v - 0.1) / 0.8, 0, 1);
  if (name === 'mouth')
    return blend(blend(palette.lip, rgb('#7a2f33'), step(0, 0.3, k)), rgb('#2b0d10'), step(0.25, 0.8, k));
  if (name === 'teeth') return blend(rgb('#fbf6ef'), rgb('#d9c9c2'), step(0.75, 0, k) * 0.5);
  if (name === 'tongue') return blend(rgb('#7c3539'), rgb('#cf7276'), k);
  if (name === 'lash') return DARK;
  if (name === 'neck') {
    // The head's shadow on the throat.
    const shadow = step(0, 0.08, k) * step(0.95, 0.3, k);
    return blend(palette.skin, rgb('#dd9f8b'), 0.62 * shadow);
  }
  if (name === 'rim') return blend(palette.skin, palette.lip, 0.3);
  return palette.skin;
}

function faceColour(x: number, y: number, palette: Palette): Rgb {
  const ax = Math.abs(x);
  let colour = palette.skin;
  const blush = 0.34 * bell(ax - 4.2, 1.9) * bell(y - 7.9, 1.35) + 0.14 * bell(x, 0.9) * bell(y - 7.2, 0.8);
  colour = blend(colour, palette.blush, blush);
  colour = blend(colour, palette.blush, 0.16 * bell(ax - 3.2, 2) * bell(y - 12.3, 0.7));
  // Shade beside and under the nose, and under the lower lip.
  const shade = blend(palette.skin, rgb('#b9705c'), 0.8);
  colour = blend(colour, shade, 0.3 * bell(ax - 1.35, 0.32) * bell(y - 6.75, 0.5));
  colour = blend(colour, shade, 0.34 * bell(x, 0.8) * bell(y - 6.1, 0.22));
  colour = blend(colour, shade, 0.16 * bell(x, 1.3) * bell(y - 2.75, 0.32));
  colour = blend(colour, rgb('#6b352d'), 0.72 * bell(ax - 0.55, 0.24) * bell(y - 6.33, 0.12));
  colour = paintEye(colour, ax, y, shade);
  colour = paintBrow(colour, ax, y, palette);
  return paintLips(colour, x, y, palette);
}

function paintEye(colour: Rgb, ax: number, y: number, shade: Rgb): Rgb {
  const t = (ax - EYE_X) / EYE_HALF;
  const d = y - EYE_Y;
  let out = colour;
  // The fold of the upper lid.
  const fold = 0.62 - 0.22 * t * t + 0.03 * t;
  const within = step(-1.08, -0.75, t) * step(1.22, 0.85, t);
  out = blend(out, shade, 0.62 * bell(d - fold, 0.085) * within);
  out = blend(out, shade, 0.2 * bell(d - fold * 0.5, 0.42) * within);
  // Liner along the slit: dark above, a breath of it below.
  const { upper, lower } = lidEdges(t, REST, 0);
  const inside = step(-1.05, -0.95, t) * step(1.14, 1.0, t);
  if (upper >= lower) {
    const thick = 0.06 + 0.05 * step(-0.8, 0.9, t);
    out = blend(out, DARK, 0.94 * inside * step(thick + 0.035, thick - 0.02, d) * step(-0.02, 0.0, d));
    out = blend(out, rgb('#8a4b42'), 0.42 * inside * step(0.11, 0.02, -d) * step(0.02, 0, d));
  }
  return blend(out, shade, 0.13 * bell(t, 0.9) * bell(d + 0.75, 0.16));
}

function paintBrow(colour: Rgb, ax: number, y: number, palette: Palette): Rgb {
  const from = 1.25;
  const to = 5.35;
  const k = (ax - from) / (to - from);
  if (k < -0.05 || k > 1.05) return colour;
  const middle = curve(
    [
      [0, 12.95],
      [0.35, 13.28],
      [0.65, 13.5],
      [1, 12.98],
    ],
    k,
  );
  const thick = curve(
    [
      [0, 0.27],
      [0.3, 0.31],
      [0.65, 0.23],
      [1, 0.05],
    ],
    k,
  );
  const body = step(thick + 0.07, thick - 0.09, Math.abs(y - middle));
  const ends = step(-0.05, 0.16, k) * step(1.04, 0.94, k);
  const hairs = 0.86 + 0.14 * Math.sin(ax * 34 + (y - middle) * 26);
  return blend(colour, palette.brow, 0.9 * body * ends * hairs * (0.72 + 0.28 * step(0, 0.35, k)));
}

function paintLips(colour: Rgb, x: number, y: number, palette: Palette): Rgb {
  const ax = Math.abs(x);
  if (ax > MOUTH_HALF + 0.5 || Math.abs(y - 4.3) > 1.8) return colour;
  const d = y - seamY(x);
  const { upper, lower } = lipEdges(x);
  const edge = d >= 0 ? upper : lower;
  const cover = step(edge + 0.06, edge - 0.12, Math.abs(d)) * step(MOUTH_HALF + 0.03, MOUTH_HALF - 0.25, ax);
  const tone = d >= 0 ? blend(palette.lip, rgb('#7d3036'), 0.2) : palette.lip;
  const shine = d < 0 ? 0.3 * bell(d + lower * 0.5, 0.17) * bell(x, 0.85) : 0;
  let out = blend(colour, blend(tone, rgb('#ffe9e4'), shine), cover * 0.8);
  out = blend(out, rgb('#8a3a3c'), 0.6 * bell(d, 0.055) * step(MOUTH_HALF + 0.12, MOUTH_HALF - 0.3, ax));
  out = blend(out, rgb('#8a4038'), 0.4 * bell(ax - MOUTH_HALF, 0.13) * bell(d, 0.12));
  return out;
}

/** An eye from the front: white, iris with rays and a dark ring, pupil; white corner for the lights. */
export function paintEyes(size: number, palette: Palette): Buffer {
  return paintPng(size, size, (u, v) => {
    if (u > 0.95 && v < 0.05) return [255, 255, 255];
    const x = (u - 0.5) / 0.46;
    const y = (0.5 - v) / 0.46;
    const r = Math.hypot(x, y) / 0.465;
    const lidShade = step(0.06, 0.42, y);
    let colour = blend(rgb('#fbf9f8'), rgb('#b9b2bd'), 0.6 * lidShade);
    colour = blend(colour, rgb('#e8c9c4'), 0.5 * step(0.55, 0.9, Math.hypot(x, y)));
    if (r < 1.06) {
      const angle = Math.atan2(y, x);
      const rays = 0.5 + 0.25 * Math.sin(angle * 23) + 0.25 * Math.sin(angle * 41 + 1);
      const low = step(0.5, -0.9, y / 0.465);
      let iris = blend(palette.irisDeep, palette.iris, clamp(low * (0.75 + 0.35 * rays), 0, 1));
      iris = blend(iris, rgb('#d9a673'), 0.38 * bell(r - 0.66, 0.2) * step(0.25, -0.6, y / 0.465));
      iris = blend(iris, rgb('#1d1210'), step(0.78, 1, r) * 0.85);
      iris = blend(iris, rgb('#120b0a'), step(0.5, 0.4, r));
      iris = blend(iris, rgb('#120b0a'), 0.55 * lidShade);
      colour = blend(colour, iris, step(1.05, 0.98, r));
    }
    return colour;
  });
}

/** Hair: fine strands along its fall (v), a soft band of light. */
export function paintHair(size: number, palette: Palette): Buffer {
  return paintPng(size, size, (u, v) => {
    const strands =
      0.4 * Math.sin(u * 61 + Math.sin(v * 7) * 0.5) +
      0.3 * Math.sin(u * 143 + 1.7) +
      0.3 * Math.sin(u * 257 + v * 3);
    let colour = blend(palette.hair, palette.hairLight, 0.2 + 0.16 * strands);
    const band = bell(v - 0.26 - 0.012 * strands, 0.07);
    colour = blend(colour, palette.hairLight, band * (0.5 + 0.3 * strands));
    return blend(colour, rgb('#120d0d'), 0.25 * step(0.75, 1, v));
  });
}

/** Edge of the jacket's opening at height y: half its width. */
function opening(y: number): number {
  return curve(
    [
      [115, 0],
      [119, 1.3],
      [126, 3.3],
      [133, 4.7],
      [142, 4.9],
    ],
    y,
  );
}

/** Clothes from the front: jacket with lapels, buttons and badge, blouse and scarf in its opening. */
export function paintCloth(size: number, palette: Palette): Buffer {
  const deep = blend(palette.jacket, rgb('#000510'), 0.5);
  const light = blend(palette.jacket, rgb('#9fb4dd'), 0.3);
  return paintPng(size, size, (u, v) => {
    if (v > 0.97) return u > 0.96 ? rgb('#17171c') : u > 0.9 ? palette.shirt : palette.jacket;
    const x = (u - 0.5) * 2 * CLOTH.half;
    const y = CLOTH.top - v * (CLOTH.top - CLOTH.bottom);
    const ax = Math.abs(x);
    const open = opening(y);
    if (ax < open && y > 115) {
      let colour = blend(palette.shirt, rgb('#aab3c4'), 0.55 * step(open - 1.6, open, ax));
      colour = blend(colour, rgb('#c3cad6'), 0.4 * bell(ax - 0.85, 0.07));
      if (ax < 0.85)
        colour = blend(colour, rgb('#c9d0db'), 0.8 * bell(Math.hypot(x, ((y + 2) % 5) - 2.5), 0.3));
      return colour;
    }
    // Lapels: a band beside the opening with a notch.
    const lapel =
      open +
      curve(
        [
          [115, 0],
          [118, 1.5],
          [127, 4.4],
          [129.2, 4.8],
          [129.3, 3.4],
          [133, 3.2],
          [140, 2.6],
        ],
        y,
      );
    let colour = palette.jacket;
    if (y > 115 && ax < lapel) colour = blend(palette.jacket, light, 0.32);
    if (y > 115) {
      colour = blend(colour, deep, 0.75 * bell(ax - lapel, 0.16));
      colour = blend(colour, light, 0.8 * bell(ax - open - 0.14, 0.1));
      colour = blend(
        colour,
        deep,
        0.35 * step(lapel + 1.2, lapel, ax) * step(lapel - 0.05, lapel + 0.05, ax),
      );
    }
    if (ax < lapel + 0.4 && ax > open) colour = blend(colour, deep, 0.6 * bell(y - 129.25, 0.14));
    if (y < 115) colour = blend(colour, deep, 0.75 * bell(x + 0.3, 0.13));
    for (const button of [110.5, 102.5]) {
      const r = Math.hypot(x - 0.6, y - button);
      colour = blend(colour, blend(rgb('#c9b37a'), deep, step(0.3, 0.75, r)), step(0.78, 0.68, r));
    }
    // A name bar on its left breast.
    const bar = Math.max(Math.abs(x - 9.6) - 2.5, Math.abs(y - 124.6) - 0.62);
    if (bar < 0.12) {
      colour = blend(rgb('#e9eef5'), rgb('#8c97a8'), step(-0.12, 0.05, bar));
      if (bar < -0.12 && x < 7.9) colour = rgb('#c0392f');
    }
    return mixLight(colour, y);
  });
}

function mixLight(colour: Rgb, y: number): Rgb {
  const k = mix(0.92, 1, step(95, 125, y));
  return [colour[0] * k, colour[1] * k, colour[2] * k];
}

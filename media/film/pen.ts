import { INK } from './palette.ts';

export type Ctx = CanvasRenderingContext2D;

export const FONT = '"Noto Sans CJK SC", sans-serif';

/** Draws with the origin moved to (x, y), turned by `turn` degrees, made `size` times as large. */
export function at(
  c: Ctx,
  x: number,
  y: number,
  draw: () => void,
  how: { size?: number; turn?: number; alpha?: number; wide?: number } = {},
): void {
  const { size = 1, turn = 0, alpha = 1, wide = 1 } = how;
  if (alpha <= 0 || size === 0) return;
  c.save();
  c.translate(x, y);
  if (turn !== 0) c.rotate((turn * Math.PI) / 180);
  if (size !== 1 || wide !== 1) c.scale(size * wide, size);
  if (alpha < 1) c.globalAlpha *= alpha;
  draw();
  c.restore();
}

export function box(c: Ctx, x: number, y: number, w: number, h: number, r: number, fill: string): void {
  c.beginPath();
  c.roundRect(x, y, w, h, r);
  c.fillStyle = fill;
  c.fill();
}

export const disc = (c: Ctx, x: number, y: number, r: number, fill: string): void =>
  oval(c, x, y, r, r, fill);

export function oval(c: Ctx, x: number, y: number, rx: number, ry: number, fill: string, turn = 0): void {
  c.beginPath();
  c.ellipse(x, y, Math.max(0, rx), Math.max(0, ry), turn, 0, Math.PI * 2);
  c.fillStyle = fill;
  c.fill();
}

export function ring(
  c: Ctx,
  x: number,
  y: number,
  r: number,
  width: number,
  colour: string,
  share = 1,
): void {
  c.beginPath();
  c.arc(x, y, Math.max(0, r), -Math.PI / 2, -Math.PI / 2 + Math.PI * 2 * share);
  line(c, width, colour);
}

/** A filled form from an SVG path. */
export function shape(c: Ctx, path: string, fill: string): void {
  c.fillStyle = fill;
  c.fill(new Path2D(path));
}

/** A line along an SVG path. */
export function trace(c: Ctx, path: string, width: number, colour: string): void {
  c.lineWidth = width;
  c.strokeStyle = colour;
  c.lineCap = 'round';
  c.lineJoin = 'round';
  c.stroke(new Path2D(path));
}

/** The part `share` (0 to 1) of a line through points, with round ends. */
export function through(
  c: Ctx,
  points: readonly (readonly [number, number])[],
  width: number,
  colour: string,
  share = 1,
): void {
  if (share <= 0) return;
  const lengths = points.slice(1).map(([x, y], i) => {
    const [px, py] = points[i] ?? [x, y];
    return Math.hypot(x - px, y - py);
  });
  let left = lengths.reduce((all, one) => all + one, 0) * share;
  c.beginPath();
  points.forEach(([x, y], i) => {
    if (i === 0) {
      c.moveTo(x, y);
      return;
    }
    const length = lengths[i - 1] ?? 0;
    if (left <= 0) return;
    const [px, py] = points[i - 1] ?? [x, y];
    const f = length === 0 ? 1 : Math.min(1, left / length);
    c.lineTo(px + (x - px) * f, py + (y - py) * f);
    left -= length;
  });
  line(c, width, colour);
}

function line(c: Ctx, width: number, colour: string): void {
  c.lineWidth = width;
  c.strokeStyle = colour;
  c.lineCap = 'round';
  c.lineJoin = 'round';
  c.stroke();
}

/** What `draw` fills casts a soft shadow, as if it lay `height` above the ground. */
export function lifted(c: Ctx, height: number, draw: () => void): void {
  c.save();
  c.shadowColor = 'rgba(21, 35, 58, 0.2)';
  c.shadowBlur = height * 2.2;
  c.shadowOffsetY = height;
  draw();
  c.restore();
}

/** The shadow of what stands on the ground. */
export const footing = (c: Ctx, x: number, y: number, width: number): void =>
  oval(c, x, y, width / 2, width / 16 + 3, 'rgba(21, 35, 58, 0.13)');

export interface WordsHow {
  align?: CanvasTextAlign;
  weight?: 400 | 500 | 700;
}

/** Text around its middle height. */
export function words(
  c: Ctx,
  text: string,
  x: number,
  y: number,
  size: number,
  colour: string = INK.navy,
  how: WordsHow = {},
): void {
  c.font = `${how.weight ?? 700} ${size}px ${FONT}`;
  c.textAlign = how.align ?? 'center';
  c.textBaseline = 'alphabetic';
  c.fillStyle = colour;
  c.fillText(text, x, y + size * 0.36);
}

export function wide(c: Ctx, text: string, size: number, weight: 400 | 500 | 700 = 700): number {
  c.font = `${weight} ${size}px ${FONT}`;
  return c.measureText(text).width;
}

/** A shade of a colour: below 0 darker, above 0 lighter, -1 to 1. */
export function shade(colour: string, by: number): string {
  const to = by < 0 ? 0 : 255;
  const channel = (from: number): string => {
    const value = Number.parseInt(colour.slice(from, from + 2), 16);
    return Math.round(value + (to - value) * Math.abs(by))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

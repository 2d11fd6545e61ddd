import { crc32, deflateSync } from 'node:zlib';
import { clamp } from './math.ts';

/** A colour: red, green, blue from 0 to 255. */
export type Rgb = [number, number, number];

/** Mixes two colours. */
export function blend(a: Rgb, b: Rgb, k: number): Rgb {
  return [a[0] + (b[0] - a[0]) * k, a[1] + (b[1] - a[1]) * k, a[2] + (b[2] - a[2]) * k];
}

/** Colour from "#rrggbb". */
export function rgb(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16);
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/**
 * Paints a picture pixel by pixel and packs it as PNG (8-bit RGB, W3C PNG 1.2; each row filtered by "up" or "sub",
 * whichever leaves less). `at(u, v)` answers the colour at a place from 0 to 1, v downwards.
 */
export function paintPng(width: number, height: number, at: (u: number, v: number) => Rgb): Buffer {
  const stride = width * 3;
  const raw = new Uint8Array(stride * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const colour = at((x + 0.5) / width, (y + 0.5) / height);
      for (let i = 0; i < 3; i += 1) raw[y * stride + x * 3 + i] = Math.round(clamp(colour[i] ?? 0, 0, 255));
    }
  }
  const lines = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y += 1) filterRow(raw, y, stride, lines);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function filterRow(raw: Uint8Array, y: number, stride: number, lines: Buffer): void {
  const start = y * stride;
  const out = y * (stride + 1);
  let upCost = 0;
  let subCost = 0;
  const up = (i: number): number =>
    ((raw[start + i] ?? 0) - (y > 0 ? (raw[start - stride + i] ?? 0) : 0)) & 255;
  const sub = (i: number): number => ((raw[start + i] ?? 0) - (i >= 3 ? (raw[start + i - 3] ?? 0) : 0)) & 255;
  for (let i = 0; i < stride; i += 1) {
    const a = up(i);
    const b = sub(i);
    upCost += a < 128 ? a : 256 - a;
    subCost += b < 128 ? b : 256 - b;
  }
  const useUp = upCost <= subCost;
  lines[out] = useUp ? 2 : 1;
  for (let i = 0; i < stride; i += 1) lines[out + 1 + i] = useUp ? up(i) : sub(i);
}

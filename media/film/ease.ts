/** Progress of 0 to 1, bent. */
export type Ease = (x: number) => number;

export const clamp = (x: number, low = 0, high = 1): number => Math.min(high, Math.max(low, x));
export const mix = (from: number, to: number, x: number): number => from + (to - from) * x;
/** How far `t` is on the way from `start` to `start + length`, 0 to 1. */
export const part = (t: number, start: number, length: number): number =>
  clamp(length <= 0 ? Number(t >= start) : (t - start) / length);

/** Robert Penner's easing curves, as far as they are used here. */
export const EASES = {
  linear: (x) => x,
  in: (x) => x * x * x,
  out: (x) => 1 - (1 - x) ** 3,
  both: (x) => (x < 0.5 ? 4 * x ** 3 : 1 - (-2 * x + 2) ** 3 / 2),
  back: (x) => 1 + 2.2 * (x - 1) ** 3 + 1.2 * (x - 1) ** 2,
  bounce: (x) => 1 - Math.cos(x * Math.PI * 2.5) * (1 - x) ** 2.2,
} as const satisfies Record<string, Ease>;

export type EaseName = keyof typeof EASES;

/** A slow swing around 0, -1 to 1, for what breathes and floats; `seconds` long. */
export const swing = (t: number, seconds: number, phase = 0): number =>
  Math.sin((t / seconds + phase) * Math.PI * 2);

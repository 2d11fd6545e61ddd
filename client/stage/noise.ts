/** Whole number to [-1, 1), the same for the same number (an integer hash: multiply, shift, xor). */
function cast(n: number): number {
  let x = Math.imul(n ^ 0x9e3779b9, 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return ((x ^ (x >>> 16)) >>> 0) / 0x80000000 - 1;
}

/** Smooth noise, about one turn of mind per unit of `x`, in [-1, 1]: `seed` tells one channel from another. */
export function noise(x: number, seed: number): number {
  const whole = Math.floor(x);
  const k = x - whole;
  const s = k * k * k * (k * (6 * k - 15) + 10);
  const base = seed * 7919;
  const a = cast(base + whole);
  return a + (cast(base + whole + 1) - a) * s;
}

/** Noise with a finer one upon it: never the same sway twice. */
export function drift(x: number, seed: number): number {
  return 0.72 * noise(x, seed) + 0.28 * noise(2.3 * x + 17, seed + 101);
}

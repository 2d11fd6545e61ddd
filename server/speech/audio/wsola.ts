/**
 * Time scaling without change of pitch: WSOLA (Verhelst and Roelands 1993). Each synthesis frame is taken from near
 * its ideal place in the input, where it continues the previous frame best.
 */

/** Length of a frame: two to four pitch periods of an adult voice. */
const FRAME_MS = 24;
/** How far a frame may lie from its ideal place: one period at 140 Hz. */
const SEARCH_MS = 7;

function bestOffset(input: Float32Array, wanted: number, ideal: number, size: number, reach: number): number {
  const similarity = (start: number, step: number): number => {
    let dot = 0;
    let energy = 1e-9;
    for (let i = 0; i < size; i += step) {
      const a = input[wanted + i] as number;
      const b = input[start + i] as number;
      dot += a * b;
      energy += b * b;
    }
    return dot / Math.sqrt(energy);
  };
  const low = Math.max(0, ideal - reach);
  const high = Math.max(low, Math.min(input.length - size, ideal + reach));
  let best = low;
  let bestScore = Number.NEGATIVE_INFINITY;
  for (let s = low; s <= high; s += 3) {
    const score = similarity(s, 3);
    if (score > bestScore) {
      bestScore = score;
      best = s;
    }
  }
  bestScore = Number.NEGATIVE_INFINITY;
  const around = best;
  for (let s = Math.max(low, around - 2); s <= Math.min(high, around + 2); s++) {
    const score = similarity(s, 1);
    if (score > bestScore) {
      bestScore = score;
      best = s;
    }
  }
  return best;
}

/**
 * Shortens or lengthens speech along a time map.
 *
 * @param sound mono samples
 * @param length wanted number of samples
 * @param inputAt maps an output sample to the input sample that should sound there; non-decreasing
 */
export function warp(
  sound: Float32Array,
  sampleRate: number,
  length: number,
  inputAt: (output: number) => number,
): Float32Array {
  const frame = 2 * Math.round((sampleRate * FRAME_MS) / 2000);
  const hop = frame / 2;
  const reach = Math.round((sampleRate * SEARCH_MS) / 1000);
  if (sound.length <= frame || length <= frame) return sound.slice(0, length);
  // Silence behind the end, so that no frame reads beyond it.
  const input = new Float32Array(sound.length + 2 * frame);
  input.set(sound);
  const limit = sound.length;
  const output = new Float32Array(length + frame);
  const rise = new Float32Array(hop);
  for (let i = 0; i < hop; i++) rise[i] = 0.5 - 0.5 * Math.cos((Math.PI * (i + 0.5)) / hop);
  // The first frame starts the sound at full level; each next one fades in over the tail of the one before.
  let taken = 0;
  for (let i = 0; i < frame; i++) output[i] = input[i] ?? 0;
  for (let at = hop; at < length; at += hop) {
    const continued = taken + hop;
    const ideal = Math.round(inputAt(at));
    const close = Math.abs(ideal - continued) <= 1;
    const start = close
      ? continued
      : bestOffset(input, Math.min(continued, limit), Math.min(ideal, limit), hop, reach);
    for (let i = 0; i < hop; i++) {
      const up = rise[i] as number;
      output[at + i] = (output[at + i] as number) * (1 - up) + ((input[start + i] ?? 0) as number) * up;
    }
    for (let i = hop; i < frame; i++) output[at + i] = input[start + i] ?? 0;
    taken = start;
  }
  return output.subarray(0, length);
}

/** Scales the duration by `factor` (below 1 is faster), evenly. */
export function stretch(input: Float32Array, sampleRate: number, factor: number): Float32Array {
  const length = Math.max(1, Math.round(input.length * factor));
  return warp(input, sampleRate, length, (at) => at / factor);
}

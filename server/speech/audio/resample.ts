/** Half length of the interpolation filter in samples of the slower rate: 16 gives about 80 dB of stop band. */
const HALF_TAPS = 16;
/** Kaiser window parameter for about 80 dB (Kaiser and Schafer 1980: beta = 0.1102 (A - 8.7)). */
const BETA = 7.86;

interface Bank {
  readonly up: number;
  readonly down: number;
  readonly taps: number;
  readonly phases: readonly Float32Array[];
}

const banks = new Map<string, Bank>();

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}

/** Modified Bessel function of the first kind, order 0, by its power series. */
function bessel0(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
    if (term < 1e-12 * sum) break;
  }
  return sum;
}

function bank(from: number, to: number): Bank {
  const key = `${from}:${to}`;
  const known = banks.get(key);
  if (known) return known;
  const divisor = gcd(from, to);
  const up = to / divisor;
  const down = from / divisor;
  // The pass band ends at 0.92 of the lower Nyquist frequency, so that the transition stays below it.
  const cutoff = 0.92 * Math.min(1, to / from);
  const half = Math.ceil(HALF_TAPS * Math.max(1, from / to));
  const taps = 2 * half;
  const phases: Float32Array[] = [];
  for (let p = 0; p < up; p++) {
    const filter = new Float32Array(taps);
    let sum = 0;
    for (let k = 0; k < taps; k++) {
      const x = k - half + 1 - p / up;
      const sinc = x === 0 ? 1 : Math.sin(Math.PI * cutoff * x) / (Math.PI * cutoff * x);
      const w = x / half;
      const window = Math.abs(w) >= 1 ? 0 : bessel0(BETA * Math.sqrt(1 - w * w)) / bessel0(BETA);
      const value = sinc * window;
      filter[k] = value;
      sum += value;
    }
    for (let k = 0; k < taps; k++) filter[k] = (filter[k] ?? 0) / sum;
    phases.push(filter);
  }
  const made = { up, down, taps, phases };
  banks.set(key, made);
  return made;
}

/**
 * Resamples mono PCM with a polyphase Kaiser-windowed sinc. The filter's delay is taken off, so a sample at
 * time t stays at time t.
 *
 * @param input samples in any linear scale
 * @param from, to sample rates in Hz
 * @returns round(length * to / from) samples in the same scale
 */
export function resample(input: Float32Array, from: number, to: number): Float32Array {
  if (from === to) return input;
  const { up, down, taps, phases } = bank(from, to);
  const half = taps / 2;
  const length = Math.round((input.length * to) / from);
  // Zeros on both sides, enough for the last output sample.
  const padded = new Float32Array(input.length + 2 * taps + 4);
  padded.set(input, half - 1);
  const output = new Float32Array(length);
  let whole = 0;
  let phase = 0;
  for (let n = 0; n < length; n++) {
    const filter = phases[phase];
    if (!filter) break;
    let sum = 0;
    for (let k = 0; k < taps; k++) sum += (filter[k] as number) * (padded[whole + k] as number);
    output[n] = sum;
    phase += down;
    while (phase >= up) {
      phase -= up;
      whole++;
    }
  }
  return output;
}

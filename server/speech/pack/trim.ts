import { splitSyllable } from '../pinyin/syllable.ts';

const STEP_MS = 5;

/** Level of each 5 ms step in dB of full scale, smoothed over three steps. */
function levels(samples: Float32Array, rate: number): number[] {
  const step = Math.round((rate * STEP_MS) / 1000);
  const power: number[] = [];
  for (let i = 0; i < samples.length; i += step) {
    let sum = 0;
    const end = Math.min(samples.length, i + step);
    for (let k = i; k < end; k++) sum += (samples[k] as number) ** 2;
    power.push(sum / Math.max(1, end - i));
  }
  return power.map((_, i) => {
    const around = [power[i - 1] ?? 0, power[i] ?? 0, power[i + 1] ?? 0];
    return (
      10 *
      Math.log10((around[0] as number) / 3 + (around[1] as number) / 3 + (around[2] as number) / 3 + 1e-12)
    );
  });
}

export interface Trim {
  /** First and last sample (exclusive) of the sound with its soft edges. */
  from: number;
  to: number;
  /** Sample, counted from `from`, where the last syllable has faded by 22 dB. */
  core: number;
}

/** Finds the sound in a recording; null when there is none. Soft consonants (f, s, h) are kept: 38 dB below the peak. */
export function findSound(samples: Float32Array, rate: number): Trim | null {
  const db = levels(samples, rate);
  const peak = Math.max(...db);
  if (!(peak > -60)) return null;
  const sorted = [...db].sort((a, b) => a - b);
  const noise = sorted[Math.floor(sorted.length * 0.05)] ?? -120;
  const soft = Math.min(peak - 20, Math.max(peak - 38, noise + 9));
  const first = db.findIndex((v) => v > soft);
  const last = db.findLastIndex((v) => v > soft);
  const lastCore = db.findLastIndex((v) => v > peak - 22);
  const step = Math.round((rate * STEP_MS) / 1000);
  const from = Math.max(0, (first - 2) * step);
  const to = Math.min(samples.length, (last + 3) * step);
  if (to - from < rate * 0.05) return null;
  return { from, to, core: Math.min(to, (lastCore + 1) * step) - from };
}

/** Keeps what is below about 1 kHz: there vowels are strong, stops and fricatives weak. */
function lowPassed(samples: Float32Array, rate: number): Float32Array {
  const a = 1 - Math.exp((-2 * Math.PI * 1000) / rate);
  const out = new Float32Array(samples.length);
  let x = 0;
  let y = 0;
  for (let i = 0; i < samples.length; i++) {
    x += a * ((samples[i] as number) - x);
    y += a * (x - y);
    out[i] = y;
  }
  return out;
}

/**
 * Where the second and later syllables of a recorded word begin: the dip of voiced energy nearest to even division
 * (the last syllable of a word said alone is longer). At a consonant without voice the dip is the consonant, so its
 * start counts.
 *
 * @returns sample indices, increasing, one fewer than syllables
 */
export function findBoundaries(
  samples: Float32Array,
  rate: number,
  syllables: readonly string[],
  core: number,
): number[] {
  const n = syllables.length;
  if (n < 2) return [];
  const db = levels(lowPassed(samples, rate), rate);
  const peak = Math.max(...db);
  const step = Math.round((rate * STEP_MS) / 1000);
  const total = core / step;
  const each = total / (n + 0.15);
  const found: number[] = [];
  let previous = 0;
  for (let i = 1; i < n; i++) {
    const ideal = each * i;
    const low = Math.max(previous + each * 0.4, ideal - each * 0.42);
    const high = ideal + each * 0.42;
    let best = Math.round(ideal);
    let bestScore = Number.POSITIVE_INFINITY;
    for (let s = Math.ceil(low); s <= high; s++) {
      const depth = Math.max(-30, (db[s] ?? -90) - peak) / 8;
      const score = depth + 1.5 * ((s - ideal) / (each * 0.42)) ** 2;
      if (score < bestScore) {
        bestScore = score;
        best = s;
      }
    }
    const { initial } = splitSyllable(syllables[i] ?? '');
    if (/^(b|p|d|t|g|k|j|q|x|zh|ch|sh|z|c|s|f|h)$/.test(initial)) {
      const floor = db[best] ?? -90;
      while (best - 1 > low && (db[best - 1] ?? 0) < floor + 6) best--;
    }
    previous = best;
    found.push(best * step);
  }
  return found;
}

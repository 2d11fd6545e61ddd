/** Root mean square of samples [from, to), rounded to whole ones, in the samples' own scale; 0 for an empty range. */
export function rms(samples: Float32Array | Int16Array, from = 0, to = samples.length): number {
  const end = Math.min(Math.round(to), samples.length);
  const start = Math.max(0, Math.round(from));
  if (end <= start) return 0;
  let sum = 0;
  for (let i = start; i < end; i++) sum += (samples[i] as number) ** 2;
  return Math.sqrt(sum / (end - start));
}

/** 16-bit PCM to floats in [-1, 1). */
export function toFloat(samples: Int16Array): Float32Array {
  const out = new Float32Array(samples.length);
  for (let i = 0; i < samples.length; i++) out[i] = (samples[i] as number) / 32768;
  return out;
}

/** Floats in [-1, 1] to 16-bit PCM, clipped. */
export function toInt16(samples: Float32Array): Int16Array {
  const out = new Int16Array(samples.length);
  for (let i = 0; i < samples.length; i++) {
    const v = Math.round((samples[i] as number) * 32767);
    out[i] = v > 32767 ? 32767 : v < -32768 ? -32768 : v;
  }
  return out;
}

/**
 * Loudness of speech while it sounds: RMS over the 20 ms frames that are within 25 dB of the loudest one, so that
 * pauses and decays do not count. Scale of the samples; 0 for silence.
 */
export function speechLevel(samples: Float32Array, sampleRate: number): number {
  const frame = Math.max(1, Math.round(sampleRate * 0.02));
  const levels: number[] = [];
  for (let i = 0; i < samples.length; i += frame) levels.push(rms(samples, i, i + frame));
  const loudest = Math.max(0, ...levels);
  if (loudest <= 0) return 0;
  const floor = loudest * 10 ** (-25 / 20);
  let sum = 0;
  let count = 0;
  for (const level of levels) {
    if (level < floor) continue;
    sum += level * level;
    count++;
  }
  return count === 0 ? 0 : Math.sqrt(sum / count);
}

/**
 * Soft ceiling: below `knee` samples pass unchanged, above it they bend towards 1 and never reach it. Keeps peaks of
 * raised speech from clipping.
 */
export function limit(samples: Float32Array, knee = 0.7): void {
  const room = 1 - knee;
  for (let i = 0; i < samples.length; i++) {
    const v = samples[i] as number;
    const a = Math.abs(v);
    if (a <= knee) continue;
    const bent = knee + room * Math.tanh((a - knee) / room);
    samples[i] = v < 0 ? -bent : bent;
  }
}

/** Power spectrum of a frame whose length is a power of two, in place of a library: one size, 30 lines. */
export interface Spectrum {
  /** Power per bin from 0 to half the sampling rate; the array is reused by the next call. */
  of(samples: Float32Array): Float32Array;
}

/** Radix-2 decimation in time (Cooley and Tukey), with a Hann window. @throws RangeError for other lengths */
export function createSpectrum(size: number): Spectrum {
  if (size < 4 || (size & (size - 1)) !== 0) throw new RangeError('the length must be a power of two');
  const window = Float32Array.from(
    { length: size },
    (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size),
  );
  const cos = Float32Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
  const sin = Float32Array.from({ length: size / 2 }, (_, i) => Math.sin((2 * Math.PI * i) / size));
  const bits = Math.log2(size);
  const reversed = Uint16Array.from({ length: size }, (_, i) => {
    let out = 0;
    for (let bit = 0; bit < bits; bit += 1) out |= ((i >> bit) & 1) << (bits - 1 - bit);
    return out;
  });
  const re = new Float32Array(size);
  const im = new Float32Array(size);
  const power = new Float32Array(size / 2 + 1);
  return {
    of: (samples) => {
      for (let i = 0; i < size; i += 1) {
        const from = reversed[i] ?? 0;
        re[i] = (samples[from] ?? 0) * (window[from] ?? 0);
        im[i] = 0;
      }
      for (let half = 1; half < size; half *= 2) {
        const step = size / (half * 2);
        for (let block = 0; block < size; block += half * 2) {
          for (let k = 0; k < half; k += 1) {
            const c = cos[k * step] ?? 1;
            const s = sin[k * step] ?? 0;
            const a = block + k;
            const b = a + half;
            const x = (re[b] ?? 0) * c + (im[b] ?? 0) * s;
            const y = (im[b] ?? 0) * c - (re[b] ?? 0) * s;
            re[b] = (re[a] ?? 0) - x;
            im[b] = (im[a] ?? 0) - y;
            re[a] = (re[a] ?? 0) + x;
            im[a] = (im[a] ?? 0) + y;
          }
        }
      }
      for (let i = 0; i <= size / 2; i += 1) power[i] = (re[i] ?? 0) ** 2 + (im[i] ?? 0) ** 2;
      return power;
    },
  };
}

import { DETECTOR_FRAME, DETECTOR_RATE } from './energy-detector.ts';

/** Cuts sound of any rate into frames of the detectors. */
export interface Framer {
  /** Frames that these samples complete, in order; each one is the caller's to keep. */
  feed(samples: Float32Array): Float32Array[];
}

/** Half the length of the filter at the lower rate: stops at about 7 kHz, 40 dB down at 9 kHz. */
const HALF = 12;
const MOST_KERNELS = 1_000;

/**
 * From `rate` (at least 16 kHz) down to 16 kHz by a windowed sinc (Hann), so that what lies above 8 kHz does not come back
 * as noise in the voice. @throws RangeError for rates below 16 kHz
 */
export function createFramer(rate: number): Framer {
  if (!(rate >= DETECTOR_RATE)) throw new RangeError('the microphone is slower than 16 kHz');
  const ratio = rate / DETECTOR_RATE;
  const reach = Math.ceil(HALF * ratio);
  const kernelOf = createKernels(reach, 0.9 / ratio);
  let kept = new Float32Array(reach);
  /** Where the next sample of the lower rate lies in `kept`. */
  let place = reach;
  let frame = new Float32Array(DETECTOR_FRAME);
  let filled = 0;
  return {
    feed: (samples) => {
      const out: Float32Array[] = [];
      const all = new Float32Array(kept.length + samples.length);
      all.set(kept);
      all.set(samples, kept.length);
      for (; place + reach < all.length; place += ratio) {
        const whole = Math.floor(place);
        if (ratio === 1) frame[filled] = all[whole] ?? 0;
        else {
          const kernel = kernelOf(place - whole);
          const first = whole - reach + 1;
          let sum = 0;
          for (let i = 0; i < kernel.length; i += 1) sum += (all[first + i] ?? 0) * (kernel[i] ?? 0);
          frame[filled] = sum;
        }
        filled += 1;
        if (filled < DETECTOR_FRAME) continue;
        out.push(frame);
        frame = new Float32Array(DETECTOR_FRAME);
        filled = 0;
      }
      const from = Math.max(0, Math.floor(place) - reach);
      kept = all.slice(from);
      place -= from;
      return out;
    },
  };
}

/** Kernels by phase: three samples of 48 kHz need one, those of 44.1 kHz 160. */
function createKernels(reach: number, cutoff: number): (phase: number) => Float32Array {
  const known = new Map<number, Float32Array>();
  return (phase) => {
    const key = Math.round(phase * 100_000);
    const had = known.get(key);
    if (had !== undefined) return had;
    const kernel = Float32Array.from({ length: 2 * reach }, (_, i) => {
      const x = i - reach + 1 - phase;
      if (Math.abs(x) > reach) return 0;
      const angle = Math.PI * cutoff * x;
      const sinc = x === 0 ? 1 : Math.sin(angle) / angle;
      return cutoff * sinc * (0.5 + 0.5 * Math.cos((Math.PI * x) / reach));
    });
    if (known.size < MOST_KERNELS) known.set(key, kernel);
    return kernel;
  };
}

/** RMS of samples against full scale, dB. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const x of samples) sum += x * x;
  return 10 * Math.log10(sum / Math.max(1, samples.length) + 1e-10);
}

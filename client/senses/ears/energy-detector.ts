import { createSpectrum } from './spectrum.ts';

/** Sampling rate of every detector. Hz */
export const DETECTOR_RATE = 16_000;
/** Samples of one frame: what Silero takes. 32 ms */
export const DETECTOR_FRAME = 512;

/** Finds voice in sound of 16 kHz, frame by frame. */
export interface Detector {
  /** Probability of voice in the next `DETECTOR_FRAME` samples, 0 to 1. */
  judge(samples: Float32Array): Promise<number> | number;
  close(): void;
}

const HZ_PER_BIN = DETECTOR_RATE / DETECTOR_FRAME;
const LOW_BIN = Math.round(150 / HZ_PER_BIN);
const HIGH_BIN = Math.round(3_800 / HZ_PER_BIN);
/** The background per bin rises by this factor a frame: 4 dB a second, slower than any syllable. */
const RISE = 10 ** (0.4 / 31.25);
/** Before anything is known, and never below: the power of a sound of -60 dB spread over the bins. */
const LEAST = 1e-5;
/** Pitch of voices, from a deep man's to a child's. Hz */
const PITCH_LOW = 75;
const PITCH_HIGH = 420;
/** Low rumble (traffic, a fan) repeats itself as a voice does, until its lows are taken away. */
const EMPHASIS = 0.95;
/** So much of the last frame's score stays: a fricative between two vowels is part of the word. */
const HANGOVER = 0.75;

/**
 * Voice by plain means, where Silero cannot run. A frame counts when it stands out of a background that is followed bin by
 * bin (minimum statistics in their plainest form), when its spectrum is not flat (noise) and not one line (a whistle, a
 * telephone), and when it repeats itself at a pitch of the human voice.
 */
export function createEnergyDetector(): Detector {
  const spectrum = createSpectrum(DETECTOR_FRAME);
  const background = new Float32Array(DETECTOR_FRAME / 2 + 1).fill(LEAST);
  const bright = new Float32Array(DETECTOR_FRAME);
  let last = 0;
  let score = 0;
  return {
    close: () => {},
    judge: (samples) => {
      for (let i = 0; i < DETECTOR_FRAME; i += 1) {
        const x = samples[i] ?? 0;
        bright[i] = x - EMPHASIS * last;
        last = x;
      }
      const power = spectrum.of(bright);
      let total = 0;
      let logs = 0;
      let most = 0;
      let above = 0;
      for (let bin = LOW_BIN; bin <= HIGH_BIN; bin += 1) {
        const here = (power[bin] ?? 0) + 1e-12;
        const floor = background[bin] ?? LEAST;
        total += here;
        logs += Math.log(here);
        // A line spreads over three bins under this window.
        most = Math.max(most, here + (power[bin - 1] ?? 0) + (power[bin + 1] ?? 0));
        above += Math.max(0, Math.min(2, Math.log10(here / floor)));
        background[bin] = Math.max(LEAST, here < floor ? here + 0.7 * (floor - here) : floor * RISE);
      }
      const bins = HIGH_BIN - LOW_BIN + 1;
      const flatness = Math.exp(logs / bins) / (total / bins);
      const stands = clamp((above / bins - 0.35) / 0.55);
      const shaped = clamp((0.4 - flatness) / 0.25);
      const isLine = most / total > 0.9;
      const voiced = isLine || stands === 0 ? 0 : clamp((periodicity(bright) - 0.35) / 0.3);
      const now = isLine ? 0 : stands * (0.35 * shaped + 0.65 * voiced);
      score = Math.max(now, score * HANGOVER);
      return score;
    },
  };
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));

/** Highest normalised autocorrelation within the lags of human pitch, 0 to 1. */
function periodicity(samples: Float32Array): number {
  const shortest = Math.floor(DETECTOR_RATE / PITCH_HIGH);
  const longest = Math.ceil(DETECTOR_RATE / PITCH_LOW);
  const length = samples.length - longest;
  let own = 0;
  for (let i = 0; i < length; i += 1) own += (samples[i] ?? 0) ** 2;
  if (own < 1e-7) return 0;
  let best = 0;
  for (let lag = shortest; lag <= longest; lag += 1) {
    let cross = 0;
    let other = 0;
    for (let i = 0; i < length; i += 2) {
      const b = samples[i + lag] ?? 0;
      cross += (samples[i] ?? 0) * b;
      other += b * b;
    }
    if (cross <= 0) continue;
    best = Math.max(best, (2 * cross) / Math.sqrt(own * 2 * other + 1e-12));
  }
  return Math.min(1, best);
}

import { describe, expect, it } from 'vitest';
import { limit, rms, speechLevel } from './pcm.ts';
import { resample } from './resample.ts';
import { stretch } from './wsola.ts';

const sine = (hz: number, rate: number, seconds: number): Float32Array =>
  Float32Array.from({ length: rate * seconds }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hz * i) / rate));

/** Frequency by counting rising zero crossings. */
function pitch(pcm: Float32Array, rate: number): number {
  let count = 0;
  for (let i = 1; i < pcm.length; i++) if ((pcm[i - 1] ?? 0) < 0 && (pcm[i] ?? 0) >= 0) count++;
  return (count * rate) / pcm.length;
}

describe('resampling', () => {
  it.each([
    [16_000, 24_000],
    [22_050, 24_000],
    [48_000, 24_000],
    [24_000, 48_000],
  ])('from %i to %i Hz keeps a tone where and what it is, 60 dB above the error', (from, to) => {
    const out = resample(sine(1000, from, 0.5), from, to);
    const wanted = sine(1000, to, 0.5);
    expect(out).toHaveLength(wanted.length);
    const error = out.map((v, i) => v - (wanted[i] ?? 0));
    const middle: [number, number] = [to * 0.1, to * 0.4];
    expect(20 * Math.log10(rms(error, ...middle) / rms(wanted, ...middle))).toBeLessThan(-60);
  });

  it('takes away what the lower rate cannot hold', () => {
    const out = resample(sine(15_000, 48_000, 0.5), 48_000, 24_000);
    expect(20 * Math.log10(rms(out, 2000, 10_000) / 0.35)).toBeLessThan(-60);
  });
});

describe('time scaling', () => {
  it.each([0.6, 0.75, 1.2])('by %f keeps pitch and level', (factor) => {
    const tone = sine(220, 24_000, 1);
    const out = stretch(tone, 24_000, factor);
    expect(out).toHaveLength(Math.round(24_000 * factor));
    expect(Math.abs(pitch(out, 24_000) - 220)).toBeLessThan(4);
    expect(rms(out) / rms(tone)).toBeGreaterThan(0.93);
    let jump = 0;
    for (let i = 1; i < out.length; i++) jump = Math.max(jump, Math.abs((out[i] ?? 0) - (out[i - 1] ?? 0)));
    expect(jump).toBeLessThan(0.05);
  });
});

describe('levels', () => {
  it('of speech do not count its pauses', () => {
    const tone = sine(300, 24_000, 0.5);
    const paused = new Float32Array(48_000);
    paused.set(tone);
    expect(speechLevel(paused, 24_000)).toBeCloseTo(rms(tone), 2);
  });

  it('are limited without a step', () => {
    const loud = Float32Array.from({ length: 201 }, (_, i) => (i - 100) / 40);
    limit(loud);
    loud.forEach((v, i) => {
      expect(Math.abs(v)).toBeLessThanOrEqual(1);
      if (i > 0) expect(v).toBeGreaterThanOrEqual(loud[i - 1] ?? 0);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { createEnergyDetector, DETECTOR_FRAME, DETECTOR_RATE } from './energy-detector.ts';
import { vowel } from './fixtures/vowel.ts';
import { createFramer, levelOf } from './frames.ts';
import { createJudging } from './judging.ts';
import type { FromDetector } from './messages.ts';
import { createSpectrum } from './spectrum.ts';

/** The same noise in every run. */
function noise(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 31 - 1;
  };
}
const sound = (seconds: number, at: (i: number) => number, rate = DETECTOR_RATE): Float32Array =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => at(i));

/** Share of frames that are taken for voice. */
async function voiced(samples: Float32Array): Promise<number> {
  const detector = createEnergyDetector();
  const frames = createFramer(DETECTOR_RATE).feed(samples);
  let count = 0;
  for (const frame of frames) if ((await detector.judge(frame)) >= 0.5) count += 1;
  return count / frames.length;
}

describe('the plain detector', () => {
  it('hears a vowel out of a quiet room', async () => {
    const random = noise();
    const room = sound(1, () => random() * 0.002);
    const said = vowel(0.4, DETECTOR_RATE).map((x) => x + random() * 0.002);
    const both = new Float32Array(room.length + said.length);
    both.set(room);
    both.set(said, room.length);
    expect(await voiced(room)).toBe(0);
    expect((await voiced(both)) * (both.length / said.length)).toBeGreaterThan(0.7);
  });
  it('hears it also in a noisy room, 15 dB above the noise', async () => {
    const random = noise(7);
    const said = vowel(0.4, DETECTOR_RATE);
    const amplitude = Math.sqrt(3) * 10 ** ((levelOf(said) - 15) / 20);
    const all = sound(2.4, (i) => random() * amplitude + (said[i - 2 * DETECTOR_RATE] ?? 0));
    expect((await voiced(all)) * (2.4 / 0.4)).toBeGreaterThan(0.5);
  });
  const random = noise(3);
  let brown = 0;
  it.each<[string, (i: number) => number]>([
    ['white noise', () => random() * 0.1],
    ['wind', () => (brown = 0.98 * brown + 0.04 * random())],
    ['noise in gusts', (i) => random() * 0.3 * Math.max(0, Math.sin(i / 9_000))],
    ['a tone', (i) => 0.2 * Math.sin((i * 2 * Math.PI * 440) / DETECTOR_RATE)],
    ['clicks', (i) => (i % 8_000 < 80 ? random() * 0.8 : 0)],
    ['a fan', (i) => 0.3 * Math.sin((i * 2 * Math.PI * 60) / DETECTOR_RATE) + 0.05 * random()],
    ['nothing at all', () => 0],
  ])('takes %s for no voice', async (_, at) => {
    expect(await voiced(sound(6, at))).toBeLessThan(0.02);
  });
});

describe('frames of 16 kHz', () => {
  it.each([16_000, 44_100, 48_000])('keep a tone of 1 kHz from %d Hz as it was', (rate) => {
    const tone = sound(1, (i) => Math.sin((i * 2 * Math.PI * 1_000) / rate), rate);
    const frames = createFramer(rate).feed(tone);
    expect(frames.length).toBeGreaterThanOrEqual(29);
    const power = createSpectrum(DETECTOR_FRAME).of(frames[10] ?? new Float32Array());
    expect(power.indexOf(Math.max(...power))).toBe(32);
    expect(levelOf(frames[10] ?? new Float32Array())).toBeCloseTo(-3, 0);
  });
  it('keep out what lies above them', () => {
    const tone = sound(1, (i) => Math.sin((i * 2 * Math.PI * 11_000) / 48_000), 48_000);
    expect(levelOf(createFramer(48_000).feed(tone)[10] ?? new Float32Array())).toBeLessThan(-35);
  });
  it('do not depend on how the sound is cut', () => {
    const random = noise(9);
    const all = sound(0.5, () => random(), 48_000);
    const whole = createFramer(48_000).feed(all);
    const framer = createFramer(48_000);
    const pieces: Float32Array[] = [];
    for (let i = 0; i < all.length; i += 513) pieces.push(...framer.feed(all.subarray(i, i + 513)));
    expect(pieces).toEqual(whole);
  });
  it('cannot be made of slower sound', () => {
    expect(() => createFramer(8_000)).toThrow(RangeError);
  });
});

describe('judging', () => {
  const chunk = (i: number) => ({ samples: new Float32Array(512), end: i * 0.032 });
  it('goes on with the plain detector when the better one fails', async () => {
    const told: FromDetector[] = [];
    let closed = 0;
    const judging = createJudging({
      rate: DETECTOR_RATE,
      tell: (message) => told.push(message),
      load: async () => ({
        judge: () => Promise.reject(new Error('out of memory')),
        close: () => {
          closed += 1;
        },
      }),
    });
    await Promise.resolve();
    await Promise.resolve();
    for (let i = 1; i <= 4; i += 1) await judging.chunk(chunk(i));
    const kinds = told.flatMap((one) => (one.type === 'detector' ? [one.kind] : []));
    expect(kinds).toEqual(['energy', 'silero', 'energy']);
    expect(told.filter(({ type }) => type === 'frame').length).toBeGreaterThanOrEqual(3);
    expect(closed).toBe(1);
  });
  it('goes on without the better one where it cannot be loaded', async () => {
    const told: FromDetector[] = [];
    const judging = createJudging({
      rate: DETECTOR_RATE,
      tell: (message) => told.push(message),
      load: () => Promise.reject(new Error('no WebAssembly')),
    });
    for (let i = 1; i <= 3; i += 1) await judging.chunk(chunk(i));
    expect(told.flatMap((one) => (one.type === 'detector' ? [one.kind] : []))).toEqual(['energy']);
    expect(told.filter(({ type }) => type === 'frame').length).toBeGreaterThanOrEqual(2);
  });
  it('keeps the order of frames where a detector is slow', async () => {
    const told: FromDetector[] = [];
    const judging = createJudging({
      rate: DETECTOR_RATE,
      tell: (message) => told.push(message),
      load: async () => ({
        judge: async () => {
          for (let i = 0; i < 5; i += 1) await Promise.resolve();
          return 1;
        },
        close: () => {},
      }),
    });
    await Promise.all([1, 2, 3, 4, 5].map((i) => judging.chunk(chunk(i))));
    const ends = told.flatMap((one) => (one.type === 'frame' ? [one.end] : []));
    expect(ends).toEqual([...ends].sort((a, b) => a - b));
    expect(ends.length).toBeGreaterThanOrEqual(4);
  });
});

import { describe, expect, it } from 'vitest';
import { createLevelMeter, rms } from './level-meter.ts';

const stream = (tracks = 1): MediaStream =>
  ({ getAudioTracks: () => Array.from({ length: tracks }) }) as unknown as MediaStream;

/** An audio context that hears one loudness, and counts how many of it are open. */
function contexts(loudness: number) {
  let open = 0;
  const make = (): AudioContext => {
    open += 1;
    return {
      createAnalyser: () => ({
        fftSize: 0,
        getFloatTimeDomainData: (samples: Float32Array) => void samples.fill(loudness),
      }),
      createMediaStreamSource: () => ({ connect: () => undefined }),
      close: async () => {
        open -= 1;
      },
    } as unknown as AudioContext;
  };
  return { make, open: () => open };
}

describe('the level of the microphone', () => {
  it('is the root of the mean square', () => {
    expect(rms(new Float32Array([0.5, -0.5, 0.5, -0.5]))).toBeCloseTo(0.5);
    expect(rms(new Float32Array(8))).toBe(0);
    expect(rms(new Float32Array())).toBe(0);
  });

  it('is that of the stream, with one context for as long as the stream is the same', () => {
    const { make, open } = contexts(0.25);
    const meter = createLevelMeter(make);
    const mine = stream();
    expect(meter.level(mine)).toBeCloseTo(0.25);
    expect(meter.level(mine)).toBeCloseTo(0.25);
    expect(open()).toBe(1);
    meter.level(stream());
    expect(open()).toBe(1);
    meter.close();
    expect(open()).toBe(0);
  });

  it('is nothing without a stream or without sound in it, and holds no device then', () => {
    const { make, open } = contexts(0.25);
    const meter = createLevelMeter(make);
    meter.level(stream());
    expect(meter.level(null)).toBe(0);
    expect(meter.level(stream(0))).toBe(0);
    expect(open()).toBe(0);
  });
});

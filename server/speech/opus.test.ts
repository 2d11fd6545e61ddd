import { OpusDecoder } from 'opus-decoder';
import { describe, expect, it } from 'vitest';
import { toInt16 } from './audio/pcm.ts';
import { resample } from './audio/resample.ts';
import { encodeOpus, lookAheadMs, OPUS_RATE, silenceFrame } from './opus.ts';

async function decode(packets: Uint8Array[]): Promise<Float32Array> {
  const decoder = new OpusDecoder({ channels: 1, preSkip: 0 });
  await decoder.ready;
  const { channelData, errors } = decoder.decodeFrames(packets);
  decoder.free();
  expect(errors).toEqual([]);
  return channelData[0] ?? new Float32Array();
}

/** A voice-like sound: bursts of a buzz with a changing pitch, each at its own time. */
function bursts(): Float32Array {
  const pcm = new Float32Array(OPUS_RATE * 2);
  for (const [n, start] of [0.2, 0.55, 0.9, 1.3, 1.7].entries()) {
    for (let i = 0; i < 0.15 * OPUS_RATE; i++) {
      const t = i / OPUS_RATE;
      const f = 150 + 40 * n + 200 * t;
      let v = 0;
      for (let h = 1; h < 12; h++) v += Math.sin(2 * Math.PI * f * h * t) / h;
      pcm[Math.round(start * OPUS_RATE) + i] = 0.15 * v * Math.sin((Math.PI * i) / (0.15 * OPUS_RATE));
    }
  }
  return pcm;
}

describe('Opus packets', () => {
  it('come out of a decoder at the stated delay, to a quarter of a millisecond', async () => {
    const pcm = bursts();
    const heard = await decode(encodeOpus(toInt16(pcm)));
    const at48 = resample(pcm, OPUS_RATE, 48_000);
    let best = 0;
    let bestLag = 0;
    for (let lag = 0; lag < 700; lag++) {
      let dot = 0;
      for (let i = 0; i < at48.length; i += 3) dot += (at48[i] ?? 0) * (heard[i + lag] ?? 0);
      if (dot > best) {
        best = dot;
        bestLag = lag;
      }
    }
    expect(lookAheadMs()).toBe(6.5);
    expect(Math.abs(bestLag / 48 - lookAheadMs())).toBeLessThanOrEqual(0.25);
    const energy = at48.reduce((s, v, i) => s + (i % 3 === 0 ? v * v : 0), 0);
    expect(best / energy).toBeGreaterThan(0.8);
  });

  it('hold 20 ms each, and the last sample too', async () => {
    const packets = encodeOpus(new Int16Array(OPUS_RATE));
    expect(packets).toHaveLength(51);
    expect(await decode(packets)).toHaveLength(51 * 960);
  });

  it('are the same for the same sound, whatever was coded before', () => {
    const pcm = toInt16(bursts());
    const first = encodeOpus(pcm);
    encodeOpus(new Int16Array(4800).fill(9000));
    expect(encodeOpus(pcm)).toEqual(first);
  });

  it('of silence are silent', async () => {
    const heard = await decode([silenceFrame(), silenceFrame(), silenceFrame()]);
    expect(heard).toHaveLength(2880);
    expect(heard.every((v) => Math.abs(v) < 1e-3)).toBe(true);
  });
});

import { OpusDecoder } from 'opus-decoder';
import type { SpeechService } from '../../../server/speech/types.ts';
import type { TestServer } from '../../support/server.ts';

/** Rate of what the server's voice says. Hz */
export const VOICE_RATE = 48_000;

/** A sentence in the voice of the server (the recorded pack where it is installed); mono, 48 kHz, without its silent ends. */
export const spoken = (server: TestServer, text: string, rate = 1): Promise<Float32Array> =>
  spokenBy(server.speech, text, VOICE_RATE, rate).then((samples) => trimmed(samples));

/** The same by a voice alone, with its ends, at a rate of Opus (Hz). */
export async function spokenBy(
  speech: SpeechService,
  text: string,
  sampleRate: 16_000 | 48_000,
  rate = 1,
): Promise<Float32Array> {
  const { frames } = await speech.speak({ text, lang: 'zh', rate });
  const decoder = new OpusDecoder({ channels: 1, sampleRate });
  await decoder.ready;
  const parts = frames.map((frame) =>
    (decoder.decodeFrame(Uint8Array.from(frame)).channelData[0] ?? new Float32Array()).slice(),
  );
  decoder.free();
  return joined(parts);
}

export function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const silence = (ms: number): Float32Array => new Float32Array(Math.round((ms * VOICE_RATE) / 1000));

const STEP = VOICE_RATE / 200;

/** From the first to the last 5 ms that lie less than 35 dB below the loudest: where speech begins and ends. */
export function trimmed(samples: Float32Array): Float32Array {
  const levels: number[] = [];
  for (let at = 0; at + STEP <= samples.length; at += STEP) levels.push(rmsOf(samples, at, at + STEP));
  const least = Math.max(...levels, 1e-6) * 10 ** (-35 / 20);
  const first = levels.findIndex((level) => level >= least);
  const last = levels.findLastIndex((level) => level >= least);
  return samples.slice(Math.max(0, first) * STEP, (last + 1) * STEP);
}

export function rmsOf(samples: Float32Array, from = 0, to = samples.length): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += (samples[i] ?? 0) ** 2;
  return Math.sqrt(sum / Math.max(1, to - from));
}

/** The same, as loud as `db` against full scale (RMS over all of it). */
export function levelled(samples: Float32Array, db: number): Float32Array {
  const gain = 10 ** (db / 20) / Math.max(rmsOf(samples), 1e-9);
  return samples.map((x) => x * gain);
}

/** The same numbers in every run (a linear congruential generator); -1 to 1. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 31 - 1;
  };
}

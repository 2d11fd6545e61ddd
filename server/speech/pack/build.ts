/// <reference path="../../../node_modules/@evan/opus/lib.d.ts" />
import { createHash } from 'node:crypto';
import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Encoder } from '@evan/opus';
import { MPEGDecoder } from 'mpg123-decoder';
import { speechLevel, toInt16 } from '../audio/pcm.ts';
import { resample } from '../audio/resample.ts';
import { lexicalPinyin } from '../pinyin/read.ts';
import {
  PACK_BINARY,
  PACK_FORMAT,
  PACK_FRAME,
  PACK_INDEX,
  PACK_LEVEL,
  PACK_PACKET_BYTES,
  PACK_RATE,
  PACK_SKIP,
  type PackIndex,
  type PackUnit,
} from './shape.ts';
import { findBoundaries, findSound } from './trim.ts';

export interface Recording {
  /** Path inside the archive: `hsk/cmn-数据.mp3`, `syllabs/cmn-niu4.mp3`. */
  name: string;
  data: Uint8Array;
}

/** Text and dictionary pinyin of a recording from its name; null for what the voice cannot use (patterns with gaps). */
export function readName(name: string): { text: string; pinyin: string[] } | null {
  const match = /(hsk|syllabs)\/cmn-(.+)\.mp3$/.exec(name);
  const kind = match?.[1];
  const word = match?.[2]?.normalize('NFC');
  if (!word) return null;
  if (kind === 'syllabs')
    return /^[a-zü]+[1-5]$/.test(word) ? { text: '', pinyin: [word.replace('ü', 'v')] } : null;
  if (!/^\p{Script=Han}{1,8}$/u.test(word)) return null;
  return { text: word, pinyin: lexicalPinyin(word) };
}

function makeEncoder(): Encoder {
  const encoder = new Encoder({ channels: 1, sample_rate: PACK_RATE, application: 'audio' });
  encoder.vbr = false;
  encoder.bitrate = PACK_PACKET_BYTES * 8 * 50;
  encoder.complexity = 5;
  return encoder;
}

/** Removes hum and offset below speech (one-pole high pass at 60 Hz). */
function withoutRumble(samples: Float32Array, rate: number): void {
  const a = Math.exp((-2 * Math.PI * 60) / rate);
  let last = 0;
  let y = 0;
  for (let i = 0; i < samples.length; i++) {
    const x = samples[i] as number;
    y = a * (y + x - last);
    last = x;
    samples[i] = y;
  }
}

/**
 * Makes the recorded voice: one binary of constant-size Opus packets and one JSON index. Every recording is decoded,
 * brought to 24 kHz, trimmed, levelled and split into syllables. Files appear whole or not at all.
 *
 * @param recordings in any order; the index is sorted by name
 * @param options.version goes into the index and from there into cache keys
 */
export async function buildPack(
  recordings: AsyncIterable<Recording>,
  options: {
    dest: string;
    version: string;
    licence: string;
    attribution: string;
    onUnit?: (count: number) => void;
  },
): Promise<PackIndex> {
  const temporary = join(options.dest, `${PACK_BINARY}.${process.pid}.part`);
  const file = openSync(temporary, 'w');
  const decoder = new MPEGDecoder({ enableGapless: true });
  await decoder.ready;
  const encoder = makeEncoder();
  const units: PackUnit[] = [];
  const hash = createHash('sha256').update(options.version);
  let packet = 0;
  let seen = 0;
  try {
    for await (const recording of recordings) {
      seen++;
      options.onUnit?.(seen);
      const named = readName(recording.name);
      if (!named) continue;
      const decoded = decoder.decode(recording.data);
      await decoder.reset();
      const mono = decoded.channelData[0];
      if (!mono || mono.length === 0 || decoded.errors.length > 0) continue;
      const samples = resample(mono, decoded.sampleRate, PACK_RATE);
      withoutRumble(samples, PACK_RATE);
      const trim = findSound(samples, PACK_RATE);
      if (!trim) continue;
      const sound = samples.slice(trim.from, trim.to);
      const level = speechLevel(sound, PACK_RATE);
      if (level <= 0) continue;
      const peak = sound.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
      const gain = Math.min(PACK_LEVEL / level, 0.95 / peak);
      for (let i = 0; i < sound.length; i++) sound[i] = (sound[i] as number) * gain;
      const boundaries = findBoundaries(sound, PACK_RATE, named.pinyin, trim.core);
      const pcm = toInt16(sound);
      encoder.reset();
      const packets = Math.ceil((pcm.length + PACK_SKIP) / PACK_FRAME);
      for (let p = 0; p < packets; p++) {
        const frame = new Int16Array(PACK_FRAME);
        frame.set(pcm.subarray(p * PACK_FRAME, (p + 1) * PACK_FRAME));
        const bytes = encoder.encode(frame);
        if (bytes.length !== PACK_PACKET_BYTES) throw new Error(`opus packet of ${bytes.length} bytes`);
        hash.update(bytes);
        writeSync(file, bytes);
      }
      units.push([named.text, named.pinyin.join(' '), packet, packets, pcm.length, trim.core, boundaries]);
      packet += packets;
    }
    fsyncSync(file);
  } catch (error) {
    closeSync(file);
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    decoder.free();
  }
  closeSync(file);
  const index: PackIndex = {
    format: PACK_FORMAT,
    version: hash.digest('hex').slice(0, 16),
    rate: PACK_RATE,
    packetBytes: PACK_PACKET_BYTES,
    skip: PACK_SKIP,
    bytes: packet * PACK_PACKET_BYTES,
    licence: options.licence,
    attribution: options.attribution,
    units,
  };
  // The index is renamed last: a reader that finds it finds the binary too, and checks its size.
  const indexPart = join(options.dest, `${PACK_INDEX}.${process.pid}.part`);
  writeFileSync(indexPart, JSON.stringify(index));
  rmSync(join(options.dest, PACK_INDEX), { force: true });
  renameSync(temporary, join(options.dest, PACK_BINARY));
  renameSync(indexPart, join(options.dest, PACK_INDEX));
  return index;
}

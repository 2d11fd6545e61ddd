/// <reference path="../../../node_modules/@evan/opus/lib.d.ts" />
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Decoder } from '@evan/opus';
import {
  PACK_BINARY,
  PACK_FORMAT,
  PACK_INDEX,
  PACK_PACKET_BYTES,
  PACK_RATE,
  PACK_SKIP,
  type PackIndex,
  type PackUnit,
} from './shape.ts';

/** Decoded samples kept in memory: 20 million are 80 MB, about two thirds of an hour's vocabulary of one service. */
const KEPT_SAMPLES = 20_000_000;

/** Reads the index of the voice in a folder; null when it is missing, of another format, or its binary is not whole. */
export function readPackIndex(dir: string): PackIndex | null {
  try {
    const index = JSON.parse(readFileSync(join(dir, PACK_INDEX), 'utf8')) as PackIndex;
    if (
      index.format !== PACK_FORMAT ||
      index.packetBytes !== PACK_PACKET_BYTES ||
      !Array.isArray(index.units)
    )
      return null;
    return statSync(join(dir, PACK_BINARY)).size === index.bytes ? index : null;
  } catch {
    return null;
  }
}

/** A recording, decoded. Times are samples at 24 kHz. */
export interface Unit {
  text: string;
  pinyin: readonly string[];
  samples: Float32Array;
  core: number;
  boundaries: readonly number[];
}

export interface PackStore {
  readonly version: string;
  /** Recordings of a word or character, each with its dictionary pinyin. */
  byText(text: string): readonly PackUnit[];
  /** Single characters with this toned pinyin, by the speaker of the words. */
  charactersBy(pinyin: string): readonly PackUnit[];
  /** The bare syllable, by the other speaker. */
  syllable(pinyin: string): PackUnit | null;
  load(unit: PackUnit): Unit;
  close(): void;
}

/** Opens a voice pack. @throws when its files cannot be read */
export function openPack(dir: string): PackStore {
  const index = readPackIndex(dir);
  if (!index) throw new Error(`no voice pack in ${dir}`);
  const file = openSync(join(dir, PACK_BINARY), 'r');
  const words = new Map<string, PackUnit[]>();
  const characters = new Map<string, PackUnit[]>();
  const syllables = new Map<string, PackUnit>();
  const add = (map: Map<string, PackUnit[]>, key: string, unit: PackUnit): void => {
    const list = map.get(key);
    if (list) list.push(unit);
    else map.set(key, [unit]);
  };
  for (const unit of index.units) {
    const [text, pinyin] = unit;
    if (text === '') syllables.set(pinyin, unit);
    else {
      add(words, text, unit);
      if (!pinyin.includes(' ')) add(characters, pinyin, unit);
    }
  }
  const decoder = new Decoder({ channels: 1, sample_rate: PACK_RATE });
  const kept = new Map<PackUnit, Unit>();
  let keptSamples = 0;

  function decode(unit: PackUnit): Unit {
    const [text, pinyin, packet, packets, length, core, boundaries] = unit;
    const bytes = Buffer.alloc(packets * PACK_PACKET_BYTES);
    if (readSync(file, bytes, 0, bytes.length, packet * PACK_PACKET_BYTES) !== bytes.length) {
      throw new Error('the voice pack ends too early');
    }
    decoder.reset();
    const samples = new Float32Array(length);
    let at = -PACK_SKIP;
    for (let p = 0; p < packets; p++) {
      const raw = decoder.decode(bytes.subarray(p * PACK_PACKET_BYTES, (p + 1) * PACK_PACKET_BYTES));
      const pcm = new Int16Array(raw.buffer, raw.byteOffset, raw.byteLength / 2);
      for (const value of pcm) {
        if (at >= 0 && at < length) samples[at] = value / 32768;
        at++;
      }
    }
    return { text, pinyin: pinyin.split(' '), samples, core, boundaries };
  }

  return {
    version: index.version,
    byText: (text) => words.get(text) ?? [],
    charactersBy: (pinyin) => characters.get(pinyin) ?? [],
    syllable: (pinyin) => syllables.get(pinyin) ?? null,
    load(unit) {
      const known = kept.get(unit);
      if (known) {
        kept.delete(unit);
        kept.set(unit, known);
        return known;
      }
      const made = decode(unit);
      kept.set(unit, made);
      keptSamples += made.samples.length;
      for (const [oldest, sound] of kept) {
        if (keptSamples <= KEPT_SAMPLES) break;
        kept.delete(oldest);
        keptSamples -= sound.samples.length;
      }
      return made;
    },
    close: () => closeSync(file),
  };
}

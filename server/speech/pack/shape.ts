import type { Decoder } from '@evan/opus';

/** Version of the pack's files; a reader refuses another. */
export const PACK_FORMAT = 2;
/** Sample rate of the stored sound. */
export const PACK_RATE = 24_000;
/** Samples of a stored Opus packet (20 ms). */
export const PACK_FRAME = 480;
/** Every packet has this size (constant bit rate, 44 kb/s), so that a place in the file is a product. */
export const PACK_PACKET_BYTES = 110;
/** Delay of the codec in samples at `PACK_RATE` (6.5 ms); cut off when a unit is read. */
export const PACK_SKIP = 156;
/** Level every unit was brought to: RMS of what sounds, full scale 1. */
export const PACK_LEVEL = 0.1;

/** Names of the two files of a pack. */
export const PACK_BINARY = 'voice-cmn.bin';
export const PACK_INDEX = 'voice-cmn.json';

/**
 * One recording: `[text, pinyin, packet, packets, samples, core, boundaries]`. `text` is '' for a bare syllable. `pinyin` are
 * numbered syllables with spaces, as the word is written in a dictionary (before sandhi). `core` is the sample where
 * the last syllable has faded by 22 dB; `boundaries` are the samples where the second and later syllables begin.
 */
export type PackUnit = [string, string, number, number, number, number, number[]];

export interface PackIndex {
  format: number;
  /** Hash of what it was made from and of the maker's version: part of the cache key of speech. */
  version: string;
  rate: number;
  packetBytes: number;
  skip: number;
  bytes: number;
  licence: string;
  attribution: string;
  units: PackUnit[];
}

export type OpusDecoder = Decoder;

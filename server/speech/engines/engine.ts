import type { Lang } from '../../../protocol/index.ts';
import { rms } from '../audio/pcm.ts';

/** A Han syllable to say: its character, readings, and its place in the original text. */
export interface Syllable {
  char: string;
  lexical: string;
  spoken: string;
  from: number;
  to: number;
}

/** A word for an English voice and its place in the original text. */
export interface Token {
  say: string;
  from: number;
  to: number;
  /** Rest after this word that the voice makes itself, as punctuation. */
  mark?: ',' | '.';
  letters?: string;
}

/** A stretch of speech without a change of language: one call of an engine. */
export type Phrase =
  | { lang: 'zh'; syllables: Syllable[] /** Ends the sentence. */; final: boolean }
  | { lang: 'en'; tokens: Token[]; final: boolean };

/** A phone as an engine names it. Times are ms in the engine's sound. */
export interface Phone {
  t: number;
  d: number;
  id: string;
}

/** A syllable or word as it sounds; ms in the engine's sound. */
export interface SoundUnit {
  t: number;
  d: number;
  from: number;
  to: number;
  /** Numbered pinyin as said, when it is a Mandarin syllable. */
  pinyin?: string;
}

/** What an engine yields for one phrase. */
export interface Sound {
  pcm: Int16Array;
  sampleRate: number;
  /** One per syllable or token, in order. */
  units: SoundUnit[];
  /** Phones with times, where the engine knows them; else mouth shapes are made from the units' pinyin. */
  phones: Phone[];
  alphabet: 'pinyin' | 'arpabet' | 'ipa';
}

/** A voice of one language. Rejects on any failure; the caller then takes the next engine. */
export interface Engine {
  readonly id: string;
  readonly lang: Lang;
  /** Version of voice and method: part of the key of cached speech. */
  readonly version: string;
  synthesise(phrase: Phrase, rate: number, signal?: AbortSignal): Promise<Sound>;
  /** Makes the next call fast: starts the thread, loads the voice. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

/** RMS below this (of 32768) is silence: about -56 dB of full scale. */
const SILENT = 50;
/** A syllable or word shorter or longer than this on average is no speech. */
const MIN_UNIT_MS = 45;
const MAX_UNIT_MS = 2500;

/**
 * Why a sound must not be used, or null when it may: empty, silent, of an impossible length, or with times that go back, leave
 * the sound, or do not fit the phrase.
 */
export function faultOf(sound: Sound, phrase: Phrase): string | null {
  const wanted = phrase.lang === 'zh' ? phrase.syllables.length : phrase.tokens.length;
  if (!Number.isFinite(sound.sampleRate) || sound.sampleRate < 8000) return 'sample rate';
  if (sound.pcm.length === 0) return 'empty';
  if (rms(sound.pcm) < SILENT) return 'silent';
  const duration = (sound.pcm.length * 1000) / sound.sampleRate;
  if (duration < wanted * MIN_UNIT_MS || duration > 1000 + wanted * MAX_UNIT_MS) return 'duration';
  if (sound.units.length !== wanted) return 'number of units';
  let last = 0;
  for (const unit of sound.units) {
    if (!(unit.t >= last - 1) || !(unit.d >= 0) || unit.t + unit.d > duration + 30) return 'times';
    last = unit.t;
  }
  return null;
}

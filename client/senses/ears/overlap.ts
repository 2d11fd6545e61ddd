import { likenessTo } from './likeness.ts';
import type { ProfileOptions } from './options.ts';
import { type FalseAlarmCause, MAX_DUCK_MS } from './types.ts';
import { beyondBackchannels, isBackchannel, isStop, weightOf } from './words.ts';

/** A voice over the avatar's, before it is clear what it means. */
export interface Claim {
  /** The avatar has been softer since. ms */
  since: number;
  /** The loudest frame while the avatar was still as loud as ever, and since its being softer can be heard. dB */
  before: number;
  after: number;
  /** Frames of voice that `after` was taken from. */
  frames: number;
  /** The avatar is silent, not only softer. */
  hushed: boolean;
  /** Mean of how far the voice lies above the echo that is expected, dB, over `voiced` frames. */
  margin: number;
  voiced: number;
}

/** What is known of the voice itself. */
export interface Voiced {
  /** When its first frame began. */
  from: number;
  lastVoiceAt: number;
  voicedMs: number;
  text: string;
}

export type Verdict =
  | { kind: 'open' }
  | { kind: 'meant'; by: 'voice' | 'words'; stop: boolean }
  /** A short voice whose words are not known yet. */
  | { kind: 'passed' }
  | { kind: 'backchannel' }
  | { kind: 'nothing'; cause: FalseAlarmCause };

/** Words over the avatar's: what they ask for. */
export type OverWords = 'none' | 'stop' | 'meant' | 'few' | 'backchannel' | 'echo';

/** From this likeness on words are its own; a recogniser hears about half of an echo's characters. */
const LIKE = 0.6;
/** Above the expected echo by so much, somebody repeats the avatar's words. dB */
const SURELY_SOMEBODY_DB = 10;
/** So much of its length is voice; the rest are closures of consonants. */
const DENSE = 0.7;
/** So long without voice and it is over. ms: longer than the closure of a consonant */
const RELEASE_MS = 260;
/** Less voice than this is no word. ms */
const NO_WORD_MS = 96;
/** Until the softer sound comes back through the room. ms */
const ECHO_GONE_MS = 220;
/** Still as loud as ever at the microphone. ms */
const STILL_LOUD_MS = 60;
/** An echo falls by `DUCK_DB`; half of that is no accident. dB */
const FALLS_DB = 10;

export const newClaim = (since: number): Claim => ({
  since,
  before: Number.NEGATIVE_INFINITY,
  after: Number.NEGATIVE_INFINITY,
  frames: 0,
  hushed: false,
  margin: 0,
  voiced: 0,
});

/** A frame of voice while the claim is open. */
export function addVoice(claim: Claim, at: number, level: number, aboveEcho: number): void {
  if (at - claim.since <= STILL_LOUD_MS) claim.before = Math.max(claim.before, level);
  else if (at - claim.since >= ECHO_GONE_MS) {
    claim.after = Math.max(claim.after, level);
    claim.frames += 1;
  }
  claim.voiced += 1;
  // In the avatar's silence anything lies far above its echo.
  claim.margin += (Math.min(aboveEcho, 60) - claim.margin) / claim.voiced;
}

/** Reads words that were heard over the avatar's `own`. `margin`: of the voice above the expected echo, dB. */
export function readOver(text: string, own: string, margin: number, limits: { words: number }): OverWords {
  if (weightOf(text) === 0) return 'none';
  if (margin < SURELY_SOMEBODY_DB && likenessTo(text, own) >= LIKE) return 'echo';
  if (isStop(text)) return 'stop';
  if (isBackchannel(text)) return 'backchannel';
  return weightOf(beyondBackchannels(text)) >= limits.words ? 'meant' : 'few';
}

/** Whether a voice has lasted `ms`, mostly voice. */
export const lasts = ({ from, lastVoiceAt, voicedMs }: Omit<Voiced, 'text'>, ms: number): boolean =>
  lastVoiceAt - from >= ms && voicedMs >= ms * DENSE;

/** What a voice over the avatar's means, as far as can be told at `at`. Never `open` for longer than `MAX_DUCK_MS`. */
export function verdictOn(
  at: number,
  voice: Voiced,
  claim: Claim,
  limits: ProfileOptions,
  own: string,
): Verdict {
  const words = readOver(voice.text, own, claim.margin, limits);
  if (words === 'stop' || words === 'meant') return { kind: 'meant', by: 'words', stop: words === 'stop' };
  if (words === 'echo') return { kind: 'nothing', cause: 'echo' };
  const doubtful = claim.margin < SURELY_SOMEBODY_DB;
  // It became softer with the avatar: it was the avatar.
  if (doubtful && claim.frames >= 3 && claim.before - claim.after >= FALLS_DB)
    return { kind: 'nothing', cause: 'echo' };
  if (at - voice.lastVoiceAt >= RELEASE_MS) {
    if (words === 'backchannel') return { kind: 'backchannel' };
    if (voice.voicedMs < NO_WORD_MS) return { kind: 'nothing', cause: 'short' };
    const fellSilent = voice.lastVoiceAt - claim.since < ECHO_GONE_MS + STILL_LOUD_MS;
    return doubtful && fellSilent ? { kind: 'nothing', cause: 'echo' } : { kind: 'passed' };
  }
  const enough = words === 'backchannel' ? limits.backchannelMs : limits.confirmMs;
  if (lasts(voice, enough)) return { kind: 'meant', by: 'voice', stop: false };
  return at - claim.since >= MAX_DUCK_MS ? { kind: 'passed' } : { kind: 'open' };
}

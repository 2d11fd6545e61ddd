import type { EarsProfile } from './types.ts';

/** How easily a voice interrupts in one state of the page. */
export interface ProfileOptions {
  /** Probability of voice from which a frame counts, 0 to 1. */
  voice: number;
  /** So much voice begins a turn where the avatar is silent. ms */
  startMs: number;
  /** So much voice makes the avatar softer. ms: two frames; one alone may be a click. */
  duckMs: number;
  /** A voice that lasts so long makes it silent for as long as the voice lasts. ms */
  hushMs: number;
  /** A voice that lasts so long stops it where no words are known: it will not simply speak on. ms */
  confirmMs: number;
  /** The same where the words so far are backchannels only. ms */
  backchannelMs: number;
  /** Above the background by so much, or it is part of it. dB */
  aboveNoiseDb: number;
  /** Above what the avatar's own sound is expected to leave in the microphone. dB */
  aboveEchoDb: number;
  /** Characters that are no backchannel and stop it at once. */
  words: number;
}

/**
 * `speaking` keeps from onset to silence below 500 ms: `hushMs`, one or two frames of Silero, one of the page. A 好的 or 对对
 * is over before `confirmMs`: after it the avatar is heard again as if nothing had been.
 * `thinking`: nothing is being said, a word more belongs to the question. `form`: one reads aloud and mutters there;
 * `video`: one talks with one's family about it; `kiosk`: a hall, with loudspeakers beside the microphone.
 */
export const PROFILES: Readonly<Record<EarsProfile, ProfileOptions>> = {
  speaking: {
    voice: 0.5,
    startMs: 128,
    duckMs: 64,
    hushMs: 192,
    confirmMs: 448,
    backchannelMs: 900,
    aboveNoiseDb: 6,
    aboveEchoDb: 6,
    words: 2,
  },
  thinking: {
    voice: 0.5,
    startMs: 128,
    duckMs: 64,
    hushMs: 192,
    confirmMs: 256,
    backchannelMs: 900,
    aboveNoiseDb: 6,
    aboveEchoDb: 6,
    words: 1,
  },
  form: {
    voice: 0.55,
    startMs: 160,
    duckMs: 96,
    hushMs: 352,
    confirmMs: 512,
    backchannelMs: 1_000,
    aboveNoiseDb: 6,
    aboveEchoDb: 6,
    words: 2,
  },
  video: {
    voice: 0.6,
    startMs: 192,
    duckMs: 96,
    hushMs: 448,
    confirmMs: 640,
    backchannelMs: 1_100,
    aboveNoiseDb: 8,
    aboveEchoDb: 8,
    words: 2,
  },
  kiosk: {
    voice: 0.65,
    startMs: 192,
    duckMs: 96,
    hushMs: 320,
    confirmMs: 480,
    backchannelMs: 1_000,
    aboveNoiseDb: 10,
    aboveEchoDb: 9,
    words: 2,
  },
};

/** How long silence must last before a turn is over. */
export const PATIENCE = {
  /** Nothing shorter ends a turn: a stop consonant and a breath are 200 ms. */
  leastMs: 300,
  /** Nothing longer is waited for: the citizen thinks the line is dead. */
  mostMs: 2_500,
  /** For somebody whose pauses are not known yet. */
  firstMs: 700,
  /** The share of it that a whole sentence needs. */
  complete: 0.55,
  /** After a question, whatever one's habit is: who has asked waits for the answer. */
  questionMs: 320,
  /** After a statement out of the blue: half of the time its question is still to come. Longer would make every misheard one slow. */
  statementMs: 1200,
  /** An answer to a closed question (有, 不是): no more is to be expected. */
  answerMs: 350,
  /** After 然后, 那个, 就是: the rest is being thought of. */
  incompleteMs: 1_400,
  /** Within a number: one looks at the card and reads on. */
  numberMs: 1_600,
  /** For old people, times. Retell and Bolna give 1.6 to 2 for them; pauses are learnt besides. */
  elder: 1.5,
} as const;

/** One turn lasts no longer; the server keeps about a minute of words. */
export const MAX_TURN_MS = 60_000;
/** No frame for so long counts as silence: the microphone has been muted by the system. */
export const FRAMES_STOPPED_MS = 300;
/** Since the avatar's sound began, its echo is not known yet: only words and loud voices interrupt. */
export const WARM_UP_MS = 800;
/** An interruption is taken back until so long after the turn's end, when no words are found in it. */
export const TAKE_BACK_MS = 6_000;

/** Nothing said for so long (domain: 6 s, 12 s, 20 s, then farewell). */
export const SILENCES_MS = [6_000, 12_000, 20_000, 40_000] as const;
/** Where the citizen has something to read or to fill in, times; null: no prompt at all. */
export const SILENCE_FACTOR: Readonly<Record<EarsProfile, number | null>> = {
  speaking: 1,
  thinking: 1,
  form: 4,
  video: null,
  kiosk: 1,
};
export const ELDER_SILENCE = 1.5;

/** What the avatar and the page are doing: it decides how easily a voice interrupts. */
export type EarsProfile = 'speaking' | 'thinking' | 'form' | 'video' | 'kiosk';

/** What the open question lets expect. `length`: how many digits a whole answer may have (11 for a mobile number). */
export type OpenQuestion =
  | { kind: 'open' }
  | { kind: 'closed' }
  | { kind: 'number'; length?: readonly number[] };

/** Where the avatar's speech stood. `ms`: of the utterance, as heard; null where no clock tells it. */
export interface SpeechPlace {
  utterance: string;
  ms: number | null;
}

/** What the avatar lets hear now; read again and again, so cheap. From the call's playhead and its speaker. */
export interface AvatarVoice {
  /** Something of an utterance is heard now, or its gap to the next sentence of the same turn. */
  speaking: boolean;
  /** The sentence that is heard now, as its caption; what it may hear of itself. */
  text: string;
  /** RMS at the loudspeaker, 0 to 1: after volume and ducking; null where it cannot be measured. */
  level: number | null;
  place: SpeechPlace | null;
}

export type SpeechEndReason =
  /** Silence as long as this speaker's pauses ask. */
  | 'silence'
  /** The words stand as a whole sentence or answer: less silence was needed. */
  | 'complete'
  /** Longer than one turn may last. */
  | 'limit'
  /** It was nothing that is to be answered (false alarm, backchannel): `voice.cancel`, not `voice.end`. */
  | 'dropped'
  /** The microphone went off. */
  | 'closed';

export type FalseAlarmCause =
  /** Too short for speech: a cough, a chair. */
  | 'short'
  /** It heard the avatar. */
  | 'echo'
  /** Voice, and the recogniser found no words in it. */
  | 'no_words'
  /** Only 嗯, 对, 好的: after the avatar had been stopped for it. */
  | 'backchannel';

/**
 * `at`: ms of the clock that was passed in. Each `speech_start` is followed by one `speech_end` before the next start.
 * Each `duck` with `on` is followed by one without, within `MAX_DUCK_MS`.
 */
export type EarsEvent =
  /** Voice began `backMs` before `at`: for `voice.begin`. `over`: the avatar was being heard. */
  | { type: 'speech_start'; at: number; backMs: number; over: boolean }
  /** `silenceMs`: how long nothing had been said. */
  | { type: 'speech_end'; at: number; reason: SpeechEndReason; silenceMs: number }
  /** The avatar is to be softer by `DUCK_DB`, or again as loud as before. */
  | { type: 'duck'; at: number; on: boolean }
  /** The voice lasts: the avatar, softer already, is silent until the next `duck` or `barge_in`. */
  | { type: 'hush'; at: number }
  /** It is meant: the avatar stops. `place`: up to where it was heard. `stop`: by a word of command (停, 等一下). */
  | { type: 'barge_in'; at: number; by: 'voice' | 'words'; stop: boolean; place: SpeechPlace | null }
  /**
   * It was not meant. Not `stopped`: the avatar was softer at most, and is as loud as before. `stopped`: there had been a
   * `barge_in`, with this `place`; it goes on from there.
   */
  | {
      type: 'false_alarm';
      at: number;
      cause: FalseAlarmCause;
      stopped: boolean;
      place: SpeechPlace | null;
    }
  /** 嗯, 对, 好的 while the avatar speaks: it may nod, and speaks on. */
  | { type: 'backchannel'; at: number; text: string }
  /** RMS of the microphone, 0 to 1; about ten times a second. */
  | { type: 'level'; at: number; level: number }
  /** The surroundings have become too loud to be heard well, or quiet again. */
  | { type: 'noise'; at: number; noisy: boolean }
  /** Nobody has said or done anything since the avatar was last heard. 1: ask shorter, 2: options, 3: a human, 4: farewell. */
  | { type: 'silence'; at: number; level: 1 | 2 | 3 | 4; silentMs: number }
  /** What finds the voice: Silero, or the plain gate where it cannot run. */
  | { type: 'detector'; at: number; kind: DetectorKind };

export type DetectorKind = 'silero' | 'energy';

/** What the eyes see of the lips before the screen. `confidence`: 0 to 1. */
export interface LipsSeen {
  moving: boolean;
  confidence: number;
}

/** Time as it passes: the browser's, or a test's. */
export interface EarsClock {
  /** ms, never backwards. */
  now(): number;
  every(ms: number, act: () => void): () => void;
}

export interface EarsOptions {
  /** The microphone, echo-cancelled; it is listened to and never stopped here. */
  track: MediaStreamTrack;
  avatar: () => AvatarVoice;
  onEvent: (event: EarsEvent) => void;
  profile?: EarsProfile;
  /** Longer patience in everything. */
  elder?: boolean;
  clock?: EarsClock;
  /** Silero is not even tried: kiosks too weak for it, tests of the plain gate. */
  energyOnly?: boolean;
}

/** The device's ear for one microphone. Nothing of the sound is kept or sent from here. */
export interface Ears {
  /**
   * Whether sound is judged here. False (no audio worklets, no workers): the server finds beginnings and ends by itself
   * (`voice.turns` `self`), and only its words interrupt.
   */
  readonly ready: Promise<boolean>;
  setProfile(profile: EarsProfile): void;
  setElder(elder: boolean): void;
  setQuestion(question: OpenQuestion): void;
  /** Where the eyes are on: whether the lips move, asked again and again; null: nobody looks. */
  setLips(lips: (() => LipsSeen | null) | null): void;
  /** The server's recogniser so far (`heard.partial`), or its last word on it (`heard.final`; '' for no words). */
  words(text: string, final: boolean): void;
  /** The citizen typed, touched or scrolled: somebody is there. */
  active(): void;
  /** Frees microphone node, worker and timers; an open turn ends as `closed`. */
  close(): void;
}

/** How much softer the avatar is while it is unclear whether somebody interrupts. */
export const DUCK_DB = 20;
/** The gain that is. */
export const DUCK_GAIN = 10 ** (-DUCK_DB / 20);
/** Nothing is ducked for longer: it is meant, or it is not. */
export const MAX_DUCK_MS = 1_500;

import type { Lang } from '../../../protocol/index.ts';

/** Sample rate of everything behind the decoder: what every recogniser here is trained on. Hz. */
export const HEARING_RATE = 16_000;

/** A packet of Opus as RTP carries it (RFC 7587). */
export interface OpusPacket {
  /** RTP sequence number, 16 bits. */
  sequence: number;
  /** RTP timestamp in samples of 48 kHz, 32 bits. */
  timestamp: number;
  payload: Uint8Array;
}

/** What the question that is open lets expect: it narrows the grammar, and never closes it. */
export interface HearingHints {
  /** Closed kinds of answers. `control` (再说一遍, 转人工 …) is always listened for. */
  expect?: readonly ('right' | 'send' | 'yes_no' | 'number' | 'date' | 'phone' | 'id_number')[];
  /** Answers as they may be said: labels of options, words of slot values, names of halls. */
  phrases?: readonly string[];
}

/** Phrases that a language model is made of; `weight` counts how often each is to be expected (default 1). */
export interface SpokenPhrase {
  text: string;
  weight?: number;
}

/**
 * Times are ms of the stream: 0 is its first sample; what was lost on the way counts as time, up to 5 s
 * at once. */
export interface HeardWord {
  text: string;
  t: number;
  d: number;
  /** 0 to 1; 1 where an engine tells none. */
  confidence: number;
}

/** Why a stream hears nothing, or hears no more. Stable. */
export const HEARING_ERRORS = [
  /** No engine serves the language. */
  'no_engine',
  /** The engine's process or connection ended within an utterance: what was said is lost, the next is heard. */
  'engine_failed',
  /** All recognisers were at work for too long: what was said is lost. */
  'engine_busy',
  /** Packets that are no Opus. */
  'audio_invalid',
] as const;
export type HearingError = (typeof HEARING_ERRORS)[number];

export type HearingEvent =
  /** Speech began, by the stream's own ear; not sent where the caller tells it (`begin`). */
  | { type: 'start'; utterance: number; t: number }
  /** The words so far; each one replaces the last. */
  | { type: 'partial'; utterance: number; text: string; words: readonly HeardWord[] }
  /** The end of an utterance. An empty text: there was a sound and no words. */
  | {
      type: 'final';
      utterance: number;
      text: string;
      words: readonly HeardWord[];
      /** 0 to 1: how much the words are to be trusted; below `HEARING_SURE` ask back. */
      confidence: number;
      /** Other readings, best first, without the text itself; at most five. */
      alternatives: readonly { text: string; confidence: number }[];
      /** From the first to the last sample of the utterance, ms of the stream. */
      from: number;
      to: number;
      engine: string;
    }
  | { type: 'error'; code: HearingError; utterance: number | null; message: string };

/** From this confidence on a final is taken as said. */
export const HEARING_SURE = 0.6;

export interface HearingOptions {
  lang: Lang;
  hints?: HearingHints;
  /**
   * Who finds beginnings and ends: `told` by the caller, from the voice activity of the device (`begin`, `end`); `self` by
   * the level of the sound against its own background, where nobody tells it.
   */
  turns?: 'told' | 'self';
  onEvent: (event: HearingEvent) => void;
}

/** One citizen's sound. Nothing throws; what goes wrong comes as an event. */
export interface HearingStream {
  /** In the order of arrival; late and doubled packets are dropped, missing ones concealed. */
  packet(packet: OpusPacket): void;
  /** Mono 16 kHz, where no Opus is: from a kiosk's own capture or a file. Not to be mixed with packets. */
  pcm(samples: Int16Array): void;
  /** Speech began, at most `backMs` ago (default 300: the first sound is over before anybody notices it). */
  begin(backMs?: number): void;
  /** Speech ended: the final follows, always (or an error). */
  end(): void;
  /** Drops the utterance: no final comes. */
  cancel(): void;
  /** For the next utterance. */
  hint(hints: HearingHints): void;
  /** Length of what was taken in, ms. */
  readonly position: number;
  close(): void;
}

/** What can be said about an ear: for the start-up message, doctor, `/api/about` and the page's notice. */
export interface EarStatus {
  lang: Lang;
  /** The engine that hears this language, or null: typing and touch carry the conversation. */
  engine: string | null;
  /** A sentence for the operator: what is missing and what to do; null when all is well. */
  missing: string | null;
}

/** Speech to text. */
export interface HearingService {
  open(options: HearingOptions): HearingStream;
  /** When all engines that there are hear; what is opened before may hear nothing. Never rejects. */
  readonly ready: Promise<void>;
  status(): EarStatus[];
  close(): Promise<void>;
}

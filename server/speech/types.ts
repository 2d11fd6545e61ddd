import type { Lang, Mark, Viseme, Word } from '../../protocol/index.ts';

/** A mark tied to a place in the text: it happens when the character at `at` is spoken. */
export type PlannedMark = { at: number } & (Mark extends infer M
  ? M extends Mark
    ? Omit<M, 't'>
    : never
  : never);

/** How a part of the text is said: its Han characters by their pinyin (`liao3`, several with spaces), or something else in its place. */
export type Pronunciation = { from: number; to: number } & ({ pinyin: string } | { alias: string });

/** One clause or sentence to speak, as it is shown in the captions (digits and all; no markup). */
export interface SpeechRequest {
  text: string;
  lang: Lang;
  /** Relative speed; 1 is the voice's own. 0.6 to 1.6. */
  rate?: number;
  /** A mark of kind `pause` is a rest of the voice before the character at `at`. */
  marks?: readonly PlannedMark[];
  says?: readonly Pronunciation[];
}

/**
 * A spoken clause. `frames` are Opus packets of 20 ms (48 kHz mono, in-band FEC), ready to be paced into RTP; empty when
 * no engine could speak it (`engine` is null): the words then carry estimated times, so that captions go on alone.
 * Times count from the first sample of the first frame, the codec's look-ahead included.
 */
export interface Speech {
  text: string;
  lang: Lang;
  engine: string | null;
  frames: readonly Uint8Array[];
  durationMs: number;
  words: Word[];
  visemes: Viseme[];
  marks: Mark[];
  /** True when it came from the cache on disk. */
  cached: boolean;
}

/** What a voice can say about itself, for the start-up message, doctor and `/api/about`. */
export interface VoiceStatus {
  lang: Lang;
  /** The engine that will be tried first, or null when only captions are left. */
  engine: string | null;
  /** A sentence for the operator: what is missing and which command installs it; null when all is well. */
  missing: string | null;
}

/** Text to speech. Never throws for want of an engine; rejects only with the signal's reason when aborted. */
export interface SpeechService {
  speak(request: SpeechRequest, signal?: AbortSignal): Promise<Speech>;
  status(): VoiceStatus[];
  close(): Promise<void>;
}

import type { Lang } from '../../../protocol/index.ts';
import type { HeardWord, HearingHints } from './types.ts';

/** Words of one utterance; times are ms from its first sample. */
export interface EngineWords {
  text: string;
  words: readonly HeardWord[];
}

export interface EngineFinal extends EngineWords {
  confidence: number;
  alternatives: readonly { text: string; confidence: number }[];
}

export interface UtteranceEvents {
  onPartial(words: EngineWords): void;
  /** Once, after `end`, unless `onError` was called. */
  onFinal(final: EngineFinal): void;
  /** Once; the utterance is over. */
  onError(code: 'engine_failed' | 'engine_busy', message: string): void;
}

/** One utterance on its way through an engine. */
export interface EngineUtterance {
  /** Mono 16 kHz; the samples are the engine's from then on. */
  feed(samples: Int16Array): void;
  end(): void;
  /** Nothing is reported after it. */
  cancel(): void;
}

/** A recogniser of one language. Bounded in memory and time: an utterance ends by itself when it is not ended. */
export interface HearingEngine {
  readonly id: string;
  readonly lang: Lang;
  /** Makes ready for what will be expected; a `begin` before it resolves hears without it. Never rejects. */
  prepare(hints: HearingHints): Promise<void>;
  begin(hints: HearingHints, events: UtteranceEvents): EngineUtterance;
  /** Makes the first utterance fast. */
  warm(): Promise<void>;
  close(): Promise<void>;
}

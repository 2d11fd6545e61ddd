import type { Lang } from '../../protocol/index.ts';
import type { Asked } from './asks.ts';
import type { Emotion } from './emotion.ts';
import type { Manner } from './speak.ts';
import type { DialogState, PlannedCard, PlannedSentence, Understood } from './types.ts';

/** What one turn knows before it is answered. */
export interface Turn {
  text: string;
  masked: string;
  lang: Lang;
  state: DialogState;
  asked: Asked | null;
  emotion: Emotion;
}

/** What a turn says; `plan` and the state are made from it in one place. */
export interface Outcome {
  understood: Understood;
  say: string | readonly PlannedSentence[];
  manner: Manner;
  cards?: PlannedCard[];
  suggestions?: string[];
  /** Changes of the state; `misses` counts on when it is a miss. */
  state?: Partial<DialogState>;
  miss?: boolean;
}

/** A spoken answer is at most this long (characters): more is read on the card. */
const SPOKEN_CHARS = 80;
const SPOKEN_SENTENCES = 3;

/** True when a spoken text keeps to the limits of one turn: three sentences, eighty characters. */
export function fits(text: string): boolean {
  return text.length <= SPOKEN_CHARS && (text.match(/[。！？]/gu) ?? []).length <= SPOKEN_SENTENCES;
}

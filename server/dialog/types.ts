import type { Card, ConsultationState, Lang } from '../../protocol/index.ts';
import type { PlannedMark, Pronunciation } from '../speech/types.ts';
import type { Asked } from './asks.ts';
import type { Control } from './control.ts';
import type { Emotion } from './emotion.ts';

type WithoutIds<C> = C extends Card ? Omit<C, 'id' | 'turn'> : never;
/** A card before `consult` gives it its ids. */
export type PlannedCard = WithoutIds<Card>;

/** One clause or sentence to be said. A mark of kind `card` names a card of this reply by its index ("0"). */
export interface PlannedSentence {
  text: string;
  lang: Lang;
  marks: PlannedMark[];
  /** How parts of the text are said, where it is not as written. */
  says?: Pronunciation[];
  /** A rest after it that the reply asks for, ms. */
  restMs?: number;
}

/** What the citizen said, and where the conversation stands. */
export interface TurnInput {
  text: string;
  lang: Lang;
  via: 'text' | 'tap' | 'voice';
}

/** What the dialog remembers from turn to turn; plain JSON, so that it survives in the store. */
export interface DialogState {
  /** The service last spoken of, for "再说一遍" and follow-up questions; null at first. */
  service: string | null;
  /** What was last said, to be repeated. */
  lastReply: PlannedSentence[];
  /** Turns in a row that were not understood. */
  misses: number;
  /** Services that were offered in the last question back, for 对, 第一个, 都不是. */
  offered?: string[];
}

/** What was understood; the same facts go to the transcript, the evaluation and later the agent's assist. */
export interface Understood {
  kind: 'service' | 'control' | 'smalltalk' | 'emergency' | 'unknown' | 'clarify';
  service: string | null;
  /** 0 to 1. */
  confidence: number;
  /** What was asked of the service (materials, cost …), when the words said so. */
  ask?: Asked;
  /** The word that steers the conversation (repeat, handoff, stop …). */
  control?: Control;
  /** How the citizen sounds. */
  emotion?: Emotion;
  /** Numbers of other authorities that the citizen was sent to. */
  redirect?: string[];
}

/** The answer of one turn. `masked` is the citizen's text with personal numbers hidden: only it is stored or shown. */
export interface Reply {
  masked: string;
  understood: Understood;
  sentences: PlannedSentence[];
  cards: PlannedCard[];
  suggestions: string[];
  state: DialogState;
}

export interface Dialog {
  /** The avatar's first words: two sentences; it says that it is a machine. */
  greet(lang: Lang): Pick<Reply, 'sentences' | 'suggestions'>;
  /** A fresh state. */
  begin(): DialogState;
  /** One turn; synchronous and pure but for the clock of the content's validity. */
  turn(input: TurnInput, state: DialogState): Reply;
}

export type { ConsultationState };

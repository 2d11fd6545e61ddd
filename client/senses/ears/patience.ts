import { PATIENCE } from './options.ts';
import type { OpenQuestion } from './types.ts';
import { type Completeness, completenessOf } from './words.ts';

export interface PatienceInput {
  /** The words so far; '' where none have come yet. */
  text: string;
  question: OpenQuestion;
  elder: boolean;
}

/** How long silence must last before this speaker is taken to have ended. */
export interface Patience {
  /** ms, always between `PATIENCE.leastMs` and `PATIENCE.mostMs`. `whole`: the words allowed a shorter wait. */
  wait(input: PatienceInput): { ms: number; whole: boolean };
  /** A pause of so many ms within what was said. `cutOff`: it had been taken for the end, which counts double. */
  paused(ms: number, cutOff?: boolean): void;
  /** What is known of this speaker's own pauses, ms; null before the first. */
  readonly usual: number | null;
}

/** Shorter gaps are stop consonants, not pauses. ms */
const LEAST_PAUSE_MS = 120;
/** Weight of the newest pause: about the last five count. */
const NEW = 0.2;

/**
 * The base is the speaker's own mean pause and twice its mean deviation (as TCP sets its timeout from round trips, RFC 6298
 * with a smaller factor): most of one's pauses are shorter than that. Words shorten or lengthen it.
 */
export function createPatience(): Patience {
  let mean: number | null = null;
  let deviation = 0;
  const learn = (ms: number): void => {
    if (mean === null) {
      mean = ms;
      deviation = ms / 2;
      return;
    }
    deviation += NEW * (Math.abs(ms - mean) - deviation);
    mean += NEW * (ms - mean);
  };
  return {
    get usual() {
      return mean;
    },
    paused: (ms, cutOff = false) => {
      if (!Number.isFinite(ms) || ms < LEAST_PAUSE_MS || ms > PATIENCE.mostMs) return;
      learn(ms);
      if (cutOff) learn(ms);
    },
    wait: ({ text, question, elder }) => {
      // Half of it is the habit of people in general: a single long pause must not make every turn slow.
      const own = mean === null ? PATIENCE.firstMs : (PATIENCE.firstMs + mean + 2 * deviation) / 2;
      const state = completenessOf(text, question);
      const times = elder ? PATIENCE.elder : 1;
      const needed: Record<Completeness, number> = {
        answer: PATIENCE.answerMs,
        question: PATIENCE.questionMs,
        complete: own * PATIENCE.complete,
        statement: Math.max(PATIENCE.statementMs, own),
        incomplete: Math.max(PATIENCE.incompleteMs, own * 1.5),
        number: Math.max(PATIENCE.numberMs, own * 1.5),
        unknown: own,
      };
      return {
        ms: Math.round(Math.min(PATIENCE.mostMs, Math.max(PATIENCE.leastMs, needed[state] * times))),
        whole: state === 'answer' || state === 'complete' || state === 'question',
      };
    },
  };
}

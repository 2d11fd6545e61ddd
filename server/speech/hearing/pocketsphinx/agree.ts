import type { EngineFinal, EngineUtterance, UtteranceEvents } from '../engine.ts';

/** Phones of a word, for comparing what two readings sound like. */
export type PhonesOf = (word: string) => readonly string[];

/**
 * Sounds may differ by this share before two readings are of different sentences: free readings of this acoustic model
 * miss a third of the sounds, and more, of what they have not been trained on. (Measured with `npm run bench -- asr`: right
 * sentences of the grammar lie up to 0.45 apart, wrong ones mostly from 0.5 on.)
 */
export const SAME_SENTENCE = 0.46;
/** A sentence of the grammar that the free reading only resembles is sure when it differs by less. */
const SURELY = 0.2;
/** What stands in no sentence is never sure: the free reading alone is right one time in two. */
const MOST_FREE = 0.55;
/** The grammar's reading is waited for no longer than this after the free one. ms */
const WAIT_MS = 1_500;

/** How many phones must be changed, of the longer one's: 0 the same, 1 nothing in common (Levenshtein 1965). */
export function difference(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return a.length === b.length ? 0 : 1;
  let before = b.map((_, j) => j + 1);
  let corner = 0;
  for (const [i, one] of a.entries()) {
    const row: number[] = [];
    let left = i + 1;
    corner = i;
    for (const [j, other] of b.entries()) {
      const cost = Math.min(left + 1, (before[j] ?? 0) + 1, corner + (one === other ? 0 : 1));
      corner = before[j] ?? 0;
      row.push(cost);
      left = cost;
    }
    before = row;
  }
  return (before.at(-1) ?? 0) / Math.max(a.length, b.length);
}

/**
 * Of two readings of one utterance, free (any words in a likely order) and whole (a sentence of the grammar), the one to
 * go by: the whole one where the free one sounds like it, for what is nearly a sentence that people say is that sentence.
 */
export function agreed(free: EngineFinal, whole: EngineFinal | null, phonesOf: PhonesOf): EngineFinal {
  if (whole === null || whole.text === '')
    return { ...free, confidence: Math.min(free.confidence, MOST_FREE) };
  if (free.text === '') return { ...whole, confidence: 0 };
  const sounds = ({ words }: EngineFinal) => words.flatMap(({ text }) => phonesOf(text));
  const apart = difference(sounds(free), sounds(whole));
  const isWhole = apart <= SAME_SENTENCE;
  const [first, second] = isWhole ? [whole, free] : [free, whole];
  const likeness = 1 - apart;
  const confidence = !isWhole
    ? Math.min(free.confidence, MOST_FREE)
    : apart <= SURELY
      ? Math.max(likeness, whole.confidence * likeness)
      : Math.min(likeness, MOST_FREE);
  const others = [{ text: second.text, confidence: second.confidence * likeness }, ...first.alternatives];
  return {
    text: first.text,
    words: first.words,
    confidence,
    alternatives: others.filter(
      ({ text }, i) => text !== first.text && others.findIndex((other) => other.text === text) === i,
    ),
  };
}

/**
 * One utterance heard by two recognisers at the same time. Partial words are the free one's; the final waits for both, and
 * comes of the free one alone where the other is busy, fails or takes too long.
 */
export function together(
  free: (events: UtteranceEvents) => EngineUtterance,
  whole: (events: UtteranceEvents) => EngineUtterance,
  phonesOf: PhonesOf,
  events: UtteranceEvents,
): EngineUtterance {
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let freely: EngineFinal | null = null;
  /** Undefined: still at it. */
  let wholly: EngineFinal | null | undefined;
  const finish = (): void => {
    if (over || freely === null) return;
    over = true;
    clearTimeout(timer);
    if (wholly === undefined) second.cancel();
    events.onFinal(agreed(freely, wholly ?? null, phonesOf));
  };
  const second = whole({
    onPartial: () => undefined,
    onFinal: (final) => {
      wholly = final;
      finish();
    },
    onError: () => {
      wholly = null;
      finish();
    },
  });
  const first = free({
    onPartial: (words) => {
      if (!over) events.onPartial(words);
    },
    onFinal: (final) => {
      freely = final;
      if (wholly !== undefined) finish();
      else timer = setTimeout(finish, WAIT_MS);
    },
    onError: (code, message) => {
      if (over) return;
      over = true;
      second.cancel();
      events.onError(code, message);
    },
  });
  return {
    feed: (samples) => {
      first.feed(samples);
      second.feed(samples);
    },
    end: () => {
      first.end();
      second.end();
    },
    cancel: () => {
      over = true;
      clearTimeout(timer);
      first.cancel();
      second.cancel();
    },
  };
}

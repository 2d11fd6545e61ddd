import type { EngineFinal, EngineUtterance, UtteranceEvents } from '../engine.ts';
import { difference, type PhonesOf } from './agree.ts';

/** Longer sounds are no short answers: a second and a half of speech, with the rests before and after it. Samples: 2.8 s. */
const LONGEST_SAMPLES = 2.8 * 16_000;
/** The short reading is waited for no longer than this after the other. ms */
const WAIT_MS = 800;
/** Sounds of both readings may differ by this share, and the answer is sure (不对 and 不会). */
const SURELY = 0.25;
/** Beyond this share the open reading, where it was sure, is of something else (a word of the trade). */
const ELSEWHERE = 0.67;
const SAME_TEXT = 0.85;
const ALIKE = 0.7;
/** Below what is taken as said: it is asked back. */
const MOST_UNSURE = 0.55;
const MOST_ALTERNATIVES = 5;
/** Two readings of one number may both be of another: 十二 and 十八 differ by one sound. */
const NUMERAL = /[一二三四五六七八九十百千万两零幺]/;

/**
 * Of the reading of open words and of the one that knows only short answers, the one to go by. The second always finds an
 * answer, whatever was said; so that it is sure only where the first sounds like it, and where they differ it is asked back: a
 * wrong yes is worse than a question.
 */
export function withShort(open: EngineFinal, short: EngineFinal | null, phonesOf: PhonesOf): EngineFinal {
  if (short === null || short.text === '' || open.text === '') return open;
  if (short.text === open.text)
    return NUMERAL.test(open.text) ? open : { ...open, confidence: Math.max(open.confidence, SAME_TEXT) };
  const sounds = ({ words }: EngineFinal) => words.flatMap(({ text }) => phonesOf(text));
  const apart = difference(sounds(open), sounds(short));
  const elsewhere = apart > ELSEWHERE && open.confidence > MOST_UNSURE;
  const [first, second] = elsewhere ? [open, short] : [short, open];
  const others = [{ text: second.text, confidence: MOST_UNSURE * (1 - apart) }, ...open.alternatives];
  return {
    text: first.text,
    words: first.words,
    confidence:
      apart <= SURELY && !NUMERAL.test(first.text) ? ALIKE : Math.min(first.confidence, MOST_UNSURE),
    alternatives: others
      .filter(({ text }, i) => text !== first.text && others.findIndex((one) => one.text === text) === i)
      .slice(0, MOST_ALTERNATIVES),
  };
}

/** An utterance heard by `open`; when it was short, once more by `short` alone as soon as it has ended. */
export function besideShort(
  open: (events: UtteranceEvents) => EngineUtterance,
  short: (events: UtteranceEvents) => EngineUtterance,
  phonesOf: PhonesOf,
  events: UtteranceEvents,
): EngineUtterance {
  let kept: Int16Array[] | null = [];
  let samples = 0;
  let over = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let openly: EngineFinal | null = null;
  let second: EngineUtterance | null = null;
  /** Undefined: still at it; null: it says nothing, or was not asked. */
  let shortly: EngineFinal | null | undefined = null;
  const finish = (): void => {
    if (over || openly === null) return;
    over = true;
    clearTimeout(timer);
    if (shortly === undefined) second?.cancel();
    events.onFinal(withShort(openly, shortly ?? null, phonesOf));
  };
  const settle = (final: EngineFinal | null): void => {
    shortly = final;
    finish();
  };
  const listen = (): void => {
    if (kept === null || samples === 0) return;
    shortly = undefined;
    second = short({ onPartial: () => undefined, onFinal: settle, onError: () => settle(null) });
    for (const piece of kept) second.feed(piece);
    second.end();
    kept = null;
  };
  const first = open({
    onPartial: (words) => {
      if (!over) events.onPartial(words);
    },
    onFinal: (final) => {
      openly = final;
      if (shortly !== undefined) finish();
      else timer = setTimeout(finish, WAIT_MS);
    },
    onError: (code, message) => {
      if (over) return;
      over = true;
      second?.cancel();
      events.onError(code, message);
    },
  });
  return {
    feed: (piece) => {
      samples += piece.length;
      if (samples > LONGEST_SAMPLES) kept = null;
      kept?.push(piece.slice());
      first.feed(piece);
    },
    end: () => {
      listen();
      first.end();
    },
    cancel: () => {
      over = true;
      clearTimeout(timer);
      kept = null;
      second?.cancel();
      first.cancel();
    },
  };
}

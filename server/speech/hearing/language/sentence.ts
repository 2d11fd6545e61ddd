import { planSpeech } from '../../plan.ts';

/** A character as it is said: digits are read out, `3个月` is 三个月. */
export interface SaidCharacter {
  char: string;
  /** Numbered pinyin of the dictionary, without sandhi. */
  pinyin: string;
}

/**
 * A text as runs of spoken Chinese characters; punctuation ends a run only where the voice would rest, and what is not
 * Chinese cuts it.
 */
export function saidRuns(text: string): SaidCharacter[][] {
  return planSpeech(text, 'zh').phrases.flatMap(({ phrase }) =>
    phrase.lang === 'zh' && phrase.syllables.length > 0
      ? [phrase.syllables.map(({ char, lexical }) => ({ char, pinyin: lexical }))]
      : [],
  );
}

/** English names of the letters in spellings that an English voice reads right. */
export const LETTER_NAMES: Readonly<Record<string, string>> = {
  A: 'ay',
  B: 'bee',
  C: 'see',
  D: 'dee',
  E: 'ee',
  F: 'eff',
  G: 'jee',
  H: 'aitch',
  I: 'eye',
  J: 'jay',
  K: 'kay',
  L: 'ell',
  M: 'em',
  N: 'en',
  O: 'oh',
  P: 'pea',
  Q: 'cue',
  R: 'are',
  S: 'ess',
  T: 'tea',
  U: 'you',
  V: 'vee',
  W: 'double you',
  X: 'ex',
  Y: 'why',
  Z: 'zee',
};

/** The same letters in Mandarin syllables, for when no English voice is there: as a Mandarin speaker says them. */
export const LETTER_SYLLABLES: Readonly<Record<string, string>> = {
  A: 'ei1',
  B: 'bi4',
  C: 'xi1',
  D: 'di4',
  E: 'yi4',
  F: 'ai2 fu5',
  G: 'ji4',
  H: 'ai1 chi5',
  I: 'ai4',
  J: 'jie4',
  K: 'kai4',
  L: 'ai2 lou5',
  M: 'ai2 mu5',
  N: 'en1',
  O: 'ou1',
  P: 'pi4',
  Q: 'qiu4',
  R: 'a2',
  S: 'ai2 si5',
  T: 'ti4',
  U: 'you1',
  V: 'wei1',
  W: 'da2 bu5 liu5',
  X: 'ai2 ke5 si5',
  Y: 'wai4',
  Z: 'zei4',
};

/** Latin words that are no plain English: how an English voice should see them. */
export const LATIN_WORDS: Readonly<Record<string, string>> = {
  wifi: 'why fie',
  'wi-fi': 'why fie',
  app: 'app',
  ok: 'okay',
  govatar: 'govatar',
  alipay: 'ali pay',
  wechat: 'we chat',
};

/** An abbreviation is spelled: capitals only, or no vowel in it. */
export function isSpelled(word: string): boolean {
  if (LATIN_WORDS[word.toLowerCase()] !== undefined) return false;
  if (word.length === 1) return true;
  return (/^[A-Z]+$/.test(word) && word.length <= 5) || !/[aeiouy]/i.test(word);
}

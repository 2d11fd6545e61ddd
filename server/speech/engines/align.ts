/** Classes of sounds a letter may stand for; phones and letters that share one belong together. */
const PHONE_CLASS: Readonly<Record<string, string>> = {
  b: 'b',
  p: 'p',
  m: 'm',
  em: 'm',
  f: 'f',
  v: 'v',
  w: 'w',
  t: 't',
  d: 'd',
  dx: 't',
  th: 'h',
  dh: 'h',
  s: 's',
  z: 's',
  sh: 'c',
  ch: 'c',
  zh: 'c',
  jh: 'j',
  k: 'k',
  g: 'g',
  ng: 'n',
  n: 'n',
  en: 'n',
  nx: 'n',
  l: 'l',
  el: 'l',
  r: 'r',
  er: 'r',
  axr: 'r',
  y: 'y',
  hh: 'h',
  hv: 'h',
};
const LETTER_CLASSES: Readonly<Record<string, string>> = {
  b: 'b',
  p: 'pf',
  m: 'm',
  f: 'fv',
  v: 'v',
  w: 'w',
  t: 'thc',
  d: 'dtj',
  s: 'sc',
  z: 's',
  c: 'ksc',
  j: 'j',
  g: 'gjn',
  k: 'k',
  q: 'k',
  x: 'ksg',
  n: 'n',
  l: 'l',
  r: 'r',
  y: 'yV',
  h: 'h',
  a: 'V',
  e: 'V',
  i: 'Vy',
  o: 'Vw',
  u: 'Vyw',
};
const SKIP_LETTER = 0.45;
const SKIP_PHONE = 0.7;
const MISMATCH = 2;

/**
 * Divides a row of phones among the words that they say, by the cheapest match of letters with phones.
 *
 * @param words as given to the voice
 * @param phones without pauses
 * @returns for every word the number of its phones; each has at least one while there are enough
 */
export function phonesPerWord(words: readonly string[], phones: readonly string[]): number[] {
  const letters: { character: string; word: number }[] = [];
  words.forEach((word, n) => {
    for (const character of word.toLowerCase().replace(/[^a-z]/g, '')) letters.push({ character, word: n });
  });
  const rows = letters.length + 1;
  const columns = phones.length + 1;
  const cost = new Float64Array(rows * columns).fill(Number.POSITIVE_INFINITY);
  const step = new Uint8Array(rows * columns);
  cost[0] = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      const here = i * columns + j;
      const character = letters[i - 1]?.character ?? '';
      const kind = PHONE_CLASS[phones[j - 1] ?? ''] ?? 'V';
      if (i > 0 && j > 0) {
        const fits = (LETTER_CLASSES[character] ?? '').includes(kind);
        const value = (cost[here - columns - 1] ?? 0) + (fits ? 0 : MISMATCH);
        if (value < (cost[here] ?? 0)) {
          cost[here] = value;
          step[here] = 1;
        }
      }
      if (i > 0 && (cost[here - columns] ?? 0) + SKIP_LETTER < (cost[here] ?? 0)) {
        cost[here] = (cost[here - columns] ?? 0) + SKIP_LETTER;
        step[here] = 2;
      }
      if (j > 0 && (cost[here - 1] ?? 0) + SKIP_PHONE < (cost[here] ?? 0)) {
        cost[here] = (cost[here - 1] ?? 0) + SKIP_PHONE;
        step[here] = 3;
      }
    }
  }
  const counts = words.map(() => 0);
  let i = rows - 1;
  let j = columns - 1;
  while (i > 0 || j > 0) {
    const kind = step[i * columns + j];
    if (kind === 2) {
      i--;
      continue;
    }
    const word = letters[Math.max(0, i - 1)]?.word ?? 0;
    counts[word] = (counts[word] ?? 0) + 1;
    if (kind === 1) i--;
    j--;
  }
  // A word that got nothing takes one phone from a richer neighbour.
  counts.forEach((count, n) => {
    if (count > 0) return;
    const giver = (counts[n + 1] ?? 0) > 1 ? n + 1 : (counts[n - 1] ?? 0) > 1 ? n - 1 : -1;
    if (giver < 0) return;
    counts[giver] = (counts[giver] ?? 1) - 1;
    counts[n] = 1;
  });
  return counts;
}

/**
 * Cuts characters into words: the fewest words, and among these the ones with the fewest single characters
 * (研究生命 as 研究 生命 and not 研究生 命).
 * @param known whether a string is a word; single characters always are
 * @param longest of a word, in characters
 */
export function cutWords(
  characters: readonly string[],
  known: (word: string) => boolean,
  longest: number,
): string[] {
  const best: { cost: number; from: number }[] = [{ cost: 0, from: -1 }];
  for (let end = 1; end <= characters.length; end++) {
    let found = { cost: Number.POSITIVE_INFINITY, from: end - 1 };
    for (let from = Math.max(0, end - longest); from < end; from++) {
      const single = end - from === 1;
      if (!single && !known(characters.slice(from, end).join(''))) continue;
      const cost = (best[from]?.cost ?? 0) + (single ? 1.1 : 1);
      if (cost < found.cost) found = { cost, from };
    }
    best.push(found);
  }
  const words: string[] = [];
  for (let end = characters.length; end > 0; ) {
    const from = best[end]?.from ?? end - 1;
    words.unshift(characters.slice(from, end).join(''));
    end = from;
  }
  return words;
}

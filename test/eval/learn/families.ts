/** Sayings that share this part of their pairs of characters are near copies of one another. */
const NEAR = 0.4;

const pairsOf = (text: string): Set<string> => {
  const chars = [...text.replace(/[^\p{L}\p{N}]/gu, '')];
  return new Set(chars.length < 2 ? chars : chars.slice(1).map((char, i) => `${chars[i] ?? ''}${char}`));
};

/**
 * For each text the number of its family: near copies, and near copies of those. What is judged must not be judged by a
 * model that learnt its twin.
 */
export function familiesOf(texts: readonly string[]): number[] {
  const parent = texts.map((_, i) => i);
  const root = (i: number): number => {
    let at = i;
    while ((parent[at] ?? at) !== at) at = parent[at] ?? at;
    parent[i] = at;
    return at;
  };
  const all = texts.map(pairsOf);
  const holders = new Map<string, number[]>();
  all.forEach((pairs, i) => {
    const shared = new Map<number, number>();
    for (const pair of pairs) {
      const known = holders.get(pair) ?? [];
      for (const j of known) shared.set(j, (shared.get(j) ?? 0) + 1);
      known.push(i);
      holders.set(pair, known);
    }
    for (const [j, count] of shared) {
      const union = pairs.size + (all[j]?.size ?? 0) - count;
      if (count / union >= NEAR) parent[root(i)] = root(j);
    }
  });
  return texts.map((_, i) => root(i));
}

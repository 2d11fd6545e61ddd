const bare = (text: string): string => text.replace(/[\p{P}\p{S}\s]+/gu, '').toLowerCase();

/**
 * How much of what was heard stands in what the avatar says, in order, 0 to 1: the longest common subsequence of the
 * characters with the part of the sentence that is like it. A recogniser gets about half of an echo's characters wrong, so
 * one and the same order of some is what gives an echo away. Below three characters nothing can be told: 0.
 */
export function likenessTo(heard: string, own: string): number {
  const a = [...bare(heard)];
  const b = [...bare(own)];
  if (a.length < 3 || b.length === 0) return 0;
  // What was heard cannot be spread over a sentence far longer than itself: windows of one and a half times its length.
  const width = Math.min(b.length, Math.ceil(a.length * 1.5) + 1);
  let best = 0;
  for (let from = 0; from + width <= b.length; from += 1) {
    best = Math.max(best, commonLength(a, b.slice(from, from + width)));
    if (best === a.length) break;
  }
  return best / a.length;
}

/** Length of the longest common subsequence. */
function commonLength(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const next = [0];
    for (let j = 0; j < b.length; j += 1) {
      const diagonal = (row[j] ?? 0) + 1;
      next.push(x === b[j] ? diagonal : Math.max(row[j + 1] ?? 0, next[j] ?? 0));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

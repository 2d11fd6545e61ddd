/** A sentence as words, and how often it is to be expected. */
export interface Counted {
  words: readonly string[];
  weight: number;
}

interface Node {
  /** Sum of the counts of what follows. */
  total: number;
  next: Map<string, number>;
}

const START = '<s>';
const END = '</s>';
const GAP = '\u0001';
/** The logarithm of what never comes: the convention of the format. */
const NEVER = -99;

const log10 = (p: number): string => (p > 0 ? Math.log10(p) : NEVER).toFixed(4);

function countNgrams(sentences: readonly Counted[], order: number): Map<string, Node>[] {
  const levels = Array.from({ length: order }, () => new Map<string, Node>());
  for (const { words, weight } of sentences) {
    const all = [START, ...words, END];
    for (let at = 1; at < all.length; at++) {
      for (let n = 0; n < order && n <= at; n++) {
        const history = all.slice(at - n, at).join(GAP);
        const level = levels[n];
        const word = all[at];
        if (!level || word === undefined) continue;
        let node = level.get(history);
        if (!node) {
          node = { total: 0, next: new Map() };
          level.set(history, node);
        }
        node.total += weight;
        node.next.set(word, (node.next.get(word) ?? 0) + weight);
      }
    }
  }
  return levels;
}

/**
 * A language model in the ARPA format: n-grams with interpolated Witten-Bell smoothing (Witten and Bell 1991, as in
 * Chen and Goodman 1998, 2.6): p(w|h) = (c(hw) + T(h) p(w|h')) / (c(h) + T(h)), T(h) being how many different words
 * follow h; the mass T(h) / (c(h) + T(h)) is at the same time the back-off weight of h. It stands on little text better than
 * methods that trust counts of counts.
 *
 * @param extra words that may be said though no sentence holds them; they share `floor` of the mass of single words evenly
 *   with all others
 * @throws when there is no sentence
 */
export function arpa(
  sentences: readonly Counted[],
  options: { order?: 2 | 3; extra?: readonly string[]; floor?: number } = {},
): string {
  const { order = 3, extra = [], floor = 0.02 } = options;
  if (sentences.length === 0) throw new Error('a language model needs sentences');
  const levels = countNgrams(sentences, order);
  const unigrams = levels[0]?.get('') ?? { total: 0, next: new Map<string, number>() };
  const vocabulary = [...new Set([...unigrams.next.keys(), ...extra])].sort();
  const known = new Map<string, number>();
  const mass = 1 / vocabulary.length;
  for (const word of vocabulary) {
    const share = (unigrams.next.get(word) ?? 0) / unigrams.total;
    known.set(word, (1 - floor) * share + floor * mass);
  }
  const probability = (history: readonly string[], word: string): number => {
    if (history.length === 0) return known.get(word) ?? 0;
    const node = levels[history.length]?.get(history.join(GAP));
    const lower = probability(history.slice(1), word);
    if (!node) return lower;
    const kinds = node.next.size;
    return ((node.next.get(word) ?? 0) + kinds * lower) / (node.total + kinds);
  };
  const backOff = (ngram: readonly string[]): string => {
    const node = levels[ngram.length]?.get(ngram.join(GAP));
    return node ? log10(node.next.size / (node.total + node.next.size)) : '0.0000';
  };
  const sections: string[][] = [];
  for (let n = 1; n <= order; n++) {
    const lines: string[] = [];
    if (n === 1) {
      lines.push(`${NEVER}\t${START}\t${backOff([START])}`);
      for (const word of vocabulary)
        lines.push(`${log10(known.get(word) ?? 0)}\t${word}\t${order > 1 ? backOff([word]) : '0.0000'}`);
    } else {
      for (const [key, node] of levels[n - 1] ?? []) {
        const history = key.split(GAP);
        for (const word of node.next.keys()) {
          const tail = n < order ? `\t${backOff([...history, word])}` : '';
          lines.push(`${log10(probability(history, word))}\t${[...history, word].join(' ')}${tail}`);
        }
      }
    }
    sections.push(lines);
  }
  const head = sections.map((lines, i) => `ngram ${i + 1}=${lines.length}`);
  const body = sections.map((lines, i) => `\\${i + 1}-grams:\n${lines.join('\n')}\n`);
  return `\\data\\\n${head.join('\n')}\n\n${body.join('\n')}\n\\end\\\n`;
}

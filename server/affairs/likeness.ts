import { features, hear } from './match.ts';
import { LIKENESS } from './thresholds.ts';

/** Something that is found by the ways of asking for it. */
export interface Findable {
  id: string;
  phrases: readonly string[];
}

/** What was found and how like it is, 0 to 1: the cosine with its nearest phrase. */
export interface Found {
  id: string;
  score: number;
}

/**
 * Finds what a text asks by likeness alone: cosine over character pairs and folded syllable pairs, rare ones counting
 * more. `rivals` are phrases of other things: where one of them is as near, nothing is found.
 */
export function createFinder(
  items: readonly Findable[],
  rivals: readonly string[],
): { find(text: string): Found | null } {
  const phrases = [
    ...items.flatMap(({ id, phrases }) => phrases.map((phrase) => ({ id, set: features(hear(phrase)) }))),
    ...rivals.map((phrase) => ({ id: null, set: features(hear(phrase)) })),
  ];
  const postings = new Map<string, number[]>();
  phrases.forEach(({ set }, i) => {
    for (const feature of set) {
      const list = postings.get(feature);
      if (list) list.push(i);
      else postings.set(feature, [i]);
    }
  });
  const weight = (feature: string): number =>
    Math.log(1 + phrases.length / (postings.get(feature)?.length ?? 1)) ** 2;
  const normOf = (set: ReadonlySet<string>): number =>
    Math.sqrt([...set].reduce((sum, feature) => sum + weight(feature), 0)) || 1;
  const norms = phrases.map(({ set }) => normOf(set));
  return {
    find(text) {
      const set = features(hear(text));
      if (set.size === 0) return null;
      const norm = normOf(set);
      const dot = new Map<number, number>();
      for (const feature of set) {
        const w = weight(feature);
        for (const i of postings.get(feature) ?? []) dot.set(i, (dot.get(i) ?? 0) + w);
      }
      let best: Found | null = null;
      let rival = 0;
      for (const [i, sum] of dot) {
        const score = sum / (norm * (norms[i] ?? 1));
        const id = phrases[i]?.id ?? null;
        if (id === null) rival = Math.max(rival, score);
        else if (best === null || score > best.score) best = { id, score };
      }
      return best !== null && (best.score >= LIKENESS.phrase || best.score >= rival + LIKENESS.ahead)
        ? best
        : null;
    },
  };
}

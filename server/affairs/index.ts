import { features, type Heard, hear, markPlain, meet, pairs } from './match.ts';
import type { Candidate } from './types.ts';

/** A matter as the index takes it: what tells it from others, and how people ask for it. */
export interface Matter {
  id: string;
  kind: 'service' | 'outside';
  name: string;
  concepts: readonly (readonly string[])[];
  not: readonly string[];
  phrases: readonly string[];
}

interface Compiled {
  matter: Matter;
  concepts: Heard[][];
  not: Heard[];
  pairs: Set<string>;
}

interface Phrase {
  matter: number;
  norm: number;
}

/** How much of the score comes from the concepts met, the rest from likeness with a typical way of asking. */
const CONCEPT_SHARE = 0.6;
/** From this cosine on the words are a typical phrase itself, whatever concept words it holds. */
const SAME_PHRASE = 0.95;
/** What concepts are worth when nothing else of the sentence is explained. */
const UNCOVERED_WORTH = 0.35;

/**
 * An index over matters. The score joins three signals: the groups of concept words met (as written or by sound), the
 * share of the sentence that the matter explains, and the cosine (inverse document frequency weights) with its
 * nearest typical phrase over character pairs and folded syllable pairs.
 */
export interface MatterIndex {
  search(text: string): Candidate[];
  /** Share of the text that neither plain words nor the given matter's words explain, 0 to 1. */
  residue(text: string, id: string | null): number;
}

export function createIndex(matters: readonly Matter[]): MatterIndex {
  const compiled: Compiled[] = matters.map((matter) => ({
    matter,
    concepts: matter.concepts.map((group) => group.map(hear)),
    not: matter.not.map(hear),
    pairs: new Set(matter.phrases.flatMap((phrase) => pairs(hear(phrase)))),
  }));
  const sets = matters.flatMap((matter, index) =>
    [matter.name, ...matter.phrases].map((phrase) => ({ matter: index, set: features(hear(phrase)) })),
  );
  const frequency = new Map<string, number>();
  for (const { set } of sets)
    for (const feature of set) frequency.set(feature, (frequency.get(feature) ?? 0) + 1);
  const rarest = Math.log(1 + sets.length);
  const weight = (feature: string): number => {
    const seen = frequency.get(feature);
    return seen === undefined ? rarest : Math.log(1 + sets.length / seen);
  };
  const normOf = (set: ReadonlySet<string>): number =>
    Math.sqrt([...set].reduce((sum, feature) => sum + weight(feature) ** 2, 0)) || 1;
  const phrases: Phrase[] = [];
  const postings = new Map<string, number[]>();
  for (const { matter, set } of sets) {
    for (const feature of set) {
      const list = postings.get(feature);
      if (list) list.push(phrases.length);
      else postings.set(feature, [phrases.length]);
    }
    phrases.push({ matter, norm: normOf(set) });
  }

  /** The nearest phrase of each matter. */
  function likeness(text: Heard): Float64Array {
    const set = features(text);
    const norm = normOf(set);
    const dot = new Float64Array(phrases.length);
    for (const feature of set) {
      const w = weight(feature) ** 2;
      for (const phrase of postings.get(feature) ?? []) dot[phrase] = (dot[phrase] ?? 0) + w;
    }
    const best = new Float64Array(matters.length);
    phrases.forEach((phrase, i) => {
      const cosine = (dot[i] ?? 0) / (norm * phrase.norm);
      if (cosine > (best[phrase.matter] ?? 0)) best[phrase.matter] = cosine;
    });
    return best;
  }

  /** What every matter shares of one text: units that carry no matter, and its pairs of units. Made once a search. */
  function prepare(text: Heard): { plain: boolean[]; pairs: string[] } {
    const plain = text.units.map(() => false);
    markPlain(text, plain);
    return { plain, pairs: pairs(text) };
  }

  function cover(
    text: Heard,
    shared: ReturnType<typeof prepare>,
    entry: Compiled | undefined,
  ): { covered: boolean[]; groups: number[] } {
    const covered = [...shared.plain];
    const groups = (entry?.concepts ?? []).map((group) => {
      let best = 0;
      for (const word of group) {
        for (const met of meet(text, word)) {
          best = Math.max(best, met.quality);
          covered.fill(true, met.from, met.to);
        }
      }
      return best;
    });
    if (entry) {
      shared.pairs.forEach((pair, i) => {
        if (entry.pairs.has(pair)) covered.fill(true, i, i + 2);
      });
    }
    return { covered, groups };
  }

  const share = (covered: readonly boolean[]): number =>
    covered.length === 0 ? 0 : covered.filter(Boolean).length / covered.length;

  return {
    search(text) {
      const heard = hear(text);
      if (heard.units.length === 0) return [];
      const like = likeness(heard);
      const shared = prepare(heard);
      return compiled
        .map((entry, i): Candidate => {
          const { covered, groups } = cover(heard, shared, entry);
          const concept = groups.reduce((sum, quality) => sum + quality, 0) / groups.length;
          const phrase = (like[i] ?? 0) >= SAME_PHRASE;
          // As written only: 二代身份证 sounds like 带身份证.
          const opposed =
            !phrase && entry.not.some((word) => meet(heard, word).some((met) => met.quality === 1));
          const worth = UNCOVERED_WORTH + (1 - UNCOVERED_WORTH) * share(covered);
          const score = CONCEPT_SHARE * concept * worth + (1 - CONCEPT_SHARE) * (like[i] ?? 0);
          return {
            id: entry.matter.id,
            kind: entry.matter.kind,
            name: entry.matter.name,
            score: opposed ? score / 2 : score,
            sure: phrase || (!opposed && groups.every((quality) => quality > 0)),
            anchored: (groups[0] ?? 0) > 0,
          };
        })
        .filter((candidate) => candidate.score > 0.05)
        .sort((a, b) => Number(b.sure) - Number(a.sure) || b.score - a.score || a.id.localeCompare(b.id));
    },
    residue(text, id) {
      const heard = hear(text);
      const entry = compiled.find((other) => other.matter.id === id);
      return 1 - share(cover(heard, prepare(heard), entry).covered);
    },
  };
}

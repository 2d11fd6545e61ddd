import type { Corpus, Saying } from '../../../server/affairs/learn/corpus.ts';
import { DANGER_TRAINING, examplesOf, MATTER_TRAINING } from '../../../server/affairs/learn/learn.ts';
import type { WordGroup } from '../../../server/affairs/learn/lexicon.ts';
import { type Example, shuffled, train } from '../../../server/affairs/learn/softmax.ts';
import { standard } from '../../../server/dialog/dialect.ts';
import { MARKS } from '../../../server/dialog/learned.ts';
import { normalise } from '../../../server/dialog/normalise.ts';
import { familiesOf } from './families.ts';

/** A saying that was judged by a model that had not seen it: scores before temperature, by class. */
export interface Judged extends Saying {
  classes: readonly string[];
  scores: Float64Array;
}

export interface CrossOptions {
  own: Corpus;
  sayings: Corpus;
  groups: readonly WordGroup[];
  folds: number;
  seed: number;
  /** Dangers alone: in a third of the time. */
  dangersOnly?: boolean;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function numbers(seed: number): () => number {
  let state = (seed * 2_654_435_761) >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 4_294_967_296;
  };
}

/** For each saying its fold: every label is spread over all folds, and near copies stand in the same one. */
export function foldsOf(sayings: readonly Saying[], folds: number, seed: number): number[] {
  const family = familiesOf(sayings.map(({ text }) => text));
  const order = shuffled(sayings.length, numbers(seed));
  const counts = new Map<string, number>();
  const known = new Map<number, number>();
  const fold = new Array<number>(sayings.length).fill(0);
  for (const i of order) {
    const label = sayings[i]?.label ?? '';
    const of = family[i] ?? i;
    const placed = known.get(of);
    const seen = counts.get(label) ?? 0;
    const chosen = placed ?? seen % folds;
    fold[i] = chosen;
    known.set(of, chosen);
    if (placed === undefined) counts.set(label, seen + 1);
  }
  return fold;
}

export function crossValidated({ own, sayings, groups, folds, seed, dangersOnly = false }: CrossOptions): {
  matters: Judged[];
  dangers: Judged[];
} {
  const prepare = (text: string): string => standard(normalise(text));
  const seen = (corpus: Corpus): { matters: Example[]; dangers: Example[] } =>
    examplesOf({ corpus, groups, prepare, marks: MARKS });
  const base = seen(own);
  const all = seen(sayings);
  // Ordinary sayings stand first among the examples of danger.
  const ofDanger: Saying[] = [
    ...sayings.matters.map(({ text }) => ({ text, label: 'ordinary' })),
    ...sayings.dangers,
  ];
  const judge = (
    examples: readonly Example[],
    texts: readonly Saying[],
    always: readonly Example[],
    options: typeof MATTER_TRAINING,
  ): Judged[] => {
    const fold = foldsOf(texts, folds, seed);
    const judged: Judged[] = [];
    for (let n = 0; n < folds; n += 1) {
      const model = train([...always, ...examples.filter((_, i) => fold[i] !== n)], options);
      examples.forEach(({ features }, i) => {
        const saying = texts[i];
        if (fold[i] === n && saying)
          judged.push({ ...saying, classes: model.classes, scores: model.scores(features) });
      });
    }
    return judged;
  };
  return {
    matters: dangersOnly ? [] : judge(all.matters, sayings.matters, base.matters, MATTER_TRAINING),
    dangers: judge(all.dangers, ofDanger, base.dangers, DANGER_TRAINING),
  };
}

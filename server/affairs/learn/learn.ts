import { createHash } from 'node:crypto';
import { hear } from '../match.ts';
import { TEMPERATURE } from '../thresholds.ts';
import { type Corpus, DANGERS, type DangerLabel, LODGED, OTHERS } from './corpus.ts';
import { featuresOf } from './features.ts';
import { createLexicon, type WordGroup } from './lexicon.ts';
import { type Example, finished, type Model, modelOf, softmax, training, type Weights } from './softmax.ts';

/** What the words mean, most probable first, with probabilities that hold on unseen sayings. */
export interface Guess {
  /** A service, a kind of work order, `outside` or `none`. */
  label: string;
  p: number;
  /** The runner-up. */
  second: string;
  secondP: number;
  /** The most probable kind of work order, and how probable it is that the words are one of any kind. */
  order: string;
  orders: number;
  /** The same of orders that are lodged anew: not the progress or a change of one that exists. */
  lodged: string;
}

export interface DangerGuess {
  /** The most probable danger. */
  label: DangerLabel;
  /** Of any danger at all. */
  p: number;
}

/** What was learnt, as plain data that can be kept. */
export interface LearnedWeights {
  matter: Weights;
  danger: Weights;
}

/** What was learnt from a corpus. Words are normalised as the corpus was (`prepare`). */
export interface Learned {
  matter(text: string): Guess;
  danger(text: string): DangerGuess;
  weights: LearnedWeights;
}

export interface Lessons {
  corpus: Corpus;
  groups: readonly WordGroup[];
  /** Brings a saying into the writing in which citizens' words will come. */
  prepare: (text: string) => string;
  /** Concepts heard in a text by rules: of matters (a wish, a trouble), of danger (told as past, asked about papers). */
  marks?: { matter(text: string): readonly string[]; danger(text: string): readonly string[] };
}

const NO_MARKS = { matter: () => [], danger: () => [] };
const ORDINARY = 'ordinary';
const NOTHING: Guess = {
  label: OTHERS[1],
  p: 0,
  second: OTHERS[1],
  secondP: 0,
  order: '',
  orders: 0,
  lodged: '',
};

/** The features of a text for either model. */
type See = (text: string) => { matter: Example['features']; danger: Example['features'] };

function seeing({ groups, marks = NO_MARKS }: Pick<Lessons, 'groups' | 'marks'>): See {
  const lexicon = createLexicon(groups);
  return (text) => {
    const heard = hear(text);
    return {
      matter: featuresOf(heard, [...lexicon(heard), ...marks.matter(text)]),
      danger: featuresOf(heard, marks.danger(text)),
    };
  };
}

/** The classes of the danger model: the dangers, their decoys, and every ordinary matter. */
export function examplesOf(lessons: Lessons): { matters: Example[]; dangers: Example[]; see: See } {
  const { corpus, prepare } = lessons;
  const see = seeing(lessons);
  const matters: Example[] = [];
  const dangers: Example[] = [];
  for (const { label, text } of corpus.matters) {
    const { matter, danger } = see(prepare(text));
    matters.push({ features: matter, label });
    dangers.push({ features: danger, label: ORDINARY });
  }
  for (const { label, text } of corpus.dangers) dangers.push({ features: see(prepare(text)).danger, label });
  return { matters, dangers, see };
}

/** How the two models learn; found by `node test/eval/learn.ts`. */
export const MATTER_TRAINING = { epochs: 4, rate: 2, decay: 0.003, balance: 0.5 };
export const DANGER_TRAINING = { epochs: 4, rate: 1.2, decay: 0.003, balance: 0.5 };

export function guessOf(model: Model, features: Example['features']): Guess {
  if (features.length === 0 || model.classes.length < 2) return NOTHING;
  const p = softmax(model.scores(features), TEMPERATURE.matter);
  let first = 0;
  let second = -1;
  for (let k = 1; k < p.length; k += 1) {
    if ((p[k] ?? 0) > (p[first] ?? 0)) {
      second = first;
      first = k;
    } else if (second < 0 || (p[k] ?? 0) > (p[second] ?? 0)) second = k;
  }
  let order = '';
  let orders = 0;
  let most = 0;
  let lodged = '';
  let mostLodged = 0;
  model.classes.forEach((label, k) => {
    if (!label.startsWith('wo.')) return;
    orders += p[k] ?? 0;
    if (LODGED.has(label) && (p[k] ?? 0) > mostLodged) {
      mostLodged = p[k] ?? 0;
      lodged = label;
    }
    if ((p[k] ?? 0) > most) {
      most = p[k] ?? 0;
      order = label;
    }
  });
  return {
    order,
    orders,
    lodged,
    label: model.classes[first] ?? '',
    p: p[first] ?? 0,
    second: model.classes[second] ?? '',
    secondP: p[second] ?? 0,
  };
}

/** The danger that scores tell, with the probability of any danger at all. */
export function dangerFrom(classes: readonly string[], scores: Float64Array): DangerGuess {
  const guess: DangerGuess = { label: 'police', p: 0 };
  const p = softmax(scores, TEMPERATURE.danger);
  let most = 0;
  classes.forEach((label, k) => {
    const danger = DANGERS.find((known) => known === label);
    if (danger === undefined) return;
    guess.p += p[k] ?? 0;
    if ((p[k] ?? 0) > most) {
      most = p[k] ?? 0;
      guess.label = danger;
    }
  });
  return guess;
}

export const dangerOf = (model: Model, features: Example['features']): DangerGuess =>
  features.length === 0 ? { label: 'police', p: 0 } : dangerFrom(model.classes, model.scores(features));

/** Learns from a corpus; pauses often, so that it can run beside live talk. */
export function* learning(lessons: Lessons): Generator<void, Learned, void> {
  const { matters, dangers, see } = examplesOf(lessons);
  yield;
  const matter = yield* training(matters, MATTER_TRAINING);
  const danger = yield* training(dangers, DANGER_TRAINING);
  return judging(matter, danger, see);
}

/** What was learnt before, from the same groups of words and with the same marks. */
export const learnedFrom = (
  { matter, danger }: LearnedWeights,
  seen: Pick<Lessons, 'groups' | 'marks'>,
): Learned => judging(modelOf(matter), modelOf(danger), seeing(seen));

const judging = (matter: Model, danger: Model, see: See): Learned => ({
  matter: (text) => guessOf(matter, see(text).matter),
  danger: (text) => dangerOf(danger, see(text).danger),
  weights: { matter: matter.weights, danger: danger.weights },
});

/** What tells two lots of lessons apart. */
export function digestOf({ corpus, groups }: Pick<Lessons, 'corpus' | 'groups'>): string {
  return createHash('sha1')
    .update(JSON.stringify([corpus, groups]))
    .digest('hex');
}

export const learn = (lessons: Lessons): Learned => finished(learning(lessons));

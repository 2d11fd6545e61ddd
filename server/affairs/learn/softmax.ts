import type { Features } from './features.ts';

/** A text to learn from. */
export interface Example {
  features: Features;
  label: string;
}

export interface TrainingOptions {
  /** Times every example is seen. */
  epochs?: number;
  rate?: number;
  /** Share of every weight lost per epoch (L2). */
  decay?: number;
  seed?: number;
  /** How far examples of rare classes count more: 0 not at all, 1 until all classes weigh the same. */
  balance?: number;
}

/** What was learnt, as plain data that can be kept. */
export interface Weights {
  classes: readonly string[];
  /** The features that are known; the place of each is its row of `rows`. */
  features: Uint32Array;
  /** One weight for each class, feature after feature. */
  rows: Float32Array;
  bias: Float64Array;
}

/** A linear classifier: the probability of each class for features. */
export interface Model {
  classes: readonly string[];
  weights: Weights;
  /** Scores before they become probabilities, in the order of `classes`. */
  scores(features: Features): Float64Array;
}

/** mulberry32: the same order of examples for the same seed, everywhere. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function shuffled(length: number, next: () => number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i -= 1) {
    const j = Math.floor(next() * (i + 1));
    const kept = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = kept;
  }
  return order;
}

/** Probabilities of scores divided by a temperature. */
export function softmax(scores: Float64Array, temperature = 1): Float64Array {
  let most = Number.NEGATIVE_INFINITY;
  for (const score of scores) if (score > most) most = score;
  let sum = 0;
  const out = scores.map((score) => {
    const e = Math.exp((score - most) / temperature);
    sum += e;
    return e;
  });
  for (let k = 0; k < out.length; k += 1) out[k] = (out[k] ?? 0) / sum;
  return out;
}

/** A step smaller than this changes nothing worth its time. */
const LEAST_STEP = 0.01;
/** Examples between two pauses of the training. */
const SLICE = 64;

/**
 * Learns multinomial logistic regression by AdaGrad (one rate per feature) with L2, the weights averaged over the
 * second half of the training. Deterministic: the order comes from `seed`. Every text has length one, and words never
 * seen count in that length: of a text with few known words little is told. Pauses (`yield`) every few examples, so
 * that it can run beside live talk.
 */
export function* training(
  examples: readonly Example[],
  { epochs = 8, rate = 1.2, decay = 0.02, seed = 12345, balance = 0 }: TrainingOptions = {},
): Generator<void, Model, void> {
  const classes = [...new Set(examples.map(({ label }) => label))].sort();
  const count = classes.length;
  const place = new Map(classes.map((label, k) => [label, k]));
  const sizes = new Map<string, number>();
  for (const { label } of examples) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  const weightOf = (label: string): number => (examples.length / count / (sizes.get(label) ?? 1)) ** balance;
  const index = new Map<number, number>();
  const rows = examples.map(({ features }) =>
    features.map((hash) => {
      const known = index.get(hash);
      if (known !== undefined) return known;
      index.set(hash, index.size);
      return index.size - 1;
    }),
  );
  yield;
  const weights = new Float32Array(index.size * count);
  const average = new Float32Array(index.size * count);
  const gathered = new Float32Array(index.size).fill(1e-3);
  const bias = new Float64Array(count);
  const scores = new Float64Array(count);
  const next = random(seed);
  let averaged = 0;
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    const order = shuffled(examples.length, next);
    for (let n = 0; n < order.length; n += 1) {
      if (n % SLICE === SLICE - 1) yield;
      const row = rows[order[n] ?? 0] ?? new Uint32Array();
      const value = 1 / Math.sqrt(row.length || 1);
      const label = examples[order[n] ?? 0]?.label ?? '';
      const right = place.get(label) ?? 0;
      const weight = weightOf(label);
      scores.set(bias);
      for (const feature of row) {
        const at = feature * count;
        for (let k = 0; k < count; k += 1) scores[k] = (scores[k] ?? 0) + (weights[at + k] ?? 0) * value;
      }
      const wrong = softmax(scores);
      wrong[right] = (wrong[right] ?? 0) - 1;
      let square = 0;
      const steps: number[] = [];
      for (let k = 0; k < count; k += 1) {
        if (Math.abs(wrong[k] ?? 0) < LEAST_STEP) continue;
        const g = (wrong[k] ?? 0) * weight;
        wrong[k] = g;
        steps.push(k);
        square += g * g;
        bias[k] = (bias[k] ?? 0) - 0.02 * rate * g;
      }
      for (const feature of row) {
        gathered[feature] = (gathered[feature] ?? 0) + square * value * value;
        const step = (rate * value) / Math.sqrt(gathered[feature] ?? 1);
        const at = feature * count;
        for (const k of steps) weights[at + k] = (weights[at + k] ?? 0) - step * (wrong[k] ?? 0);
      }
    }
    const keep = 1 - decay;
    const takes = epoch >= epochs / 2;
    if (takes) averaged += 1;
    for (let i = 0; i < weights.length; i += 1) {
      const weight = (weights[i] ?? 0) * keep;
      weights[i] = weight;
      if (takes) average[i] = (average[i] ?? 0) + weight;
    }
    yield;
  }
  for (let i = 0; i < average.length; i += 1) average[i] = (average[i] ?? 0) / (averaged || 1);
  return modelOf({ classes, features: Uint32Array.from(index.keys()), rows: average, bias });
}

/** The classifier of weights that were learnt. */
export function modelOf(weights: Weights): Model {
  const { classes, rows, bias } = weights;
  const count = classes.length;
  const placeOf = places(weights.features);
  return {
    classes,
    weights,
    scores(features) {
      const out = Float64Array.from(bias);
      const value = 1 / Math.sqrt(features.length || 1);
      for (const hash of features) {
        const place = placeOf(hash);
        if (place < 0) continue;
        const at = place * count;
        for (let k = 0; k < count; k += 1) out[k] = (out[k] ?? 0) + (rows[at + k] ?? 0) * value;
      }
      return out;
    },
  };
}

/** Where each of many hashes stands, or -1: an open table, which is made ten times as fast as a Map of 80,000. */
function places(hashes: Uint32Array): (hash: number) => number {
  const mask = 2 ** Math.ceil(Math.log2(2 * hashes.length + 2)) - 1;
  const table = new Int32Array(mask + 1).fill(-1);
  const slotOf = (hash: number): number => {
    let slot = hash & mask;
    for (;;) {
      const place = table[slot] ?? -1;
      if (place < 0 || hashes[place] === hash) return slot;
      slot = (slot + 1) & mask;
    }
  };
  for (let place = 0; place < hashes.length; place += 1) table[slotOf(hashes[place] ?? 0)] = place;
  return (hash) => table[slotOf(hash)] ?? -1;
}

/** Runs a training to its end at once. */
export function finished<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

export const train = (examples: readonly Example[], options?: TrainingOptions): Model =>
  finished(training(examples, options));

import type { WaitRange } from '../../protocol/index.ts';

/** How long a call lasts with its wrap-up when nothing is known yet, ms; worth this many real calls. */
const PRIOR_MS = 6 * 60_000;
const PRIOR_WEIGHT = 4;
/** Spread of what is not known yet: quantiles of a call's length around its mean, as shares of it. */
const PRIOR_SHAPE = [0.35, 0.6, 0.8, 1, 1.25, 2];
/** Futures that are played; more changes the range by less than a minute shown. */
const FUTURES = 160;
/** From a free agent to their first word: they read the card and take the call. */
const ANSWER_MS = 8_000;

/** What waits are guessed from. Times are ms. */
export interface WaitInput {
  /** For how many places in the queue. */
  places: number;
  /** Agents who could take the next one at once. */
  free: number;
  /** For each agent who is busy: how long their call and its wrap-up have lasted. */
  busy: readonly number[];
  /** How long the last calls lasted, from claim to the end of the wrap-up. */
  handling: readonly number[];
}

/** How long it may take: `low` and `high` are said, `middle` is as likely too long as too short. */
export type Wait = WaitRange & { middle: number };

/**
 * Honest waiting times of the first `places` places: the queue's future is played many times with calls as long as real ones have
 * been, given how long those under way have lasted already; low and high are the fifth and the fourth fifth of what came
 * out. Null: nobody is here.
 *
 * @param random uniform in [0, 1)
 */
export function estimateWaits(input: WaitInput, random: () => number): Wait[] | null {
  const { places, free, busy } = input;
  if (free + busy.length === 0) return null;
  const lengths = lengthsOf(input.handling);
  const waits = Array.from({ length: places }, () => new Float64Array(FUTURES));
  for (let future = 0; future < FUTURES; future += 1) {
    const freeAt = [
      ...Array.from({ length: free }, () => 0),
      ...busy.map((elapsed) => rest(elapsed, lengths, random)),
    ];
    for (const wait of waits) {
      const next = indexOfLeast(freeAt);
      const at = freeAt[next] ?? 0;
      wait[future] = at + ANSWER_MS;
      freeAt[next] = at + (lengths[Math.floor(random() * lengths.length)] ?? PRIOR_MS);
    }
  }
  return waits.map((wait) => {
    wait.sort();
    const at = (share: number): number => Math.round(wait[Math.floor(share * (FUTURES - 1))] ?? 0);
    return { low: at(0.2), middle: at(0.5), high: at(0.8) };
  });
}

/** Real lengths, with as many made-up ones as keep a first short call from promising too much. */
function lengthsOf(handling: readonly number[]): number[] {
  const weight = Math.max(0, PRIOR_WEIGHT - handling.length / 4);
  const prior = PRIOR_SHAPE.slice(0, Math.ceil((weight / PRIOR_WEIGHT) * PRIOR_SHAPE.length)).map(
    (share) => share * PRIOR_MS,
  );
  return [...handling, ...prior];
}

/** What is left of a call that has lasted `elapsed`: of a real one that lasted at least as long. */
function rest(elapsed: number, lengths: readonly number[], random: () => number): number {
  const longer = lengths.filter((length) => length > elapsed);
  const length = longer[Math.floor(random() * longer.length)];
  // Longer than any before it: about as much again as a tenth of what it took.
  return length === undefined ? elapsed * 0.1 : length - elapsed;
}

function indexOfLeast(values: readonly number[]): number {
  let least = 0;
  for (let i = 1; i < values.length; i += 1)
    if ((values[i] ?? Number.POSITIVE_INFINITY) < (values[least] ?? 0)) least = i;
  return least;
}

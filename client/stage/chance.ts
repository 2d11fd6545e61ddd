/** Numbers in [0, 1). */
export type Random = () => number;

/** A number of the standard normal distribution (Box and Muller, 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Times of living things: many short, few long. `median`, and `sigma` of the logarithm. */
export interface Span {
  median: number;
  sigma: number;
  min: number;
  max: number;
}

/** A number of a log-normal distribution, within its bounds. */
export function draw(random: Random, span: Span): number {
  return Math.min(span.max, Math.max(span.min, span.median * Math.exp(span.sigma * normal(random))));
}

/** A number between the two. */
export function between(random: Random, from: number, to: number): number {
  return from + (to - from) * random();
}

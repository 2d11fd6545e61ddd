import type { Ctx } from './pen.ts';

export type Prop = number | string | boolean;
export type Props = Readonly<Record<string, Prop>>;

/**
 * Something that can be in a picture. `start` names its properties with what they are when a storyboard says nothing;
 * numbers can be moved. Draws around its own origin: people and buildings stand on it, things have it in their middle.
 */
export interface Element {
  start: Props;
  /** The words that are readable in it, so that a scene never shows too many. */
  says: (p: Props) => string;
  /** `t`: seconds in the scene, for what breathes and blinks; `seed` differs from element to element. */
  draw: (c: Ctx, p: Props, t: number, seed: number) => void;
}

/** Gives `draw` the types of its own properties: a storyboard was checked against `start` before. */
export function element<P extends Record<string, Prop>>(
  start: P,
  draw: (c: Ctx, p: { [K in keyof P]: Widened<P[K]> }, t: number, seed: number) => void,
  says: (p: { [K in keyof P]: Widened<P[K]> }) => string = () => '',
): Element {
  type Own = { [K in keyof P]: Widened<P[K]> };
  return {
    start,
    says: (p) => says({ ...start, ...p } as unknown as Own),
    draw: (c, p, t, seed) => draw(c, { ...start, ...p } as unknown as Own, t, seed),
  };
}

type Widened<T> = T extends number ? number : T extends string ? string : boolean;

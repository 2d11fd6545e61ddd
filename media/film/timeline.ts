import { clamp, EASES, mix, part } from './ease.ts';
import type { Prop, Props } from './element.ts';
import { ELEMENTS } from './elements/index.ts';
import type { Item, WAYS } from './picture.ts';

/** What an element looks like at one moment. */
export interface State {
  x: number;
  y: number;
  size: number;
  turn: number;
  alpha: number;
  props: Props;
}

const FAR = 90;

/** How far an entrance has come: the offset, size and visibility that remain. */
function coming(
  how: (typeof WAYS)[number],
  x: number,
): { dx: number; dy: number; size: number; alpha: number } {
  const soft = EASES.out(x);
  const still = { dx: 0, dy: 0, size: 1, alpha: clamp(x * 2.5) };
  switch (how) {
    case 'pop':
      return { ...still, size: mix(0.4, 1, EASES.back(x)) };
    case 'rise':
      return { ...still, dy: (1 - EASES.back(x)) * FAR };
    case 'drop':
      return { ...still, dy: -(1 - EASES.back(x)) * FAR * 2 };
    case 'left':
      return { ...still, dx: -(1 - soft) * FAR * 3 };
    case 'right':
      return { ...still, dx: (1 - soft) * FAR * 3 };
    case 'fade':
      return { ...still, alpha: x };
  }
}

/** The state of an element `t` seconds after its scene began; null while it is not to be seen. */
export function stateAt(item: Item, t: number): State | null {
  if (item.in !== undefined && t < item.in.at) return null;
  const outFor = item.out?.for ?? 0.4;
  if (item.out !== undefined && t >= item.out.at + outFor) return null;
  let [x, y] = item.at;
  let { size, turn } = item;
  const props: Record<string, Prop> = { ...ELEMENTS[item.is]?.start, ...item.with };
  for (const change of item.moves) {
    if (t < change.at) continue;
    const f = EASES[change.ease](part(t, change.at, change.for));
    if (change.to) {
      x = mix(x, change.to[0], f);
      y = mix(y, change.to[1], f);
    }
    if (change.size !== undefined) size = mix(size, change.size, f);
    if (change.turn !== undefined) turn = mix(turn, change.turn, f);
    for (const [name, to] of Object.entries(change.with ?? {})) {
      const from = props[name];
      props[name] = typeof to === 'number' && typeof from === 'number' ? mix(from, to, f) : to;
    }
  }
  let alpha = 1;
  for (const [way, left] of [
    [item.in, part(t, item.in?.at ?? 0, item.in?.for ?? 0.65)],
    [item.out, 1 - part(t, item.out?.at ?? 0, outFor)],
  ] as const) {
    if (way === undefined) continue;
    const one = coming(way.how, left);
    x += one.dx;
    y += one.dy;
    size *= one.size;
    alpha *= one.alpha;
  }
  return { x, y, size: Math.max(0, size), turn, alpha, props };
}

/** When the last movement of a scene has ended, in seconds. */
export const endOf = (items: readonly Item[]): number =>
  Math.max(
    0,
    ...items.flatMap((item) => [
      (item.in?.at ?? 0) + (item.in?.for ?? 0.65),
      ...item.moves.map((change) => change.at + change.for),
    ]),
  );

/** The readable words of a picture at second `t`. */
export const wordsAt = (items: readonly Item[], t: number): string[] =>
  items.flatMap((item) => {
    const state = stateAt(item, t);
    const text = state === null || state.alpha < 0.5 ? '' : (ELEMENTS[item.is]?.says(state.props) ?? '');
    return text === '' ? [] : [text];
  });

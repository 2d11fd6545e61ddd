import { z } from 'zod';
import { EASES, type EaseName } from './ease.ts';
import { ELEMENTS } from './elements/index.ts';
import { AIRS, type AirName } from './palette.ts';

const names = <T extends string>(of: Readonly<Record<T, unknown>>): [T, ...T[]] =>
  Object.keys(of) as [T, ...T[]];
const Place = z.tuple([z.number().min(-400).max(1680), z.number().min(-400).max(1120)]);
const Seconds = z.number().min(0).max(40);
const With = z.record(z.string(), z.union([z.number(), z.string(), z.boolean()]));

/** How something comes or goes. */
export const WAYS = ['pop', 'rise', 'drop', 'left', 'right', 'fade'] as const;
const Way = z.strictObject({
  at: Seconds,
  how: z.enum(WAYS).default('pop'),
  for: z.number().min(0.1).max(3).optional(),
});

/** A change of an element: where to, how large, which properties, from second `at` on for `for` seconds. */
const Change = z.strictObject({
  at: Seconds,
  for: z.number().min(0).max(20).default(0.7),
  to: Place.optional(),
  size: z.number().min(0.05).max(6).optional(),
  turn: z.number().min(-720).max(720).optional(),
  with: With.optional(),
  ease: z.enum(names(EASES) as [EaseName, ...EaseName[]]).default('both'),
});

export const Item = z.strictObject({
  is: z.string(),
  at: Place,
  size: z.number().min(0.05).max(6).default(1),
  turn: z.number().min(-360).max(360).default(0),
  with: With.default({}),
  in: Way.optional(),
  out: Way.optional(),
  moves: z.array(Change).max(12).default([]),
  /** Pixels by which it floats gently up and down. */
  float: z.number().min(0).max(30).default(0),
  /** True for what faces the other way. */
  mirror: z.boolean().default(false),
});
export type Item = z.infer<typeof Item>;

/** What stands behind everything. */
export const FORMS = ['circle', 'arch', 'hills', 'room', 'street', 'none'] as const;

export const Picture = z.strictObject({
  air: z.enum(names(AIRS) as [AirName, ...AirName[]]),
  form: z.enum(FORMS).default('circle'),
  /** The middle of the form, in pixels from the left. */
  formAt: z.number().min(0).max(1280).default(640),
  /** Slow movement of the camera: how much closer at the end of the scene. */
  closer: z.number().min(-0.1).max(0.2).default(0.03),
  elements: z.array(Item).min(1).max(30),
});
export type Picture = z.infer<typeof Picture>;

/** One sentence for each property or element of the picture that does not exist or is of the wrong kind. */
export function faultsOfPicture(picture: Picture): string[] {
  return picture.elements.flatMap((item, i) => {
    const where = `element ${i + 1} (${item.is})`;
    const found = ELEMENTS[item.is];
    if (found === undefined)
      return [`${where}: there is no such element; known: ${Object.keys(ELEMENTS).join(', ')}`];
    const given = [item.with, ...item.moves.map((change) => change.with ?? {})];
    return given.flatMap((one) =>
      Object.entries(one).flatMap(([name, value]) => {
        const start = found.start[name];
        if (start === undefined)
          return [`${where}: no property ${name}; it has ${Object.keys(found.start).join(', ')}`];
        return typeof start === typeof value ? [] : [`${where}: ${name} must be a ${typeof start}`];
      }),
    );
  });
}

import { type CityAmounts, type Computed, calculate, INPUTS } from './calculators/index.ts';
import { comparisonsOf, judge, type Known } from './predicate.ts';
import type { Service } from './schema.ts';

/** A service as far as its standing goes: what is judged of a citizen. */
export type Judged = Pick<Service, 'conditions' | 'situations' | 'instead' | 'calculator'> & {
  amounts: CityAmounts;
};

/** How a service stands for one citizen: true, false, or null where it hangs on what is not known; by id. */
export interface Standing {
  conditions: Readonly<Record<string, boolean | null>>;
  situations: Readonly<Record<string, boolean | null>>;
  /** What its calculator found; null where it has none, or something it needs is not known. */
  computed: Computed | null;
}

/** What hangs on one answer: the ids of the conditions and situations that look at its slot. */
export interface Dependants {
  conditions: readonly string[];
  situations: readonly string[];
  /** Whether the calculator looks at it. */
  computed: boolean;
}

type Part = { id: string; when?: Judged['conditions'][number]['when'] };

const looksAt = ({ when }: Part, slots: ReadonlySet<string>): boolean =>
  when !== undefined && comparisonsOf(when).some(({ slot }) => slots.has(slot));

/** The account of a service: for each slot that anything looks at, what has to be judged again when its answer changes. */
export function dependantsOf(service: Judged): ReadonlyMap<string, Dependants> {
  const parts: readonly Part[] = [...service.conditions, ...service.situations];
  const slots = new Set(
    parts.flatMap(({ when }) => (when === undefined ? [] : comparisonsOf(when).map(({ slot }) => slot))),
  );
  for (const slot of INPUTS[service.calculator ?? ''] ?? []) slots.add(slot);
  return new Map([...slots].map((slot) => [slot, hangingOn(service, [slot])]));
}

/** What hangs on any of these slots. */
export function hangingOn(service: Judged, slots: readonly string[]): Dependants {
  const changed = new Set(slots);
  const ids = (parts: readonly Part[]): string[] =>
    parts.filter((part) => looksAt(part, changed)).map(({ id }) => id);
  const inputs = INPUTS[service.calculator ?? ''] ?? [];
  return {
    conditions: ids(service.conditions),
    situations: ids(service.situations),
    computed: inputs.some((slot) => changed.has(slot)),
  };
}

/** A condition that looks at nothing is stated and not judged: it stands. */
const judged = ({ when }: Part, known: Known): boolean | null =>
  when === undefined ? true : judge(when, known);

const all = (parts: readonly Part[], known: Known): Record<string, boolean | null> =>
  Object.fromEntries(parts.map((part) => [part.id, judged(part, known)]));

const computedOf = ({ calculator, amounts }: Judged, known: Known): Computed | null =>
  calculator === undefined ? null : calculate(calculator, known, amounts);

/** Everything judged from the beginning. */
export function standingOf(service: Judged, known: Known): Standing {
  return {
    conditions: all(service.conditions, known),
    situations: all(service.situations, known),
    computed: computedOf(service, known),
  };
}

/** The standing after answers have changed: only what hangs on `changed` is judged again, the rest is taken over. */
export function rejudged(
  service: Judged,
  before: Standing,
  known: Known,
  changed: readonly string[],
): Standing {
  const hanging = hangingOn(service, changed);
  const again = (
    parts: readonly Part[],
    old: Readonly<Record<string, boolean | null>>,
    ids: readonly string[],
  ): Readonly<Record<string, boolean | null>> =>
    ids.length === 0
      ? old
      : {
          ...old,
          ...all(
            parts.filter(({ id }) => ids.includes(id)),
            known,
          ),
        };
  return {
    conditions: again(service.conditions, before.conditions, hanging.conditions),
    situations: again(service.situations, before.situations, hanging.situations),
    computed: hanging.computed ? computedOf(service, known) : before.computed,
  };
}

/** The ids of what stands otherwise than before; `computed` among them where the calculator found something else. */
export function changesOf(before: Standing, after: Standing): string[] {
  const changed = (one: Standing['conditions'], other: Standing['conditions']): string[] =>
    Object.keys(other).filter((id) => one[id] !== other[id]);
  return [
    ...changed(before.conditions, after.conditions),
    ...changed(before.situations, after.situations),
    ...(before.computed?.say === after.computed?.say ? [] : ['computed']),
  ];
}

/** The other service that these answers lead to (个体户, told of a company); null where they lead to none. */
export function insteadOf(service: Judged, known: Known): string | null {
  return service.instead.find(({ when }) => judge(when, known) === true)?.service ?? null;
}

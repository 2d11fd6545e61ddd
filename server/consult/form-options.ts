import type { FieldOption, FieldValues, FormDefinition } from '../../protocol/index.ts';
import type { Orders } from '../orders/types.ts';

/** One thing to bring; of a group with `anyOf` one is enough. A group without it is what one situation asks for. */
export interface Material {
  name: string;
  group: string | null;
  anyOf: boolean;
}

/**
 * What is missing, by name. Things of which one is enough are missing together (户口簿或者旧身份证). Of several situations a
 * citizen is in one: as long as none is complete, what each lacks stands beside the others (就业证明或者住址证明).
 */
export function missingOf(materials: readonly Material[], have: readonly string[]): string[] {
  const lacks = (list: readonly Material[]): string[] =>
    list.filter(({ name }) => !have.includes(name)).map(({ name }) => name);
  const groupsOf = (list: readonly Material[]): Material[][] => [
    ...Map.groupBy(list, ({ group }) => group).values(),
  ];
  const all = lacks(materials.filter(({ anyOf, group }) => !anyOf && group === null));
  const any = groupsOf(materials.filter(({ anyOf }) => anyOf))
    .filter((group) => lacks(group).length === group.length)
    .map((group) => group.map(({ name }) => name).join('或者'));
  const situations = groupsOf(materials.filter(({ anyOf, group }) => !anyOf && group !== null)).map(lacks);
  const [first = [], ...others] = situations;
  if (situations.some((missing) => missing.length === 0)) return [...new Set([...all, ...any])];
  // What every situation asks for is missing for sure.
  const sure = first.filter((name) => others.every((missing) => missing.includes(name)));
  const left = situations.map((missing) => missing.filter((name) => !sure.includes(name)));
  const open = left.some((missing) => missing.length === 0)
    ? []
    : [[...new Set(left.map((missing) => missing.join('和')))].join('或者')];
  return [...new Set([...all, ...any, ...sure, ...open.filter((names) => names !== '')])];
}

/** Where choices that are not written in a form come from. */
export interface OptionSources {
  orders: Pick<Orders, 'halls' | 'dateOptions' | 'slotOptions'>;
  /** Services that a citizen may come for or prepare, by id and short name. */
  services: () => readonly FieldOption[];
  /** What is to be brought for a service, as the guidance stands now. */
  materials: (service: string) => readonly Material[];
}

/**
 * The choices of a form's `dynamic` fields with these values: services, halls of the service, days of the hall, times of
 * the day. A choice that hangs on one not made yet is empty.
 */
export async function optionsOf(
  definition: FormDefinition,
  values: FieldValues,
  sources: OptionSources,
): Promise<Record<string, FieldOption[]>> {
  const text = (field: string): string | null => {
    const value = values[field];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const service = text('service');
  const hall = text('hall');
  const date = text('date');
  const { orders } = sources;
  const makers: Readonly<Record<string, () => Promise<readonly FieldOption[]> | readonly FieldOption[]>> = {
    service: sources.services,
    hall: () =>
      orders.halls(service).map(({ id, name, address }) => ({ value: id, label: name, note: address })),
    date: () => (hall === null ? [] : orders.dateOptions(hall)),
    slot: () => (hall === null || date === null ? [] : orders.slotOptions(hall, date)),
    have: () =>
      service === null
        ? []
        : [...new Set(sources.materials(service).map(({ name }) => name))].slice(0, 24).map(optionOf),
  };
  const made: Record<string, FieldOption[]> = {};
  for (const [field, hint] of Object.entries(definition.hints)) {
    if (!hint.dynamic) continue;
    made[field] = [...((await makers[field]?.()) ?? [])].slice(0, 60);
  }
  return made;
}

const optionOf = (name: string): FieldOption => ({
  value: name.slice(0, 120),
  label: { zh: name, en: name },
});

/** The fields whose choices hang on this one: a new hall makes an old day meaningless. */
export const HANGING: Readonly<Record<string, readonly string[]>> = {
  service: ['have'],
  hall: ['date', 'slot'],
  date: ['slot'],
};

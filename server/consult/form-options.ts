import type { FieldOption, FieldValues, FormDefinition } from '../../protocol/index.ts';
import type { Orders } from '../orders/types.ts';

/** One thing to bring; of a group with `anyOf` one is enough. */
export interface Material {
  name: string;
  group: string | null;
  anyOf: boolean;
}

/** What is missing, by name; things of which one is enough are missing together (户口簿或者旧身份证). */
export function missingOf(materials: readonly Material[], have: readonly string[]): string[] {
  const all = materials.filter(({ anyOf, name }) => !anyOf && !have.includes(name)).map(({ name }) => name);
  const groups = Map.groupBy(
    materials.filter(({ anyOf }) => anyOf),
    ({ group }) => group,
  );
  const any = [...groups.values()]
    .filter((group) => !group.some(({ name }) => have.includes(name)))
    .map((group) => group.map(({ name }) => name).join('或者'));
  return [...new Set([...all, ...any])];
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
    have: () => (service === null ? [] : sources.materials(service).map(optionOf)),
  };
  const made: Record<string, FieldOption[]> = {};
  for (const [field, hint] of Object.entries(definition.hints)) {
    if (!hint.dynamic) continue;
    made[field] = [...((await makers[field]?.()) ?? [])].slice(0, 60);
  }
  return made;
}

const optionOf = ({ name }: Material): FieldOption => ({
  value: name.slice(0, 120),
  label: { zh: name, en: name },
});

/** The fields whose choices hang on this one: a new hall makes an old day meaningless. */
export const HANGING: Readonly<Record<string, readonly string[]>> = {
  service: ['have'],
  hall: ['date', 'slot'],
  date: ['slot'],
};

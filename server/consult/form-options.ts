import type { FieldOption, FieldValues, FormDefinition } from '../../protocol/index.ts';
import type { Orders } from '../orders/types.ts';

/** Where choices that are not written in a form come from. */
export interface OptionSources {
  orders: Pick<Orders, 'halls' | 'dateOptions' | 'slotOptions'>;
  /** Services that a citizen may come for or prepare, by id and short name. */
  services: () => readonly FieldOption[];
  /** What is to be brought for a service, as the guidance stands now. */
  materials: (service: string) => readonly FieldOption[];
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
    have: () => (service === null ? [] : sources.materials(service)),
  };
  const made: Record<string, FieldOption[]> = {};
  for (const [field, hint] of Object.entries(definition.hints)) {
    if (!hint.dynamic) continue;
    made[field] = [...((await makers[field]?.()) ?? [])].slice(0, 60);
  }
  return made;
}

/** The fields whose choices hang on this one: a new hall makes an old day meaningless. */
export const HANGING: Readonly<Record<string, readonly string[]>> = {
  service: ['have'],
  hall: ['date', 'slot'],
  date: ['slot'],
};

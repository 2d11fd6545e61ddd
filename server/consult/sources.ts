import type { FieldOption } from '../../protocol/index.ts';
import type { Affairs } from '../affairs/types.ts';
import type { Material, OptionSources } from './form-options.ts';

/** Choices that come from the affairs graph: the services of today, and what is brought for one. */
export function affairsSources(affairs: Affairs): Omit<OptionSources, 'orders'> {
  return {
    services: () =>
      affairs
        .services()
        .map(({ id, short, english }): FieldOption => ({ value: id, label: { zh: short, en: english } })),
    materials: (service) => {
      const node = affairs.service(service);
      if (node === null) return [];
      return node.materialGroups.flatMap(({ label, rule, names }) =>
        names.map((name): Material => ({ name, group: label, anyOf: rule === 'any' })),
      );
    },
  };
}

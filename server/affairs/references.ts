import type { Content } from './load.ts';
import type { Shelf } from './node.ts';
import type { ContentFile, Path } from './read.ts';
import type { Predicate, Service } from './schema.ts';

/** Every slot that a predicate looks at. */
function slotsOf(predicate: Predicate): string[] {
  if ('and' in predicate) return predicate.and.flatMap(slotsOf);
  if ('or' in predicate) return predicate.or.flatMap(slotsOf);
  if ('not' in predicate) return slotsOf(predicate.not);
  return Object.values(predicate).flatMap((pair) => (pair ? [pair[0]] : []));
}

/** Refuses references that lead nowhere. @throws AppError `content_invalid` with file, line and remedy. */
export function checkReferences(content: Content, shelf: Shelf): void {
  const slotNames = new Set(Object.keys(content.slots.value));
  const serviceIds = new Map<string, string>();
  const outsideIds = new Set(content.outside.value.map((matter) => matter.id));

  const need = <T>(
    file: ContentFile<T>,
    path: Path,
    known: { has(id: string): boolean },
    id: string,
    where: string,
  ): void => {
    if (!known.has(id)) {
      throw file.fault(path, `"${id}" is not in ${where}`, `Add it to ${where}, or correct the id here.`);
    }
  };
  const needBasis = (file: ContentFile<Service>, path: Path, ref: string): void => {
    const [id = '', article] = ref.split('#');
    need(file, path, shelf.basis, id, 'affairs/basis.yaml');
    if (article !== undefined && !shelf.basis.get(id)?.articles?.[article]) {
      throw file.fault(path, `"${id}" has no article "${article}"`, 'Add the article to affairs/basis.yaml.');
    }
  };
  const needSlots = (file: ContentFile<Service>, path: Path, names: readonly string[]): void => {
    for (const name of names) {
      if (!file.value.slots.includes(name)) {
        throw file.fault(
          path,
          `the slot "${name}" is not one of this service`,
          'Add it to "slots" of this service.',
        );
      }
    }
  };

  for (const file of content.services) {
    const service = file.value;
    const twin = serviceIds.get(service.id);
    if (twin !== undefined) {
      throw file.fault(
        ['id'],
        `the id "${service.id}" is also used by ${twin}`,
        'Give one of them another id.',
      );
    }
    serviceIds.set(service.id, file.file);
    if (outsideIds.has(service.id)) {
      throw file.fault(
        ['id'],
        `"${service.id}" stands in affairs/outside.yaml too`,
        'Remove it there: it has a service now.',
      );
    }
    need(file, ['authority'], shelf.authorities, service.authority, 'affairs/authorities.yaml');
    service.basis.forEach((ref, i) => {
      needBasis(file, ['basis', i], ref);
    });
    service.slots.forEach((name, i) => {
      need(file, ['slots', i], slotNames, name, 'affairs/slots.yaml');
    });
    service.conditions.forEach((condition, i) => {
      needBasis(file, ['conditions', i, 'basis'], condition.basis);
      if (condition.when) needSlots(file, ['conditions', i, 'when'], slotsOf(condition.when));
    });
    service.situations.forEach((situation, i) => {
      needSlots(file, ['situations', i, 'when'], slotsOf(situation.when));
      situation.materials?.forEach((id, k) => {
        need(file, ['situations', i, 'materials', k], shelf.materials, id, 'affairs/materials.yaml');
      });
    });
    service.questions.forEach((question, i) => {
      needSlots(file, ['questions', i, 'slot'], [question.slot]);
    });
    service.materials.forEach((id, i) => {
      need(file, ['materials', i], shelf.materials, id, 'affairs/materials.yaml');
    });
    service.channels.forEach((id, i) => {
      need(file, ['channels', i], shelf.channels, id, 'affairs/channels.yaml');
    });
    service.instead.forEach(({ when }, i) => {
      needSlots(file, ['instead', i, 'when'], slotsOf(when));
    });
    service.excludes.forEach(({ basis }, i) => {
      needBasis(file, ['excludes', i, 'basis'], basis);
    });
    if (service.time.basis) needBasis(file, ['time', 'basis'], service.time.basis);
    const situations = new Set(service.situations.map((situation) => situation.id));
    service.cost.forEach((cost, i) => {
      if (cost.situation)
        need(file, ['cost', i, 'situation'], situations, cost.situation, '"situations" of this service');
    });
  }
  const everyMatter = new Set([...serviceIds.keys(), ...outsideIds]);
  for (const file of content.services) {
    const other = (path: Path, id: string): void => {
      need(file, path, serviceIds, id, 'affairs/services');
      if (id === file.value.id) throw file.fault(path, `"${id}" names itself`, 'Name another service.');
    };
    file.value.leadsTo.forEach((id, i) => {
      other(['leadsTo', i], id);
    });
    file.value.situations.forEach(({ leadsTo }, i) => {
      leadsTo.forEach((id, k) => {
        other(['situations', i, 'leadsTo', k], id);
      });
    });
    file.value.excludes.forEach(({ service }, i) => {
      other(['excludes', i, 'service'], service);
    });
    file.value.instead.forEach(({ service }, i) => {
      other(['instead', i, 'service'], service);
    });
    file.value.requires.forEach((id, i) => {
      need(file, ['requires', i], serviceIds, id, 'affairs/services');
    });
    file.value.related.forEach((id, i) => {
      need(file, ['related', i], everyMatter, id, 'affairs/services or affairs/outside.yaml');
    });
  }
  content.outside.value.forEach((matter, i) => {
    need(content.outside, [i, 'authority'], shelf.authorities, matter.authority, 'affairs/authorities.yaml');
  });
  const halls = new Set(content.city.value.halls.map((hall) => hall.id));
  for (const [id, local] of Object.entries(content.city.value.services)) {
    need(content.city, ['services', id], serviceIds, id, 'affairs/services');
    local.halls.forEach((hall, i) => {
      need(content.city, ['services', id, 'halls', i], halls, hall, '"halls" of affairs/city/city.yaml');
    });
  }
}

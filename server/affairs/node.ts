import type { Source } from '../../protocol/index.ts';
import { CALCULATOR_AMOUNTS } from './calculators/index.ts';
import type { Authority, Basis, Channel, City, Material, Service } from './schema.ts';
import type { MaterialGroup, ServiceNode } from './types.ts';

/** The shared nodes that services refer to. */
export interface Shelf {
  authorities: ReadonlyMap<string, Authority>;
  basis: ReadonlyMap<string, Basis>;
  materials: ReadonlyMap<string, Material>;
  channels: ReadonlyMap<string, Channel>;
  city: City;
}

const REGION_NAMES: Readonly<Record<string, string>> = { CN: '全国' };

/** What a node stands on, as it is shown. */
export function sourcesOf(refs: readonly string[], shelf: Shelf): Source[] {
  const regionName = (region: string): string =>
    REGION_NAMES[region] ?? (region === shelf.city.region ? shelf.city.name : region);
  return refs.flatMap((ref): Source[] => {
    const [id = '', article] = ref.split('#');
    const basis = shelf.basis.get(id);
    if (!basis) return [];
    const articleName = article === undefined ? undefined : (basis.articles?.[article] ?? article);
    return [
      {
        id: ref,
        title: basis.title,
        ...(articleName === undefined ? {} : { article: articleName }),
        ...(basis.issuer === undefined ? {} : { issuer: basis.issuer }),
        region: regionName(basis.region),
        ...(basis.validFrom === undefined ? {} : { validFrom: basis.validFrom }),
        reviewedAt: basis.reviewedAt,
        verified: basis.verified,
      },
    ];
  });
}

function materialGroupsOf(service: Service, shelf: Shelf): MaterialGroup[] {
  const names = (ids: readonly string[]): string[] =>
    ids.flatMap((id) => shelf.materials.get(id)?.name ?? []);
  const groups: MaterialGroup[] = [];
  if (service.materials.length > 0) {
    groups.push({ label: null, rule: service.materialsRule, names: names(service.materials) });
  }
  for (const situation of service.situations) {
    if (situation.materials) {
      groups.push({ label: situation.label, rule: 'all', names: names(situation.materials) });
    }
  }
  return groups;
}

/**
 * Puts everything a service refers to in place and lays the city's layer over it. References must have been checked.
 */
export function nodeOf(service: Service, shelf: Shelf): ServiceNode {
  const authorityNode = shelf.authorities.get(service.authority);
  if (!authorityNode) throw new Error(`authority of ${service.id} was not checked`);
  const local = shelf.city.services[service.id];
  const merged: Service = {
    ...service,
    ...(local?.limit ? { limit: local.limit } : {}),
    notes: [...service.notes, ...(local?.notes ?? [])],
    say: { ...service.say, ...local?.say },
  };
  const sources = sourcesOf(service.basis, shelf);
  const materialGroups = materialGroupsOf(service, shelf);
  const channelNames = service.channels.flatMap((id) => shelf.channels.get(id)?.name ?? []);
  const amounts = Object.fromEntries(
    (CALCULATOR_AMOUNTS[service.calculator ?? ''] ?? []).flatMap((name) => {
      const amount = shelf.city.amounts[name];
      return amount === undefined ? [] : [[name, amount]];
    }),
  );
  const halls = shelf.city.halls.filter((hall) => local?.halls.includes(hall.id));
  const facts = [
    merged.name,
    ...merged.conditions.flatMap((condition) => [
      condition.text,
      condition.fail ?? '',
      condition.remedy ?? '',
    ]),
    ...merged.situations.map((situation) => situation.label),
    ...materialGroups.flatMap((group) => group.names),
    merged.time.text,
    ...merged.cost.map((cost) => cost.text),
    merged.limit?.text ?? '',
    ...channelNames,
    ...halls.flatMap((hall) => [hall.name, hall.address, hall.hours ?? '']),
    ...merged.notes,
    ...merged.excludes.map(({ text }) => text),
    ...Object.values(amounts).map(({ label, text }) => `${label}${text}`),
    authorityNode.name,
    authorityNode.phone,
    ...sources.flatMap((source) => [source.title, source.article ?? '']),
  ].filter((fact) => fact !== '');
  return {
    ...merged,
    authorityNode,
    sources,
    materialGroups,
    channelNames,
    amounts,
    halls,
    unverified:
      !service.verified ||
      sources.some((source) => !source.verified) ||
      (local !== undefined && !shelf.city.verified),
    facts,
  };
}

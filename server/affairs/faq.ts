import type { Source } from '../../protocol/index.ts';
import { type Shelf, sourcesOf } from './node.ts';
import type { ContentFile, Path } from './read.ts';
import type { Authority, Faq, LifeEvent } from './schema.ts';
import type { ServiceNode } from './types.ts';

/** A frequent question with everything it refers to in place. */
export interface FaqNode extends Faq {
  authorityNode: Authority;
  sources: Source[];
  /** How many of `facts` are statements of the question itself; the names and numbers it refers to follow. */
  statements: number;
  /** True when this node or a source of it has been compared with its origin by nobody. */
  unverified: boolean;
}

/** One step of an event of a life: a service of ours, or another authority's matter (`service` null). */
export interface LifeStep {
  service: string | null;
  name: string;
  authority: Authority;
  note: string;
}

export interface LifeEventNode extends Omit<LifeEvent, 'steps'> {
  steps: LifeStep[];
  sources: Source[];
  unverified: boolean;
}

type Services = ReadonlyMap<string, ServiceNode>;

/** Refuses references that lead nowhere. @throws AppError `content_invalid` with file, line and remedy. */
function checkRefs(
  file: ContentFile<unknown>,
  path: Path,
  node: Faq | LifeEvent,
  shelf: Shelf,
  services: Services,
): void {
  const need = (at: Path, known: { has(id: string): boolean }, id: string, where: string): void => {
    if (!known.has(id))
      throw file.fault(
        [...path, ...at],
        `"${id}" is not in ${where}`,
        `Add it to ${where}, or correct the id here.`,
      );
  };
  node.basis.forEach((ref, i) => {
    const [id = '', article] = ref.split('#');
    need(['basis', i], shelf.basis, id, 'affairs/basis.yaml');
    if (article !== undefined && !shelf.basis.get(id)?.articles?.[article])
      throw file.fault(
        [...path, 'basis', i],
        `"${id}" has no article "${article}"`,
        'Add the article to affairs/basis.yaml.',
      );
  });
  if ('steps' in node) {
    node.steps.forEach((step, i) => {
      if ('service' in step) need(['steps', i, 'service'], services, step.service, 'affairs/services');
      else need(['steps', i, 'authority'], shelf.authorities, step.authority, 'affairs/authorities.yaml');
    });
    return;
  }
  if (node.service !== undefined) need(['service'], services, node.service, 'affairs/services');
  else if (node.authority === undefined)
    throw file.fault(path, `"${node.id}" belongs to nobody`, 'Give it a "service" or an "authority".');
  if (node.authority !== undefined)
    need(['authority'], shelf.authorities, node.authority, 'affairs/authorities.yaml');
}

/** Frequent questions of all files, checked and with everything in place. */
export function faqNodes(files: readonly ContentFile<Faq[]>[], shelf: Shelf, services: Services): FaqNode[] {
  const ids = new Set<string>();
  return files.flatMap((file) =>
    file.value.map((faq, i) => {
      if (ids.has(faq.id))
        throw file.fault([i, 'id'], `the id "${faq.id}" is used twice`, 'Give one of them another id.');
      ids.add(faq.id);
      checkRefs(file, [i], faq, shelf, services);
      const authorityNode =
        (faq.authority === undefined ? undefined : shelf.authorities.get(faq.authority)) ??
        services.get(faq.service ?? '')?.authorityNode;
      if (!authorityNode) throw new Error(`authority of ${faq.id} was not checked`);
      const sources = sourcesOf(faq.basis, shelf);
      return {
        ...faq,
        facts: [
          ...faq.facts,
          authorityNode.name,
          authorityNode.phone,
          ...sources.flatMap((source) => [source.title, source.article ?? '']),
        ].filter((fact) => fact !== ''),
        authorityNode,
        sources,
        statements: faq.facts.length,
        unverified: !faq.verified || sources.some((source) => !source.verified),
      };
    }),
  );
}

/** Events of a life, checked and with their steps in place. */
export function lifeEventNodes(
  file: ContentFile<LifeEvent[]>,
  shelf: Shelf,
  services: Services,
): LifeEventNode[] {
  return file.value.map((event, i) => {
    checkRefs(file, [i], event, shelf, services);
    const sources = sourcesOf(event.basis, shelf);
    return {
      ...event,
      steps: event.steps.flatMap((step): LifeStep[] => {
        if ('service' in step) {
          const node = services.get(step.service);
          return node === undefined
            ? []
            : [{ service: node.id, name: node.short, authority: node.authorityNode, note: step.note }];
        }
        const authority = shelf.authorities.get(step.authority);
        return authority === undefined
          ? []
          : [{ service: null, name: step.matter, authority, note: step.note }];
      }),
      sources,
      unverified: !event.verified || sources.some((source) => !source.verified),
    };
  });
}

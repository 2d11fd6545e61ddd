import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { decideAmong } from './decide.ts';
import { faqNodes, lifeEventNodes } from './faq.ts';
import { createIndex, type Matter } from './index.ts';
import { readSayings } from './learn/corpus.ts';
import { lessonsOf } from './learn/lessons.ts';
import { createFinder } from './likeness.ts';
import { nodeOf, type Shelf } from './node.ts';
import { type ContentFile, readContent } from './read.ts';
import { checkReferences } from './references.ts';
import {
  Authority,
  Basis,
  Channel,
  City,
  Faq,
  LifeEvent,
  Material,
  Outside,
  Service,
  Slot,
} from './schema.ts';
import type { Affairs, ServiceNode } from './types.ts';

/** Where the day comes from, so that validity can be tested. */
export interface AffairsOptions {
  /** Today as `YYYY-MM-DD`; default: the machine's local date. */
  today?: () => string;
}

function localToday(): string {
  const now = new Date();
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

function byId<T extends { id: string }>(file: ContentFile<T[]>): Map<string, T> {
  const map = new Map<string, T>();
  file.value.forEach((node, i) => {
    if (map.has(node.id))
      throw file.fault([i, 'id'], `the id "${node.id}" is used twice`, 'Give one of them another id.');
    map.set(node.id, node);
  });
  return map;
}

/** The files of one content folder, each with its lines. @throws AppError `content_invalid`. */
export function readFolder(dir: string) {
  const read = <S extends z.ZodType>(name: string, schema: S): ContentFile<z.output<S>> =>
    readContent(join(dir, name), `affairs/${name}`, schema);
  const yamlIn = (folder: string): string[] => {
    try {
      return readdirSync(join(dir, folder))
        .filter((name) => name.endsWith('.yaml'))
        .sort();
    } catch {
      // No folder: the reader below names the first file it misses.
      return [];
    }
  };
  return {
    authorities: read('authorities.yaml', z.array(Authority).min(1)),
    basis: read('basis.yaml', z.array(Basis).min(1)),
    slots: read('slots.yaml', z.record(z.string(), Slot)),
    materials: read('materials.yaml', z.array(Material)),
    channels: read('channels.yaml', z.array(Channel)),
    outside: read('outside.yaml', z.array(Outside)),
    city: read('city/city.yaml', City),
    services: yamlIn('services').map((name) => read(`services/${name}`, Service)),
    faq: yamlIn('faq').map((name) => read(`faq/${name}`, z.array(Faq))),
    lifeEvents: read('life-events.yaml', z.array(LifeEvent)),
  };
}

export type Content = ReturnType<typeof readFolder>;

const holds = (
  node: { validFrom?: string | undefined; validTo?: string | undefined },
  day: string,
): boolean =>
  (node.validFrom === undefined || node.validFrom <= day) &&
  (node.validTo === undefined || day <= node.validTo);

/**
 * Reads the content folder, checks every file and every reference, and builds the index.
 * @param dir folder with `services/`, `basis.yaml` … and the city's layer in `city/`.
 * @throws AppError `content_invalid` naming file, line, what is wrong and the remedy.
 */
export function loadAffairs(dir: string, options: AffairsOptions = {}): Affairs {
  const today = options.today ?? localToday;
  const content = readFolder(dir);
  const shelf: Shelf = {
    authorities: byId(content.authorities),
    basis: byId(content.basis),
    materials: byId(content.materials),
    channels: byId(content.channels),
    city: content.city.value,
  };
  checkReferences(content, shelf);
  const nodes = new Map(
    content.services
      .map((file) => nodeOf(file.value, shelf))
      .sort((a, b) => a.id.localeCompare(b.id))
      .map((node) => [node.id, node]),
  );
  const faqs = faqNodes(content.faq, shelf, nodes);
  const lifeEvents = lifeEventNodes(content.lifeEvents, shelf, nodes);
  const sayings = readSayings(dir, [...nodes.keys()]);
  const [wrong] = sayings.faults;
  if (wrong) throw wrong;
  const outside = new Map(content.outside.value.map((matter) => [matter.id, matter]));

  const regions = new Set(['CN', shelf.city.region]);
  const served = (
    node: Pick<ServiceNode, 'region' | 'basis' | 'validFrom' | 'validTo'>,
    day: string,
  ): boolean =>
    holds(node, day) &&
    regions.has(node.region) &&
    node.basis.every((ref) => {
      const basis = shelf.basis.get(ref.split('#')[0] ?? '');
      return basis !== undefined && holds(basis, day) && regions.has(basis.region);
    });

  const matters: Matter[] = [
    ...[...nodes.values()].map(
      (node): Matter => ({
        id: node.id,
        kind: 'service',
        name: node.name,
        concepts: node.recognise.concepts,
        not: node.recognise.not,
        phrases: [
          node.short,
          ...node.aliases,
          ...node.typical.zh,
          ...node.typical.en,
          ...Object.values(node.recognise.phrases).flat(),
        ],
      }),
    ),
    ...[...outside.values()].map((matter): Matter => ({ ...matter, kind: 'outside', not: [] })),
  ];
  const index = createIndex(matters);
  // A phrase of a service is answered by the service, and one of an event by the event.
  const asServices = matters.flatMap(({ kind, phrases }) => (kind === 'service' ? phrases : []));
  const eventPhrases = lifeEvents.flatMap((event) => [event.name, ...event.aliases, ...event.phrases]);
  const faqFinder = createFinder(
    faqs.map((faq) => ({ id: faq.id, phrases: [faq.question, ...faq.phrases] })),
    [...asServices, ...eventPhrases],
  );
  const eventFinder = createFinder(
    lifeEvents.map((event) => ({ id: event.id, phrases: [event.name, ...event.aliases, ...event.phrases] })),
    asServices,
  );

  const lessons = lessonsOf(
    sayings.corpus,
    [...nodes.values()],
    faqs,
    content.outside.value,
    content.slots.value,
  );

  const affairs: Affairs = {
    city: shelf.city,
    lessons: () => lessons,
    services: () => {
      const day = today();
      return [...nodes.values()].filter((node) => served(node, day));
    },
    service: (id) => {
      const node = nodes.get(id);
      return node && served(node, today()) ? node : null;
    },
    authority: (id) => shelf.authorities.get(id) ?? null,
    basis: (id) => shelf.basis.get(id) ?? null,
    slots: () => content.slots.value,
    faqs: () => {
      const day = today();
      return faqs.filter((faq) => served(faq, day));
    },
    faq: (text) => {
      const found = faqFinder.find(text);
      const node = faqs.find((faq) => faq.id === found?.id);
      return found && node && served(node, today()) ? { node, score: found.score } : null;
    },
    lifeEvents: () => {
      const day = today();
      return lifeEvents.filter((event) => served(event, day));
    },
    lifeEvent: (text) => {
      const found = eventFinder.find(text);
      const node = lifeEvents.find((event) => event.id === found?.id);
      return found && node && served(node, today()) ? { node, score: found.score } : null;
    },
    search: (text) => index.search(text),
    decide: (text) => {
      const decision = decideAmong(index.search(text));
      const unknown = { kind: 'unknown', outside: null, score: decision.score } as const;
      if (decision.kind === 'answer') {
        // A node that has expired is still recognised, and honestly not answered.
        return affairs.service(decision.id)
          ? { kind: 'answer', service: decision.id, score: decision.score }
          : unknown;
      }
      if (decision.kind === 'clarify') {
        const services = decision.ids.filter((id) => affairs.service(id) !== null);
        return services.length === 0 ? unknown : { kind: 'clarify', services, score: decision.score };
      }
      const matter = decision.outside === null ? undefined : outside.get(decision.outside);
      const authority = matter && shelf.authorities.get(matter.authority);
      return matter && authority
        ? { ...unknown, outside: { id: matter.id, name: matter.name, authority } }
        : unknown;
    },
    residue: (text, service) => index.residue(text, service),
    topics: (count, lang) => {
      const rows = [...affairs.services()]
        .sort((a, b) => b.frequency - a.frequency)
        .map((node) => node.typical[lang]);
      const longest = Math.max(0, ...rows.map((row) => row.length));
      return Array.from({ length: longest }, (_, i) => rows.flatMap((row) => row[i] ?? []))
        .flat()
        .slice(0, count);
    },
  };
  return affairs;
}

import type { FaqNode, LifeEventNode } from './faq.ts';
import type { Affairs, ServiceNode } from './types.ts';

/** Published context of CPSV-AP 3.2.0: classes and properties below are named as in it. */
const CONTEXT = 'https://semiceu.github.io/CPSV-AP/releases/3.2.0/context/cpsv-ap.jsonld';

type Node = Record<string, unknown>;

/** An address of our own for a node: `urn:affairs:hpf.rent`. */
const urn = (id: string): string => `urn:affairs:${id}`;
const zh = (text: string): Node => ({ '@value': text, '@language': 'zh' });
const en = (text: string): Node => ({ '@value': text, '@language': 'en' });

function serviceOf(node: ServiceNode): Node {
  return {
    '@id': urn(node.id),
    '@type': 'PublicService',
    identifier: node.id,
    name: [zh(node.name), en(node.english)],
    description: zh(node.say.how ?? node.conditions.map(({ text }) => text).join('；')),
    hasCompetentAuthority: {
      '@id': urn(node.authorityNode.id),
      '@type': 'PublicOrganisation',
      prefLabel: zh(node.authorityNode.name),
    },
    spatial: node.region,
    processingTime: node.time.duration ?? null,
    holdsRequirement: node.conditions.map((condition) => ({
      '@id': urn(`${node.id}/${condition.id}`),
      '@type': 'Requirement',
      description: zh(condition.text),
    })),
    hasInputType: node.materialGroups.flatMap((group) =>
      group.names.map((name) => ({
        '@type': 'EvidenceType',
        name: zh(name),
        ...(group.label === null ? {} : { description: zh(group.label) }),
      })),
    ),
    hasChannel: [
      ...node.channelNames.map((name) => ({ '@type': 'Channel', description: zh(name) })),
      ...node.halls.map((hall) => ({
        '@id': urn(hall.id),
        '@type': 'Channel',
        description: zh(`${hall.name}，${hall.address}`),
        ...(hall.hours === undefined ? {} : { openingHours: hall.hours }),
      })),
    ],
    hasCost: node.cost.map((cost) => ({
      '@type': 'Cost',
      description: zh(cost.text),
      ...(cost.value === undefined ? {} : { hasValue: cost.value, currency: 'CNY' }),
    })),
    hasLegalResource: node.sources.map(legalOf),
    requires: node.requires.map(urn),
    relatedService: [...new Set([...node.related, ...followersOf(node)])].map(urn),
    isGroupedBy: [] as string[],
  };
}

/** What comes afterwards, in whatever situation: CPSV-AP has no edge of its own for it. */
const followersOf = (node: ServiceNode): string[] => [
  ...node.leadsTo,
  ...node.situations.flatMap(({ leadsTo }) => leadsTo),
];

const legalOf = (source: ServiceNode['sources'][number]): Node => ({
  '@id': urn(source.id),
  '@type': 'LegalResource',
  title: zh(source.article === undefined ? source.title : `${source.title}${source.article}`),
});

const eventOf = (event: LifeEventNode): Node => ({
  '@id': urn(event.id),
  '@type': 'LifeEvent',
  identifier: event.id,
  name: [zh(event.name), en(event.english)],
  hasLegalResource: event.sources.map(legalOf),
});

/** Questions have no class of their own in CPSV-AP: they are written as schema.org has them. */
const questionOf = (faq: FaqNode): Node => ({
  '@id': urn(faq.id),
  '@type': 'https://schema.org/Question',
  'https://schema.org/name': zh(faq.question),
  'https://schema.org/acceptedAnswer': {
    '@type': 'https://schema.org/Answer',
    'https://schema.org/text': zh(faq.answer),
  },
  ...(faq.service === undefined ? {} : { 'https://schema.org/about': { '@id': urn(faq.service) } }),
});

/**
 * The content that holds today as CPSV-AP 3.2.0 in JSON-LD: services with their requirements, evidence, channels,
 * costs and laws, events of a life that group them, frequent questions.
 */
export function toJsonLd(affairs: Affairs): Node {
  const events = affairs.lifeEvents();
  const services = affairs.services().map((node) => ({
    ...serviceOf(node),
    isGroupedBy: events
      .filter(({ steps }) => steps.some(({ service }) => service === node.id))
      .map(({ id }) => urn(id)),
  }));
  return {
    '@context': CONTEXT,
    '@graph': [...services, ...events.map(eventOf), ...affairs.faqs().map(questionOf)],
  };
}

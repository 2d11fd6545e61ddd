import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { toJsonLd } from './export.ts';
import { loadAffairs } from './load.ts';

const affairs = loadAffairs(fileURLToPath(new URL('../../affairs', import.meta.url)));
const Graph = z.object({
  '@context': z.url(),
  '@graph': z.array(z.looseObject({ '@id': z.string(), '@type': z.string() })),
});
const exported = Graph.parse(JSON.parse(JSON.stringify(toJsonLd(affairs))));
const nodes = new Map(exported['@graph'].map((node) => [node['@id'], node]));

describe('the export', () => {
  it('holds every service, event and question of today once', () => {
    expect(nodes.size).toBe(exported['@graph'].length);
    expect(nodes.size).toBe(affairs.services().length + affairs.lifeEvents().length + affairs.faqs().length);
  });

  it('tells of a service what it requires, costs, takes, stands on, and where it is done', () => {
    expect(nodes.get('urn:affairs:dl.lost')).toMatchObject({
      '@type': 'PublicService',
      identifier: 'dl.lost',
      processingTime: 'P1D',
      hasCost: [{ '@type': 'Cost', hasValue: 10, currency: 'CNY' }],
      hasCompetentAuthority: { '@type': 'PublicOrganisation' },
      hasInputType: expect.arrayContaining([expect.objectContaining({ '@type': 'EvidenceType' })]),
      holdsRequirement: [expect.objectContaining({ '@type': 'Requirement' })],
      hasLegalResource: [expect.objectContaining({ '@type': 'LegalResource' })],
    });
  });

  it('points only at what it holds', () => {
    const Links = z.object({
      requires: z.array(z.string()),
      relatedService: z.array(z.string()),
      isGroupedBy: z.array(z.string()),
    });
    for (const node of exported['@graph'].filter((one) => one['@type'] === 'PublicService')) {
      const { requires, isGroupedBy } = Links.parse(node);
      for (const id of [...requires, ...isGroupedBy]) expect(nodes.has(id)).toBe(true);
    }
    expect(nodes.get('urn:affairs:re.secondhand')?.requires).toEqual(['urn:affairs:tax.deed']);
    expect(nodes.get('urn:affairs:hk.newborn')?.isGroupedBy).toEqual(['urn:affairs:le.birth']);
  });
});

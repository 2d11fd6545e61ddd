import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../protocol/errors.ts';
import { type AffairsOptions, loadAffairs } from './load.ts';

const CONTENT = fileURLToPath(new URL('../../affairs', import.meta.url));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A copy of the content with one file changed. */
function changed(file: string, change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'affairs-'));
  folders.push(folder);
  cpSync(CONTENT, folder, { recursive: true });
  const path = join(folder, file);
  const before = readFileSync(path, 'utf8');
  const after = change(before);
  if (after === before) throw new Error(`the change of ${file} changes nothing`);
  writeFileSync(path, after);
  return folder;
}

function complaint(file: string, change: (text: string) => string, options?: AffairsOptions): string {
  try {
    loadAffairs(changed(file, change), options);
  } catch (error) {
    if (error instanceof AppError && error.code === 'content_invalid') return error.message;
    throw error;
  }
  throw new Error('the broken content was accepted');
}

/** The number of the first line that holds `text`. */
const lineOf = (file: string, text: string): number =>
  readFileSync(join(CONTENT, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes(text)) + 1;

describe('the content', () => {
  const affairs = loadAffairs(CONTENT);

  it('holds the services of the catalogue, each with a source, and none that claims to be verified', () => {
    expect(affairs.services().map((node) => node.id)).toEqual([
      'biz.company',
      'biz.food',
      'biz.individual',
      'dl.lost',
      'dl.renew',
      'hk.idcard',
      'hk.move',
      'hk.newborn',
      'hk.residence_permit',
      'hpf.leave',
      'hpf.loan',
      'hpf.purchase',
      'hpf.rent',
      'hpf.repay',
      'hpf.transfer',
      'mi.maternity',
      'mi.offsite_record',
      're.secondhand',
      'si.flex_enroll',
      'si.pension_retire',
      'si.sscard',
      'si.unemployment_benefit',
      'tax.deed',
      'tax.pit_annual',
    ]);
    for (const node of affairs.services()) {
      expect(node.sources.length).toBeGreaterThan(0);
      expect(node.unverified).toBe(true);
    }
  });

  it('lays the city over the national layer, and says that the city is fictional', () => {
    expect(affairs.city.fictional).toBe(true);
    expect(affairs.service('hpf.rent')?.halls[0]?.name).toContain('虚构');
  });

  it('offers typical questions, the most frequent service first, each service once before any twice', () => {
    expect(affairs.topics(2, 'zh')).toEqual(['公积金租房子能不能提', '身份证丢了怎么办']);
    const first = affairs.topics(affairs.services().length, 'zh').map((topic) => affairs.decide(topic));
    const named = first.map((verdict) => (verdict.kind === 'answer' ? verdict.service : verdict.kind));
    expect(new Set(named).size).toBe(affairs.services().length);
    expect(affairs.topics(2, 'en')).toHaveLength(2);
  });

  it('decides the same for a phrase of every service as its author meant', () => {
    for (const node of affairs.services()) {
      for (const phrase of Object.values(node.recognise.phrases).flat()) {
        expect([phrase, affairs.decide(phrase)]).toMatchObject([
          phrase,
          { kind: 'answer', service: node.id },
        ]);
      }
    }
  });
});

describe('broken content is refused with file, line and remedy', () => {
  it.each([
    [
      'a reference to a material that is not there',
      'services/dl.lost.yaml',
      'materials: [m.id]',
      'materials: [m.nothing]',
      'materials.yaml',
    ],
    [
      'a basis that is not there',
      'services/dl.lost.yaml',
      'basis: [b.licence_rules]',
      'basis: [b.nothing]',
      'basis.yaml',
    ],
    [
      'an article that the basis does not list',
      'services/hpf.rent.yaml',
      "duration: P3D, basis: 'b.hpf_rules#25'",
      "duration: P3D, basis: 'b.hpf_rules#99'",
      'basis.yaml',
    ],
    [
      'a predicate over a slot of no service',
      'services/dl.lost.yaml',
      "when: { '==': [licence_held, false] }",
      "when: { '==': [self_home, false] }",
      'slots',
    ],
    [
      'an authority that is not there',
      'services/hk.idcard.yaml',
      'authority: org.household',
      'authority: org.nobody',
      'authorities.yaml',
    ],
    [
      'a channel that is not there',
      'services/hk.idcard.yaml',
      'channels: [ch.police_station]',
      'channels: [ch.moon]',
      'channels.yaml',
    ],
    [
      'a related service that is not there',
      'services/dl.lost.yaml',
      'related: [dl.renew]',
      'related: [dl.fly]',
      'services',
    ],
    ['a wrong type', 'services/dl.lost.yaml', 'verified: false', 'verified: perhaps', 'schema.ts'],
    [
      'a day that is none',
      'services/dl.lost.yaml',
      'validFrom: 2022-04-01',
      'validFrom: 2022-13-01',
      'schema.ts',
    ],
    [
      'a local layer for a service that is not there',
      'city/city.yaml',
      '  hpf.rent:',
      '  hpf.nothing:',
      'services',
    ],
    [
      'a matter outside that now has a service',
      'outside.yaml',
      'id: hpf.balance',
      'id: hpf.rent',
      'Remove it',
    ],
  ])('%s', (_, file, before, after, remedy) => {
    const message = complaint(file, (text) => text.replace(before, after));
    expect(message).toMatch(/^affairs\/[\w./]+:\d+: /);
    expect(message).toContain(remedy);
    if (file.startsWith('services/') && !after.startsWith('id')) {
      expect(message.startsWith(`affairs/${file}:${lineOf(file, before)}:`)).toBe(true);
    }
  });

  it('a key that nobody knows, a broken YAML, an id used twice, a missing file', () => {
    expect(complaint('services/dl.lost.yaml', (text) => `${text}\ncolour: red\n`)).toContain('colour');
    expect(complaint('basis.yaml', (text) => `${text}\n  - [`)).toMatch(/^affairs\/basis\.yaml:\d+: /);
    expect(complaint('materials.yaml', (text) => `${text}\n- { id: m.id, name: 身份证 }\n`)).toContain(
      'used twice',
    );
    expect(() => loadAffairs(join(CONTENT, 'nowhere'))).toThrow(/affairs\/authorities\.yaml:1: .*Restore/);
  });
});

describe('validity', () => {
  const until = changedUntil('2026-06-30');
  function changedUntil(day: string): string {
    const folder = changed('services/dl.lost.yaml', (text) =>
      text.replace('validFrom: 2022-04-01', `validFrom: 2022-04-01\nvalidTo: ${day}`),
    );
    folders.splice(0);
    return folder;
  }

  it('serves a node to its last day and not after, while the server runs', () => {
    let today = '2026-06-30';
    const affairs = loadAffairs(until, { today: () => today });
    expect(affairs.decide('驾照丢了怎么办')).toMatchObject({ kind: 'answer', service: 'dl.lost' });
    today = '2026-07-01';
    expect(affairs.service('dl.lost')).toBeNull();
    expect(affairs.decide('驾照丢了怎么办').kind).toBe('unknown');
    expect(affairs.topics(99, 'zh').join()).not.toContain('驾照丢了');
    rmSync(until, { recursive: true, force: true });
  });

  it('serves no node whose source has expired, or that belongs to another region', () => {
    const expired = changed('basis.yaml', (text) =>
      text.replace('validFrom: 2004-01-01', 'validFrom: 2004-01-01\n  validTo: 2010-01-01'),
    );
    expect(loadAffairs(expired).service('hk.idcard')).toBeNull();
    const elsewhere = changed('services/hk.idcard.yaml', (text) =>
      text.replace('region: CN', 'region: elsewhere'),
    );
    expect(loadAffairs(elsewhere).service('hk.idcard')).toBeNull();
  });

  it('serves no node before it is in force', () => {
    expect(loadAffairs(CONTENT, { today: () => '1949-09-30' }).services()).toEqual([]);
  });
});

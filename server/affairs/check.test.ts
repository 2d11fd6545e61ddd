import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { checkAffairs } from './check.ts';

const CONTENT = fileURLToPath(new URL('../../affairs', import.meta.url));
const TODAY = '2026-11-23';
const VIDEOS = new Set(['v.dl_renew', 'v.hpf_rent', 'v.idcard', 'v.newborn', 'v.unemployment']);
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What is said of a copy of the content in which one file is changed. */
function after(file: string, before: string, now: string): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'affairs-'));
  folders.push(folder);
  cpSync(CONTENT, folder, { recursive: true });
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
  writeFileSync(path, text.replace(before, now));
  return checkAffairs(folder, { today: TODAY, videos: VIDEOS });
}

const LINE = /^affairs\/[\w./-]+:\d+: .+\. .+/;

describe('the check of the content', () => {
  it('finds nothing to mend in what is shipped', () => {
    expect(checkAffairs(CONTENT, { today: TODAY, videos: VIDEOS })).toEqual([]);
  });

  it.each([
    [
      'two situations that hold together',
      'services/tax.deed.yaml',
      "{ '<=': [area, 140] }] }",
      "{ '<=': [area, 150] }] }",
      'hold together',
    ],
    [
      'a situation that holds for nobody',
      'services/dl.renew.yaml',
      "{ '>=': [age, 70] }",
      "{ '>=': [age, 70] }, { '<': [age, 60] }",
      'holds for nobody',
    ],
    [
      'a condition on a slot that no question asks for',
      'services/hpf.rent.yaml',
      "when: { '==': [self_home, false] }",
      "when: { '==': [spouse_home, false] }",
      'no question asks',
    ],
    [
      'a value that the slot does not have',
      'services/hpf.rent.yaml',
      "when: { '==': [rental_type, public] }",
      "when: { '==': [rental_type, castle] }",
      'no value "castle"',
    ],
    [
      'an option of the wrong kind',
      'services/hpf.rent.yaml',
      '{ label: 满了, value: 3 }',
      '{ label: 满了, value: full }',
      'is a number',
    ],
    [
      'an order of what has none',
      'services/hpf.rent.yaml',
      "when: { '==': [rental_type, public] }",
      "when: { '>=': [rental_type, public] }",
      'no order',
    ],
    [
      'a service that has to be done before itself',
      'services/tax.deed.yaml',
      'related: [re.secondhand, hpf.purchase]',
      'related: []\nrequires: [re.secondhand]',
      'before itself',
    ],
    ['a form that is not there', 'services/hpf.rent.yaml', 'f.hpf_rent,', 'f.nothing,', 'affairs/forms'],
    [
      'a service whose time has ended',
      'services/dl.lost.yaml',
      'validFrom: 2022-04-01',
      'validFrom: 2022-04-01\nvalidTo: 2025-12-31',
      'ended on 2025-12-31',
    ],
    [
      'a frequent question whose time has ended',
      'faq/tax.yaml',
      'validTo: 2027-12-31',
      'validTo: 2026-06-30',
      'ended on 2026-06-30',
    ],
    [
      'a node that nobody has read for over a year',
      'services/dl.lost.yaml',
      'reviewedAt: 2026-11-01',
      'reviewedAt: 2025-11-01',
      'nobody has read it',
    ],
    [
      'what a calculator computes by and its service does not name',
      'services/tax.deed.yaml',
      "'b.deed_tax_law#3', ",
      '',
      'computes by "b.deed_tax_law#3"',
    ],
    [
      'an amount of the place that a calculator misses',
      'city/city.yaml',
      'deed_rate_local:',
      'deed_rate_other:',
      '"deed_rate_local"',
    ],
    [
      'words that two services claim',
      'services/tax.deed.yaml',
      'typical:\n  zh: [',
      'typical:\n  zh: [注册公司, ',
      'also said for biz.company',
    ],
    [
      'a frequent answer with a figure of its own',
      'faq/papers.yaml',
      'answer: 居住证每年签注1次。',
      'answer: 居住证每年签注3次。',
      '"3"',
    ],
    ['a video that is not made', 'services/hpf.rent.yaml', 'v.hpf_rent', 'v.hpf_rant', 'no video of media/'],
    [
      'a material that nobody needs',
      'materials.yaml',
      '- { id: ',
      '- { id: m.left_over, name: 旧表格 }\n- { id: ',
      'no service names "m.left_over"',
    ],
    [
      'a service that comes after itself',
      'services/tax.deed.yaml',
      'leadsTo: [re.secondhand]',
      'leadsTo: [tax.deed]',
      'names itself',
    ],
    [
      'a service meant instead that is not there',
      'services/biz.company.yaml',
      'service: biz.individual }',
      'service: biz.nothing }',
      'affairs/services',
    ],
    [
      'a reference that leads nowhere',
      'services/dl.lost.yaml',
      'basis: [b.licence_rules]',
      'basis: [b.nothing]',
      'affairs/basis.yaml',
    ],
  ])('names file, line and remedy of %s', (_, file, before, now, what) => {
    const problems = after(file, before, now);
    expect(problems.length).toBeGreaterThan(0);
    for (const problem of problems) expect(problem).toMatch(LINE);
    expect(problems.some((problem) => problem.startsWith(`affairs/${file}:`) && problem.includes(what))).toBe(
      true,
    );
  });

  it('lets nothing that nobody verified, and no fictional city, go to the public', () => {
    const problems = checkAffairs(CONTENT, { today: TODAY, release: true });
    expect(problems.filter((problem) => problem.includes('services/'))).toHaveLength(24);
    expect(problems.some((problem) => problem.includes('the city is made up'))).toBe(true);
  });
});

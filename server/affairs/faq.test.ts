import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { loadAffairs } from './load.ts';
import { LIKENESS } from './thresholds.ts';

const CONTENT = fileURLToPath(new URL('../../affairs', import.meta.url));
const affairs = loadAffairs(CONTENT);
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** What is said of a copy of the content in which one file is changed. */
function complaint(file: string, before: string, after: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'affairs-'));
  folders.push(folder);
  cpSync(CONTENT, folder, { recursive: true });
  const path = join(folder, file);
  const text = readFileSync(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${file} does not hold ${before}`);
  writeFileSync(path, text.replace(before, after));
  try {
    loadAffairs(folder);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('the broken content was accepted');
}

describe('frequent questions', () => {
  it('are sixty or more, each with a source, and none claims to be verified', () => {
    expect(affairs.faqs().length).toBeGreaterThanOrEqual(60);
    for (const faq of affairs.faqs()) {
      expect(faq.sources.length).toBeGreaterThan(0);
      expect(faq.unverified).toBe(true);
    }
  });

  it('are found by each of their own phrases', () => {
    for (const faq of affairs.faqs()) {
      for (const phrase of [faq.question, ...faq.phrases]) {
        expect([phrase, affairs.faq(phrase)?.node.id]).toEqual([phrase, faq.id]);
      }
    }
  });

  it.each([
    ['想提前退休，弹性退休最多能早几年', 'faq.social.retire_early'],
    ['我家房子还有贷款没还清，能不能卖掉', 'faq.housing.mortgaged_sale'],
    ['现在领结婚证还需要户口本吗', 'faq.papers.marriage_papers'],
    ['公司一直不签劳动合同怎么办啊', 'faq.social.no_contract'],
  ])('are found by sentences like them: %s', (said, id) => {
    const found = affairs.faq(said);
    expect(found?.node.id).toBe(id);
    expect(found?.score).toBeGreaterThanOrEqual(LIKENESS.same);
  });

  it.each([
    '身份证丢了怎么办',
    '公积金租房子能不能提',
    '明天股票会涨吗',
    '楼下太吵了没人管',
    '驾照丢了',
    '公积金提出来付房租得等几天',
  ])('leave other words alone: %s', (said) => {
    expect(affairs.faq(said)?.score ?? 0).toBeLessThan(LIKENESS.same);
  });

  it('are not served after their last day', () => {
    const later = loadAffairs(CONTENT, { today: () => '2028-01-01' });
    expect(affairs.faq('不办个税汇算行不行')?.node.id).toBe('faq.tax.annual_exempt');
    expect(later.faq('不办个税汇算行不行')).toBeNull();
    expect(later.faqs().map(({ id }) => id)).not.toContain('faq.tax.annual_exempt');
  });

  it('are refused with file, line and remedy when they lead nowhere or belong to nobody', () => {
    for (const [before, after] of [
      ['service: dl.renew', 'service: dl.fly'],
      ['authority: org.traffic', 'authority: org.nobody'],
      ['  authority: org.traffic\n', ''],
      ['basis: [b.licence_rules]', 'basis: [b.nothing]'],
      ['id: faq.driving.years', 'id: faq.driving.early'],
    ] as const) {
      expect(complaint('faq/driving.yaml', before, after)).toMatch(
        /^affairs\/faq\/driving\.yaml:\d+: .+\. .+/,
      );
    }
  });
});

describe('events of a life', () => {
  it('are those of the catalogue, with their steps in order and every service in place', () => {
    expect(affairs.lifeEvents().map(({ id }) => id)).toEqual([
      'le.birth',
      'le.retire',
      'le.secondhand_home',
      'le.open_restaurant',
      'le.flexible_work',
      'le.unemployment',
      'le.after_death',
    ]);
    const home = affairs.lifeEvents().find(({ id }) => id === 'le.secondhand_home');
    const services = home?.steps.map(({ service }) => service) ?? [];
    expect(services.indexOf('tax.deed')).toBeLessThan(services.indexOf('re.secondhand'));
    for (const event of affairs.lifeEvents()) {
      for (const step of event.steps) {
        expect(step.authority.phone).toMatch(/^\d{3,}$/);
        if (step.service !== null) expect(affairs.service(step.service)).not.toBeNull();
      }
    }
  });

  it('are found by what people say, and not by a question of one service', () => {
    expect(affairs.lifeEvent('孩子出生以后要办哪些手续')?.node.id).toBe('le.birth');
    expect(affairs.lifeEvent('家里老人去世了都要办什么')?.node.id).toBe('le.after_death');
    expect(affairs.lifeEvent('二手房过户要什么材料')?.score ?? 0).toBeLessThan(LIKENESS.same);
  });

  it('are refused when a step leads nowhere', () => {
    expect(complaint('life-events.yaml', 'service: hk.newborn', 'service: hk.nothing')).toMatch(
      /^affairs\/life-events\.yaml:\d+: .*affairs\/services/,
    );
  });
});

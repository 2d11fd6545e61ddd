import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ungrounded } from '../affairs/grounding.ts';
import { loadAffairs } from '../affairs/load.ts';
import type { Affairs, ServiceNode } from '../affairs/types.ts';
import { createDialog } from './dialog.ts';

const facts = [
  '首次申领0元',
  '换领20元',
  '60日以内发证',
  '居民身份证法',
  '第二十四条',
  '连续缴存满13个月',
  '建金〔2015〕19号',
];

describe('grounding', () => {
  it.each([
    '换领20元',
    '60日以内发证',
    '依据《居民身份证法》',
    '按照居民身份证法，换领20元',
    '依据建金〔2015〕19号',
    '请您办理',
  ])('lets pass what stands in the facts: %s', (text) => {
    expect(ungrounded(text, facts)).toEqual([]);
  });

  it.each([
    ['换领30元', '30元'],
    ['换领2元', '2元'],
    ['满3个月', '3个月'],
    ['六十日以内发证', '六十日'],
    ['依据《户口登记条例》', '户口登记条例'],
    ['按照户口登记条例办理', '登记条例'],
    ['依据建金〔2016〕19号', '建金〔2016〕19号'],
    ['百分之五', '百分之五'],
    ['费率5%', '5%'],
  ])('finds in "%s" what does not: %s', (text, found) => {
    expect(ungrounded(text, facts).join(' ')).toContain(found);
  });

  const real = loadAffairs(fileURLToPath(new URL('../../affairs', import.meta.url)));
  const doctored = (change: Partial<ServiceNode>): Affairs => ({
    ...real,
    service: (id) => {
      const node = real.service(id);
      return node && { ...node, ...change };
    },
  });
  const ask = (affairs: Affairs, text: string) => {
    const dialog = createDialog({ affairs });
    return dialog.turn({ text, lang: 'zh', via: 'text' }, dialog.begin());
  };

  it('refuses honestly when a spoken amount does not stand in its node', () => {
    const say = { ...real.service('hk.idcard')?.say, cost: '换领25元，补领40元。' };
    const reply = ask(doctored({ say }), '换身份证要多少钱');
    expect(reply.understood.kind).toBe('unknown');
    expect(reply.sentences.map((sentence) => sentence.text).join('')).toContain('没有查到权威依据');
    expect(JSON.stringify([reply.sentences, reply.cards])).not.toContain('25元');
  });

  it('refuses as well when the doctored sentence would only stand on the card', () => {
    const say = { ...real.service('hk.idcard')?.say, how: '30日以内发证。' };
    const reply = ask(doctored({ say }), '换身份证要多少钱');
    expect(reply.understood.kind).toBe('unknown');
    expect(JSON.stringify([reply.sentences, reply.cards])).not.toContain('30日');
  });

  it('finds every spoken sentence of the content in its own node, within three sentences and eighty characters', () => {
    for (const node of real.services()) {
      for (const text of Object.values(node.say)) {
        expect(ungrounded(text, node.facts)).toEqual([]);
        expect(text.length).toBeLessThanOrEqual(80);
        expect((text.match(/[。！？]/gu) ?? []).length).toBeLessThanOrEqual(3);
      }
    }
  });
});

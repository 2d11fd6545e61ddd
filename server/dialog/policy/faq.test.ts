import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { Card } from '../../../protocol/index.ts';
import { loadForms } from '../../affairs/forms.ts';
import { ungrounded } from '../../affairs/grounding.ts';
import { loadAffairs } from '../../affairs/load.ts';
import { createDialog } from '../dialog.ts';
import type { Reply } from '../types.ts';

const folder = fileURLToPath(new URL('../../../affairs', import.meta.url));
const affairs = loadAffairs(folder);
const dialog = createDialog({ affairs, forms: loadForms(folder), city: '示例市' });
const talk = (text: string): Reply => dialog.turn({ text, lang: 'zh', via: 'text' }, dialog.begin());
const words = (reply: Reply): string => reply.sentences.map((sentence) => sentence.text).join('');
const faults = (reply: Reply): unknown[] =>
  reply.cards.flatMap(
    (card) =>
      Card.safeParse({
        ...card,
        id: 'crd_0123456789abcdef',
        turn: 'trn_0123456789abcdef',
      }).error?.issues.filter((issue) => issue.path[0] !== 'id' && issue.path[0] !== 'turn') ?? [],
  );

describe('a frequent question', () => {
  it('is answered at once with its source, and what is said stands in its facts', () => {
    for (const faq of affairs.faqs()) {
      const reply = talk(faq.question);
      expect([faq.id, ungrounded(faq.answer, faq.facts)]).toEqual([faq.id, []]);
      expect([faq.id, words(reply)]).toEqual([faq.id, expect.stringContaining(faq.answer)]);
      expect([faq.id, faults(reply)]).toEqual([faq.id, []]);
      const card = reply.cards[0];
      if (card?.kind !== 'answer') throw new Error(`${faq.id}: an answer card was expected`);
      expect(card.sources.length).toBeGreaterThan(0);
      expect(card.unverified).toBe(true);
      expect(reply.understood.action).toBe('answer');
    }
  });

  it('keeps the service it belongs to in mind', () => {
    const first = talk('自己辞职能领失业金吗');
    expect(first.understood).toMatchObject({ kind: 'service', service: 'si.unemployment_benefit' });
    const next = dialog.turn({ text: '要带什么材料', lang: 'zh', via: 'text' }, first.state);
    expect(next.understood.service).toBe('si.unemployment_benefit');
  });

  it('leaves a matter that is asked for itself to the matter', () => {
    expect(talk('失业金怎么领').understood).toMatchObject({ action: 'guide' });
    expect(talk('楼下太吵了没人管').understood.kind).toBe('order');
  });
});

describe('an event of a life', () => {
  it('is told in its order, short in speech and whole on a card of steps', () => {
    for (const event of affairs.lifeEvents()) {
      const reply = talk(event.phrases[0] ?? '');
      const card = reply.cards[0];
      if (card?.kind !== 'steps') throw new Error(`${event.id}: a card of steps was expected`);
      expect(card.steps.map(({ title }) => title)).toEqual(event.steps.map(({ name }) => name));
      expect(words(reply).length).toBeLessThanOrEqual(80);
      expect(faults(reply)).toEqual([]);
    }
  });

  it('offers to go on with its services, each of which is understood', () => {
    const card = talk('孩子出生要办哪些手续').cards[0];
    if (card?.kind !== 'steps') throw new Error('a card of steps was expected');
    expect(card.next?.length).toBeGreaterThan(0);
    for (const choice of card.next ?? []) expect(talk(choice.say).understood.kind).toBe('service');
  });
});

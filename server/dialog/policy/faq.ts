import type { FaqNode, LifeEventNode } from '../../affairs/faq.ts';
import { ungrounded } from '../../affairs/grounding.ts';
import { LIKENESS } from '../../affairs/thresholds.ts';
import { followUps } from '../answer.ts';
import { intentOf, type Kit, type Outcome, slotsOf, type Turn } from '../outcome.ts';
import type { PlannedCard } from '../types.ts';
import { known } from './known.ts';
import { faceOf } from './serve.ts';

/**
 * Answers a frequent question, or shows the way through an event of a life; null when the words are neither.
 * `alone`: nothing but one service, or nothing at all, was recognised in the words.
 */
export function answerKnown(kit: Kit, turn: Turn, alone: boolean): Outcome | null {
  if (turn.lang !== 'zh') return null;
  const least = alone ? LIKENESS.same : LIKENESS.itself;
  const faq = kit.affairs.faq(turn.text);
  if (faq && faq.score >= least) return told(kit, turn, faq.node, faq.score);
  const event = kit.affairs.lifeEvent(turn.text);
  return event && event.score >= least ? wayThrough(kit, turn, event.node, event.score) : null;
}

function told(kit: Kit, turn: Turn, node: FaqNode, score: number): Outcome | null {
  if (ungrounded(node.answer, node.facts).length > 0) return null;
  const service = node.service === undefined ? null : kit.affairs.service(node.service);
  const slots = service === null ? {} : slotsOf(service, known(kit, turn, service));
  const card: PlannedCard = {
    kind: 'answer',
    service: node.service ?? node.id,
    title: node.question,
    summary: node.answer,
    sections: [{ label: '规定', items: node.facts.slice(0, node.statements) }],
    sources: node.sources.slice(0, 8),
    phone: { number: node.authorityNode.phone, name: node.authorityNode.name },
    unverified: node.unverified,
  };
  return {
    understood: {
      kind: service === null ? 'unknown' : 'service',
      service: service?.id ?? null,
      confidence: score,
      ...(service !== null && turn.asked ? { ask: turn.asked } : {}),
      action: 'answer',
      intents: service === null ? [] : [intentOf(service.id, turn.asked, slots)],
    },
    say: node.answer,
    manner: { face: faceOf(turn), gesture: 'nod', card: 0 },
    cards: [card],
    suggestions: service === null ? kit.topics(turn.lang) : followUps(service, turn.asked, turn.lang),
    ...(service === null ? {} : { state: { service: service.id, slots: known(kit, turn, service) } }),
  };
}

/** What is done first, second and last; the rest stands on the card. */
export function wayThrough(kit: Kit, turn: Turn, node: LifeEventNode, score: number): Outcome {
  const services = node.steps.flatMap(({ service }) =>
    service === null ? [] : (kit.affairs.service(service) ?? []),
  );
  const [first, second] = node.steps;
  const say = `${node.short}要办的事，一步一步来：先办${first?.name ?? ''}，再办${second?.name ?? ''}，其余看屏幕。想先问哪一件？`;
  const card: PlannedCard = {
    kind: 'steps',
    title: node.name,
    steps: node.steps.map((step) => ({
      title: step.name,
      text: step.note,
      facts: [`${step.authority.name} ${step.authority.phone}`],
    })),
    sources: node.sources.slice(0, 8),
    unverified: node.unverified,
    next: services.slice(0, 3).map(({ short, typical }) => ({ label: short, say: typical.zh[0] ?? short })),
  };
  return {
    understood: {
      kind: services.length === 0 ? 'unknown' : 'service',
      service: services[0]?.id ?? null,
      confidence: score,
      action: 'answer',
      intents: services.slice(0, 1).map(({ id }) => intentOf(id, turn.asked, {})),
    },
    say,
    manner: { face: faceOf(turn), gesture: 'invite', card: 0 },
    cards: [card],
    suggestions: services.slice(0, 4).map(({ typical, short }) => typical.zh[0] ?? short),
    ...(services[0] === undefined ? {} : { state: { service: services[0].id } }),
  };
}

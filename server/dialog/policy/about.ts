import { FOLLOW_UP, LEARNT, MATTERS } from '../../affairs/thresholds.ts';
import type { Verdict } from '../../affairs/types.ts';
import { ANSWERS, type Control } from '../control.ts';
import { type Matter, mattersIn } from '../matters.ts';
import { type Opinion, weighed } from '../opinion.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import { elsewhere, isInjection, isOutOfScope, isUnlawful } from '../scope.ts';
import { outsideText, redirectText, TEXTS } from '../texts.ts';
import { followUp } from './context.ts';
import { answerKnown } from './faq.ts';
import { firstWords } from './first-words.ts';
import { askAgain, type OpenTalk } from './formtalk.ts';
import { carried, known } from './known.ts';
import { takeOrder } from './orders.ts';
import { namedInQueue, offering, several, takeNext } from './queue.ts';
import {
  askBack,
  askedAgain,
  goOn,
  notMatched,
  redirected,
  refused,
  sentAgain,
  wantsAll,
} from './refusals.ts';
import { serve } from './serve.ts';

/** What the words are about: services, orders, several of them, another office, or nothing that is known. */
export function about(kit: Kit, turn: Turn, control: Control | null, talk: OpenTalk | null): Outcome {
  const { state } = turn;
  if (isInjection(turn.text)) return refused(turn, TEXTS.onlySources[turn.lang]);
  if (isUnlawful(turn.text)) return refused(turn, TEXTS.unlawful[turn.lang]);
  const hinted = hintedService(kit, turn);
  if (hinted) return hinted;
  const begun = firstWords(kit, turn);
  if (begun) return begun;
  const next = namedInQueue(kit, turn);
  const queued = next === null ? null : takeNext(kit, turn, next);
  if (queued) return queued;
  const { found, verdict, order } = mattersIn(kit, turn.text);
  const [told, ...others] = found;
  const opinion = others.length === 0 ? secondOpinion(kit, turn, told ?? null, verdict) : KEEP;
  const first = told === undefined || opinion.kind === 'refuse' ? undefined : meantBy(opinion, told);
  const another = elsewhere(turn.text);
  const frequent = answerKnown(kit, turn, others.length === 0 && told?.kind !== 'order');
  if (frequent) return offering(kit, turn, frequent);
  if (first !== undefined && others.length > 0) return several(kit, turn, found);
  if (opinion.kind === 'both') return several(kit, turn, opinion.matters);
  if (told !== undefined && opinion.kind === 'ask') return askBack(kit, turn, opinion.services, opinion.p);
  const scoped =
    first?.kind === 'order' &&
    !first.order.explicit &&
    isOutOfScope(turn.text) &&
    /谁|什么|怎么|吗|呢|[？?]|推荐|帮我(?:写|唱|讲)|给我(?:放|讲|唱)/u.test(turn.text);
  if (first?.kind === 'order' && !scoped && (another === null || first.order.explicit))
    return takeOrder(kit, turn, first.order);
  const stays = staysWith(kit, turn, first, verdict);
  if (stays) return offering(kit, turn, stays);
  if (first?.kind === 'service') return offering(kit, turn, served(kit, turn, first, first !== told));
  const taken = told === undefined && opinion.kind === 'take' ? opinion.matter : null;
  if (another !== null && taken === null) {
    const { name, numbers } = another;
    return redirected(turn, redirectText(name, numbers[0] ?? '12345', turn.lang), name, numbers);
  }
  if (isOutOfScope(turn.text)) return refused(turn, TEXTS.scope[turn.lang]);
  if (verdict.kind === 'unknown' && verdict.outside && taken === null)
    return outside(kit, turn, verdict.outside);
  const sent = sentAgain(turn);
  if (sent) return sent;
  const following = followUp(kit, turn, verdict.kind === 'clarify');
  if (following) return offering(kit, turn, following);
  if (talk !== null && state.pending?.kind === 'field') {
    return askAgain(turn, talk, state.pending.field, state.pending.tries);
  }
  // Only learnt, and asked for altogether: the whole event is offered beside it.
  if (taken?.kind === 'service' && wantsAll(kit, turn, taken.node.id))
    return askBack(kit, turn, [taken.node.id], taken.score);
  if (taken !== null) {
    return taken.kind === 'order'
      ? takeOrder(kit, turn, taken.order)
      : offering(kit, turn, served(kit, turn, taken, true));
  }
  if (opinion.kind === 'refuse') return notMatched(kit, turn);
  if (verdict.kind === 'clarify') return nearMatch(kit, turn, verdict.services, verdict.score);
  if (opinion.kind === 'ask') return askBack(kit, turn, opinion.services, opinion.p);
  if (order !== null) return takeOrder(kit, turn, order);
  const bare = kit.affairs.residue(turn.text, null);
  if (control !== null && ANSWERS.has(control)) return goOn(kit, turn);
  if (!turn.asked && bare === 0 && /\p{L}/u.test(turn.text)) return goOn(kit, turn);
  if (turn.asked && bare <= MATTERS.bareResidue) {
    const ids = kit.affairs.services().map(({ id }) => id);
    return askBack(kit, turn, ids.slice(0, 3), 0.3);
  }
  return askedAgain(kit, turn) ?? notMatched(kit, turn);
}

/** 怎么补, of the card just spoken of: words that only lean to another service, whose own thing they do not name. */
function staysWith(kit: Kit, turn: Turn, first: Matter | undefined, verdict: Verdict): Outcome | null {
  const { service } = turn.state;
  if (first?.kind !== 'service' || service === null || service === first.node.id) return null;
  if (verdict.kind !== 'clarify' || turn.text.length > FOLLOW_UP.bareChars) return null;
  const named = kit.affairs.search(turn.text).some(({ id, anchored }) => anchored && id === first.node.id);
  const node = named ? null : kit.affairs.service(service);
  return node && served(kit, turn, { kind: 'service', node, score: verdict.score, text: turn.text }, false);
}

const KEEP: Opinion = { kind: 'keep' };

/** The learnt judgement beside the rules'; what is asked for at this moment (a choice, a number) is left to the rules. */
function secondOpinion(kit: Kit, turn: Turn, told: Matter | null, verdict: Verdict): Opinion {
  if (turn.lang !== 'zh') return KEEP;
  const opinion = weighed(kit, turn.text, told, verdict);
  const waits = turn.state.pending != null && turn.state.pending.kind !== 'offer';
  return waits && told === null && (opinion.kind !== 'take' || opinion.p < LEARNT.waiting) ? KEEP : opinion;
}

const meantBy = (opinion: Opinion, told: Matter): Matter => (opinion.kind === 'take' ? opinion.matter : told);

/** Serves the matter; named first where only the learnt judgement took the words for it, so that it can be put right. */
function served(
  kit: Kit,
  turn: Turn,
  { node, score }: Extract<Matter, { kind: 'service' }>,
  named: boolean,
): Outcome {
  return serve(kit, turn, {
    node,
    asked: turn.asked,
    confidence: Math.min(1, score),
    slots: known(kit, turn, node),
    following: false,
    ...(named ? { opening: `您问的是${node.short}。` } : {}),
  });
}

/** The service that a model took the words for; named, so that the citizen can put it right. */
function hintedService(kit: Kit, turn: Turn): Outcome | null {
  const { hint } = turn.input;
  const node = hint === undefined ? null : kit.affairs.service(hint.service);
  if (!hint || !node) return null;
  return serve(kit, turn, {
    node,
    asked: hint.ask ?? turn.asked,
    confidence: 0.6,
    slots: { ...carried(kit, turn.state, node.id), ...hint.slots },
    following: false,
    opening: `您问的是${node.short}。`,
  });
}

/** A matter that is recognised and has no service: its own number, or the honest sentence. */
function outside(
  kit: Kit,
  turn: Turn,
  { name, authority }: { name: string; authority: { phone: string } },
): Outcome {
  const text = outsideText(name, authority.phone, turn.lang);
  if (authority.phone !== '12345') return redirected(turn, text, name, [authority.phone]);
  const outcome = refused(turn, text);
  return {
    ...outcome,
    understood: { ...outcome.understood, redirect: ['12345'] },
    handoff: 'offer',
    cards: kit.topicsCard(turn.lang),
    state: { sentTo: { name, numbers: ['12345'] } },
  };
}

/** One near service is taken, and named so that it can be put right; several are asked back. */
function nearMatch(kit: Kit, turn: Turn, services: readonly string[], score: number): Outcome {
  const [only, more] = services;
  const node = only === undefined || more !== undefined ? null : kit.affairs.service(only);
  const says = turn.asked !== null || turn.text.length >= MATTERS.saysChars;
  if (node && says && score >= MATTERS.near && turn.lang === 'zh') {
    return serve(kit, turn, {
      node,
      asked: turn.asked,
      confidence: score,
      slots: known(kit, turn, node),
      following: false,
      opening: `您问的是${node.short}。`,
    });
  }
  return askBack(kit, turn, services, score);
}

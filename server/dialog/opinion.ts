import { LODGED } from '../affairs/learn/corpus.ts';
import type { Guess } from '../affairs/learn/learn.ts';
import { LEARNT, MATTERS } from '../affairs/thresholds.ts';
import type { Verdict } from '../affairs/types.ts';
import { askedOf } from './asks.ts';
import { joins, type Matter, matterId, pairs } from './matters.ts';
import { ORDER_KINDS, type OrderHeard, orderOf, tellsTrouble } from './orders/kinds.ts';
import type { Kit } from './outcome.ts';
import { elsewhere } from './scope.ts';

/** What comes of the rules' matter and the learnt guess together. */
export type Opinion =
  /** The rules stand. */
  | { kind: 'keep' }
  /** This matter is meant. */
  | { kind: 'take'; matter: Matter; p: number }
  /** The sentence joins two matters, and the rules found one. */
  | { kind: 'both'; matters: readonly [Matter, Matter] }
  /** One of these services is meant. */
  | { kind: 'ask'; services: string[]; p: number }
  /** No matter of ours. */
  | { kind: 'refuse' };

const KEEP: Opinion = { kind: 'keep' };

/** Characters of the words that say anything. */
const sizeOf = (text: string): number => text.replace(/[^\p{L}\p{N}]/gu, '').length;

/** The matter that a guess names; null for what is no matter of ours, or not valid today. */
function matterOf(kit: Kit, { label, p }: Pick<Guess, 'label' | 'p'>, text: string): Matter | null {
  const order = ORDER_KINDS.find((kind) => kind === label);
  if (order !== undefined)
    return { kind: 'order', order: orderOf({ kind: order, explicit: false }, text), text };
  const node = kit.affairs.service(label);
  return node && { kind: 'service', node, score: p, text };
}

/** Of an order that exists much less is said than of troubles: what is not plainly about one is taken as a new one. */
function settled(guess: Guess): Guess {
  const existing = ORDER_KINDS.some((kind) => kind === guess.label) && !LODGED.has(guess.label);
  if (existing && guess.p < LEARNT.existing && guess.lodged !== '')
    return {
      ...guess,
      label: guess.lodged,
      order: guess.lodged,
      p: guess.orders - guess.p,
      orders: guess.orders - guess.p,
    };
  return LODGED.has(guess.order) ? guess : { ...guess, order: guess.lodged };
}

/** Weighs the learnt guess against what the rules made of the words; thresholds and their reasons in `LEARNT`. */
export function weighed(kit: Kit, text: string, found: Matter | null, verdict: Verdict): Opinion {
  if (sizeOf(text) < LEARNT.leastChars) return KEEP;
  // Nothing but question words and politeness: there is no matter to guess.
  if (kit.affairs.residue(text, null) <= MATTERS.bareResidue) return KEEP;
  const guess = settled(kit.guess(text));
  const meant = matterOf(kit, guess, text);
  if (found === null) return unaided(kit, text, guess, leastFor(kit, text, guess, verdict), verdict);
  if (matterId(found) === guess.label) return KEEP;
  if (found.kind === 'order') return againstOrder(guess, meant, found.order);
  return againstService(guess, meant, found, joins(text), pairs(text));
}

/** Whether a wrong is complained of or reported is often the same to whoever tells it. */
const ALIKE: ReadonlySet<string> = new Set(['wo.complaint', 'wo.report']);

function againstOrder(guess: Guess, meant: Matter | null, { kind, explicit }: OrderHeard): Opinion {
  const alike = ALIKE.has(kind) && ALIKE.has(guess.label);
  const least = explicit || alike ? LEARNT.otherThanSaid : LEARNT.otherThanTold;
  return meant !== null && guess.p >= least ? { kind: 'take', matter: meant, p: guess.p } : KEEP;
}

function againstService(
  guess: Guess,
  meant: Matter | null,
  found: Extract<Matter, { kind: 'service' }>,
  joined: boolean,
  paired: boolean,
): Opinion {
  const sure = found.score >= MATTERS.part;
  if (meant === null) return !sure && guess.p >= LEARNT.notOurs ? { kind: 'refuse' } : KEEP;
  const both = meant.kind === 'service' && guess.p >= LEARNT.againstSure;
  const beside =
    meant.kind === 'service' && paired && guess.p >= LEARNT.beside && guess.second === matterId(found);
  if ((both && joined) || beside) return { kind: 'both', matters: [found, meant] };
  if (!sure && guess.p >= LEARNT.otherThanWeak) return { kind: 'take', matter: meant, p: guess.p };
  return both ? { kind: 'ask', services: [matterId(found), matterId(meant)], p: guess.p } : KEEP;
}

/** How probable the guess has to be where the rules found no matter. */
function leastFor(kit: Kit, text: string, guess: Guess, verdict: Verdict): number {
  if (verdict.kind === 'clarify' && verdict.services.length > 1) return LEARNT.amongSeveral;
  if (elsewhere(text) !== null || (verdict.kind === 'unknown' && verdict.outside !== null))
    return LEARNT.notElsewhere;
  const heard = kit.affairs.search(text).some(({ id, anchored }) => anchored && id === guess.label);
  return heard ? LEARNT.heardOnly : LEARNT.alone;
}

/** Wants to know, though the words do not say what. */
const QUESTION = /[吗呢么？?]$|没有$|多少|几[个点天时岁年]|什么|为啥/u;

function unaided(kit: Kit, text: string, guess: Guess, from: number, verdict: Verdict): Opinion {
  const meant = matterOf(kit, guess, text);
  // Who asks something and tells no trouble wants to know, not to lodge anything.
  const lodges = (meant?.kind === 'order' || guess.orders > guess.p) && LODGED.has(guess.order);
  const least =
    lodges && (askedOf(text) !== null || QUESTION.test(text)) && !tellsTrouble(text) ? LEARNT.asksOnly : from;
  if (meant !== null && guess.p >= least) return { kind: 'take', matter: meant, p: guess.p };
  // Of which kind the order is may be open; that it is one is plain.
  const lodged = matterOf(kit, { label: guess.order, p: guess.orders }, text);
  if (lodged !== null && guess.orders >= Math.max(least, LEARNT.anyOrder))
    return { kind: 'take', matter: lodged, p: guess.orders };
  // One service is near, and the words are probably none of ours.
  if (meant === null)
    return verdict.kind === 'clarify' && verdict.services.length === 1 && guess.p >= LEARNT.notOurs
      ? { kind: 'refuse' }
      : KEEP;
  if (least !== LEARNT.alone || meant?.kind !== 'service' || guess.p < LEARNT.asks) return KEEP;
  const second = guess.secondP >= LEARNT.asksBeside ? kit.affairs.service(guess.second) : null;
  return { kind: 'ask', services: [guess.label, ...(second ? [second.id] : [])], p: guess.p };
}

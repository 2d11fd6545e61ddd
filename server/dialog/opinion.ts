import type { Guess } from '../affairs/learn/learn.ts';
import { LEARNT, MATTERS } from '../affairs/thresholds.ts';
import type { Verdict } from '../affairs/types.ts';
import { joins, type Matter, matterId } from './matters.ts';
import { ORDER_KINDS, orderOf } from './orders/kinds.ts';
import type { Kit } from './outcome.ts';

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

/** Weighs the learnt guess against the one matter that the rules found, or against none. */
export function weighed(kit: Kit, text: string, found: Matter | null, verdict: Verdict): Opinion {
  if (sizeOf(text) < LEARNT.leastChars) return KEEP;
  // Nothing but question words and politeness: there is no matter to guess.
  if (kit.affairs.residue(text, null) <= MATTERS.bareResidue) return KEEP;
  const guess = kit.guess(text);
  const meant = matterOf(kit, guess, text);
  if (found !== null) return against(guess, meant, found, joins(text));
  return unaided(kit, guess, meant, leastFor(kit, text, guess, verdict));
}

/**
 * How sure the guess has to be where the rules found no matter: surer where they heard several, and where they heard the
 * thing itself (身份证) and nothing that is done with it here.
 */
function leastFor(kit: Kit, text: string, guess: Guess, verdict: Verdict): number {
  if (verdict.kind === 'clarify') return verdict.services.length > 1 ? LEARNT.amongSeveral : LEARNT.heardOnly;
  const heard = kit.affairs.search(text).some(({ id, anchored }) => anchored && id === guess.label);
  return heard && verdict.kind === 'unknown' ? LEARNT.heardOnly : LEARNT.alone;
}

function against(guess: Guess, meant: Matter | null, found: Matter, joined: boolean): Opinion {
  if (matterId(found) === guess.label || guess.p < LEARNT.refuses) return KEEP;
  const strong = found.kind === 'service' ? found.score >= MATTERS.part : found.order.explicit;
  if (meant === null) return strong ? KEEP : { kind: 'refuse' };
  if (guess.p < LEARNT.against) return KEEP;
  if (joined && meant.kind === 'service' && found.kind === 'service')
    return { kind: 'both', matters: [found, meant] };
  if (!strong) return { kind: 'take', matter: meant, p: guess.p };
  if (meant.kind === 'service' && found.kind === 'service')
    return { kind: 'ask', services: [matterId(found), matterId(meant)], p: guess.p };
  return KEEP;
}

function unaided(kit: Kit, guess: Guess, meant: Matter | null, least: number): Opinion {
  if (meant === null) return KEEP;
  if (guess.p >= least) return { kind: 'take', matter: meant, p: guess.p };
  const both = [guess.label, guess.second].filter((id) => kit.affairs.service(id) !== null);
  if (least === LEARNT.alone && guess.p >= LEARNT.asks && both.length === 2)
    return { kind: 'ask', services: both, p: guess.p };
  return KEEP;
}

import type { Card } from '../../../protocol/index.ts';

const KEPT: ReadonlySet<Card['kind']> = new Set<Card['kind']>(['answer', 'steps', 'checklist', 'place']);

/** Whether a card is worth taking along: then it can be sent to a phone and printed. The server has the same list. */
export const isKept = (card: Card): boolean =>
  KEPT.has(card.kind) || (card.kind === 'status' && card.number !== undefined);

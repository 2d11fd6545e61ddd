import { type Card, newId } from '../../protocol/index.ts';
import type { PlannedCard, PlannedSentence } from '../dialog/types.ts';

/** Cards of a turn with their ids. */
export const placed = (cards: readonly PlannedCard[], turn: string): Card[] =>
  cards.map((card): Card => ({ ...card, id: newId('card'), turn }));

/** The avatar looks at what it has put beside itself, where the words do not already say so. */
export function pointing(sentences: readonly PlannedSentence[], card: number): PlannedSentence[] {
  const [first, ...rest] = sentences;
  if (first === undefined || sentences.some(({ marks }) => marks.some(({ kind }) => kind === 'card')))
    return [...sentences];
  const marks: PlannedSentence['marks'] = [
    ...first.marks,
    { at: 0, kind: 'card', value: String(card) },
    { at: 0, kind: 'gaze', value: 'card' },
  ];
  return [{ ...first, marks }, ...rest];
}

const KEPT: ReadonlySet<Card['kind']> = new Set<Card['kind']>(['answer', 'steps', 'checklist', 'place']);

/** Cards that can be printed and sent to a phone; the page has the same list. */
export const isKept = (card: Card): boolean =>
  KEPT.has(card.kind) || (card.kind === 'status' && card.number !== undefined);

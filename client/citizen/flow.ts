import type { Card, TranscriptEntry } from '../../protocol/index.ts';

/** One thing in the conversation, in the order in which a person would tell it. */
export type FlowItem =
  | { kind: 'line'; key: string; entry: TranscriptEntry; hasCard: boolean }
  | { kind: 'card'; key: string; card: Card };

/**
 * Weaves lines and cards into one conversation: turn after turn, and in a turn the citizen's words, then the cards,
 * then what the avatar said. An avatar's line is committed only when it was heard, long after its card stands: placed
 * behind the card it moves nothing that the citizen is reading.
 *
 * @param before what was shown last: it keeps its order, so that a card whose words were never heard (interrupted at
 *   once) stays where it came
 */
export function flowItems(
  transcript: readonly TranscriptEntry[],
  cards: readonly Card[],
  before: readonly FlowItem[] = [],
): FlowItem[] {
  const told = byTurn(transcript, cards);
  const now = new Map(told.map((item) => [item.key, item]));
  const items = before.flatMap((item) => now.get(item.key) ?? []);
  const shown = new Set(items.map((item) => item.key));
  for (const item of told) {
    if (shown.has(item.key)) continue;
    const last = items.findLastIndex((one) => turnOf(one) === turnOf(item));
    items.splice(last < 0 ? items.length : last + 1, 0, item);
  }
  return items;
}

function byTurn(transcript: readonly TranscriptEntry[], cards: readonly Card[]): FlowItem[] {
  const turns = new Set([...transcript, ...cards].map(({ turn }) => turn));
  return [...turns].flatMap((turn) => {
    const shown = cards.filter((card) => card.turn === turn);
    const lines = (role: TranscriptEntry['role']) =>
      transcript
        .filter((entry) => entry.turn === turn && entry.role === role)
        .map((entry, index): FlowItem => {
          return { kind: 'line', key: `${turn}/${role}/${index}`, entry, hasCard: shown.length > 0 };
        });
    return [
      ...lines('citizen'),
      ...shown.map((card): FlowItem => ({ kind: 'card', key: card.id, card })),
      ...lines('avatar'),
      ...lines('agent'),
    ];
  });
}

function turnOf(item: FlowItem): string {
  return item.kind === 'card' ? item.card.turn : item.entry.turn;
}

/**
 * The conversation with the form that is being filled at its end: words come and go above it, and it stays where the
 * citizen writes.
 */
export function formLast(items: readonly FlowItem[], openForm: string | null): readonly FlowItem[] {
  if (openForm === null) return items;
  const isForm = (item: FlowItem): boolean =>
    item.kind === 'card' && item.card.kind === 'form' && item.card.form === openForm;
  const form = items.find(isForm);
  return form === undefined ? items : [...items.filter((item) => !isForm(item)), form];
}

/** Where to scroll when `item` has just come: to its head, to the end, or nowhere. */
export function scrollFor(item: FlowItem): 'head' | 'end' | 'stay' {
  if (item.kind === 'card') return 'head';
  return item.entry.role === 'avatar' && item.hasCard ? 'stay' : 'end';
}

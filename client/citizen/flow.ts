import type { Card, TranscriptEntry } from '../../protocol/index.ts';

/** One thing in the conversation, in the order in which a person would tell it. */
export type FlowItem =
  | { kind: 'line'; key: string; entry: TranscriptEntry; hasCard: boolean }
  | { kind: 'card'; key: string; card: Card };

/**
 * Weaves lines and cards into one conversation: turn after turn, and in a turn the citizen's words, then the cards,
 * then what the avatar said. An avatar's line is committed only when it was heard, long after its card stands: placed
 * behind the card it moves nothing that the citizen is reading.
 */
export function flowItems(transcript: readonly TranscriptEntry[], cards: readonly Card[]): FlowItem[] {
  const turns = new Map<string, { citizen: TranscriptEntry[]; cards: Card[]; avatar: TranscriptEntry[] }>();
  const turnOf = (id: string) => {
    const known = turns.get(id);
    if (known) return known;
    const fresh = { citizen: [], cards: [], avatar: [] };
    turns.set(id, fresh);
    return fresh;
  };
  for (const entry of transcript) turnOf(entry.turn)[entry.role].push(entry);
  for (const card of cards) turnOf(card.turn).cards.push(card);

  const items: FlowItem[] = [];
  for (const [turn, { citizen, cards: shown, avatar }] of turns) {
    const line = (entry: TranscriptEntry, index: number): FlowItem => ({
      kind: 'line',
      key: `${turn}/${entry.role}/${index}`,
      entry,
      hasCard: shown.length > 0,
    });
    items.push(...citizen.map(line));
    items.push(...shown.map((card): FlowItem => ({ kind: 'card', key: card.id, card })));
    items.push(...avatar.map(line));
  }
  return items;
}

/** Where to scroll when `item` has just come: to its head, to the end, or nowhere. */
export function scrollFor(item: FlowItem): 'head' | 'end' | 'stay' {
  if (item.kind === 'card') return 'head';
  return item.entry.role === 'avatar' && item.hasCard ? 'stay' : 'end';
}

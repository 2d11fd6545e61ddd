import type { EMOTIONS, GESTURES, Lang } from '../../protocol/index.ts';
import type { PlannedSentence } from './types.ts';

export type Gesture = (typeof GESTURES)[number];
export type Face = (typeof EMOTIONS)[number];

/** How something is said: the face, the opening gesture, and the card that belongs to it. */
export interface Manner {
  face: Face;
  gesture?: Gesture;
  /** Index of the card that the avatar shows while it speaks. */
  card?: number;
}

/** A first clause of at most this many characters is spoken on its own, so that the voice starts early. */
const FIRST_CLAUSE_CHARS = 14;
const SHORTEST_CLAUSE_CHARS = 3;

/** Cuts a text into sentences; the first one once more at its first comma when that gives a short opening. */
export function split(text: string, lang: Lang): string[] {
  const ends = lang === 'zh' ? /[^。！？]+[。！？]*/gu : /.+?(?:[.!?。！？](?=\s|$)|$)/gu;
  const sentences = (text.match(ends) ?? [text]).map((part) => part.trim()).filter((part) => part !== '');
  const first = sentences[0] ?? '';
  const comma = lang === 'zh' ? first.search(/[，；]/u) : -1;
  if (comma >= SHORTEST_CLAUSE_CHARS && comma < FIRST_CLAUSE_CHARS && first.length > FIRST_CLAUSE_CHARS) {
    return [first.slice(0, comma + 1), first.slice(comma + 1), ...sentences.slice(1)];
  }
  return sentences;
}

/**
 * Plans how a text is spoken: clauses with marks. A card comes up with the second clause (with the first when there
 * is no other): the avatar points and looks at it, and looks back at the citizen at the end.
 */
export function plan(text: string, lang: Lang, manner: Manner): PlannedSentence[] {
  const sentences = split(text, lang).map((part): PlannedSentence => ({ text: part, lang, marks: [] }));
  const first = sentences[0];
  const last = sentences[sentences.length - 1];
  if (!first || !last) return [];
  first.marks.push({ at: 0, kind: 'emotion', value: manner.face });
  if (manner.gesture) first.marks.push({ at: 0, kind: 'gesture', value: manner.gesture });
  if (manner.card !== undefined) {
    const shown = sentences[1] ?? first;
    shown.marks.push({ at: 0, kind: 'card', value: String(manner.card) });
    if (shown !== first || !manner.gesture) shown.marks.push({ at: 0, kind: 'gesture', value: 'point_card' });
    shown.marks.push({ at: 0, kind: 'gaze', value: 'card' });
    last.marks.push({ at: last.text.length - 1, kind: 'gaze', value: 'citizen' });
  }
  return sentences;
}

import type { EMOTIONS, GESTURES, Lang } from '../../protocol/index.ts';
import type { PlannedMark, Pronunciation } from '../speech/types.ts';
import { readMarkup } from './markup/read.ts';
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

/** Two gestures need at least about this many characters between them. */
const HAND_FREE_CHARS = 6;

/** Words before which a speaker counts on the fingers. */
const COUNTED: readonly (readonly [RegExp, Gesture])[] = [
  [/(?<![\p{Script=Han}\d])(?:第一(?![名季])|一是|首先)|\b[Ff]irst(?:ly)?,/u, 'count_one'],
  [/(?<![\p{Script=Han}\d])(?:第二(?![名季])|二是|其次)|\b[Ss]econd(?:ly)?,/u, 'count_two'],
  [/(?<![\p{Script=Han}\d])(?:第三(?![名季])|三是|最后)|\b[Tt]hird(?:ly)?,/u, 'count_three'],
];

/** Finger counts where the text enumerates; a single 第一 is no enumeration. */
function counts(text: string): PlannedMark[] {
  const marks = COUNTED.flatMap(([word, value]): PlannedMark[] => {
    const at = text.search(word);
    return at < 0 ? [] : [{ at, kind: 'gesture', value }];
  });
  const isRow = marks.length > 1 && marks.every((mark, i) => i === 0 || mark.at > (marks[i - 1]?.at ?? 0));
  return isRow ? marks : [];
}

/** Puts what belongs to places of the whole text to the sentence in which the place is. */
function share(
  text: string,
  sentences: readonly PlannedSentence[],
  marks: readonly PlannedMark[],
  says: readonly Pronunciation[],
): void {
  let at = 0;
  const begins = sentences.map((sentence) => {
    const from = Math.max(at, text.indexOf(sentence.text, at));
    at = from + sentence.text.length;
    return from;
  });
  const indexAt = (place: number): number =>
    Math.max(
      0,
      begins.findLastIndex((from) => from <= place),
    );
  for (const mark of marks) {
    const i = indexAt(mark.at);
    const sentence = sentences[i];
    if (sentence === undefined) continue;
    const inside = mark.at - (begins[i] ?? 0);
    // A rest between two sentences belongs to neither's sound.
    const before = inside <= 0 ? sentences[i - 1] : inside >= sentence.text.length ? sentence : undefined;
    if (mark.kind !== 'pause')
      sentence.marks.push({ ...mark, at: Math.min(Math.max(0, inside), sentence.text.length - 1) });
    else if (before !== undefined) before.restMs = Math.max(before.restMs ?? 0, mark.value);
    else if (inside > 0) sentence.marks.push({ ...mark, at: inside });
  }
  for (const say of says) {
    const i = indexAt(say.from);
    const sentence = sentences[i];
    const from = say.from - (begins[i] ?? 0);
    const to = say.to - (begins[i] ?? 0);
    if (sentence === undefined || to > sentence.text.length) continue;
    sentence.says = [...(sentence.says ?? []), { ...say, from, to }];
  }
}

/**
 * Plans how a reply is spoken: clauses with marks. The reply may carry markup (docs/markup.md), which is taken out here;
 * a citizen's own words never come this way. A card comes up with the second clause (with the first when there is no
 * other): the avatar points and looks at it, and looks back at the citizen at the end. What the markup says itself about
 * gestures or gaze stands in place of what would be chosen; tags that mean nothing are told to `onIgnored`.
 */
export function plan(
  reply: string,
  lang: Lang,
  manner: Manner,
  onIgnored?: (count: number) => void,
): PlannedSentence[] {
  const { text, marks, says, ignored } = readMarkup(reply, manner.face);
  if (ignored > 0) onIgnored?.(ignored);
  const sentences = split(text, lang).map((part): PlannedSentence => ({ text: part, lang, marks: [] }));
  const first = sentences[0];
  const last = sentences[sentences.length - 1];
  if (!first || !last) return [];
  const told = (kind: PlannedMark['kind']): boolean => marks.some((mark) => mark.kind === kind);
  const chosen = told('gesture') ? [] : counts(text);
  first.marks.push({ at: 0, kind: 'emotion', value: manner.face });
  if (manner.gesture && !told('gesture')) first.marks.push({ at: 0, kind: 'gesture', value: manner.gesture });
  if (manner.card !== undefined) {
    const shown = sentences[1] ?? first;
    shown.marks.push({ at: 0, kind: 'card', value: String(manner.card) });
    // A hand that is about to count does not point first.
    const begins = text.indexOf(shown.text);
    const busy = chosen.some(({ at }) => at >= begins && at < begins + HAND_FREE_CHARS);
    if ((shown !== first || !manner.gesture) && !told('gesture') && !busy) {
      shown.marks.push({ at: 0, kind: 'gesture', value: 'point_card' });
    }
    if (!told('gaze')) {
      shown.marks.push({ at: 0, kind: 'gaze', value: 'card' });
      last.marks.push({ at: last.text.length - 1, kind: 'gaze', value: 'citizen' });
    }
  }
  share(text, sentences, [...marks, ...chosen], says);
  return sentences;
}

import type { EMOTIONS } from '../../../protocol/index.ts';
import type { PlannedMark, Pronunciation } from '../../speech/types.ts';
import { emotionNamed, gazeNamed, gestureNamed } from './names.ts';
import { type Token, tokens } from './tokens.ts';

type Emotion = (typeof EMOTIONS)[number];

/** A reply without its markup. All positions are characters of `text`. */
export interface Marked {
  text: string;
  /** In order of their place; a `pause` is a rest before the character at `at`. */
  marks: PlannedMark[];
  /** How parts of the text are to be said. */
  says: Pronunciation[];
  /** Tags and names that mean nothing here; they are neither spoken nor shown. */
  ignored: number;
}

/** Longest rest (as a mark of the protocol allows), and what SSML's strengths mean here. */
const MAX_REST_MS = 5000;
const STRENGTHS: Readonly<Record<string, number>> = {
  none: 0,
  'x-weak': 100,
  weak: 200,
  medium: 400,
  strong: 700,
  'x-strong': 1200,
};
const MEDIUM_MS = 400;
/** A reply that asks for more than this asks for none of the rest: an utterance carries 60 marks. */
const MAX_MARKS = 40;
/** Tags that only structure what is said: taken out, and nothing about them is unknown. */
const SILENT = new Set(['speak', 'p', 's', 'voice', 'lang', 'prosody', 'emphasis', 'say-as', 'mark']);

/** `300ms`, `1.5s`, `300`; null for what is no time. */
function restOf(attributes: Readonly<Record<string, string>>): number | null {
  const { time, strength } = attributes;
  if (time === undefined) return strength === undefined ? MEDIUM_MS : (STRENGTHS[strength] ?? null);
  const read = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s)?$/i.exec(time);
  if (read === null) return null;
  const ms = Number(read[1]) * (read[2]?.toLowerCase() === 's' ? 1000 : 1);
  return Math.min(MAX_REST_MS, Math.round(ms));
}

interface Open {
  name: string;
  at: number;
  /** The emotion to go back to. */
  back?: Emotion;
  say?: { pinyin: string } | { alias: string };
}

/**
 * Takes the markup out of a reply: our own tags, and those of other products (docs/markup.md). Never throws; what is
 * malformed or unknown is left out. Only for replies: a citizen's words are never read as markup.
 *
 * @param base the face to go back to where an emotion ends
 */
export function readMarkup(source: string, base: Emotion = 'neutral'): Marked {
  const out: Marked = { text: '', marks: [], says: [], ignored: 0 };
  const open: Open[] = [];
  const mark = (one: PlannedMark): void => {
    if (out.marks.length < MAX_MARKS) out.marks.push(one);
    else out.ignored += 1;
  };
  let face = base;
  for (const token of tokens(source)) {
    if (token.kind === 'text') out.text += token.text;
    else if (token.form === 'close') close(token.name);
    else begin(token);
  }
  return out;

  function feel(emotion: Emotion): void {
    face = emotion;
    mark({ at: out.text.length, kind: 'emotion', value: emotion });
  }

  function close(name: string): void {
    const index = open.findLastIndex((one) => one.name === name);
    const [one] = index < 0 ? [] : open.splice(index, 1);
    if (one === undefined) return;
    if (one.back !== undefined) feel(one.back);
    const to = out.text.length;
    if (one.say !== undefined && to > one.at) out.says.push({ from: one.at, to, ...one.say });
  }

  function begin({ name, form, attributes }: Extract<Token, { kind: 'tag' }>): void {
    const at = out.text.length;
    const spans = form === 'open';
    if (name === 'gesture' || name === 'insert-action' || name === 'vh-action' || name === 'bookmark') {
      const said = [attributes.name, attributes.tag, attributes.code, attributes.mark];
      const gesture = said
        .map((one) => (one === undefined ? null : gestureNamed(one)))
        .find((one) => one !== null);
      if (gesture === undefined || gesture === null) out.ignored += 1;
      else mark({ at, kind: 'gesture', value: gesture });
    } else if (name === 'emotion' || name === 'mstts:express-as') {
      const emotion = emotionNamed(attributes.type ?? attributes.style ?? attributes.name ?? '');
      if (emotion === null) {
        out.ignored += 1;
        return;
      }
      if (spans) open.push({ name, at, back: face });
      feel(emotion);
    } else if (name === 'break') {
      const ms = restOf(attributes);
      if (ms === null) out.ignored += 1;
      else if (ms > 0) mark({ at, kind: 'pause', value: ms });
    } else if (name === 'look') {
      const gaze = gazeNamed(attributes.at ?? '');
      if (gaze === null) out.ignored += 1;
      else mark({ at, kind: 'gaze', value: gaze });
    } else if (name === 'phoneme') {
      if (spans && attributes.ph) open.push({ name, at, say: { pinyin: attributes.ph } });
    } else if (name === 'sub') {
      if (spans && attributes.alias) open.push({ name, at, say: { alias: attributes.alias } });
    } else if (!SILENT.has(name)) out.ignored += 1;
  }
}

/** What a reply states, for the gate before speech: its text without tags, and what is said in the text's place. */
export function statedBy(source: string): string {
  const { text, says } = readMarkup(source);
  return [text, ...says.flatMap((one) => ('alias' in one ? [one.alias] : []))].join('\n');
}

/** The text of a reply as it is shown. */
export function shownText(source: string): string {
  return source.includes('<') || source.includes('&') ? readMarkup(source).text : source;
}

import type { Utterance } from '../../protocol/index.ts';

/** An utterance's text in three parts: already heard, being said now, still to come. Together they are the text. */
export interface CaptionParts {
  heard: string;
  now: string;
  ahead: string;
}

/**
 * Splits a caption at the ear's position.
 *
 * A word counts as heard when its time is over, and as being said from its start until the next word starts, so that
 * the mark does not blink in the short gaps between words. What stands between two words (commas, spaces) goes with
 * the earlier one. An utterance without word times is marked in proportion to its duration.
 *
 * @param ms position in the utterance, in ms from its first sample; below 0 nothing is heard yet
 */
export function splitCaption(utterance: Utterance, ms: number): CaptionParts {
  const { text } = utterance;
  if (ms >= utterance.durationMs) return { heard: text, now: '', ahead: '' };
  if (utterance.words.length === 0) {
    const share = utterance.durationMs > 0 ? Math.max(0, ms) / utterance.durationMs : 0;
    const at = Math.floor(text.length * share);
    return { heard: text.slice(0, at), now: '', ahead: text.slice(at) };
  }
  const words = [...utterance.words].sort((a, b) => a.from - b.from);
  const at = words.findLastIndex((word) => word.t <= ms);
  const current = words[at];
  if (!current) return { heard: '', now: '', ahead: text };
  const next = words[at + 1];
  // The last word's own end is known; after it the utterance only fades out.
  if (!next && ms >= current.t + current.d) return { heard: text, now: '', ahead: '' };
  const end = next ? next.from : text.length;
  return { heard: text.slice(0, current.from), now: text.slice(current.from, end), ahead: text.slice(end) };
}

/** The caption while nothing sounds: the last utterance, all of it heard, stays to be read. */
export function heardCaption(text: string): CaptionParts {
  return { heard: text, now: '', ahead: '' };
}

import type { Utterance, Viseme } from '../../protocol/index.ts';
import { ACCENT, ARTICULATION, CONTACTS, type Contact, HELD, REST, UNDERSHOOT } from './articulation.ts';
import { SHAPE_INDEX, SHAPES } from './viseme-table.ts';

/** A hole in the timeline shorter than this is no silence. */
const HOLE_MS = 30;

/** One sound or one silence of the track: neighbours of the same shape are one. */
export interface Segment {
  /** Index into `SHAPES`; -1 for the mouth at rest. */
  shape: number;
  from: number;
  to: number;
  dominance: number;
  beforeMs: number;
  afterMs: number;
  vowel: boolean;
  /** Its weight at points of time: loudness, rate and accent in it. */
  at: number[];
  weight: number[];
}

/** Lips, or lip and teeth, that touch wholly between `from` and `to`. */
export interface Touch extends Contact {
  shape: number;
  from: number;
  to: number;
}

/** An utterance's mouth, prepared for reading at any moment. Segments and touches are in order of `from`. */
export interface Track {
  segments: readonly Segment[];
  touches: readonly Touch[];
}

const VOWEL_SHAPES = new Set<string>(['aa', 'E', 'I', 'O', 'U']);

function restFrom(from: number, to: number): Segment {
  return { shape: -1, from, to, ...REST, vowel: false, at: [from], weight: [0] };
}

function touchOf(entry: Viseme, shape: number, contact: Contact): Touch {
  const middle = entry.t + entry.d / 2;
  const half = Math.min(contact.mostMs, Math.max(contact.leastMs, entry.d)) / 2;
  // Nothing can be shown before the utterance's first sample: the whole contact lies after it.
  const late = Math.max(0, half - middle);
  return { shape, from: middle - half + late, to: middle + half + late, ...contact };
}

function accentAt(words: Utterance['words'], ms: number): number {
  return words.some((word) => word.accent === true && ms >= word.t && ms < word.t + word.d) ? ACCENT : 1;
}

function segmentsOf(utterance: Pick<Utterance, 'visemes' | 'words'>): {
  segments: Segment[];
  touches: Touch[];
} {
  const segments: Segment[] = [];
  const touches: Touch[] = [];
  let end = 0;
  for (const entry of utterance.visemes) {
    if (entry.t - end > HOLE_MS) segments.push(restFrom(end, entry.t));
    end = Math.max(end, entry.t + entry.d);
    const shape = SHAPE_INDEX.get(entry.v) ?? -1;
    const name = SHAPES[shape];
    if (name === undefined) {
      segments.push(restFrom(entry.t, entry.t + entry.d));
      continue;
    }
    const contact = CONTACTS[name];
    if (contact !== undefined) {
      touches.push(touchOf(entry, shape, contact));
      continue;
    }
    const manner = ARTICULATION[name];
    const middle = entry.t + entry.d / 2;
    const weight = Math.min(
      1,
      manner.peak * (1 - manner.loud + manner.loud * entry.w) * accentAt(utterance.words, middle),
    );
    const last = segments.at(-1);
    if (last?.shape === shape && entry.t - last.to < 1) {
      last.to = entry.t + entry.d;
      last.at.push(middle);
      last.weight.push(weight);
    } else {
      const { dominance, beforeMs, afterMs } = manner;
      const vowel = VOWEL_SHAPES.has(name);
      segments.push({
        shape,
        from: entry.t,
        to: entry.t + entry.d,
        dominance,
        beforeMs,
        afterMs,
        vowel,
        at: [middle],
        weight: [weight],
      });
    }
  }
  return { segments, touches };
}

/** Fast speech opens less: the weights of a short vowel shrink. */
function undershoot(segment: Segment): void {
  if (!segment.vowel) return;
  const { fromMs, toMs, least } = UNDERSHOOT;
  const x = Math.min(1, Math.max(0, (segment.to - segment.from - fromMs) / (toMs - fromMs)));
  const share = least + (1 - least) * x;
  segment.weight = segment.weight.map((weight) => weight * share);
}

/** Prepares an utterance's mouth: sounds joined, contacts found, weights by loudness, rate and accent. */
export function trackOf(utterance: Pick<Utterance, 'visemes' | 'words'>): Track {
  const { segments, touches } = segmentsOf(utterance);
  segments.forEach(undershoot);
  const first = segments[0];
  const last = segments.at(-1);
  const begin = restFrom(Number.NEGATIVE_INFINITY, Math.min(0, first?.from ?? 0));
  const end = Math.max(last?.to ?? 0, touches.at(-1)?.to ?? 0);
  return { segments: [begin, ...segments, restFrom(end, Number.POSITIVE_INFINITY)], touches };
}

/** The weight of a segment at `ms`: between its points by straight lines, a held vowel relaxing. */
export function weightAt(segment: Segment, ms: number): number {
  const { at, weight } = segment;
  let i = 0;
  while (i + 1 < at.length && (at[i + 1] ?? 0) <= ms) i += 1;
  const [t0 = 0, t1] = [at[i], at[i + 1]];
  const [w0 = 0, w1] = [weight[i], weight[i + 1]];
  const x = t1 === undefined || w1 === undefined || ms <= t0 ? 0 : (ms - t0) / (t1 - t0);
  const level = w0 + ((w1 ?? w0) - w0) * x;
  if (!segment.vowel) return level;
  const held = Math.min(1, Math.max(0, (ms - segment.from - HELD.fromMs) / (HELD.toMs - HELD.fromMs)));
  return level * (1 - (1 - HELD.least) * held);
}

import { HEARING_RATE } from './types.ts';

/** Level is judged in steps of this length. Samples: 20 ms. */
const STEP = 320;
const STEP_MS = (STEP * 1000) / HEARING_RATE;

export interface SegmenterOptions {
  /** How far above the background sound must be to be speech. Decibels: 9 lets a soft voice in a hall pass. */
  aboveDb?: number;
  /** Never below this level of full scale, whatever the background: a room's own noise is about -65. dB. */
  leastDb?: number;
  /** So much speech within `windowMs` begins an utterance: a click or a cough is shorter. ms. */
  startMs?: number;
  windowMs?: number;
  /** So much silence ends it; longer than the pauses within a sentence. ms. */
  endMs?: number;
}

export type Boundary = { kind: 'start' | 'end' /** ms of the stream */; at: number };

/** Finds beginnings and ends of speech by level, where no voice activity detector tells them. */
export interface Segmenter {
  /** Boundaries within these samples, in order. */
  feed(samples: Int16Array): Boundary[];
}

/** Level of a step against full scale, dB. */
function levelOf(samples: Int16Array): number {
  let sum = 0;
  for (const x of samples) sum += x * x;
  return 10 * Math.log10(sum / samples.length / 32768 ** 2 + 1e-10);
}

/**
 * An energy gate over a background that is followed downwards at once and upwards slowly (minimum statistics in its plainest
 * form), so that a hall that grows louder becomes background within some seconds, and a pause between words does not.
 */
export function createSegmenter(options: SegmenterOptions = {}): Segmenter {
  const { aboveDb = 9, leastDb = -52, startMs = 120, windowMs = 240, endMs = 800 } = options;
  /** How fast the background may rise, dB per step: 3 dB a second. */
  const rise = (3 * STEP_MS) / 1000;
  const window: boolean[] = [];
  let kept = new Int16Array();
  let background = -60;
  let at = 0;
  let speaking = false;
  let silentMs = 0;

  const step = (samples: Int16Array, out: Boundary[]): void => {
    const level = levelOf(samples);
    background = level < background ? Math.max(level, -90) : Math.min(background + rise, level);
    const loud = level > Math.max(background + aboveDb, leastDb);
    window.push(loud);
    if (window.length * STEP_MS > windowMs) window.shift();
    at += STEP_MS;
    if (speaking) {
      silentMs = loud ? 0 : silentMs + STEP_MS;
      if (silentMs < endMs) return;
      speaking = false;
      window.length = 0;
      out.push({ kind: 'end', at });
    } else if (window.filter(Boolean).length * STEP_MS >= startMs) {
      speaking = true;
      silentMs = 0;
      out.push({ kind: 'start', at: Math.max(0, at - window.length * STEP_MS) });
    }
  };

  return {
    feed(samples) {
      const out: Boundary[] = [];
      const all = new Int16Array(kept.length + samples.length);
      all.set(kept);
      all.set(samples, kept.length);
      let from = 0;
      for (; from + STEP <= all.length; from += STEP) step(all.subarray(from, from + STEP), out);
      kept = all.slice(from);
      return out;
    },
  };
}

import type { Shape } from './viseme-table.ts';

/** How one mouth shape behaves among its neighbours. */
export interface Articulation {
  /** How strongly it holds its place against a neighbour, 0 to 1: vowels lead, sounds of the tongue yield. */
  dominance: number;
  /** How far it reaches into what comes before it (rounded lips prepare early) and after it, ms (standard deviations / sqrt 2). */
  beforeMs: number;
  afterMs: number;
  /** Weight of a clearly spoken one. */
  peak: number;
  /** Share of the weight that follows loudness: the jaw of a vowel does, the place of a consonant hardly. */
  loud: number;
}

/**
 * Dominance functions after Cohen and Massaro, "Modeling coarticulation in synthetic visual speech" (1993): every shape has a
 * bell around its own time, the mouth is their weighted mean. The figures are ours, tuned on Mandarin by eye and by
 * the lag of the opening behind the sound.
 */
export const ARTICULATION: Readonly<Record<Shape, Articulation>> = {
  // Lips that touch are contacts, laid over the rest: see `CONTACTS`.
  PP: { dominance: 0, beforeMs: 1, afterMs: 1, peak: 1, loud: 0 },
  FF: { dominance: 0, beforeMs: 1, afterMs: 1, peak: 0.9, loud: 0 },
  TH: { dominance: 0.6, beforeMs: 32, afterMs: 28, peak: 0.75, loud: 0.55 },
  DD: { dominance: 0.5, beforeMs: 29, afterMs: 29, peak: 0.75, loud: 0.65 },
  kk: { dominance: 0.45, beforeMs: 29, afterMs: 29, peak: 0.75, loud: 0.75 },
  CH: { dominance: 0.8, beforeMs: 44, afterMs: 36, peak: 0.85, loud: 0.55 },
  SS: { dominance: 0.7, beforeMs: 36, afterMs: 32, peak: 0.8, loud: 0.55 },
  nn: { dominance: 0.5, beforeMs: 29, afterMs: 29, peak: 0.7, loud: 0.65 },
  RR: { dominance: 0.65, beforeMs: 40, afterMs: 36, peak: 0.75, loud: 0.65 },
  aa: { dominance: 1, beforeMs: 36, afterMs: 36, peak: 0.95, loud: 1 },
  E: { dominance: 0.95, beforeMs: 36, afterMs: 36, peak: 0.92, loud: 1 },
  I: { dominance: 0.9, beforeMs: 36, afterMs: 36, peak: 0.88, loud: 1 },
  O: { dominance: 1, beforeMs: 54, afterMs: 40, peak: 0.95, loud: 1 },
  U: { dominance: 1, beforeMs: 66, afterMs: 40, peak: 1, loud: 1 },
};

/** Silence among them: the mouth at rest. */
export const REST: Readonly<Pick<Articulation, 'dominance' | 'beforeMs' | 'afterMs'>> = {
  dominance: 0.8,
  beforeMs: 45,
  afterMs: 40,
};

/** Lips that touch (b p m) or lip and teeth (f): laid over everything else. */
export interface Contact {
  /** Least time of full contact, ms: longer than a frame at 30 fps with its jitter, so that one always shows it. */
  leastMs: number;
  /** Most: a long nasal's lips part before its end. */
  mostMs: number;
  /** The way into it and out of it, ms: a jaw is not a shutter. */
  closeMs: number;
  openMs: number;
}

export const CONTACTS: Readonly<Partial<Record<Shape, Contact>>> = {
  PP: { leastMs: 44, mostMs: 76, closeMs: 80, openMs: 85 },
  FF: { leastMs: 40, mostMs: 90, closeMs: 65, openMs: 65 },
};

/** Vowels shorter than the second of these undershoot, down to the share at the first: fast speech opens less. ms, share. */
export const UNDERSHOOT = { fromMs: 60, toMs: 150, least: 0.9 };
/** The stressed word opens the mouth further; capped at 1 with the rest. */
export const ACCENT = 1.15;
/** A held vowel relaxes towards this share of its weight between these ms of its length. */
export const HELD = { fromMs: 160, toMs: 600, least: 0.72 };

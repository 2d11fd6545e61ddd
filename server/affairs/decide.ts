import type { Candidate } from './types.ts';

/**
 * Thresholds of the decision, calibrated on the development set (`server/dialog/fixtures/dev.yaml`). There the weakest
 * right match scores 0.52 and the strongest wrong one that meets every group of words 0.45: `answer` lies between.
 * `clarify` and `unanchored` are the loosest values at which nothing out of scope is asked back; `margin` is what
 * keeps two matters named in one sentence (0.06 apart at most) from being taken for one.
 */
export interface Thresholds {
  /** A sure match with at least this score is answered. */
  answer: number;
  /** Below this nothing is asked back: the words mean nothing we know. */
  clarify: number;
  /** How far the next matter must stay behind. */
  margin: number;
  /** The same for a matter whose own thing (身份证, 公积金) was not named. */
  unanchored: number;
}

export const THRESHOLDS: Thresholds = { answer: 0.48, clarify: 0.3, margin: 0.08, unanchored: 0.5 };

export type Decision =
  | { kind: 'answer'; id: string; score: number }
  | { kind: 'clarify'; ids: string[]; score: number }
  | { kind: 'unknown'; outside: string | null; score: number };

/** Judges scored candidates (best first). Pure. */
export function decideAmong(candidates: readonly Candidate[], limits: Thresholds = THRESHOLDS): Decision {
  const top = candidates[0];
  if (!top) return { kind: 'unknown', outside: null, score: 0 };
  const rivals = candidates.filter(
    (other) => other !== top && other.sure && top.score - other.score < limits.margin,
  );
  if (top.sure && top.score >= limits.answer) {
    const services = [top, ...rivals].filter((other) => other.kind === 'service').map((other) => other.id);
    if (services.length === 0) return { kind: 'unknown', outside: top.id, score: top.score };
    if (rivals.length === 0) return { kind: 'answer', id: top.id, score: top.score };
    return { kind: 'clarify', ids: services.slice(0, 3), score: top.score };
  }
  if (top.sure && top.kind === 'outside') return { kind: 'unknown', outside: top.id, score: top.score };
  const near = candidates.filter(
    (other) =>
      other.kind === 'service' && other.score >= (other.anchored ? limits.clarify : limits.unanchored),
  );
  if (near.length === 0) return { kind: 'unknown', outside: null, score: top.score };
  return { kind: 'clarify', ids: near.slice(0, 3).map((other) => other.id), score: near[0]?.score ?? 0 };
}

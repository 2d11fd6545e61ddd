import { THRESHOLDS, type Thresholds } from './thresholds.ts';
import type { Candidate } from './types.ts';

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

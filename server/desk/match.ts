import type { HandoffPriority, StaffSkill } from '../../protocol/index.ts';

/** A wish for a human, as far as it decides who is asked. */
export interface Waiting {
  id: string;
  priority: HandoffPriority;
  /** Unix ms. */
  since: number;
  skills: readonly string[];
  /** Who is not asked: it rang out with them, they declined, or passed it on. */
  not: ReadonlySet<string>;
  /** Who alone is asked. */
  only: string | null;
}

/** Somebody who could take a call now. */
export interface Free {
  staff: string;
  skills: readonly StaffSkill[];
  /** Without a call since, Unix ms: who is idle longest comes first. */
  idleSince: number;
}

const RANK: Readonly<Record<HandoffPriority, number>> = { emergency: 3, returned: 2, raised: 1, normal: 0 };
/** How long a citizen waits for the right skill while somebody without it is free. Longer helps nobody. */
export const SKILL_PATIENCE_MS = 20_000;

/** Who comes first: by priority, then by who waits longest. */
export const inOrder = <T extends Pick<Waiting, 'priority' | 'since'>>(waiting: readonly T[]): T[] =>
  [...waiting].sort((a, b) => RANK[b.priority] - RANK[a.priority] || a.since - b.since);

const levelOf = ({ skills }: Pick<Free, 'skills'>, wanted: readonly string[]): number => {
  const levels = wanted.map((skill) => skills.find((own) => own.skill === skill)?.level ?? 0);
  return levels.includes(0) ? 0 : Math.min(...levels);
};

/**
 * Who is asked next for whom: the first in the queue first; of those who know the matter, whoever knows it best, then
 * whoever was idle longest. A skill is best effort: nobody waits longer than `SKILL_PATIENCE_MS` for one, not at all in an emergency or
 * when nobody here has it.
 *
 * @param here everybody on duty, busy ones too: for whether a skill is worth waiting for
 */
export function match(
  waiting: readonly Waiting[],
  free: readonly Free[],
  here: readonly Pick<Free, 'skills'>[],
  now: number,
): { entry: string; staff: string }[] {
  const left = new Map(free.map((one) => [one.staff, one]));
  const matches: { entry: string; staff: string }[] = [];
  for (const { id, priority, since, skills, not, only } of inOrder(waiting)) {
    const may = [...left.values()].filter(
      ({ staff }) => !not.has(staff) && (only === null || only === staff),
    );
    const able = may.filter((one) => levelOf(one, skills) > 0);
    const patient =
      priority !== 'emergency' &&
      now - since < SKILL_PATIENCE_MS &&
      here.some((one) => levelOf(one, skills) > 0);
    const pool = skills.length === 0 || only !== null ? may : able.length > 0 ? able : patient ? [] : may;
    const [best] = [...pool].sort(
      (a, b) => levelOf(b, skills) - levelOf(a, skills) || a.idleSince - b.idleSince,
    );
    if (best === undefined) continue;
    left.delete(best.staff);
    matches.push({ entry: id, staff: best.staff });
  }
  return matches;
}

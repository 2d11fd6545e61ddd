import type { Briefing, QueueRow } from '../../protocol/index.ts';
import type { Waiting } from './match.ts';
import type { HandoffListener, HandoffRequest } from './port.ts';

/** A wish for a human, while somebody has to be found for it. */
export interface Entry {
  readonly id: string;
  readonly request: HandoffRequest;
  readonly listener: HandoffListener;
  readonly since: number;
  readonly createdAt: number;
  /** It rang out with them, or they declined: not asked again until they say ready anew. */
  readonly rang: Set<string>;
  only: string | null;
  /** A supervisor wants it taken before all others. */
  first: boolean;
  offer: { staff: string; until: number } | null;
  /** A claim is being written: neither time nor anybody else takes it meanwhile. */
  claiming: boolean;
  /** Given up, taken or told that there is nobody: nothing more happens with it. */
  over: boolean;
  /** Unix ms since when nobody could be asked; null while somebody could. */
  aloneSince: number | null;
  /** What was told last, so that only changes are told. */
  told: string;
}

export const waitingOf = (entry: Entry): Waiting => ({
  id: entry.id,
  priority: entry.first ? 'emergency' : entry.request.priority,
  since: entry.since,
  skills: entry.request.skills,
  not: entry.request.not === undefined ? entry.rang : new Set([...entry.rang, entry.request.not]),
  only: entry.only,
});

/** Whether somebody may still be asked for it. */
export const mayTake = (entry: Entry, staff: string): boolean =>
  staff !== entry.request.not && !entry.rang.has(staff) && (entry.only === null || entry.only === staff);

/** What the list of those who wait shows: nothing personal. */
export function rowOf({ id, request, since, offer }: Entry): QueueRow {
  const { matter, feeling, lang }: Briefing = request.briefing;
  return {
    entry: id,
    matter: matter?.name ?? null,
    reason: request.reason,
    priority: request.priority,
    skills: request.skills.slice(0, 12),
    ...{ feeling, lang, since },
    ringing: offer !== null,
  };
}

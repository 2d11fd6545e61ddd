import type {
  BreakReason,
  Disposition,
  HandoffPriority,
  HandoffReason,
  Presence,
  SuggestionRating,
} from '../../protocol/index.ts';

/** How a wish for a human ended. `served`: the call is over. */
export type HandoffEnd = 'served' | 'cancelled' | 'nobody' | 'restarted';

/** A wish for a human. Times are Unix ms. */
export interface HandoffRecord {
  id: string;
  consultation: string;
  reason: HandoffReason;
  priority: HandoffPriority;
  skills: readonly string[];
  since: number;
  createdAt: number;
  toldMs: number | null;
}

/** The work after a call, as it is kept. `summary` and `followUp` may hold personal words: encrypted at rest. */
export interface WrapUpRecord {
  consultation: string;
  staff: string;
  matter: string | null;
  /** The prepared summary. */
  proposal: string;
  beganAt: number;
}

/** Records of queue, presence and work after calls. Every function resolves when its transaction is durable. */
export interface DeskStore {
  openHandoff(record: HandoffRecord): Promise<void>;
  /** True for the one claim that wins, over all processes; false for every other, and for what is over. */
  claimHandoff(id: string, staff: string, at: number): Promise<boolean>;
  endHandoff(id: string, how: HandoffEnd, at: number): Promise<void>;
  /** What an earlier process left open is over: those citizens are asked for anew when they come back. */
  endAllHandoffs(at: number): Promise<number>;
  /** How long the last `count` calls lasted from claim to end, ms, newest first. */
  handlingTimes(count: number): Promise<number[]>;
  beginWrapUp(record: WrapUpRecord): Promise<void>;
  finishWrapUp(
    record: Pick<WrapUpRecord, 'consultation' | 'staff' | 'beganAt'>,
    done: { at: number; disposition: Disposition | null; summary: string; followUp: string | null },
  ): Promise<void>;
  /** The newest that is not done; null when there is none. */
  openWrapUp(staff: string): Promise<WrapUpRecord | null>;
  /** The last word of one person about one suggestion is kept. */
  rateSuggestion(record: RatingRecord): Promise<void>;
  /** Of all since then (Unix ms), by rule. */
  suggestionRatings(since: number): Promise<SuggestionRating[]>;
  savePresence(staff: string, at: number, presence: Presence, reason: BreakReason | null): Promise<void>;
  /** The last one; null for somebody who has never been here. */
  lastPresence(staff: string): Promise<{ presence: Presence; reason: BreakReason | null; at: number } | null>;
}

/** Whether a suggestion was of use to somebody. Nothing of what was said is in it. */
export interface RatingRecord {
  consultation: string;
  suggestion: string;
  staff: string;
  rule: string;
  useful: boolean;
  at: number;
}

export interface DeskStores {
  desk: DeskStore;
}

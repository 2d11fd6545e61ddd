import type {
  Briefing,
  HandoffPriority,
  HandoffReason,
  PublicAgent,
  SupervisorMode,
  WaitRange,
} from '../../protocol/index.ts';

/** A wish for a human. */
export interface HandoffRequest {
  consultation: string;
  briefing: Briefing;
  reason: HandoffReason;
  priority: HandoffPriority;
  /** What the human should know (`topic.housing_fund`, `lang.en`); best effort, never a reason to find nobody. */
  skills: readonly string[];
  /** Passed on by this member of staff, who is not offered it again. */
  not?: string;
  /** Passed on to this member of staff alone. */
  only?: string;
  /** Unix ms since when the citizen waits: one who comes back keeps their place. Absent: from now. */
  since?: number;
}

/** Why there is nobody: no agent signed in, outside the hours, all have let it ring. */
export type Nobody = 'no_agents' | 'closed' | 'not_taken';

/** How a member of staff enters a room. `staff` is their account's id: for the audit, never shown to the citizen. */
export interface StaffGrant {
  staff: string;
  agent: PublicAgent;
}

/**
 * What the desk tells of one entry of its queue, in this order: any number of `moved` and `ringing`, then `accepted` or
 * `nobody`, then nothing more. After `cancel` it tells nothing.
 */
export interface HandoffListener {
  /** The place in the queue or the time to wait has changed. */
  moved(position: number, wait: WaitRange | null): void;
  /** It is being offered to somebody (true), or waits again because they did not take it (false). */
  ringing(on: boolean): void;
  /**
   * Somebody has taken it: the one claim that won.
   * @returns the room token for them, valid once for two minutes
   * @throws AppError `state_refused` when the citizen is no longer there: the agent is free again
   */
  accepted(grant: StaffGrant): Promise<{ token: string }>;
  nobody(why: Nobody): void;
}

/** An entry of the queue. */
export interface HandoffEntry {
  id: string;
}

/** What `consult` asks of the desk. Joined to `server/desk` by main.ts; without it there are no humans here. */
export interface HandoffPort {
  /** Whether there is any agent at all who could ever come: without one, the telephone and a work order are offered. */
  staffed(): boolean;
  /** @throws AppError `state_refused` when the consultation waits already */
  request(request: HandoffRequest, listener: HandoffListener): Promise<HandoffEntry>;
  /** The citizen has gone or has changed their mind. Of an entry that is unknown or over: nothing happens. */
  cancel(
    entry: string,
    why: 'citizen_left' | 'citizen_stays' | 'callback' | 'work_order' | 'agent_stays',
  ): void;
  /** A call that was accepted is over for this member of staff: wrap-up begins. Told once per `accepted`. */
  released(told: {
    consultation: string;
    staff: string;
    how: 'returned' | 'ended' | 'passed_on' | 'lost' | 'never_came';
  }): void;
}

/** A call as supervisors see it in their list. */
export interface LiveCall {
  consultation: string;
  since: number;
  phase: 'avatar' | 'waiting' | 'ringing' | 'human' | 'away';
  matter: string | null;
  feeling: Briefing['feeling'];
  agent: PublicAgent | null;
  staff: string | null;
  supervisors: number;
}

/** What `consult` does for the desk: see `Consultations`. */
export interface CallsForDesk {
  calls(): LiveCall[];
  /** What is known now, later than when the wish was made; null when there is no such call. */
  briefing(consultation: string): Briefing | null;
  /**
   * A room token for a supervisor, valid once.
   * @throws AppError `not_found` when there is no such call
   */
  admitSupervisor(
    consultation: string,
    grant: StaffGrant & { mode: SupervisorMode },
  ): Promise<{ token: string }>;
  /**
   * This member of staff serves the citizen from now on, in place of the avatar or of whoever has the call.
   * @returns their room token
   * @throws AppError `not_found` when there is no such call, `state_refused` when it is theirs already
   */
  takeOver(consultation: string, grant: StaffGrant): Promise<{ token: string }>;
  /** Told whenever the list has changed. @returns stops it */
  onCallsChanged(listener: () => void): () => void;
}

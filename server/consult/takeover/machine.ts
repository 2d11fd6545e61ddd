import type { HandoffPriority, HandoffReason, ServicePhase, WaitRange } from '../../../protocol/index.ts';
import type { Nobody, StaffGrant } from '../../desk/port.ts';

/** From the claim to the agent's own socket: longer, and their browser has failed. */
export const JOIN_WITHIN_MS = 10_000;
/** An agent whose line broke has this long to come back. */
export const BACK_WITHIN_MS = 30_000;

/** What is asked of the desk. */
export interface Wish {
  reason: HandoffReason;
  priority: HandoffPriority;
  skills: readonly string[];
  /** Unix ms since when the citizen waits. */
  since: number;
}

/** A citizen being passed on: they stay with one human until the next one is in the room. */
export interface Passing {
  skills: readonly string[];
  to?: string;
  /** Has taken it and is not in the room yet. */
  next: StaffGrant | null;
}

/** Who serves a citizen. Plain data: every change is a new object, made by `step`. */
export interface TakeoverState {
  phase: ServicePhase;
  wish: Wish | null;
  /** Whoever has taken it: in `ringing` on the way, in `human` and `away` in charge. */
  staff: StaffGrant | null;
  position: number | null;
  wait: WaitRange | null;
  until: number | null;
  avatarHelps: boolean;
  passing: Passing | null;
  /** The citizen's own line is lost: the wish rests until they come back. */
  rests: boolean;
}

export type CancelReason = 'citizen_stays' | 'callback' | 'work_order';

export type TakeoverEvent =
  | { kind: 'want'; wish: Wish }
  | { kind: 'moved'; position: number; wait: WaitRange | null }
  | { kind: 'ringing'; on: boolean }
  | { kind: 'accepted'; grant: StaffGrant }
  | { kind: 'nobody'; why: Nobody }
  /** The citizen does not want a human any more. */
  | { kind: 'decline'; why: CancelReason }
  | { kind: 'joined'; staff: string }
  | { kind: 'lost'; staff: string; now: number }
  | { kind: 'late' }
  | { kind: 'return'; staff: string }
  | { kind: 'helps'; on: boolean }
  | { kind: 'pass_on'; skills: readonly string[]; to?: string; now: number }
  | { kind: 'keep' }
  /** A supervisor serves from now on, in place of whoever does. */
  | { kind: 'seize'; grant: StaffGrant; wish: Wish }
  | { kind: 'citizen_lost' }
  | { kind: 'citizen_back' }
  | { kind: 'end' };

/** What is said to the citizen about it. */
export type Word = 'arrived' | 'back' | 'lost' | 'never_came' | 'nobody' | 'closed' | 'stays';

export type Effect =
  | { do: 'request'; wish: Wish; not?: string; only?: string }
  | { do: 'cancel'; why: CancelReason | 'citizen_left' | 'agent_stays' }
  | { do: 'release'; staff: string; how: 'returned' | 'ended' | 'passed_on' | 'lost' | 'never_came' }
  /** Takes a member of staff out of the room. */
  | { do: 'dismiss'; staff: string }
  | { do: 'timer'; ms: number | null }
  | { do: 'say'; word: Word };

export interface Step {
  state: TakeoverState;
  effects: Effect[];
}

export const ALONE: TakeoverState = {
  phase: 'avatar',
  wish: null,
  staff: null,
  position: null,
  wait: null,
  until: null,
  avatarHelps: false,
  passing: null,
  rests: false,
};

/** Whether a human answers, so that the avatar must not. */
export const humanServes = (state: TakeoverState): boolean =>
  (state.phase === 'human' || state.phase === 'away') && !state.avatarHelps;

/** What is kept of it: enough for a new process to bring the citizen back to the queue or the avatar. */
export interface KeptTakeover {
  wish: Wish | null;
  /** A human was with the citizen: they come first. */
  served: boolean;
}

export const keptOf = ({ phase, wish }: TakeoverState): KeptTakeover | null =>
  phase === 'avatar' ? null : { wish, served: phase === 'human' || phase === 'away' };

/** What a new process begins from: nobody is in the room, so the citizen waits again, and is asked for once they come. */
export function takenUp(kept: KeptTakeover | null | undefined): TakeoverState {
  if (kept?.wish === null || kept?.wish === undefined) return ALONE;
  return { ...ALONE, phase: 'waiting', rests: true, wish: kept.served ? returned(kept.wish) : kept.wish };
}

/** They come before those who are only waiting; an emergency stays one. */
const returned = (wish: Wish): Wish => ({
  ...wish,
  priority: wish.priority === 'emergency' ? 'emergency' : 'returned',
});

const queued = (wish: Wish): TakeoverState => ({ ...ALONE, phase: 'waiting', wish });
const same = (state: TakeoverState): Step => ({ state, effects: [] });

/**
 * One step of the takeover. Pure; an event that does not fit the state changes nothing, so that what comes late (a claim
 * after the citizen has gone, a socket that drops after the return) leads nowhere. Every way out of `ringing`, `human` and
 * `away` ends with a human, in the queue or with the avatar: nobody is left alone.
 */
export function step(state: TakeoverState, event: TakeoverEvent): Step {
  if (event.kind === 'end') return { state: ALONE, effects: freed(state, 'ended', 'citizen_left') };
  if (event.kind === 'seize') return seized(state, event.grant, event.wish);
  switch (state.phase) {
    case 'avatar':
      return event.kind === 'want'
        ? { state: queued(event.wish), effects: [{ do: 'request', wish: event.wish }] }
        : same(state);
    case 'waiting':
    case 'ringing':
      return state.staff === null ? inQueue(state, event) : onTheWay(state, state.staff, event);
    case 'human':
    case 'away':
      return state.staff === null ? same(ALONE) : served(state, state.staff, event);
  }
}

/**
 * Whoever has the call keeps it until the supervisor is in the room; who waits, or talks with the avatar, gets the supervisor
 * as if they had been asked for.
 */
function seized(state: TakeoverState, grant: StaffGrant, wish: Wish): Step {
  if (state.staff?.staff === grant.staff || state.rests) return same(state);
  const timer = { do: 'timer', ms: JOIN_WITHIN_MS } as const;
  if (state.phase === 'human' || state.phase === 'away') {
    const { state: before, effects } = kept(state);
    return {
      state: { ...before, passing: { skills: [], next: grant } },
      effects: [...effects, ...(state.phase === 'away' ? [] : [timer])],
    };
  }
  const undone = state.phase === 'avatar' ? [] : freed(state, 'returned', 'agent_stays');
  return {
    state: { ...ALONE, phase: 'ringing', wish: state.wish ?? wish, staff: grant },
    effects: [...undone, timer],
  };
}

/** What is to be undone when the takeover is over at once. */
function freed(
  state: TakeoverState,
  how: 'returned' | 'ended',
  why: CancelReason | 'citizen_left' | 'agent_stays',
): Effect[] {
  const effects: Effect[] = [{ do: 'timer', ms: null }];
  for (const grant of [state.staff, state.passing?.next ?? null]) {
    if (grant === null) continue;
    effects.push({ do: 'release', staff: grant.staff, how }, { do: 'dismiss', staff: grant.staff });
  }
  const inQueue =
    state.passing === null
      ? state.staff === null && state.phase !== 'avatar' && !state.rests
      : state.passing.next === null;
  if (inQueue) effects.push({ do: 'cancel', why });
  return effects;
}

function inQueue(state: TakeoverState, event: TakeoverEvent): Step {
  const { wish } = state;
  switch (event.kind) {
    case 'moved':
      return same({ ...state, position: event.position, wait: event.wait });
    case 'ringing':
      return same({ ...state, phase: event.on ? 'ringing' : 'waiting' });
    case 'accepted':
      if (state.rests) return same(state);
      return {
        state: { ...state, phase: 'ringing', staff: event.grant, position: null, wait: null },
        effects: [{ do: 'timer', ms: JOIN_WITHIN_MS }],
      };
    case 'nobody':
      return {
        state: ALONE,
        effects: [{ do: 'say', word: event.why === 'closed' ? 'closed' : 'nobody' }],
      };
    case 'decline':
      return {
        state: ALONE,
        effects: [
          ...freed(state, 'returned', event.why),
          ...(event.why === 'citizen_stays' ? [{ do: 'say', word: 'stays' } as const] : []),
        ],
      };
    case 'citizen_lost':
      if (state.rests) return same(state);
      return {
        state: { ...state, phase: 'waiting', rests: true, position: null, wait: null },
        effects: [{ do: 'cancel', why: 'citizen_left' }],
      };
    case 'citizen_back':
      if (!state.rests || wish === null) return same(state);
      return { state: { ...state, rests: false }, effects: [{ do: 'request', wish }] };
    default:
      return same(state);
  }
}

/** Somebody has taken it and is not in the room yet. */
function onTheWay(state: TakeoverState, staff: StaffGrant, event: TakeoverEvent): Step {
  const gone: Effect[] = [
    { do: 'timer', ms: null },
    { do: 'release', staff: staff.staff, how: 'never_came' },
    { do: 'dismiss', staff: staff.staff },
  ];
  switch (event.kind) {
    case 'joined':
      if (event.staff !== staff.staff) return same(state);
      return {
        state: { ...state, phase: 'human' },
        effects: [
          { do: 'timer', ms: null },
          { do: 'say', word: 'arrived' },
        ],
      };
    case 'late':
    case 'return': {
      if (state.wish === null) return { state: ALONE, effects: [...gone, { do: 'say', word: 'nobody' }] };
      const wish = returned(state.wish);
      const again = [
        { do: 'request', wish, not: staff.staff } as const,
        { do: 'say', word: 'never_came' } as const,
      ];
      return { state: queued(wish), effects: [...gone, ...again] };
    }
    case 'decline':
      return { state: ALONE, effects: freed(state, 'returned', event.why) };
    case 'citizen_lost':
      return { state: { ...queued(state.wish ?? NO_WISH), rests: true }, effects: gone };
    default:
      return same(state);
  }
}

const NO_WISH: Wish = { reason: 'asked', priority: 'returned', skills: [], since: 0 };

/** A human is in charge, or was until their line broke. */
function served(state: TakeoverState, staff: StaffGrant, event: TakeoverEvent): Step {
  switch (event.kind) {
    case 'joined':
      return event.staff === staff.staff ? cameBack(state) : tookOver(state, staff, event.staff);
    case 'lost':
      if (event.staff !== staff.staff || state.phase === 'away') return same(state);
      return {
        state: { ...state, phase: 'away', until: event.now + BACK_WITHIN_MS, avatarHelps: false },
        effects: [{ do: 'timer', ms: BACK_WITHIN_MS }],
      };
    case 'late':
      return state.phase === 'away' ? neverBack(state, staff) : nextNeverCame(state);
    case 'return':
      if (event.staff !== staff.staff) return same(state);
      return {
        state: ALONE,
        effects: [...freed(state, 'returned', 'agent_stays'), { do: 'say', word: 'back' }],
      };
    case 'decline':
      return {
        state: ALONE,
        effects: [...freed(state, 'returned', event.why), { do: 'say', word: 'back' }],
      };
    case 'helps':
      return state.phase === 'human' ? same({ ...state, avatarHelps: event.on }) : same(state);
    case 'pass_on': {
      if (state.passing !== null || state.phase !== 'human') return same(state);
      const { skills, to } = event;
      const only = to === undefined ? {} : { only: to };
      const wish: Wish = { reason: 'transfer', priority: 'returned', skills, since: event.now };
      return {
        state: { ...state, passing: { skills, ...(to === undefined ? {} : { to }), next: null } },
        effects: [{ do: 'request', wish, not: staff.staff, ...only }],
      };
    }
    case 'keep':
      return kept(state);
    case 'moved':
      return state.passing === null ? same(state) : same({ ...state, position: event.position });
    case 'accepted':
      if (state.passing === null || state.passing.next !== null) return same(state);
      return {
        state: { ...state, passing: { ...state.passing, next: event.grant } },
        // While the first one's own line is broken, that clock runs on: it leads to the next one as well.
        effects: state.phase === 'away' ? [] : [{ do: 'timer', ms: JOIN_WITHIN_MS }],
      };
    case 'nobody':
      // The one who wanted to pass on is still there, or has the rest of their time to come back.
      return same({ ...state, passing: null, position: null });
    default:
      return same(state);
  }
}

const cameBack = (state: TakeoverState): Step =>
  state.phase === 'away'
    ? {
        state: { ...state, phase: 'human', until: null },
        effects: [{ do: 'timer', ms: state.passing?.next ? JOIN_WITHIN_MS : null }],
      }
    : same(state);

/** The colleague is in the room: the first one leaves. */
function tookOver(state: TakeoverState, staff: StaffGrant, joined: string): Step {
  const next = state.passing?.next ?? null;
  if (next === null || next.staff !== joined) return same(state);
  return {
    state: { ...ALONE, phase: 'human', wish: state.wish, staff: next },
    effects: [
      { do: 'timer', ms: null },
      { do: 'release', staff: staff.staff, how: 'passed_on' },
      { do: 'dismiss', staff: staff.staff },
      { do: 'say', word: 'arrived' },
    ],
  };
}

/** The human has not come back: first in the queue, or with whoever is already on the way. */
function neverBack(state: TakeoverState, staff: StaffGrant): Step {
  const wish = returned(state.wish ?? NO_WISH);
  const gone: Effect[] = [
    { do: 'release', staff: staff.staff, how: 'lost' },
    { do: 'dismiss', staff: staff.staff },
    { do: 'say', word: 'lost' },
  ];
  if (state.passing === null)
    return { state: queued(wish), effects: [{ do: 'timer', ms: null }, ...gone, { do: 'request', wish }] };
  const { next } = state.passing;
  if (next === null) return { state: queued(wish), effects: [{ do: 'timer', ms: null }, ...gone] };
  return {
    state: { ...queued(wish), phase: 'ringing', staff: next },
    effects: [{ do: 'timer', ms: JOIN_WITHIN_MS }, ...gone],
  };
}

function nextNeverCame(state: TakeoverState): Step {
  const next = state.passing?.next ?? null;
  if (next === null) return same(state);
  return {
    state: { ...state, passing: null, position: null },
    effects: [
      { do: 'release', staff: next.staff, how: 'never_came' },
      { do: 'dismiss', staff: next.staff },
    ],
  };
}

/** The human stays after all. */
function kept(state: TakeoverState): Step {
  const { passing } = state;
  if (passing === null) return same(state);
  const over = { ...state, passing: null, position: null };
  if (passing.next === null) return { state: over, effects: [{ do: 'cancel', why: 'agent_stays' }] };
  const { staff } = passing.next;
  return {
    state: over,
    effects: [
      ...(state.phase === 'away' ? [] : [{ do: 'timer', ms: null } as const]),
      { do: 'release', staff, how: 'returned' },
      { do: 'dismiss', staff },
    ],
  };
}

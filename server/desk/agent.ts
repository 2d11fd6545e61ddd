import type { BreakReason, OwnPresence, Presence, StaffIdentity } from '../../protocol/index.ts';

/** After a call this long for the work of it, ms; it can be made longer twice. */
export const WRAP_UP_MS = 60_000;
export const WRAP_UP_LONGER_MS = 60_000;
const MAX_LONGER = 2;
/** A console whose socket dropped is offered nothing; after this it counts as gone. In a call it has longer. */
export const GRACE_MS = 8_000;
export const GRACE_IN_CALL_MS = 30_000;

/** One member of staff at the desk. Plain data: every change is a new object. */
export interface Agent {
  identity: StaffIdentity;
  presence: Presence;
  reason: BreakReason | null;
  since: number;
  idleSince: number;
  next: 'ready' | 'break' | 'offline' | null;
  nextReason: BreakReason | null;
  call: string | null;
  /** From the claim, for the length of calls. */
  callSince: number;
  /** The work after a call that is open. */
  wrapUp: {
    consultation: string;
    matter: string | null;
    summary: string;
    since: number;
    until: number;
    longer: number;
  } | null;
  connected: boolean;
  /** Unix ms since when the socket is gone. */
  goneAt: number | null;
}

/** Somebody who has just signed in: present, and not ready until they say so. */
export const arrived = (identity: StaffIdentity, now: number): Agent => ({
  identity,
  presence: 'offline',
  reason: null,
  since: now,
  idleSince: now,
  next: null,
  nextReason: null,
  call: null,
  callSince: now,
  wrapUp: null,
  connected: true,
  goneAt: null,
});

export const ownPresence = ({ presence, reason, since, next, call }: Agent): OwnPresence => ({
  presence,
  reason,
  since,
  next,
  call,
});

const to = (agent: Agent, presence: Presence, now: number, reason: BreakReason | null = null): Agent => ({
  ...agent,
  presence,
  reason,
  since: now,
});

/** What somebody says of themselves. While busy or in the work after a call it is kept for afterwards. */
export function set(
  agent: Agent,
  presence: 'ready' | 'break' | 'offline',
  reason: BreakReason | null,
  now: number,
): Agent {
  if (agent.presence === 'busy' || agent.presence === 'offered')
    return { ...agent, next: presence, nextReason: reason };
  // Saying ready while the work after a call is open ends it; a break does not.
  if (agent.presence === 'wrap_up' && presence !== 'ready')
    return { ...agent, next: presence, nextReason: reason };
  if (agent.presence === presence && agent.reason === reason) return agent;
  const idleSince = presence === 'ready' ? now : agent.idleSince;
  return {
    ...to(agent, presence, now, presence === 'break' ? reason : null),
    idleSince,
    next: null,
    nextReason: null,
  };
}

export const offered = (agent: Agent, now: number): Agent => to(agent, 'offered', now);

/** The offer is over without a call. It rang out: nothing more is offered until they say ready. */
export function notTaken(agent: Agent, how: 'late' | 'declined' | 'withdrawn', now: number): Agent {
  if (agent.presence !== 'offered') return agent;
  if (how === 'late') return { ...to(agent, 'missed', now), next: null, nextReason: null };
  const { next, nextReason } = agent;
  return { ...to(agent, next ?? 'ready', now, nextReason), next: null, nextReason: null };
}

export const took = (agent: Agent, call: string, now: number): Agent => ({
  ...to(agent, 'busy', now),
  call,
  callSince: now,
  next: null,
  nextReason: null,
});

/** The call is over for them. A call that never began leaves no work. */
export function released(
  agent: Agent,
  work: { matter: string | null; summary: string } | null,
  now: number,
): Agent {
  if (agent.call === null) return agent;
  const { call } = agent;
  const over = { ...agent, call: null };
  if (work === null) return after(over, now);
  const wrapUp = { consultation: call, ...work, since: now, until: now + WRAP_UP_MS, longer: 0 };
  return { ...to(over, 'wrap_up', now), wrapUp };
}

/** More time for the work after a call; null when there is no more to give. */
export function longer(agent: Agent): Agent | null {
  if (agent.wrapUp === null || agent.wrapUp.longer >= MAX_LONGER) return null;
  const { wrapUp } = agent;
  return {
    ...agent,
    wrapUp: { ...wrapUp, until: wrapUp.until + WRAP_UP_LONGER_MS, longer: wrapUp.longer + 1 },
  };
}

/** The work is done, or its time is over: to what was chosen for afterwards, else ready again. */
export const worked = (agent: Agent, now: number): Agent =>
  agent.presence === 'wrap_up' ? after({ ...agent, wrapUp: null }, now) : { ...agent, wrapUp: null };

function after(agent: Agent, now: number): Agent {
  const { next, nextReason } = agent;
  const presence = next ?? (agent.connected ? 'ready' : 'offline');
  return {
    ...to(agent, presence, now, presence === 'break' ? nextReason : null),
    next: null,
    nextReason: null,
    idleSince: now,
  };
}

export const connected = (agent: Agent): Agent => ({ ...agent, connected: true, goneAt: null });
export const dropped = (agent: Agent, now: number): Agent => ({ ...agent, connected: false, goneAt: now });
/** Has not come back in time. A call is the room's matter: it goes on or is lost there. */
export const gone = (agent: Agent, now: number): Agent =>
  agent.presence === 'busy' || agent.presence === 'wrap_up' ? agent : to(agent, 'offline', now);

/** Whether a citizen can be offered to them now. */
export const isFree = ({ presence, connected: on }: Agent): boolean => presence === 'ready' && on;
/** Whether they are on duty, so that a call may come to them sooner or later. */
export const isHere = ({ presence, goneAt }: Agent): boolean =>
  presence !== 'offline' && (goneAt === null || presence === 'busy' || presence === 'wrap_up');

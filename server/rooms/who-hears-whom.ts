import type { Role, SupervisorMode, TrackSource } from '../../protocol/index.ts';

/** Somebody in a room, as far as hearing and seeing go. `mode` counts for supervisors only (default: monitor). */
export interface Party {
  role: Role;
  mode?: SupervisorMode;
}

/** How somebody appears in the table: a supervisor is three different people, by mode. */
export type Seat = 'citizen' | 'avatar' | 'agent' | 'monitor' | 'whisper' | 'barge';
export const SEATS: readonly Seat[] = ['citizen', 'avatar', 'agent', 'monitor', 'whisper', 'barge'];

/** Whatever writes a call down: it receives, and is nobody's peer. */
export type Recorder = 'recorder';

type Hearing = Readonly<Record<Seat | Recorder, Readonly<Record<Seat, boolean>>>>;

/**
 * Who hears whom: `HEARS[listener][speaker]`. The citizen never learns of a monitoring or whispering supervisor; the
 * avatar (the server's recogniser) listens to the citizen alone; a whisper reaches agents and other supervisors only. What is
 * recorded is what the citizen said and heard: a whisper is never in it.
 */
const HEARS: Hearing = {
  citizen: { citizen: false, avatar: true, agent: true, monitor: false, whisper: false, barge: true },
  avatar: { citizen: true, avatar: false, agent: false, monitor: false, whisper: false, barge: false },
  agent: { citizen: true, avatar: true, agent: true, monitor: false, whisper: true, barge: true },
  monitor: { citizen: true, avatar: true, agent: true, monitor: false, whisper: true, barge: true },
  whisper: { citizen: true, avatar: true, agent: true, monitor: false, whisper: true, barge: true },
  barge: { citizen: true, avatar: true, agent: true, monitor: false, whisper: true, barge: true },
  recorder: { citizen: true, avatar: true, agent: true, monitor: false, whisper: false, barge: true },
};

/**
 * Who sees whose camera. The avatar is drawn by each page itself and needs no picture; it sees nobody: what is seen
 * stays on the citizen's device. Supervisors show themselves only when they take part.
 */
const SEES: Hearing = {
  citizen: { citizen: false, avatar: false, agent: true, monitor: false, whisper: false, barge: true },
  avatar: { citizen: false, avatar: false, agent: false, monitor: false, whisper: false, barge: false },
  agent: { citizen: true, avatar: false, agent: true, monitor: false, whisper: false, barge: true },
  monitor: { citizen: true, avatar: false, agent: true, monitor: false, whisper: false, barge: true },
  whisper: { citizen: true, avatar: false, agent: true, monitor: false, whisper: false, barge: true },
  barge: { citizen: true, avatar: false, agent: true, monitor: false, whisper: false, barge: true },
  recorder: { citizen: true, avatar: false, agent: true, monitor: false, whisper: false, barge: true },
};

/** The seat of somebody. */
export function seatOf(party: Party): Seat {
  return party.role === 'supervisor' ? (party.mode ?? 'monitor') : party.role;
}

/** Whether `listener` receives a track of `source` from `speaker`. Pure; the whole policy is in the two tables. */
export function receives(listener: Party | Recorder, speaker: Party, source: TrackSource): boolean {
  // A paper held into the camera is for whoever serves, and is not kept in a film.
  if (listener === 'recorder' && source === 'document') return false;
  const table = source === 'voice' || source === 'microphone' ? HEARS : SEES;
  return table[listener === 'recorder' ? listener : seatOf(listener)][seatOf(speaker)];
}

/** What each role may send. A monitoring supervisor sends nothing; the avatar's voice is made by the server alone. */
const MAY_SEND: Readonly<Record<Seat, readonly TrackSource[]>> = {
  citizen: ['microphone', 'camera', 'screen', 'document'],
  avatar: ['voice'],
  agent: ['microphone', 'camera', 'screen'],
  monitor: [],
  whisper: ['microphone'],
  barge: ['microphone', 'camera', 'screen'],
};

/** Whether somebody may publish a track of this source. */
export function maySend(party: Party, source: TrackSource): boolean {
  return MAY_SEND[seatOf(party)].includes(source);
}

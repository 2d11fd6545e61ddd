import {
  AppError,
  type EventData,
  type EventName,
  type FormDefinition,
  type IceServer,
  newId,
  type Params,
  type Result,
  type Role,
  type SupervisorMode,
} from '../../../protocol/index.ts';
import type { StaffGrant } from '../../desk/port.ts';
import type { Room } from '../../rooms/room.ts';
import type { Party } from '../../rooms/who-hears-whom.ts';
import { PeerLimits } from '../../signalling/limits.ts';
import { CLOSE, PeerSession } from '../../signalling/session.ts';
import type { Consultation } from '../consultation.ts';
import { ResumeSecret } from '../resume-secret.ts';
import { createStaffHandler } from './staff-handler.ts';
import { eventForStaff, snapshotForStaff } from './staff-view.ts';
import { bylineOf } from './texts.ts';

export interface SeatsParts {
  consultation: Consultation;
  /** The room, made where there is none. */
  room: () => Promise<Room>;
  issue: (grant: { peer: string; role: Role }) => Promise<string>;
  iceServers: (peer: string) => IceServer[];
  definition: (kind: string) => FormDefinition | null;
  end: () => Promise<void>;
  citizenConnected: () => boolean;
  /** Who is in the room has changed. */
  onChange: () => void;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

interface Seat {
  readonly peer: string;
  readonly grant: StaffGrant;
  party: Party;
  readonly secret: ResumeSecret;
  readonly limits: PeerLimits;
  session: PeerSession | null;
}

/** The agents and supervisors of one consultation: how they come in, come back and leave. */
export class Seats {
  readonly #parts: SeatsParts;
  readonly #seats = new Map<string, Seat>();

  constructor(parts: SeatsParts) {
    this.#parts = parts;
  }

  /** Whether any member of staff is here; without them the room may go when the citizen goes. */
  get occupied(): boolean {
    return [...this.#seats.values()].some(({ session }) => session !== null);
  }

  get supervisors(): number {
    return [...this.#seats.values()].filter(({ party, session }) => party.role === 'supervisor' && session)
      .length;
  }

  /** Public name and number of who sits there, where they may be known to the citizen. */
  nameOf(peer: string): string | null {
    const grant = this.#seats.get(peer)?.grant;
    return grant === undefined ? null : bylineOf(grant.agent);
  }

  has(peer: string): boolean {
    return this.#seats.has(peer);
  }

  /** Keeps a place for somebody. @returns their room token */
  admit(grant: StaffGrant, party: Party): Promise<{ token: string }> {
    const peer = newId('peer');
    const limits = new PeerLimits(performance.now());
    this.#seats.set(peer, { peer, grant, party, secret: new ResumeSecret(), limits, session: null });
    return this.#parts.issue({ peer, role: party.role }).then((token) => ({ token }));
  }

  /** @throws AppError `room_gone` when the room cannot be had */
  async enter(peer: string): Promise<{ session: PeerSession; result: Result<'auth.join'> }> {
    const seat = this.#seats.get(peer);
    if (seat === undefined) throw new AppError('token_foreign', 'This token is for something else.');
    const session = await this.#session(seat);
    const result = await this.#welcome(seat, session, seat.secret.rotate(null));
    return { session, result };
  }

  /** The seat that a secret opens; null where none is. */
  find(secret: string): string | null {
    return [...this.#seats.values()].find((seat) => seat.secret.accepts(secret))?.peer ?? null;
  }

  async resume(
    peer: string,
    { secret, lastSeq }: Params<'auth.resume'>,
  ): Promise<{ session: PeerSession; result: Result<'auth.resume'>; replayFrom: number }> {
    const seat = this.#seats.get(peer);
    if (seat === undefined) throw new AppError('resume_invalid', 'This secret opens nothing.');
    const old = seat.session;
    const isReload = lastSeq < 0 || (old !== null && lastSeq > old.seq);
    const canReplay = !isReload && old !== null && old.canReplay(lastSeq);
    if (isReload) {
      old?.replaceBy('replaced');
      seat.session = null;
    }
    const session = await this.#session(seat);
    const room = await this.#parts.room();
    const mediaKept = !isReload && room.hasMedia(peer);
    if (!mediaKept) room.resetPeer(peer);
    const welcome = await this.#welcome(seat, session, seat.secret.rotate(secret));
    const replayFrom = canReplay ? lastSeq : session.seq;
    return { session, result: { ...welcome, mediaKept }, replayFrom };
  }

  async #welcome(seat: Seat, session: PeerSession, resumeSecret: string): Promise<Result<'auth.join'>> {
    const { consultation, iceServers, definition } = this.#parts;
    const room = await this.#parts.room();
    return {
      peer: seat.peer,
      role: seat.party.role,
      resumeSecret,
      routerRtpCapabilities: room.routerRtpCapabilities,
      iceServers: iceServers(seat.peer),
      snapshot: snapshotForStaff(consultation.snapshot(), definition),
      seq: session.seq,
    };
  }

  async #session(seat: Seat): Promise<PeerSession> {
    const { consultation, log } = this.#parts;
    const room = await this.#parts.room();
    room.addPeer(seat.peer, seat.party);
    if (seat.session !== null) return seat.session;
    const { staff } = seat.grant;
    const isAgent = seat.party.role === 'agent';
    const handler = createStaffHandler({
      consultation,
      peer: seat.peer,
      grant: seat.grant,
      party: () => seat.party,
      setMode: (mode, why) => this.#setMode(seat, mode, why),
      end: () => this.#parts.end(),
      onAttached: () => {
        if (isAgent) consultation.takeover.joined(staff);
        this.#sendTo(seat, 'staff.citizen', { connected: this.#parts.citizenConnected() });
        const { told } = consultation.service.assistant;
        if (told !== null) this.#sendTo(seat, 'staff.assist', told);
        this.#parts.onChange();
      },
      onDetached: () => {
        if (isAgent) consultation.takeover.lost(staff);
      },
      audit: (what, why) => log('info', what, { consultation: consultation.id, staff, why }),
      // A supervisor who does not come back has left; of an agent the takeover decides.
      onLost: () => {
        if (!isAgent) this.#leave(seat);
      },
    });
    const onInvalid = (event: string, detail: string): void =>
      log('error', 'an event did not fit the protocol', { event, detail });
    seat.session = new PeerSession(seat.peer, consultation.id, handler, onInvalid, seat.limits);
    return seat.session;
  }

  async #setMode(seat: Seat, mode: SupervisorMode, why: string): Promise<void> {
    const { consultation, log } = this.#parts;
    // In the log with its reason, as every act of a supervisor has to be; whoever keeps the audit reads it from there too.
    log('info', 'a supervisor changes how they are present', {
      consultation: consultation.id,
      staff: seat.grant.staff,
      mode,
      why,
    });
    seat.party = { role: 'supervisor', mode };
    await consultation.room?.setParty(seat.peer, seat.party);
  }

  #sendTo<E extends EventName>(seat: Seat, event: E, data: EventData<E>): void {
    const shown = eventForStaff(event, data, this.#parts.definition);
    if (shown !== null) seat.session?.send(event, shown);
  }

  /** Tells all of them, as far as it is for staff. */
  tell<E extends EventName>(event: E, data: EventData<E>): void {
    for (const seat of this.#seats.values()) this.#sendTo(seat, event, data);
  }

  /** Tells one peer what is its own: its consumers. */
  tellPeer<E extends EventName>(peer: string, event: E, data: EventData<E>): void {
    this.#seats.get(peer)?.session?.send(event, data);
  }

  /** The room stands on another worker: all build their media anew. */
  rebuilt(data: EventData<'media.rebuild'>): void {
    for (const { session } of this.#seats.values()) session?.send('media.rebuild', data);
  }

  /** Takes a member of staff out of the room: their part is over. */
  dismiss(staff: string): void {
    for (const seat of [...this.#seats.values()])
      if (seat.grant.staff === staff && seat.party.role === 'agent') this.#leave(seat);
  }

  /** They may not be here any more. Of an agent's call the takeover decides, as when their line had broken. */
  expel(staff: string): void {
    for (const seat of [...this.#seats.values()]) {
      if (seat.grant.staff !== staff) continue;
      this.#leave(seat);
      if (seat.party.role === 'agent') this.#parts.consultation.takeover.lost(staff);
    }
  }

  #leave(seat: Seat): void {
    this.#seats.delete(seat.peer);
    seat.session?.send('session.ended', { reason: 'returned' });
    seat.session?.close(CLOSE.ended, 'returned');
    this.#parts.consultation.room?.removePeer(seat.peer);
    this.#parts.onChange();
  }

  /** Everybody goes: the consultation is over, or the process. */
  close(code: number, reason: 'citizen' | 'expired' | 'closing' | 'failed' | 'agent'): void {
    for (const seat of [...this.#seats.values()]) {
      seat.session?.send('session.ended', { reason });
      seat.session?.close(code, reason);
    }
    this.#seats.clear();
  }
}

import {
  AppError,
  type IceServer,
  type Lang,
  type Params,
  REJOIN_WINDOW_MS,
  type Result,
  type Snapshot,
} from '../../protocol/index.ts';
import type { CallsForDesk, HandoffPort, LiveCall, StaffGrant } from '../desk/port.ts';
import type { Room } from '../rooms/room.ts';
import type { Rooms } from '../rooms/rooms.ts';
import { CLOSE, PeerSession } from '../signalling/session.ts';
import { createCitizenHandler } from './citizen-handler.ts';
import type { Consultation, ConsultationParts } from './consultation.ts';
import { begun, fromStore, type Live, newLive, type Proof, wrongSecret } from './live.ts';
import { ResumeSecret } from './resume-secret.ts';
import { liveCallOf } from './takeover/live-call.ts';
import { Seats } from './takeover/seats.ts';
import type { ServiceDeskParts } from './takeover/service-desk.ts';
import { TOKEN_TTL_MS, Tokens } from './tokens.ts';

/** How often ended and abandoned consultations are looked for. */
const SWEEP_MS = 5_000;
/** More than this in memory, and no consultation by text is begun: those by video are bounded by the rooms. */
const MAX_LIVE = 10_000;

export interface ConsultationsOptions extends Omit<ConsultationParts, 'humans'> {
  /** What is needed for humans to take over; whether there are any, `joinDesk` tells. */
  humans?: Omit<ServiceDeskParts, 'port'>;
  rooms: Rooms;
  /** ICE servers (TURN with fresh credentials) for a peer. */
  iceServers: (peer: string) => IceServer[];
}

interface Resumed {
  session: PeerSession;
  result: Result<'auth.resume'>;
  replayFrom: number;
  afterReplay: () => void;
}

/** All consultations of this process: lets peers in, brings them back, and ends what nobody comes back to. */
export class Consultations implements CallsForDesk {
  readonly #options: ConsultationsOptions;
  readonly #tokens: Tokens;
  readonly #live = new Map<string, Live>();
  /** Take-ups from the store under way, so that two sockets do not take up the same one twice. */
  readonly #takingUp = new Map<string, Promise<Live>>();
  readonly #sweeping: NodeJS.Timeout;
  readonly #onCalls = new Set<() => void>();
  /** What every consultation is made with. */
  readonly #parts: ConsultationParts;
  #desk: HandoffPort | null = null;
  #draining = false;

  constructor(options: ConsultationsOptions) {
    this.#options = options;
    const { humans, ...parts } = options;
    this.#parts = humans ? { ...parts, humans: { ...humans, port: () => this.#desk } } : parts;
    this.#tokens = new Tokens(options.now);
    this.#sweeping = setInterval(() => void this.sweep(), SWEEP_MS);
    this.#sweeping.unref();
  }

  get size(): number {
    return this.#live.size;
  }

  /** A consultation of this process; null where it is not here. */
  find(id: string): Consultation | null {
    return this.#live.get(id)?.consultation ?? null;
  }

  /**
   * A new consultation that waits to be joined.
   * @throws AppError `server_busy` when no room would be admitted, `server_closing` while draining.
   */
  async create(lang: Lang): Promise<{ id: string; token: string }> {
    this.#refuseWhileDraining();
    if (!this.#options.rooms.hasRoom()) {
      throw new AppError('server_busy', 'All lines are busy.', { retryAfterMs: 10_000 });
    }
    const consultation = await begun(this.#parts, lang, new ResumeSecret());
    const { id } = consultation;
    const live = newLive(consultation, this.#options.now(), false);
    this.#add(live);
    return { id, token: await this.#tokens.issue({ consultation: id, peer: live.peer, role: 'citizen' }) };
  }

  #add(live: Live): void {
    const { consultation } = live;
    this.#live.set(consultation.id, live);
    consultation.tell = (event, data) => {
      consultation.recording.told(event, data);
      live.session?.send(event, data);
      live.seats?.tell(event, data);
    };
    consultation.nameOf = (peer) => live.seats?.nameOf(peer) ?? null;
    consultation.service.admit = (grant) => this.#seats(live).admit(grant, { role: 'agent' });
    consultation.service.tellStaff = (assist) => live.seats?.tell('staff.assist', assist);
    consultation.service.dismiss = (staff) => live.seats?.dismiss(staff);
    consultation.service.onChange = () => {
      const { pictureStopped, state } = consultation.takeover;
      // Nobody is there to see the citizen any more, or is to see them.
      if (pictureStopped || state.phase === 'avatar' || state.phase === 'waiting')
        consultation.room?.closeSources(live.peer, ['camera', 'screen', 'document']);
      this.#callsChanged();
    };
  }

  #seats(live: Live): Seats {
    const { consultation } = live;
    live.seats ??= new Seats({
      consultation,
      room: () => this.#room(live),
      issue: ({ peer, role }) => this.#tokens.issue({ consultation: consultation.id, peer, role }),
      iceServers: this.#options.iceServers,
      definition: (kind) => consultation.service.definition(kind),
      end: () => this.#end(live, 'agent'),
      citizenConnected: () => live.leftAt === null,
      onChange: () => this.#callsChanged(),
      log: this.#options.log,
    });
    return live.seats;
  }

  /** From now on humans of this desk can take over. */
  joinDesk(desk: HandoffPort): void {
    this.#desk = desk;
  }

  #callsChanged(): void {
    for (const listener of [...this.#onCalls]) listener();
  }

  onCallsChanged(listener: () => void): () => void {
    this.#onCalls.add(listener);
    return () => void this.#onCalls.delete(listener);
  }

  calls(): LiveCall[] {
    return [...this.#live.values()].filter(({ joined }) => joined).map(liveCallOf);
  }

  briefing(id: string): ReturnType<CallsForDesk['briefing']> {
    const live = this.#live.get(id);
    const wish = live?.consultation.takeover.state.wish;
    return live?.consultation.service.briefing(wish?.reason ?? 'asked') ?? null;
  }

  async admitSupervisor(
    id: string,
    { mode, ...grant }: Parameters<CallsForDesk['admitSupervisor']>[1],
  ): Promise<{ token: string }> {
    const live = this.#live.get(id);
    if (live === undefined) throw new AppError('not_found', 'There is no such call.');
    return this.#seats(live).admit(grant satisfies StaffGrant, { role: 'supervisor', mode });
  }

  async takeOver(id: string, grant: StaffGrant): Promise<{ token: string }> {
    const live = this.#live.get(id);
    if (live === undefined) throw new AppError('not_found', 'There is no such call.');
    return live.consultation.takeover.seize(grant);
  }

  /** Somebody may not be in any room any more: their account was disabled, or given other roles. */
  expel(staff: string): void {
    for (const { seats } of this.#live.values()) seats?.expel(staff);
  }

  #refuseWhileDraining(): void {
    if (!this.#draining) return;
    throw new AppError('server_closing', 'The server is closing.', { retryAfterMs: 10_000 });
  }

  /**
   * A consultation by text alone, without room and media: greeted at once, for whoever holds id and secret.
   * @throws AppError `server_busy` when too many are in memory, `server_closing` while draining.
   */
  async createText(lang: Lang): Promise<{ id: string; secret: string }> {
    this.#refuseWhileDraining();
    if (this.#live.size >= MAX_LIVE) {
      throw new AppError('server_busy', 'All lines are busy.', { retryAfterMs: 10_000 });
    }
    const resume = new ResumeSecret();
    const secret = resume.rotate(null);
    const consultation = await begun(this.#parts, lang, resume);
    await consultation.begin();
    this.#add(newLive(consultation, this.#options.now(), true));
    return { id: consultation.id, secret };
  }

  /**
   * Whether a secret opens a consultation, by video or by text; for what goes beside the socket, such as pictures. The
   * secret stays as it is.
   * @throws AppError `resume_invalid`, `resume_expired`, `server_closing`
   */
  async prove(proof: Proof): Promise<void> {
    this.#refuseWhileDraining();
    const live = this.#live.get(proof.consultation) ?? (await this.#takeUp(proof));
    if (!live.consultation.secret.accepts(proof.secret)) throw wrongSecret();
  }

  /** How a consultation by text stands. @throws AppError as `sayText` does. */
  readText(proof: Proof): Promise<Snapshot> {
    return this.#byText(proof, async ({ consultation }) => consultation.snapshot());
  }

  /**
   * One turn of the citizen by text, with its answer in full. The same `message` again is the same turn.
   * @throws AppError `resume_invalid`, `resume_expired`, `rate_limited`, `server_closing`, `state_refused` while the
   * consultation goes on by video.
   */
  sayText(params: Proof & Omit<Params<'talk.say'>, 'via'>, address?: string): Promise<Snapshot> {
    const { message, text, lang } = params;
    return this.#byText(params, async ({ consultation, limits }) => {
      const retryAfterMs = limits.takeMethod('talk.say', performance.now());
      if (retryAfterMs > 0) throw new AppError('rate_limited', 'Too many messages.', { retryAfterMs });
      consultation.address = address ?? null;
      await consultation.say({ message, text, lang, via: 'text' });
      return consultation.snapshot();
    });
  }

  /**
   * Lets a page without a socket do one thing. The secret stays as it is: it lies in the fields of pages that a browser
   * shows again (back, reload, an answer lost on the way), and one that rotated would shut these out.
   */
  async #byText<T>(proof: Proof, work: (live: Live) => Promise<T>): Promise<T> {
    this.#refuseWhileDraining();
    const live = this.#live.get(proof.consultation) ?? (await this.#takeUp(proof));
    return this.#oneAtATime(live, async () => {
      if (!live.consultation.secret.accepts(proof.secret)) throw wrongSecret();
      if (live.consultation.room !== null && live.session !== null) {
        throw new AppError('state_refused', 'The consultation goes on by video.');
      }
      // It is read, whatever stands in the room for a human who has come to it.
      live.consultation.setMode('text');
      live.byText = true;
      // Whoever writes has not left: the sweep counts anew.
      if (live.leftAt !== null) live.leftAt = this.#options.now();
      return work(live);
    });
  }

  async join(
    params: Params<'auth.join'>,
    address?: string,
  ): Promise<{ session: PeerSession; result: Result<'auth.join'> }> {
    const grant = await this.#tokens.redeem(params.token);
    const live = this.#live.get(grant.consultation);
    const seats = live?.seats ?? null;
    if (live && seats?.has(grant.peer)) return this.#oneAtATime(live, () => seats.enter(grant.peer));
    if (live === undefined || live.peer !== grant.peer) {
      throw new AppError('token_foreign', 'This token is for something else.');
    }
    return this.#oneAtATime(live, async () => {
      live.consultation.address = address ?? null;
      const session = await this.#enter(live);
      const resumeSecret = live.consultation.secret.rotate(null);
      await live.consultation.keepSecret();
      return { session, result: this.#welcome(live, session, resumeSecret) };
    });
  }

  /** Runs an entry after those before it. @throws AppError `resume_expired` when the consultation has ended meanwhile. */
  #oneAtATime<T>(live: Live, enter: () => Promise<T>): Promise<T> {
    const entered = live.entering.then(() => {
      if (this.#live.get(live.consultation.id) !== live || live.consultation.state === 'ended') {
        throw new AppError('resume_expired', 'The consultation has ended.');
      }
      return enter();
    });
    live.entering = entered.catch(() => undefined);
    return entered;
  }

  async resume(params: Params<'auth.resume'>, address?: string): Promise<Resumed> {
    const live = this.#live.get(params.consultation) ?? (await this.#takeUp(params));
    return this.#oneAtATime(live, async () => {
      const seat = live.seats?.find(params.secret) ?? null;
      if (live.seats !== null && seat !== null) {
        const back = await live.seats.resume(seat, params);
        return { ...back, afterReplay: () => live.consultation.announceRunning() };
      }
      const resumed = await this.#resume(live, params);
      live.consultation.address = address ?? null;
      return resumed;
    });
  }

  async #resume(live: Live, params: Params<'auth.resume'>): Promise<Resumed> {
    const { consultation } = live;
    if (!consultation.secret.accepts(params.secret)) throw wrongSecret();
    const old = live.session;
    // A page that counts further than we do speaks of a session that another page has ended since: it begins anew.
    const isReload = params.lastSeq < 0 || (old !== null && params.lastSeq > old.seq);
    const canReplay = !isReload && old !== null && old.canReplay(params.lastSeq);
    if (isReload) {
      consultation.room?.resetPeer(live.peer);
      // The other page (a second tab) is told; a page that was reloaded has closed its socket already.
      old?.replaceBy('replaced');
      live.session = null;
    }
    const session = await this.#enter(live);
    const mediaKept = !isReload && (consultation.room?.hasMedia(live.peer) ?? false);
    // What was being set up when the socket dropped is set up again from the beginning.
    if (!mediaKept) consultation.room?.resetPeer(live.peer);
    const resumeSecret = consultation.secret.rotate(params.secret);
    await consultation.keepSecret();
    const result = { ...this.#welcome(live, session, resumeSecret), mediaKept };
    const replayFrom = canReplay ? params.lastSeq : session.seq;
    return { session, result, replayFrom, afterReplay: () => consultation.announceRunning() };
  }

  #welcome(live: Live, session: PeerSession, resumeSecret: string): Result<'auth.join'> {
    const { consultation, peer } = live;
    if (consultation.room === null) throw new AppError('room_gone', 'The room is closed.');
    return {
      peer,
      role: 'citizen',
      resumeSecret,
      routerRtpCapabilities: consultation.room.routerRtpCapabilities,
      iceServers: this.#options.iceServers(peer),
      snapshot: consultation.snapshot(),
      seq: session.seq,
    };
  }

  /** The room of a consultation, made where there is none. */
  async #room(live: Live): Promise<Room> {
    const { consultation, peer } = live;
    const { rooms } = this.#options;
    if (consultation.room !== null && !consultation.room.closed) return consultation.room;
    const room = rooms.get(consultation.id) ?? (await rooms.create(consultation.id));
    // Two may have waited for it.
    if (consultation.room === room) return room;
    consultation.room = room;
    const tell: Seats['tellPeer'] = (to, event, data) =>
      to === peer ? live.session?.send(event, data) : live.seats?.tellPeer(to, event, data);
    room.on('newConsumer', (to, data) => tell(to, 'media.newConsumer', data));
    room.on('consumerClosed', (to, consumer) => tell(to, 'media.consumerClosed', { consumer }));
    room.on('microphone', (from, on) => from === peer && consultation.listening?.setOpen(on));
    room.on('sound', (from, packet) => from === peer && consultation.listening?.packet(packet));
    room.on('rebuilt', () => {
      const data = { routerRtpCapabilities: room.routerRtpCapabilities };
      live.session?.send('media.rebuild', data);
      live.seats?.rebuilt(data);
      consultation.announceRunning();
    });
    await consultation.recording.stands();
    return room;
  }

  /** Room and session of the citizen, made when they are missing. */
  async #enter(live: Live): Promise<PeerSession> {
    const { consultation, peer } = live;
    const { log } = this.#options;
    (await this.#room(live)).addPeer(peer, { role: 'citizen' });
    if (live.byText) consultation.setMode('video');
    live.byText = false;
    if (live.session === null) {
      const handler = createCitizenHandler({
        consultation,
        peer,
        end: () => this.#end(live, 'citizen'),
        onAttached: () => {
          live.leftAt = null;
          live.joined = true;
          consultation.takeover.citizenBack();
          live.seats?.tell('staff.citizen', { connected: true });
          this.#callsChanged();
        },
        onDetached: () => {
          live.leftAt = this.#options.now();
          live.seats?.tell('staff.citizen', { connected: false });
        },
        onLost: () => this.#lose(live),
      });
      const onInvalid = (event: string, detail: string): void =>
        log('error', 'an event did not fit the protocol', { event, detail });
      live.session = new PeerSession(peer, consultation.id, handler, onInvalid, live.limits);
      consultation.isHeard = () => live.session?.attached ?? false;
    }
    return live.session;
  }

  /** The citizen has not come back within the time of their socket: nobody is kept waiting for them. */
  #lose(live: Live): void {
    live.consultation.takeover.citizenLost();
    // A human in the room decides whether to wait for them.
    if (live.seats?.occupied) live.consultation.room?.resetPeer(live.peer);
    else this.#closeRoom(live);
  }

  /** Takes a consultation up that an earlier run of the server began. */
  #takeUp(proof: Proof): Promise<Live> {
    const id = proof.consultation;
    const underWay = this.#takingUp.get(id);
    if (underWay !== undefined) return underWay;
    const taking = fromStore(this.#parts, proof)
      .then((live) => {
        this.#add(live);
        return live;
      })
      .finally(() => this.#takingUp.delete(id));
    this.#takingUp.set(id, taking);
    return taking;
  }

  #closeRoom(live: Live): void {
    live.consultation.interrupt();
    live.consultation.listening?.close();
    void live.consultation.recording.falls();
    this.#options.rooms.closeRoom(live.consultation.id);
    live.consultation.room = null;
  }

  async #end(live: Live, reason: 'citizen' | 'expired' | 'closing' | 'failed' | 'agent'): Promise<void> {
    // First, so that whoever is in the room is told why it ends and not that their part is over.
    live.seats?.close(CLOSE.ended, reason);
    await live.consultation.end(reason);
    this.#closeRoom(live);
    live.session?.send('session.ended', { reason });
    live.session?.close(CLOSE.ended, reason);
    this.#live.delete(live.consultation.id);
    this.#callsChanged();
    await live.consultation.recording.end();
  }

  /** Ends what was never joined and what nobody came back to. */
  async sweep(): Promise<void> {
    const now = this.#options.now();
    for (const live of [...this.#live.values()]) {
      if (live.leftAt === null) continue;
      const limit = live.joined ? REJOIN_WINDOW_MS : TOKEN_TTL_MS;
      if (now - live.leftAt <= limit) continue;
      await this.#end(live, 'expired').catch((error: unknown) => {
        this.#options.log('error', 'a consultation could not be ended', {
          consultation: live.consultation.id,
          pii: String(error),
        });
      });
    }
  }

  /** Admits nobody new. */
  drain(): void {
    this.#draining = true;
  }

  /** Stops speech and writes what is to be written; pages find their consultations again after a restart. */
  async close(): Promise<void> {
    this.#draining = true;
    clearInterval(this.#sweeping);
    for (const live of [...this.#live.values()]) {
      await live.consultation.settle();
      live.seats?.close(1012, 'closing');
      this.#closeRoom(live);
      live.session?.close(1012, 'server restarts');
    }
    this.#live.clear();
  }
}

import {
  AppError,
  type BreakReason,
  type DeclineReason,
  type DeskEventData,
  type DeskEventName,
  type DeskParams,
  type DeskSnapshot,
  mayStaff,
  newId,
  OFFER_MS,
  type StaffIdentity,
  type SuggestionRating,
} from '../../protocol/index.ts';
import type { Audit } from '../ops/audit.ts';
import type { DeskStore } from '../store/desk-types.ts';
import type { Agent } from './agent.ts';
import * as agents from './agent.ts';
import { Board } from './board.ts';
import { type Entry, mayTake, waitingOf } from './entry.ts';
import type { Hours } from './hours.ts';
import { match } from './match.ts';
import type { CallsForDesk, HandoffListener, HandoffPort, HandoffRequest, StaffGrant } from './port.ts';
import { Roster, type Worked } from './roster.ts';
import { LENGTHS, WaitingRoom } from './waiting.ts';

/** Deadlines are looked at this often. */
const TICK_MS = 500;
/** Waiting times are guessed anew this often, beside every change. */
const TELL_MS = 5_000;
/** Nobody at the desk at all, or nobody who has not let it ring already: so long before the citizen is told. */
const ALONE_MS = 20_000;
/** Longer than this nobody is kept waiting with a promise. */
const MAX_WAIT_MS = 45 * 60_000;
/** Ratings of suggestions are counted over this long. */
const RATED_MS = 30 * 24 * 3_600_000;

export interface DeskParts {
  store: DeskStore;
  audit: Audit;
  hours: Hours;
  /** Unix ms. */
  now: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
  /** Tells one console. Nothing where it is not connected. */
  tell: <E extends DeskEventName>(staff: string, event: E, data: DeskEventData<E>) => void;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

interface RunningCall {
  handoff: string | null;
  matter: string | null;
  summary: string;
}

/** Queue, offers and presence of the human agents: finds somebody for every wish, or says that there is nobody. */
export class Desk implements HandoffPort {
  readonly #parts: DeskParts;
  readonly #roster: Roster;
  readonly #waiting: WaitingRoom;
  readonly #board: Board;
  /** By member of staff. */
  readonly #running = new Map<string, RunningCall>();
  #calls: CallsForDesk | null = null;
  #unwatch: (() => void) | null = null;
  #ticking: NodeJS.Timeout | null = null;

  constructor(parts: DeskParts) {
    this.#parts = parts;
    this.#roster = new Roster(parts);
    this.#waiting = new WaitingRoom({ ...parts, roster: this.#roster });
    this.#board = new Board({
      ...parts,
      ...{ roster: this.#roster, waiting: this.#waiting, calls: () => this.#calls },
    });
  }

  /** Begins to work: what an earlier process left is closed, and deadlines run. */
  async start(calls: CallsForDesk): Promise<void> {
    this.#calls = calls;
    this.#unwatch = calls.onCallsChanged(() => this.#board.callsChanged());
    const { store, now } = this.#parts;
    await store.endAllHandoffs(now());
    this.#waiting.learn(await store.handlingTimes(LENGTHS));
    this.#ticking = setInterval(() => this.tick(), TICK_MS);
    this.#ticking.unref();
  }

  close(): void {
    if (this.#ticking !== null) clearInterval(this.#ticking);
    this.#ticking = null;
    this.#unwatch?.();
    for (const { identity } of this.#roster.all())
      this.#parts.tell(identity.staff, 'desk.ended', { reason: 'closing' });
  }

  // What consult asks (HandoffPort)

  staffed(): boolean {
    const { hours, now } = this.#parts;
    return hours.isOpen(now()) && this.#roster.taking().length > 0;
  }

  async request(request: HandoffRequest, listener: HandoffListener): Promise<{ id: string }> {
    if (this.#waiting.all().some(({ request: known }) => known.consultation === request.consultation))
      throw new AppError('state_refused', 'This consultation waits already.');
    const now = this.#parts.now();
    const entry: Entry = {
      id: newId('hand'),
      request,
      listener,
      since: request.since ?? now,
      createdAt: now,
      rang: new Set(),
      only: request.only ?? null,
      first: false,
      offer: null,
      claiming: false,
      over: false,
      aloneSince: null,
      told: '',
    };
    this.#waiting.add(entry);
    const { consultation, reason, priority, skills } = request;
    const order = this.#waiting.order();
    const toldMs = this.#waiting.waits(order.length)?.[order.indexOf(entry)]?.middle ?? null;
    const record = {
      id: entry.id,
      consultation,
      reason,
      priority,
      skills,
      since: entry.since,
      createdAt: now,
    };
    try {
      await this.#parts.store.openHandoff({ ...record, toldMs });
    } catch (error) {
      this.#waiting.drop(entry);
      throw error;
    }
    this.#work();
    return { id: entry.id };
  }

  cancel(id: string): void {
    const entry = this.#waiting.find(id);
    if (entry === undefined) return;
    this.#waiting.withdraw(entry, 'left');
    this.#waiting.drop(entry);
    this.#waiting.end(entry.id, 'cancelled');
    this.#work();
  }

  released({ consultation, staff, how }: Parameters<HandoffPort['released']>[0]): void {
    const agent = this.#roster.find(staff);
    const running = this.#running.get(staff);
    if (agent === undefined || agent.call !== consultation) return;
    this.#running.delete(staff);
    if (running?.handoff != null) this.#waiting.end(running.handoff, 'served');
    const briefing = this.#calls?.briefing(consultation) ?? null;
    const matter = briefing?.matter?.name ?? running?.matter ?? null;
    const summary = (briefing?.summary ?? running?.summary ?? '').slice(0, 1000);
    const work = how === 'never_came' ? null : { matter, summary };
    this.#roster.put(agents.released(agent, work, this.#parts.now()));
    this.#roster.beginWork(staff);
    this.#work();
  }

  // What consoles ask

  /** Somebody signs in, or comes back. */
  async join(identity: StaffIdentity): Promise<DeskSnapshot> {
    await this.#roster.arrive(identity);
    this.#work();
    return this.#snapshot(identity.staff);
  }

  /** The console's socket has gone. */
  leave(staff: string): void {
    const agent = this.#roster.find(staff);
    if (agent === undefined) return;
    this.#roster.put(agents.dropped(agent, this.#parts.now()));
    // Nobody looks at it: the next one is asked at once.
    const entry = this.#waiting.offeredTo(staff);
    if (entry !== undefined && !entry.claiming) this.#waiting.notTaken(entry, 'late');
    this.#work();
  }

  setPresence(staff: string, presence: 'ready' | 'break' | 'offline', reason: BreakReason | null): void {
    const agent = presence === 'ready' ? this.#roster.withRight(staff, 'call.take') : this.#roster.get(staff);
    // Whoever says ready has done the work: the prepared summary stands.
    if (agent.wrapUp !== null && presence === 'ready') this.#timeIsOver(agent);
    this.#roster.put(agents.set(this.#roster.get(staff), presence, reason, this.#parts.now()));
    if (presence === 'ready') for (const entry of this.#waiting.all()) entry.rang.delete(staff);
    this.#work();
  }

  /** The one claim that wins. @throws AppError `state_refused` when it is not (any more) theirs to take */
  async accept(staff: string, id: string): Promise<{ consultation: string; token: string }> {
    const entry = this.#waiting.find(id);
    if (entry?.offer?.staff !== staff || entry.claiming || entry.over)
      throw new AppError('state_refused', 'This offer is over.');
    const { now, store, tell } = this.#parts;
    entry.claiming = true;
    const { identity } = this.#roster.get(staff);
    let won: boolean;
    try {
      won = await store.claimHandoff(id, staff, now());
    } catch (error) {
      // The record could not be written: the citizen waits on, and the agent is free for whoever comes next.
      entry.claiming = false;
      if (!entry.over) this.#waiting.notTaken(entry, 'declined');
      this.#work();
      throw error;
    }
    if (!won) {
      // Ended elsewhere: the citizen must not wait for somebody who will not come.
      this.#roster.put(agents.notTaken(this.#roster.get(staff), 'withdrawn', now()));
      if (!entry.over) this.#waiting.nobody(entry, 'not_taken');
      tell(staff, 'desk.offerGone', { entry: id, why: 'taken' });
      this.#work();
      throw new AppError('state_refused', 'Somebody else has taken it.');
    }
    try {
      const { consultation, briefing } = entry.request;
      this.#roster.put(agents.took(this.#roster.get(staff), consultation, now()));
      const matter = briefing.matter?.name ?? null;
      this.#running.set(staff, { handoff: id, matter, summary: briefing.summary });
      const { token } = await entry.listener.accepted(grantOf(identity));
      this.#waiting.drop(entry);
      tell(staff, 'desk.offerGone', { entry: id, why: 'accepted' });
      this.#work();
      return { consultation, token };
    } catch (error) {
      // The citizen has gone at the same moment: whoever wanted to help them is free again.
      this.#running.delete(staff);
      const agent = this.#roster.get(staff);
      if (agent.call !== null) this.#roster.put(agents.released(agent, null, now()));
      else this.#roster.put(agents.notTaken(agent, 'withdrawn', now()));
      this.#waiting.drop(entry);
      this.#waiting.end(id, 'cancelled');
      tell(staff, 'desk.offerGone', { entry: id, why: 'left' });
      this.#work();
      throw error;
    }
  }

  decline(staff: string, id: string, reason: DeclineReason): void {
    const entry = this.#waiting.find(id);
    if (entry?.offer?.staff !== staff || entry.claiming)
      throw new AppError('state_refused', 'This offer is over.');
    this.#parts.log('info', 'an offer was declined', { entry: id, staff, reason });
    this.#waiting.notTaken(entry, 'declined');
    this.#work();
  }

  /** @throws AppError `state_refused` when there is no such work open */
  async wrapUp(staff: string, done: DeskParams<'desk.wrapUp'>): Promise<void> {
    const agent = this.#roster.get(staff);
    if (agent.wrapUp?.consultation !== done.consultation)
      throw new AppError('state_refused', 'There is no work open for this call.');
    const { disposition, summary, followUp } = done;
    await this.#finish(agent, { disposition, summary, followUp: followUp ?? null });
    this.#roster.put(agents.worked(this.#roster.get(staff), this.#parts.now()));
    this.#roster.tellWork(staff);
    this.#work();
  }

  /** @throws AppError `state_refused` when there is no more time to give */
  /** How suggestions were rated, most rated first. @throws AppError `role_refused` without the right to watch calls */
  async ratings(staff: string): Promise<SuggestionRating[]> {
    this.#roster.withRight(staff, 'calls.watch');
    const ratings = await this.#parts.store.suggestionRatings(this.#parts.now() - RATED_MS);
    return ratings
      .toSorted((a, b) => b.useful + b.useless - a.useful - a.useless || a.rule.localeCompare(b.rule))
      .slice(0, 60);
  }

  wrapUpLonger(staff: string): { until: number } {
    const more = agents.longer(this.#roster.get(staff));
    if (more?.wrapUp == null) throw new AppError('state_refused', 'There is no more time to give.');
    this.#roster.put(more);
    this.#roster.tellWork(staff);
    return { until: more.wrapUp.until };
  }

  /** A supervisor goes into a call. The reason is in the audit before anything is heard. */
  async enter(
    staff: string,
    { consultation, mode, why }: DeskParams<'desk.enter'>,
  ): Promise<{ consultation: string; token: string }> {
    const right = { monitor: 'call.listen', whisper: 'call.whisper', barge: 'call.join' } as const;
    const { identity } = this.#roster.withRight(staff, right[mode]);
    await this.#audit(staff, `call.${mode}`, consultation, why);
    const grant = { ...grantOf(identity), mode };
    const { token } = await this.#callsOrRefuse().admitSupervisor(consultation, grant);
    return { consultation, token };
  }

  /** A supervisor serves the citizen from now on, in place of avatar or agent. */
  async takeOver(
    staff: string,
    { consultation, why }: DeskParams<'desk.takeOver'>,
  ): Promise<{ consultation: string; token: string }> {
    const agent = this.#roster.withRight(staff, 'call.takeover');
    if (agent.call !== null) throw new AppError('state_refused', 'You are in a call already.');
    await this.#audit(staff, 'call.takeover', consultation, why);
    const offered = this.#waiting.offeredTo(staff);
    if (offered !== undefined) this.#waiting.notTaken(offered, 'declined');
    const { token } = await this.#callsOrRefuse().takeOver(consultation, grantOf(agent.identity));
    this.#roster.put(agents.took(this.#roster.get(staff), consultation, this.#parts.now()));
    this.#running.set(staff, { handoff: null, matter: null, summary: '' });
    this.#work();
    return { consultation, token };
  }

  /** A supervisor gives somebody who waits to one agent, before all others. */
  async assign(staff: string, { entry: id, staff: to, why }: DeskParams<'desk.assign'>): Promise<void> {
    this.#roster.withRight(staff, 'calls.watch');
    const entry = this.#waiting.find(id);
    const agent = this.#roster.find(to);
    if (entry === undefined || entry.claiming)
      throw new AppError('not_found', 'Nobody waits there any more.');
    if (agent === undefined || !this.#roster.takes(agent))
      throw new AppError('not_found', 'They are not at the desk.');
    await this.#audit(staff, 'queue.assign', entry.request.consultation, why);
    if (entry.over || entry.claiming) return;
    if (entry.offer !== null && entry.offer.staff !== to) this.#waiting.withdraw(entry, 'taken');
    entry.only = to;
    entry.first = true;
    entry.rang.delete(to);
    this.#work();
  }

  async setPresenceOf(
    staff: string,
    { staff: of, presence, why }: DeskParams<'desk.setPresence'>,
  ): Promise<void> {
    this.#roster.withRight(staff, 'calls.watch');
    this.#roster.get(of);
    await this.#audit(staff, `presence.${presence}`, of, why);
    const entry = this.#waiting.offeredTo(of);
    if (entry !== undefined && !entry.claiming && presence !== 'ready')
      this.#waiting.notTaken(entry, 'declined');
    this.setPresence(of, presence, null);
  }

  // How it goes on

  /** Looks at every deadline. Runs by itself; a test calls it. */
  tick(): void {
    const now = this.#parts.now();
    for (const agent of this.#roster.all()) {
      const { staff } = agent.identity;
      const grace = agent.call === null ? agents.GRACE_MS : agents.GRACE_IN_CALL_MS;
      if (agent.goneAt !== null && now - agent.goneAt > grace) this.#roster.put(agents.gone(agent, now));
      if (agent.wrapUp !== null && now > agent.wrapUp.until) this.#timeIsOver(agent);
      this.#roster.forget(staff);
    }
    for (const entry of this.#waiting.all()) this.#watch(entry, now);
    this.#match();
    // Time alone moves minutes, and minutes are what is told.
    if (now - this.#waiting.toldAt >= TELL_MS) this.#waiting.tell();
    this.#board.tellAll();
  }

  #watch(entry: Entry, now: number): void {
    if (entry.claiming || entry.over) return;
    if (entry.offer !== null) {
      if (now >= entry.offer.until) this.#waiting.notTaken(entry, 'late');
      return;
    }
    const here = this.#roster.taking();
    const askable = here.some(
      ({ identity, presence }) =>
        (presence === 'ready' || presence === 'busy' || presence === 'wrap_up' || presence === 'offered') &&
        mayTake(entry, identity.staff),
    );
    entry.aloneSince = askable ? null : (entry.aloneSince ?? now);
    const alone = entry.aloneSince !== null && now - entry.aloneSince >= ALONE_MS;
    const { hours } = this.#parts;
    if (!hours.isOpen(now) && entry.request.reason !== 'transfer') this.#waiting.nobody(entry, 'closed');
    else if (alone) this.#waiting.nobody(entry, here.length === 0 ? 'no_agents' : 'not_taken');
    else if (now - entry.createdAt > MAX_WAIT_MS) this.#waiting.nobody(entry, 'not_taken');
  }

  /** Offers who waits to who is free. */
  #match(): void {
    const now = this.#parts.now();
    const all = this.#roster.taking();
    const free = all
      .filter(agents.isFree)
      .map(({ identity: { staff, skills }, idleSince }) => ({ staff, skills, idleSince }));
    const waiting = this.#waiting.all().filter(({ offer, over, claiming }) => !offer && !over && !claiming);
    const here = all.map(({ identity: { skills } }) => ({ skills }));
    for (const { entry: id, staff } of match(waiting.map(waitingOf), free, here, now)) {
      const entry = this.#waiting.find(id);
      if (entry === undefined) continue;
      entry.offer = { staff, until: now + OFFER_MS };
      entry.aloneSince = null;
      this.#roster.put(agents.offered(this.#roster.get(staff), now));
      this.#parts.tell(staff, 'desk.offer', this.#offerOf(entry, entry.offer.until));
      entry.listener.ringing(true);
    }
    this.#board.queueChanged();
  }

  /** Something has happened: who is free is offered, and who waits is told. */
  #work(): void {
    this.#match();
    this.#waiting.tell();
  }

  #offerOf({ id, request, since }: Entry, until: number) {
    const briefing = this.#calls?.briefing(request.consultation) ?? request.briefing;
    return { entry: id, briefing, priority: request.priority, since, until };
  }

  /** The prepared summary stands, and nothing of it is lost. */
  #timeIsOver(agent: Agent): void {
    const { staff } = agent.identity;
    const done = { disposition: null, summary: agent.wrapUp?.summary ?? '', followUp: null };
    this.#finish(agent, done).catch(() => {});
    this.#roster.put(agents.worked(this.#roster.get(staff), this.#parts.now()));
    this.#roster.tellWork(staff);
  }

  #finish(agent: Agent, done: Worked): Promise<void> {
    if (agent.wrapUp !== null) this.#waiting.learn([this.#parts.now() - agent.callSince]);
    return this.#roster.finishWork(agent, done);
  }

  #snapshot(staff: string): DeskSnapshot {
    const agent = this.#roster.get(staff);
    const entry = this.#waiting.offeredTo(staff);
    return {
      me: agent.identity,
      now: this.#parts.now(),
      own: agents.ownPresence(agent),
      queue: this.#board.queue(),
      offer: entry?.offer ? this.#offerOf(entry, entry.offer.until) : null,
      wrapUp: this.#roster.work(staff),
      colleagues: this.#roster.colleagues(),
      calls: mayStaff(agent.identity.roles, 'calls.watch') ? this.#board.calls() : [],
    };
  }

  #audit(who: string, act: string, on: string, why: string): Promise<void> {
    return this.#parts.audit.record({ who, act, on, why, at: this.#parts.now() });
  }

  #callsOrRefuse(): CallsForDesk {
    if (this.#calls === null) throw new AppError('server_busy', 'The desk is not open yet.');
    return this.#calls;
  }
}

/** How a member of staff is known in a room. */
const grantOf = ({ staff, publicName, number }: StaffIdentity): StaffGrant => ({
  staff,
  agent: { name: publicName, number },
});

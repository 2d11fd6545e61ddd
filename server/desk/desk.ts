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
  type Queue,
  type StaffIdentity,
  type StaffRight,
} from '../../protocol/index.ts';
import type { Audit } from '../ops/audit.ts';
import type { DeskStore } from '../store/desk-types.ts';
import type { Agent } from './agent.ts';
import * as agents from './agent.ts';
import { type Entry, mayTake, rowOf, waitingOf } from './entry.ts';
import { estimateWaits, type Wait } from './estimate.ts';
import type { Hours } from './hours.ts';
import { inOrder, match } from './match.ts';
import type {
  CallsForDesk,
  HandoffListener,
  HandoffPort,
  HandoffRequest,
  Nobody,
  StaffGrant,
} from './port.ts';

/** Deadlines are looked at this often. */
const TICK_MS = 500;
/** Waiting times are guessed anew this often, beside every change. */
const TELL_MS = 5_000;
/** Nobody at the desk at all, or nobody who has not let it ring already: so long before the citizen is told. */
const ALONE_MS = 20_000;
/** Longer than this nobody is kept waiting with a promise. */
const MAX_WAIT_MS = 45 * 60_000;
/** A process that comes back within this finds everybody present as they were. */
const REMEMBERED_MS = 5 * 60_000;
/** Calls whose length the waiting time is guessed from. */
const LENGTHS = 60;

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
  readonly #agents = new Map<string, Agent>();
  readonly #entries = new Map<string, Entry>();
  /** By member of staff. */
  readonly #running = new Map<string, RunningCall>();
  #lengths: number[] = [];
  #calls: CallsForDesk | null = null;
  #unwatch: (() => void) | null = null;
  #ticking: NodeJS.Timeout | null = null;
  #dirty = { queue: false, colleagues: false, calls: false };
  /** The list as it was told last; minutes are what is shown, less is no news. */
  #toldQueue = '';
  #toldAt = 0;
  /** How long the next one who comes would wait. */
  #nextWait: Wait | null = null;

  constructor(parts: DeskParts) {
    this.#parts = parts;
  }

  /** Begins to work: what an earlier process left is closed, and deadlines run. */
  async start(calls: CallsForDesk): Promise<void> {
    this.#calls = calls;
    this.#unwatch = calls.onCallsChanged(() => {
      this.#dirty.calls = true;
    });
    const { store, now } = this.#parts;
    await store.endAllHandoffs(now());
    this.#lengths = await store.handlingTimes(LENGTHS);
    this.#ticking = setInterval(() => this.tick(), TICK_MS);
    this.#ticking.unref();
  }

  close(): void {
    if (this.#ticking !== null) clearInterval(this.#ticking);
    this.#ticking = null;
    this.#unwatch?.();
    for (const staff of this.#agents.keys()) this.#parts.tell(staff, 'desk.ended', { reason: 'closing' });
  }

  // What consult asks (HandoffPort)

  staffed(): boolean {
    const { hours, now } = this.#parts;
    return hours.isOpen(now()) && [...this.#agents.values()].some((agent) => this.#takes(agent));
  }

  #takes(agent: Agent): boolean {
    return agents.isHere(agent) && mayStaff(agent.identity.roles, 'call.take');
  }

  async request(request: HandoffRequest, listener: HandoffListener): Promise<{ id: string }> {
    if ([...this.#entries.values()].some(({ request: known }) => known.consultation === request.consultation))
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
    this.#entries.set(entry.id, entry);
    const { consultation, reason, priority, skills } = request;
    const toldMs = this.#waits(this.#entries.size)?.[this.#order().indexOf(entry)]?.middle ?? null;
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
      this.#drop(entry);
      throw error;
    }
    this.#work();
    return { id: entry.id };
  }

  cancel(id: string): void {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#withdraw(entry, 'left');
    this.#drop(entry);
    this.#end(entry.id, 'cancelled');
    this.#work();
  }

  released({ consultation, staff, how }: Parameters<HandoffPort['released']>[0]): void {
    const agent = this.#agents.get(staff);
    const running = this.#running.get(staff);
    if (agent === undefined || agent.call !== consultation) return;
    const now = this.#parts.now();
    this.#running.delete(staff);
    if (running?.handoff != null) this.#end(running.handoff, 'served');
    const briefing = this.#calls?.briefing(consultation) ?? null;
    const matter = briefing?.matter?.name ?? running?.matter ?? null;
    const summary = (briefing?.summary ?? running?.summary ?? '').slice(0, 1000);
    this.#put(agents.released(agent, how === 'never_came' ? null : { matter, summary }, now));
    const { wrapUp } = this.#agent(staff);
    if (wrapUp !== null)
      this.#kept(
        this.#parts.store.beginWrapUp({
          consultation,
          staff,
          matter,
          proposal: summary,
          beganAt: wrapUp.since,
        }),
      );
    this.#tellWrapUp(staff);
    this.#work();
  }

  // What consoles ask

  /** Somebody signs in, or comes back. */
  async join(identity: StaffIdentity): Promise<DeskSnapshot> {
    const { store, now } = this.#parts;
    const { staff } = identity;
    const known = this.#agents.get(staff);
    if (known !== undefined) this.#put({ ...agents.connected(known), identity });
    else {
      const [last, work] = await Promise.all([store.lastPresence(staff), store.openWrapUp(staff)]);
      const at = now();
      // Two windows may have come at once.
      let agent = this.#agents.get(staff) ?? agents.arrived(identity, at);
      const fresh = last !== null && at - last.at < REMEMBERED_MS;
      if (fresh && (last.presence === 'ready' || last.presence === 'break') && this.#mayTakeCalls(identity))
        agent = agents.set(agent, last.presence, last.reason, at);
      if (work !== null) {
        const { consultation, matter, proposal, beganAt } = work;
        const until = at + agents.WRAP_UP_MS;
        const wrapUp = { consultation, matter, summary: proposal, since: beganAt, until, longer: 0 };
        agent = { ...agent, presence: 'wrap_up', since: at, wrapUp };
      }
      this.#put(agent);
    }
    this.#work();
    return this.#snapshot(staff);
  }

  /** The console's socket has gone. */
  leave(staff: string): void {
    const agent = this.#agents.get(staff);
    if (agent === undefined) return;
    this.#put(agents.dropped(agent, this.#parts.now()));
    // Nobody looks at it: the next one is asked at once.
    const entry = this.#offeredTo(staff);
    if (entry !== undefined && !entry.claiming) this.#notTaken(entry, 'late');
    this.#work();
  }

  setPresence(staff: string, presence: 'ready' | 'break' | 'offline', reason: BreakReason | null): void {
    const agent = this.#agent(staff);
    if (presence === 'ready') this.#right(agent, 'call.take');
    if (agent.presence === 'wrap_up' && presence === 'ready' && agent.wrapUp !== null)
      this.#finish(agent, { disposition: null, summary: agent.wrapUp.summary, followUp: null });
    const now = this.#parts.now();
    this.#put(agents.set(this.#agent(staff), presence, reason, now));
    if (presence === 'ready') for (const entry of this.#entries.values()) entry.rang.delete(staff);
    this.#work();
  }

  /** The one claim that wins. @throws AppError `state_refused` when it is not (any more) theirs to take */
  async accept(staff: string, id: string): Promise<{ consultation: string; token: string }> {
    const entry = this.#entries.get(id);
    if (entry?.offer?.staff !== staff || entry.claiming || entry.over)
      throw new AppError('state_refused', 'This offer is over.');
    const { now, store } = this.#parts;
    entry.claiming = true;
    const { identity } = this.#agent(staff);
    let won: boolean;
    try {
      won = await store.claimHandoff(id, staff, now());
    } catch (error) {
      // The record could not be written: the citizen waits on, and the agent is free for whoever comes next.
      entry.claiming = false;
      if (!entry.over) this.#notTaken(entry, 'declined');
      this.#work();
      throw error;
    }
    if (!won) {
      // Ended elsewhere: the citizen must not wait for somebody who will not come.
      this.#put(agents.notTaken(this.#agent(staff), 'withdrawn', now()));
      if (!entry.over) this.#nobody(entry, 'not_taken');
      this.#parts.tell(staff, 'desk.offerGone', { entry: id, why: 'taken' });
      this.#work();
      throw new AppError('state_refused', 'Somebody else has taken it.');
    }
    try {
      const { consultation, briefing } = entry.request;
      this.#put(agents.took(this.#agent(staff), consultation, now()));
      this.#running.set(staff, {
        handoff: id,
        matter: briefing.matter?.name ?? null,
        summary: briefing.summary,
      });
      const { token } = await entry.listener.accepted(grantOf(identity));
      this.#drop(entry);
      this.#parts.tell(staff, 'desk.offerGone', { entry: id, why: 'accepted' });
      this.#work();
      return { consultation, token };
    } catch (error) {
      // The citizen has gone at the same moment: whoever wanted to help them is free again.
      this.#running.delete(staff);
      const agent = this.#agent(staff);
      if (agent.call !== null) this.#put(agents.released(agent, null, now()));
      else this.#put(agents.notTaken(agent, 'withdrawn', now()));
      this.#drop(entry);
      this.#end(id, 'cancelled');
      this.#parts.tell(staff, 'desk.offerGone', { entry: id, why: 'left' });
      this.#work();
      throw error;
    }
  }

  decline(staff: string, id: string, reason: DeclineReason): void {
    const entry = this.#entries.get(id);
    if (entry?.offer?.staff !== staff || entry.claiming)
      throw new AppError('state_refused', 'This offer is over.');
    this.#parts.log('info', 'an offer was declined', { entry: id, staff, reason });
    this.#notTaken(entry, 'declined');
    this.#work();
  }

  /** @throws AppError `state_refused` when there is no such work open */
  async wrapUp(staff: string, done: DeskParams<'desk.wrapUp'>): Promise<void> {
    const agent = this.#agent(staff);
    if (agent.wrapUp?.consultation !== done.consultation)
      throw new AppError('state_refused', 'There is no work open for this call.');
    const { disposition, summary, followUp } = done;
    await this.#finish(agent, { disposition, summary, followUp: followUp ?? null });
    this.#put(agents.worked(this.#agent(staff), this.#parts.now()));
    this.#tellWrapUp(staff);
    this.#work();
  }

  /** @throws AppError `state_refused` when there is no more time to give */
  wrapUpLonger(staff: string): { until: number } {
    const more = agents.longer(this.#agent(staff));
    if (more?.wrapUp == null) throw new AppError('state_refused', 'There is no more time to give.');
    this.#put(more);
    this.#tellWrapUp(staff);
    return { until: more.wrapUp.until };
  }

  /** A supervisor goes into a call. The reason is in the audit before anything is heard. */
  async enter(
    staff: string,
    { consultation, mode, why }: DeskParams<'desk.enter'>,
  ): Promise<{ consultation: string; token: string }> {
    const right = { monitor: 'call.listen', whisper: 'call.whisper', barge: 'call.join' } as const;
    const { identity } = this.#right(this.#agent(staff), right[mode]);
    await this.#audit(staff, `call.${mode}`, consultation, why);
    const { token } = await this.#callsOrRefuse().admitSupervisor(consultation, {
      ...grantOf(identity),
      mode,
    });
    return { consultation, token };
  }

  /** A supervisor serves the citizen from now on, in place of avatar or agent. */
  async takeOver(
    staff: string,
    { consultation, why }: DeskParams<'desk.takeOver'>,
  ): Promise<{ consultation: string; token: string }> {
    const agent = this.#right(this.#agent(staff), 'call.takeover');
    if (agent.call !== null) throw new AppError('state_refused', 'You are in a call already.');
    await this.#audit(staff, 'call.takeover', consultation, why);
    const offered = this.#offeredTo(staff);
    if (offered !== undefined) this.#notTaken(offered, 'declined');
    const { token } = await this.#callsOrRefuse().takeOver(consultation, grantOf(agent.identity));
    this.#put(agents.took(this.#agent(staff), consultation, this.#parts.now()));
    this.#running.set(staff, { handoff: null, matter: null, summary: '' });
    this.#work();
    return { consultation, token };
  }

  /** A supervisor gives somebody who waits to one agent, before all others. */
  async assign(staff: string, { entry: id, staff: to, why }: DeskParams<'desk.assign'>): Promise<void> {
    this.#right(this.#agent(staff), 'calls.watch');
    const entry = this.#entries.get(id);
    const agent = this.#agents.get(to);
    if (entry === undefined || entry.claiming)
      throw new AppError('not_found', 'Nobody waits there any more.');
    if (agent === undefined || !this.#takes(agent))
      throw new AppError('not_found', 'They are not at the desk.');
    await this.#audit(staff, 'queue.assign', entry.request.consultation, why);
    if (entry.over || entry.claiming) return;
    if (entry.offer !== null && entry.offer.staff !== to) this.#withdraw(entry, 'taken');
    entry.only = to;
    entry.first = true;
    entry.rang.delete(to);
    this.#work();
  }

  async setPresenceOf(
    staff: string,
    { staff: of, presence, why }: DeskParams<'desk.setPresence'>,
  ): Promise<void> {
    this.#right(this.#agent(staff), 'calls.watch');
    this.#agent(of);
    await this.#audit(staff, `presence.${presence}`, of, why);
    const entry = this.#offeredTo(of);
    if (entry !== undefined && !entry.claiming && presence !== 'ready') this.#notTaken(entry, 'declined');
    this.setPresence(of, presence, null);
  }

  // How it goes on

  /** Looks at every deadline. Runs by itself; a test calls it. */
  tick(): void {
    const now = this.#parts.now();
    for (const agent of [...this.#agents.values()]) {
      const { staff } = agent.identity;
      const grace = agent.call === null ? agents.GRACE_MS : agents.GRACE_IN_CALL_MS;
      if (agent.goneAt !== null && now - agent.goneAt > grace) this.#put(agents.gone(agent, now));
      if (agent.wrapUp !== null && now > agent.wrapUp.until) {
        // Time is over: the prepared summary stands, and nothing of it is lost.
        this.#finish(agent, { disposition: null, summary: agent.wrapUp.summary, followUp: null });
        this.#put(agents.worked(this.#agent(staff), now));
        this.#tellWrapUp(staff);
      }
      const left = this.#agent(staff);
      if (!left.connected && left.presence === 'offline' && left.wrapUp === null && left.call === null)
        this.#agents.delete(staff);
    }
    for (const entry of [...this.#entries.values()]) this.#watch(entry, now);
    this.#match();
    // Time alone moves minutes, and minutes are what is told.
    if (now - this.#toldAt >= TELL_MS) this.#tellWaiting();
    this.#tellAll();
  }

  #watch(entry: Entry, now: number): void {
    if (entry.claiming || entry.over) return;
    if (entry.offer !== null) {
      if (now >= entry.offer.until) this.#notTaken(entry, 'late');
      return;
    }
    const here = [...this.#agents.values()].filter((agent) => this.#takes(agent));
    const askable = here.some(
      ({ identity, presence }) =>
        (presence === 'ready' || presence === 'busy' || presence === 'wrap_up' || presence === 'offered') &&
        mayTake(entry, identity.staff),
    );
    entry.aloneSince = askable ? null : (entry.aloneSince ?? now);
    const alone = entry.aloneSince !== null && now - entry.aloneSince >= ALONE_MS;
    const { hours } = this.#parts;
    if (!hours.isOpen(now) && entry.request.reason !== 'transfer') this.#nobody(entry, 'closed');
    else if (alone) this.#nobody(entry, here.length === 0 ? 'no_agents' : 'not_taken');
    else if (now - entry.createdAt > MAX_WAIT_MS) this.#nobody(entry, 'not_taken');
  }

  #nobody(entry: Entry, why: Nobody): void {
    this.#drop(entry);
    this.#end(entry.id, 'nobody');
    entry.listener.nobody(why);
  }

  /** Offers who waits to who is free. */
  #match(): void {
    const now = this.#parts.now();
    const all = [...this.#agents.values()].filter((agent) => this.#takes(agent));
    const free = all
      .filter(agents.isFree)
      .map(({ identity: { staff, skills }, idleSince }) => ({ staff, skills, idleSince }));
    const waiting = [...this.#entries.values()].filter(
      ({ offer, over, claiming }) => !offer && !over && !claiming,
    );
    const here = all.map(({ identity: { skills } }) => ({ skills }));
    for (const { entry: id, staff } of match(waiting.map(waitingOf), free, here, now)) {
      const entry = this.#entries.get(id);
      if (entry === undefined) continue;
      entry.offer = { staff, until: now + OFFER_MS };
      entry.aloneSince = null;
      this.#put(agents.offered(this.#agent(staff), now));
      this.#parts.tell(staff, 'desk.offer', this.#offerOf(entry, entry.offer.until));
      entry.listener.ringing(true);
    }
    this.#dirty.queue = true;
  }

  /** Something has happened: who is free is offered, and who waits is told. */
  #work(): void {
    this.#match();
    this.#tellWaiting();
  }

  #offerOf({ id, request, since }: Entry, until: number) {
    const briefing = this.#calls?.briefing(request.consultation) ?? request.briefing;
    return { entry: id, briefing, priority: request.priority, since, until };
  }

  /** Tells each citizen who waits their place and time, when they have changed. */
  #tellWaiting(): void {
    this.#toldAt = this.#parts.now();
    const order = this.#order();
    const waits = this.#waits(order.length + 1);
    this.#nextWait = waits?.[order.length] ?? null;
    order.forEach((entry, index) => {
      if (entry.claiming || entry.offer !== null) return;
      const wait = waits?.[index] ?? null;
      // Minutes are what is said: less than that is no news.
      const told = `${index + 1} ${Math.ceil((wait?.low ?? 0) / 60_000)} ${Math.ceil((wait?.high ?? 0) / 60_000)}`;
      if (told === entry.told) return;
      entry.told = told;
      entry.listener.moved(index + 1, wait && { low: wait.low, high: wait.high });
    });
  }

  /** Who waits, in the order in which they are served. */
  #order(): Entry[] {
    return inOrder([...this.#entries.values()].map(waitingOf)).flatMap(({ id }) => {
      const entry = this.#entries.get(id);
      return entry === undefined || entry.over ? [] : [entry];
    });
  }

  #waits(places: number): Wait[] | null {
    const now = this.#parts.now();
    const here = [...this.#agents.values()].filter((agent) => this.#takes(agent));
    const busy = here.filter(({ presence }) => presence === 'busy' || presence === 'wrap_up');
    const free = here.filter(({ presence }) => presence === 'ready' || presence === 'offered').length;
    const elapsed = busy.map(({ callSince }) => now - callSince);
    return estimateWaits({ places, free, busy: elapsed, handling: this.#lengths }, this.#parts.random);
  }

  /** An offer is over without a call: the citizen waits on, and somebody else is asked. */
  #notTaken(entry: Entry, how: 'late' | 'declined'): void {
    const { offer } = entry;
    if (offer === null) return;
    entry.offer = null;
    entry.rang.add(offer.staff);
    this.#put(agents.notTaken(this.#agent(offer.staff), how, this.#parts.now()));
    this.#parts.tell(offer.staff, 'desk.offerGone', { entry: entry.id, why: how });
    entry.listener.ringing(false);
  }

  /** Takes an offer back from whoever has it. */
  #withdraw(entry: Entry, why: 'left' | 'taken'): void {
    const { offer } = entry;
    if (offer === null) return;
    entry.offer = null;
    const agent = this.#agents.get(offer.staff);
    if (agent !== undefined) this.#put(agents.notTaken(agent, 'withdrawn', this.#parts.now()));
    this.#parts.tell(offer.staff, 'desk.offerGone', { entry: entry.id, why });
  }

  #drop(entry: Entry): void {
    entry.over = true;
    entry.offer = null;
    this.#entries.delete(entry.id);
  }

  #end(id: string, how: 'served' | 'cancelled' | 'nobody'): void {
    this.#kept(this.#parts.store.endHandoff(id, how, this.#parts.now()));
  }

  #finish(
    { identity, wrapUp, callSince }: Agent,
    done: {
      disposition: DeskParams<'desk.wrapUp'>['disposition'] | null;
      summary: string;
      followUp: string | null;
    },
  ): Promise<void> {
    if (wrapUp === null) return Promise.resolve();
    const now = this.#parts.now();
    this.#lengths = [now - callSince, ...this.#lengths].slice(0, LENGTHS);
    const of = { consultation: wrapUp.consultation, staff: identity.staff, beganAt: wrapUp.since };
    return this.#kept(this.#parts.store.finishWrapUp(of, { at: now, ...done }));
  }

  /** Records are kept beside the talk: a citizen does not wait for them, and a failure is an operator's matter. */
  #kept(work: Promise<void>): Promise<void> {
    work.catch((error: unknown) =>
      this.#parts.log('error', 'a record of the desk could not be kept', { pii: String(error) }),
    );
    return work;
  }

  #put(agent: Agent): void {
    const { staff } = agent.identity;
    const before = this.#agents.get(staff);
    this.#agents.set(staff, agent);
    if (before?.presence === agent.presence && before.reason === agent.reason && before.next === agent.next)
      return;
    this.#dirty.colleagues = true;
    this.#parts.tell(staff, 'desk.own', agents.ownPresence(agent));
    if (before?.presence === agent.presence && before.reason === agent.reason) return;
    const { store, now } = this.#parts;
    void this.#kept(store.savePresence(staff, now(), agent.presence, agent.reason)).catch(() => {});
  }

  #tellWrapUp(staff: string): void {
    const { wrapUp } = this.#agent(staff);
    const { longer: _, ...shown } = wrapUp ?? { longer: 0 };
    this.#parts.tell(
      staff,
      'desk.wrapUp',
      wrapUp === null ? null : (shown as NonNullable<DeskSnapshot['wrapUp']>),
    );
  }

  /** Lists go out together, at most twice a second. */
  #tellAll(): void {
    const { queue, colleagues, calls } = this.#dirty;
    this.#dirty = { queue: false, colleagues: false, calls: false };
    if (!queue && !colleagues && !calls) return;
    const now = { queue: this.#queue(), colleagues: this.#colleagues() };
    const { wait, ...shown } = now.queue;
    const minutes = wait && [wait.low, wait.high].map((ms) => Math.ceil(ms / 60_000));
    const told = JSON.stringify([shown, minutes]);
    const news = queue && told !== this.#toldQueue;
    this.#toldQueue = told;
    for (const { identity, connected } of this.#agents.values()) {
      if (!connected) continue;
      const { staff, roles } = identity;
      if (news) this.#parts.tell(staff, 'desk.queue', now.queue);
      if (colleagues) this.#parts.tell(staff, 'desk.colleagues', { colleagues: now.colleagues });
      if (calls && mayStaff(roles, 'calls.watch'))
        this.#parts.tell(staff, 'desk.calls', { calls: this.#callList() });
    }
  }

  #queue(): Queue {
    const { hours, now } = this.#parts;
    const wait = this.#nextWait;
    return {
      waiting: this.#order().slice(0, 200).map(rowOf),
      wait: wait && { low: wait.low, high: wait.high },
      open: hours.isOpen(now()),
    };
  }

  #colleagues(): DeskSnapshot['colleagues'] {
    return [...this.#agents.values()]
      .filter(({ identity: { roles } }) => mayStaff(roles, 'call.take') || mayStaff(roles, 'calls.watch'))
      .slice(0, 500)
      .map(({ identity: { staff, publicName, number, skills }, presence, reason, since }) => {
        return { staff, publicName, number, skills, presence, reason, since };
      });
  }

  #callList(): DeskSnapshot['calls'] {
    return (this.#calls?.calls() ?? []).slice(0, 1000).map(({ staff: _, ...call }) => call);
  }

  #snapshot(staff: string): DeskSnapshot {
    const agent = this.#agent(staff);
    const entry = this.#offeredTo(staff);
    const { wrapUp, identity } = agent;
    const { longer: _, ...work } = wrapUp ?? { longer: 0 };
    return {
      me: identity,
      now: this.#parts.now(),
      own: agents.ownPresence(agent),
      queue: this.#queue(),
      offer: entry?.offer ? this.#offerOf(entry, entry.offer.until) : null,
      wrapUp: wrapUp === null ? null : (work as NonNullable<DeskSnapshot['wrapUp']>),
      colleagues: this.#colleagues(),
      calls: mayStaff(identity.roles, 'calls.watch') ? this.#callList() : [],
    };
  }

  #offeredTo(staff: string): Entry | undefined {
    return [...this.#entries.values()].find(({ offer }) => offer?.staff === staff);
  }

  #agent(staff: string): Agent {
    const agent = this.#agents.get(staff);
    if (agent === undefined) throw new AppError('not_found', 'They are not at the desk.');
    return agent;
  }

  #mayTakeCalls({ roles }: StaffIdentity): boolean {
    return mayStaff(roles, 'call.take');
  }

  #right(agent: Agent, right: StaffRight): Agent {
    if (!mayStaff(agent.identity.roles, right))
      throw new AppError('role_refused', 'Your role does not allow this.');
    return agent;
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

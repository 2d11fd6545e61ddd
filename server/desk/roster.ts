import {
  AppError,
  type DeskEventData,
  type DeskEventName,
  type DeskParams,
  type DeskSnapshot,
  mayStaff,
  type StaffIdentity,
  type StaffRight,
} from '../../protocol/index.ts';
import type { DeskStore } from '../store/desk-types.ts';
import type { Agent } from './agent.ts';
import * as agents from './agent.ts';

/** A process that comes back within this finds everybody present as they were. */
const REMEMBERED_MS = 5 * 60_000;

export interface RosterParts {
  store: DeskStore;
  /** Unix ms. */
  now: () => number;
  /** Tells one console. Nothing where it is not connected. */
  tell: <E extends DeskEventName>(staff: string, event: E, data: DeskEventData<E>) => void;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

/** How the work after a call ended. */
export interface Worked {
  disposition: DeskParams<'desk.wrapUp'>['disposition'] | null;
  summary: string;
  followUp: string | null;
}

/** Who is at the desk, and what each of them is doing: every change is told to their console and kept. */
export class Roster {
  readonly #parts: RosterParts;
  readonly #agents = new Map<string, Agent>();
  #changed = false;

  constructor(parts: RosterParts) {
    this.#parts = parts;
  }

  all(): Agent[] {
    return [...this.#agents.values()];
  }

  find(staff: string): Agent | undefined {
    return this.#agents.get(staff);
  }

  /** @throws AppError `not_found` */
  get(staff: string): Agent {
    const agent = this.#agents.get(staff);
    if (agent === undefined) throw new AppError('not_found', 'They are not at the desk.');
    return agent;
  }

  /** @throws AppError `not_found`, `role_refused` */
  withRight(staff: string, right: StaffRight): Agent {
    const agent = this.get(staff);
    if (!mayStaff(agent.identity.roles, right))
      throw new AppError('role_refused', 'Your role does not allow this.');
    return agent;
  }

  /** Whether calls come to them, sooner or later. */
  takes(agent: Agent): boolean {
    return agents.isHere(agent) && mayStaff(agent.identity.roles, 'call.take');
  }

  /** All to whom calls come. */
  taking(): Agent[] {
    return this.all().filter((agent) => this.takes(agent));
  }

  /** Whether anybody's presence has changed since this was asked. */
  changed(): boolean {
    const changed = this.#changed;
    this.#changed = false;
    return changed;
  }

  /** Somebody signs in, or comes back: as they were, when that was a moment ago, and with the work they left open. */
  async arrive(identity: StaffIdentity): Promise<void> {
    const { store, now } = this.#parts;
    const { staff } = identity;
    const known = this.#agents.get(staff);
    if (known !== undefined) {
      this.put({ ...agents.connected(known), identity });
      return;
    }
    const [last, work] = await Promise.all([store.lastPresence(staff), store.openWrapUp(staff)]);
    const at = now();
    // Two windows may have come at once.
    let agent = this.#agents.get(staff) ?? agents.arrived(identity, at);
    const fresh = last !== null && at - last.at < REMEMBERED_MS;
    const mayTake = mayStaff(identity.roles, 'call.take');
    if (fresh && (last.presence === 'ready' || last.presence === 'break') && mayTake)
      agent = agents.set(agent, last.presence, last.reason, at);
    if (work !== null) {
      const { consultation, matter, proposal, beganAt } = work;
      const until = at + agents.WRAP_UP_MS;
      const wrapUp = { consultation, matter, summary: proposal, since: beganAt, until, longer: 0 };
      agent = { ...agent, presence: 'wrap_up', since: at, wrapUp };
    }
    this.put(agent);
  }

  put(agent: Agent): void {
    const { staff } = agent.identity;
    const before = this.#agents.get(staff);
    this.#agents.set(staff, agent);
    if (before?.presence === agent.presence && before.reason === agent.reason && before.next === agent.next)
      return;
    this.#changed = true;
    this.#parts.tell(staff, 'desk.own', agents.ownPresence(agent));
    if (before?.presence === agent.presence && before.reason === agent.reason) return;
    const { store, now } = this.#parts;
    void this.#kept(store.savePresence(staff, now(), agent.presence, agent.reason)).catch(() => {});
  }

  /** Who has gone for good is forgotten. */
  forget(staff: string): void {
    const agent = this.#agents.get(staff);
    if (agent === undefined || agent.connected || agent.presence !== 'offline') return;
    if (agent.wrapUp === null && agent.call === null) this.#agents.delete(staff);
  }

  /** Opens the work after a call, as the agent now has it. */
  beginWork(staff: string): void {
    const { wrapUp } = this.get(staff);
    if (wrapUp !== null) {
      const { consultation, matter, summary: proposal, since: beganAt } = wrapUp;
      const row = { consultation, staff, matter, proposal, beganAt };
      void this.#kept(this.#parts.store.beginWrapUp(row)).catch(() => {});
    }
    this.tellWork(staff);
  }

  /** Keeps how the work ended. @throws what the store throws */
  finishWork({ identity, wrapUp }: Agent, done: Worked): Promise<void> {
    if (wrapUp === null) return Promise.resolve();
    const of = { consultation: wrapUp.consultation, staff: identity.staff, beganAt: wrapUp.since };
    return this.#kept(this.#parts.store.finishWrapUp(of, { at: this.#parts.now(), ...done }));
  }

  tellWork(staff: string): void {
    this.#parts.tell(staff, 'desk.wrapUp', this.work(staff));
  }

  /** The work after a call that is open, as its console shows it. */
  work(staff: string): DeskSnapshot['wrapUp'] {
    const { wrapUp } = this.get(staff);
    if (wrapUp === null) return null;
    const { longer: _, ...shown } = wrapUp;
    return shown;
  }

  /** Everybody at the desk, as all may see them. */
  colleagues(): DeskSnapshot['colleagues'] {
    return this.all()
      .filter(({ identity: { roles } }) => mayStaff(roles, 'call.take') || mayStaff(roles, 'calls.watch'))
      .slice(0, 500)
      .map(({ identity: { staff, publicName, number, skills }, presence, reason, since }) => {
        return { staff, publicName, number, skills, presence, reason, since };
      });
  }

  /** Records are kept beside the talk: a citizen does not wait for them, and a failure is an operator's matter. */
  #kept(work: Promise<void>): Promise<void> {
    work.catch((error: unknown) =>
      this.#parts.log('error', 'a record of the desk could not be kept', { pii: String(error) }),
    );
    return work;
  }
}

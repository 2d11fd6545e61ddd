import type { DeskEventData, DeskEventName } from '../../protocol/index.ts';
import type { DeskStore } from '../store/desk-types.ts';
import * as agents from './agent.ts';
import { type Entry, waitingOf } from './entry.ts';
import { estimateWaits, type Wait } from './estimate.ts';
import { inOrder } from './match.ts';
import type { Nobody } from './port.ts';
import type { Roster } from './roster.ts';

/** Calls whose length the waiting time is guessed from. */
export const LENGTHS = 60;

export interface WaitingParts {
  store: DeskStore;
  roster: Roster;
  /** Unix ms. */
  now: () => number;
  /** Uniform in [0, 1). */
  random: () => number;
  tell: <E extends DeskEventName>(staff: string, event: E, data: DeskEventData<E>) => void;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

/** The citizens who wait for a human, in their order, and how long each will wait. */
export class WaitingRoom {
  readonly #parts: WaitingParts;
  readonly #entries = new Map<string, Entry>();
  #lengths: number[] = [];
  /** How long the next one who comes would wait. */
  #next: Wait | null = null;
  /** Unix ms. */
  toldAt = 0;

  constructor(parts: WaitingParts) {
    this.#parts = parts;
  }

  all(): Entry[] {
    return [...this.#entries.values()];
  }

  find(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  add(entry: Entry): void {
    this.#entries.set(entry.id, entry);
  }

  /** Who rings with them. */
  offeredTo(staff: string): Entry | undefined {
    return this.all().find(({ offer }) => offer?.staff === staff);
  }

  /** Who waits, in the order in which they are served. */
  order(): Entry[] {
    return inOrder(this.all().map(waitingOf)).flatMap(({ id }) => {
      const entry = this.#entries.get(id);
      return entry === undefined || entry.over ? [] : [entry];
    });
  }

  get next(): Wait | null {
    return this.#next;
  }

  /** Lengths of calls, newest first, ms: what waiting times are guessed from. */
  learn(lengths: readonly number[]): void {
    this.#lengths = [...lengths, ...this.#lengths].slice(0, LENGTHS);
  }

  /** What the one at each place will wait; null where nobody is at the desk. */
  waits(places: number): Wait[] | null {
    const { now, roster, random } = this.#parts;
    const here = roster.taking();
    const at = now();
    const busy = here.filter(({ presence }) => presence === 'busy' || presence === 'wrap_up');
    const free = here.filter(({ presence }) => presence === 'ready' || presence === 'offered').length;
    const elapsed = busy.map(({ callSince }) => at - callSince);
    return estimateWaits({ places, free, busy: elapsed, handling: this.#lengths }, random);
  }

  /** Tells each citizen who waits their place and time, when they have changed. */
  tell(): void {
    this.toldAt = this.#parts.now();
    const order = this.order();
    const waits = this.waits(order.length + 1);
    this.#next = waits?.[order.length] ?? null;
    order.forEach((entry, index) => {
      if (entry.claiming || entry.offer !== null) return;
      const wait = waits?.[index] ?? null;
      // Minutes are what is said: less than that is no news.
      const told = `${index + 1} ${minutes(wait?.low)} ${minutes(wait?.high)}`;
      if (told === entry.told) return;
      entry.told = told;
      entry.listener.moved(index + 1, wait && { low: wait.low, high: wait.high });
    });
  }

  /** An offer is over without a call: the citizen waits on, and somebody else is asked. */
  notTaken(entry: Entry, how: 'late' | 'declined'): void {
    const { offer } = entry;
    if (offer === null) return;
    const { roster, now, tell } = this.#parts;
    entry.offer = null;
    entry.rang.add(offer.staff);
    roster.put(agents.notTaken(roster.get(offer.staff), how, now()));
    tell(offer.staff, 'desk.offerGone', { entry: entry.id, why: how });
    entry.listener.ringing(false);
  }

  /** Takes an offer back from whoever has it. */
  withdraw(entry: Entry, why: 'left' | 'taken'): void {
    const { offer } = entry;
    if (offer === null) return;
    const { roster, now, tell } = this.#parts;
    entry.offer = null;
    const agent = roster.find(offer.staff);
    if (agent !== undefined) roster.put(agents.notTaken(agent, 'withdrawn', now()));
    tell(offer.staff, 'desk.offerGone', { entry: entry.id, why });
  }

  /** Nobody will come: the citizen is told why. */
  nobody(entry: Entry, why: Nobody): void {
    this.drop(entry);
    this.end(entry.id, 'nobody');
    entry.listener.nobody(why);
  }

  drop(entry: Entry): void {
    entry.over = true;
    entry.offer = null;
    this.#entries.delete(entry.id);
  }

  /** Keeps how it ended, beside the talk: a failure is an operator's matter. */
  end(id: string, how: 'served' | 'cancelled' | 'nobody'): void {
    const { store, now, log } = this.#parts;
    store
      .endHandoff(id, how, now())
      .catch((error: unknown) => log('error', 'the end of a wait could not be kept', { pii: String(error) }));
  }
}

const minutes = (ms: number | undefined): number => Math.ceil((ms ?? 0) / 60_000);

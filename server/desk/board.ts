import {
  type DeskEventData,
  type DeskEventName,
  type DeskSnapshot,
  mayStaff,
  type Queue,
} from '../../protocol/index.ts';
import { rowOf } from './entry.ts';
import type { Hours } from './hours.ts';
import type { CallsForDesk } from './port.ts';
import type { Roster } from './roster.ts';
import type { WaitingRoom } from './waiting.ts';

/** More than this nobody reads; the rest is counted by the waiting time. */
const MAX_ROWS = 200;
const MAX_CALLS = 1000;

export interface BoardParts {
  roster: Roster;
  waiting: WaitingRoom;
  hours: Hours;
  /** Null before the desk is open. */
  calls: () => CallsForDesk | null;
  /** Unix ms. */
  now: () => number;
  tell: <E extends DeskEventName>(staff: string, event: E, data: DeskEventData<E>) => void;
}

/** The lists that consoles show: told together when they changed, at the desk's own pace. */
export class Board {
  readonly #parts: BoardParts;
  #dirty = { queue: false, calls: false };
  /** The list as it was told last; minutes are what is shown, less is no news. */
  #toldQueue = '';

  constructor(parts: BoardParts) {
    this.#parts = parts;
  }

  queueChanged(): void {
    this.#dirty.queue = true;
  }

  callsChanged(): void {
    this.#dirty.calls = true;
  }

  queue(): Queue {
    const { hours, now, waiting } = this.#parts;
    const wait = waiting.next;
    return {
      waiting: waiting.order().slice(0, MAX_ROWS).map(rowOf),
      wait: wait && { low: wait.low, high: wait.high },
      open: hours.isOpen(now()),
    };
  }

  /** All live calls, for those who may watch them. */
  calls(): DeskSnapshot['calls'] {
    return (this.#parts.calls()?.calls() ?? []).slice(0, MAX_CALLS).map(({ staff: _, ...call }) => call);
  }

  tellAll(): void {
    const { roster, tell } = this.#parts;
    const { queue, calls } = this.#dirty;
    const colleagues = roster.changed();
    this.#dirty = { queue: false, calls: false };
    if (!queue && !colleagues && !calls) return;
    const now = { queue: this.queue(), colleagues: roster.colleagues() };
    const { wait, ...shown } = now.queue;
    const minutes = wait && [wait.low, wait.high].map((ms) => Math.ceil(ms / 60_000));
    const told = JSON.stringify([shown, minutes]);
    const news = queue && told !== this.#toldQueue;
    this.#toldQueue = told;
    for (const { identity, connected } of roster.all()) {
      if (!connected) continue;
      const { staff, roles } = identity;
      if (news) tell(staff, 'desk.queue', now.queue);
      if (colleagues) tell(staff, 'desk.colleagues', { colleagues: now.colleagues });
      if (calls && mayStaff(roles, 'calls.watch')) tell(staff, 'desk.calls', { calls: this.calls() });
    }
  }
}

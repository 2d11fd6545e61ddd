import type { HandoffListener, HandoffPort, HandoffRequest, StaffGrant } from '../../server/desk/port.ts';

interface Wanted {
  id: string;
  request: HandoffRequest;
  listener: HandoffListener;
}

export const ZHANG: StaffGrant = { staff: 'staff_zhang', agent: { name: '张老师', number: '101' } };
export const LI: StaffGrant = { staff: 'staff_li', agent: { name: '李老师', number: '102' } };

/** A desk that a test conducts by hand: it keeps what was asked of it, and offers nothing by itself. */
export class HandDesk implements HandoffPort {
  readonly wanted: Wanted[] = [];
  readonly cancelled: string[] = [];
  readonly released_: string[] = [];
  readonly #waiting = new Set<() => void>();

  staffed(): boolean {
    return true;
  }

  async request(request: HandoffRequest, listener: HandoffListener): Promise<{ id: string }> {
    const id = `wish_${this.wanted.length + 1}`;
    this.wanted.push({ id, request, listener });
    listener.moved(this.wanted.length, { low: 60_000, high: 180_000 });
    this.#check();
    return { id };
  }

  cancel(entry: string, why: string): void {
    this.cancelled.push(`${entry} ${why}`);
    this.#check();
  }

  released({ staff, how }: { staff: string; how: string }): void {
    this.released_.push(`${staff} ${how}`);
    this.#check();
  }

  #check(): void {
    for (const check of [...this.#waiting]) check();
  }

  /** The wish of this number, counted from 1, once it has been made. */
  wish(count: number): Promise<Wanted> {
    return this.until(() => this.wanted[count - 1]);
  }

  until<T>(find: () => T | undefined): Promise<T> {
    return new Promise((resolve) => {
      const check = (): void => {
        const found = find();
        if (found === undefined) return;
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }
}

import { WebSocket } from 'ws';
import {
  AppError,
  DESK_METHODS,
  DESK_PATH,
  DeskEvent,
  type DeskEventData,
  type DeskEventName,
  type DeskMethod,
  type DeskParams,
  type DeskResult,
} from '../../protocol/index.ts';

const WITHIN_MS = 30_000;

/** A console without a browser; what it receives is checked against the protocol. */
export class DeskPeer {
  readonly ws: WebSocket;
  readonly events: DeskEvent[] = [];
  /** Codes of what was refused before it could be read. */
  readonly refusals: string[] = [];
  readonly #answers = new Map<
    number,
    (message: { ok: boolean; result?: unknown; error?: unknown }) => void
  >();
  readonly #waiting = new Set<() => void>();
  #nextId = 1;
  closed: number | null = null;

  private constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on('message', (data) => {
      const message = JSON.parse(String(data));
      if ('event' in message) this.events.push(DeskEvent.parse(message));
      else if (message.id === null) this.refusals.push(message.error.code);
      else this.#answers.get(message.id)?.(message);
      for (const check of [...this.#waiting]) check();
    });
    ws.on('close', (code) => {
      this.closed = code;
      for (const check of [...this.#waiting]) check();
    });
  }

  static open(url: string, origin = url): Promise<DeskPeer> {
    return new Promise((resolve, reject) => {
      const ws = new WebSocket(`${url.replace('http', 'ws')}${DESK_PATH}`, { origin });
      ws.once('open', () => resolve(new DeskPeer(ws)));
      ws.once('error', reject);
    });
  }

  /** With a ticket of this member of staff. */
  static async enter(
    url: string,
    staff: { ticket(): Promise<string> },
  ): Promise<{ peer: DeskPeer; snapshot: DeskResult<'desk.join'> }> {
    const peer = await DeskPeer.open(url);
    return { peer, snapshot: await peer.request('desk.join', { ticket: await staff.ticket() }) };
  }

  request<M extends DeskMethod>(method: M, params: DeskParams<M>): Promise<DeskResult<M>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${method} was not answered`)), WITHIN_MS);
      this.#answers.set(id, ({ ok, result, error }) => {
        clearTimeout(timer);
        if (ok) resolve(DESK_METHODS[method].result.parse(result) as DeskResult<M>);
        else {
          const { code, message } = error as AppError;
          reject(new AppError(code, message));
        }
      });
      this.ws.send(JSON.stringify({ id, method, params }));
    });
  }

  raw(text: string): void {
    this.ws.send(text);
  }

  until<T>(what: string, find: (peer: this) => T | undefined | null | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(`waited in vain for ${what}; received ${JSON.stringify(this.events).slice(-1_500)}`),
        );
      }, WITHIN_MS);
      const check = (): void => {
        const found = find(this);
        if (found === undefined || found === null || found === false) return;
        clearTimeout(timer);
        this.#waiting.delete(check);
        resolve(found);
      };
      this.#waiting.add(check);
      check();
    });
  }

  /** The first such event that fits, from all that came. */
  event<E extends DeskEventName>(
    name: E,
    fits: (data: DeskEventData<E>) => boolean = () => true,
  ): Promise<DeskEventData<E>> {
    return this.until(name, () => {
      const found = this.events.find(({ event, data }) => event === name && fits(data as DeskEventData<E>));
      return found && { data: found.data as DeskEventData<E> };
    }).then(({ data }) => data);
  }

  close(): void {
    this.ws.close();
  }
}

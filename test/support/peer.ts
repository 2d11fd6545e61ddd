import { WebSocket } from 'ws';
import {
  AppError,
  type CreateConsultationResponse,
  type EventData,
  type EventName,
  type Method,
  type Params,
  type Result,
  type ServerEvent,
  ServerMessage,
} from '../../protocol/index.ts';

/** How long a test waits for something before it says what it waited for. */
const WITHIN_MS = 30_000;

type AnyMessage = Extract<ServerMessage, object>;

/** A client of the wire without a browser; it checks everything it receives against the protocol. */
export class TestPeer {
  readonly ws: WebSocket;
  readonly messages: AnyMessage[] = [];
  readonly #waiting = new Set<() => void>();
  #nextId = 1;
  closed: { code: number } | null = null;

  private constructor(ws: WebSocket) {
    this.ws = ws;
    ws.on('message', (data) => {
      this.messages.push(ServerMessage.parse(JSON.parse(String(data))) as AnyMessage);
      for (const check of [...this.#waiting]) check();
    });
    ws.on('close', (code) => {
      this.closed = { code };
      for (const check of [...this.#waiting]) check();
    });
  }

  static open(wsUrl: string, origin = new URL(wsUrl.replace(/^ws/, 'http')).origin): Promise<TestPeer> {
    return new Promise((resolve, reject) => {
      const ws = new WebSocket(wsUrl, { origin });
      ws.once('open', () => resolve(new TestPeer(ws)));
      ws.once('error', reject);
    });
  }

  /** Waits until `find` gives something of what has been received. */
  until<T>(what: string, find: (peer: this) => T | undefined | null | false): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.delete(check);
        reject(
          new Error(`waited in vain for ${what}; received ${JSON.stringify(this.messages).slice(-1_500)}`),
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

  events(): ServerEvent[] {
    return this.messages.filter((message): message is ServerEvent => 'event' in message);
  }

  eventsOf<E extends EventName>(name: E): EventData<E>[] {
    return this.events().flatMap((message) => (message.event === name ? [message.data as EventData<E>] : []));
  }

  event<E extends EventName>(
    name: E,
    fits: (data: EventData<E>) => boolean = () => true,
  ): Promise<EventData<E>> {
    return this.until(name, () => this.eventsOf(name).find(fits));
  }

  /** Sends anything at all. */
  raw(data: string | Buffer): void {
    this.ws.send(data);
  }

  /** The next error that answers no request or request `id`. */
  errorCode(id: number | null = null): Promise<string> {
    return this.until(`an error for ${id}`, () => {
      const found = this.messages.find(
        (message) => !('event' in message) && !message.ok && message.id === id,
      );
      return found !== undefined && !('event' in found) && !found.ok ? found.error.code : undefined;
    });
  }

  async request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    const id = this.#nextId;
    this.#nextId += 1;
    this.raw(JSON.stringify({ id, method, params }));
    const answer = await this.until(`the answer to ${method}`, () =>
      this.messages.find((message) => !('event' in message) && message.id === id),
    );
    if ('event' in answer) throw new Error('unreachable');
    if (!answer.ok) throw new AppError(answer.error.code, answer.error.message);
    return answer.result as Result<M>;
  }

  close(): void {
    this.ws.terminate();
  }
}

/** The stable code of a refused promise; 'none' when it was not refused. */
export function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => 'none',
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
}

export async function createConsultation(
  url: string,
  lang: 'zh' | 'en' = 'zh',
): Promise<CreateConsultationResponse> {
  const response = await fetch(`${url}/api/consultations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ lang }),
  });
  if (response.status !== 201) throw new Error(`POST /api/consultations answered ${response.status}`);
  return (await response.json()) as CreateConsultationResponse;
}

/** A peer in a new consultation. */
export async function joinNew(url: string, lang: 'zh' | 'en' = 'zh') {
  const created = await createConsultation(url, lang);
  const peer = await TestPeer.open(created.wsUrl);
  const welcome = await peer.request('auth.join', { token: created.token });
  return { peer, welcome, ...created };
}

/** An id as a page makes it for what the citizen says. */
let messages = 0;
export const messageId = (): string => {
  messages += 1;
  return `message_${messages}`;
};

import {
  AppError,
  type ErrorCode,
  METHODS,
  type Method,
  type Params,
  type Result,
  type ServerEvent,
  ServerMessage,
} from '../../protocol/index.ts';

/** A request that has no answer by then has failed: the line is taken to be dead. */
const REQUEST_WITHIN_MS = 8_000;
/** A socket that does not open by then is given up. */
const OPEN_WITHIN_MS = 8_000;

interface Pending {
  method: Method;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
  timer: ReturnType<typeof setTimeout>;
}

export interface SocketListener {
  onEvent(event: ServerEvent): void;
  onClose(code: number): void;
}

/** One WebSocket to the server: requests with answers, events in order. Everything received is checked. */
export class SignalSocket {
  readonly #ws: WebSocket;
  readonly #listener: SocketListener;
  readonly #pending = new Map<number, Pending>();
  #nextId = 1;
  #closed = false;

  private constructor(ws: WebSocket, listener: SocketListener) {
    this.#ws = ws;
    this.#listener = listener;
    ws.addEventListener('message', (message) => this.#onMessage(message.data));
    ws.addEventListener('close', (event) => this.#onClosed(event.code));
  }

  /** @throws AppError `timeout` when the server cannot be reached. */
  static open(url: string, listener: SocketListener): Promise<SignalSocket> {
    return new Promise((resolve, reject) => {
      const ws = new WebSocket(url);
      const fail = (): void => {
        clearTimeout(timer);
        ws.close();
        reject(new AppError('timeout', 'The server cannot be reached.'));
      };
      const timer = setTimeout(fail, OPEN_WITHIN_MS);
      ws.addEventListener('error', fail, { once: true });
      ws.addEventListener(
        'open',
        () => {
          clearTimeout(timer);
          ws.removeEventListener('error', fail);
          resolve(new SignalSocket(ws, listener));
        },
        { once: true },
      );
    });
  }

  /** @throws AppError with the server's code, or `timeout`; a timed-out request also closes the socket. */
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return new Promise((resolve, reject) => {
      if (this.#closed) {
        reject(new AppError('timeout', 'The connection is closed.'));
        return;
      }
      const id = this.#nextId;
      this.#nextId += 1;
      const timer = setTimeout(() => {
        this.#pending.delete(id);
        reject(new AppError('timeout', 'The server does not answer.'));
        this.close();
      }, REQUEST_WITHIN_MS);
      this.#pending.set(id, { method, resolve: resolve as (result: unknown) => void, reject, timer });
      this.#ws.send(JSON.stringify({ id, method, params }));
    });
  }

  #onMessage(data: unknown): void {
    let json: unknown;
    try {
      json = JSON.parse(String(data));
    } catch {
      return;
    }
    const parsed = ServerMessage.safeParse(json);
    if (!parsed.success) {
      // A server newer than this page may say what we do not know; what we know goes on.
      console.warn('[call] a message of the server was not understood');
      return;
    }
    const message = parsed.data as ServerMessage;
    if ('event' in message) {
      this.#listener.onEvent(message);
      return;
    }
    if (message.id === null) return;
    const pending = this.#pending.get(message.id);
    if (pending === undefined) return;
    this.#pending.delete(message.id);
    clearTimeout(pending.timer);
    if (!message.ok) {
      const { code, message: text, retryAfterMs } = message.error;
      pending.reject(new AppError(code, text, retryAfterMs === undefined ? {} : { retryAfterMs }));
      return;
    }
    const result = METHODS[pending.method].result.safeParse(message.result);
    if (result.success) pending.resolve(result.data);
    else pending.reject(new AppError('internal', 'The answer of the server was not understood.'));
  }

  #onClosed(code: number): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new AppError('timeout', 'The connection was lost.'));
    }
    this.#pending.clear();
    this.#listener.onClose(code);
  }

  /** Closes at once; `onClose` is called without waiting for the other side, which may be gone. */
  close(): void {
    this.#ws.close();
    this.#onClosed(1006);
  }
}

/** The code of anything thrown. */
export function codeOf(error: unknown): ErrorCode {
  return error instanceof AppError ? error.code : 'internal';
}

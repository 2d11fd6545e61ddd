import {
  AppError,
  DESK_METHODS,
  DESK_PATH,
  DeskEvent,
  type DeskMethod,
  type DeskParams,
  type DeskResult,
  type DeskSnapshot,
} from '../../protocol/index.ts';

/** Waits before each try to come back, ms; the last one again and again. */
const RETRY_MS = [300, 1_000, 2_000, 4_000, 8_000];
const ANSWER_WITHIN_MS = 10_000;

export interface DeskSocket {
  request<M extends DeskMethod>(method: M, params: DeskParams<M>): Promise<DeskResult<M>>;
  close(): void;
}

export interface DeskSocketParts {
  url: string;
  /** A new ticket for each try. */
  ticket(): Promise<string>;
  onSnapshot(snapshot: DeskSnapshot): void;
  onEvent(event: DeskEvent): void;
  /** `over`: it will not come back by itself (another window, signed out). */
  onState(state: 'connecting' | 'live' | 'over'): void;
}

/** The desk's socket, which comes back by itself: the server owns the state, and tells all of it anew. */
export function openDeskSocket(parts: DeskSocketParts): DeskSocket {
  let socket: WebSocket | null = null;
  let closed = false;
  let tries = 0;
  let nextId = 1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();

  function request<M extends DeskMethod>(method: M, params: DeskParams<M>): Promise<DeskResult<M>> {
    return new Promise((resolve, reject) => {
      if (socket?.readyState !== WebSocket.OPEN) {
        reject(new AppError('timeout', 'There is no connection.'));
        return;
      }
      const id = nextId++;
      const late = setTimeout(() => {
        waiting.delete(id);
        reject(new AppError('timeout', 'The server does not answer.'));
      }, ANSWER_WITHIN_MS);
      waiting.set(id, {
        resolve: (value) => {
          clearTimeout(late);
          const known = DESK_METHODS[method].result.safeParse(value);
          // What cannot be read fails the question; it must not be left without an answer.
          if (known.success) resolve(known.data as DeskResult<M>);
          else reject(new AppError('internal', 'The server answered in a way we do not know.'));
        },
        reject: (error) => {
          clearTimeout(late);
          reject(error);
        },
      });
      socket.send(JSON.stringify({ id, method, params }));
    });
  }

  function onMessage(text: string): void {
    const message = JSON.parse(text);
    if ('event' in message) {
      const event = DeskEvent.parse(message);
      if (event.event === 'desk.ended' && event.data.reason !== 'closing') over();
      parts.onEvent(event);
      return;
    }
    const asked = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.ok) asked?.resolve(message.result);
    else asked?.reject(new AppError(message.error.code, message.error.message));
  }

  function over(): void {
    closed = true;
    clearTimeout(timer);
    parts.onState('over');
  }

  function again(): void {
    if (closed) return;
    parts.onState('connecting');
    timer = setTimeout(connect, RETRY_MS[Math.min(tries, RETRY_MS.length - 1)]);
    tries += 1;
  }

  async function connect(): Promise<void> {
    let ticket: string;
    try {
      ticket = await parts.ticket();
    } catch (error) {
      // Signed out elsewhere: no try will help.
      if (error instanceof AppError && error.code === 'sign_in_needed') over();
      else again();
      return;
    }
    if (closed) return;
    const opened = new WebSocket(`${parts.url}${DESK_PATH}`);
    socket = opened;
    opened.addEventListener('message', ({ data }) => onMessage(String(data)));
    opened.addEventListener('close', () => {
      if (socket !== opened) return;
      socket = null;
      for (const { reject } of waiting.values()) reject(new AppError('timeout', 'The connection broke.'));
      waiting.clear();
      again();
    });
    opened.addEventListener('open', () => {
      request('desk.join', { ticket }).then(
        (snapshot) => {
          tries = 0;
          parts.onSnapshot(snapshot);
          parts.onState('live');
        },
        () => opened.close(),
      );
    });
  }

  parts.onState('connecting');
  void connect();
  return {
    request,
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close();
      socket = null;
    },
  };
}

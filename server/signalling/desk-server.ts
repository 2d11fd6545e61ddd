import type { RawData, WebSocket } from 'ws';
import {
  AppError,
  AUTH_WITHIN_MS,
  DESK_EVENTS,
  DESK_METHODS,
  type DeskEventData,
  type DeskEventName,
  DeskMessage,
  type DeskMethod,
  type DeskParams,
  type DeskResult,
  MAX_MESSAGE_BYTES,
  toWireError,
} from '../../protocol/index.ts';
import { CLOSE } from './session.ts';
import { TokenBucket } from './token-bucket.ts';
import { bytesOf, misfit, parseJson, requestIdOf } from './wire.ts';

/** A console sends a handful of messages a minute. */
const ALLOWANCE = { perSecond: 5, burst: 40 };

/** What answers consoles. `staff` is who has proven themselves on this socket. */
export type DeskAnswers = {
  [M in Exclude<DeskMethod, 'desk.join'>]: (
    staff: string,
    params: DeskParams<M>,
  ) => Promise<DeskResult<M>> | DeskResult<M>;
};

export interface DeskServerParts {
  /**
   * Redeems the ticket and gives the desk's state.
   * @throws AppError `token_invalid`
   */
  join(ticket: string): Promise<{ staff: string; result: DeskResult<'desk.join'> }>;
  answers: DeskAnswers;
  /** The last socket of somebody has gone. */
  left(staff: string): void;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

/** The sockets of the consoles: one per member of staff, who has proven with a ticket who they are. */
export class DeskServer {
  readonly #parts: DeskServerParts;
  readonly #sockets = new Map<string, WebSocket>();

  constructor(parts: DeskServerParts) {
    this.#parts = parts;
  }

  /** Tells somebody's console. An event that does not fit the protocol is our own fault, is logged, and never leaves. */
  tell<E extends DeskEventName>(staff: string, event: E, data: DeskEventData<E>): void {
    const socket = this.#sockets.get(staff);
    if (socket === undefined) return;
    const checked = DESK_EVENTS[event].safeParse(data);
    if (!checked.success) {
      const detail = checked.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join('; ');
      this.#parts.log('error', 'an event did not fit the protocol', { event, detail });
      return;
    }
    socket.send(JSON.stringify({ event, data: checked.data }));
  }

  /** Somebody has signed out, or may not be here any more. */
  dismiss(staff: string): void {
    this.tell(staff, 'desk.ended', { reason: 'signed_out' });
    this.#sockets.get(staff)?.close(CLOSE.ended, 'signed_out');
  }

  /** Takes a new socket, which has to prove who it is within three seconds. */
  accept(ws: WebSocket): void {
    const bucket = new TokenBucket(ALLOWANCE, performance.now());
    let staff: string | null = null;
    let joining = false;
    const answer = (id: number | null, body: object): void => {
      if (ws.readyState === ws.OPEN) ws.send(JSON.stringify({ id, ...body }));
    };
    const refuse = (id: number | null, error: unknown): void => {
      const wire = toWireError(error);
      if (wire.code === 'internal')
        this.#parts.log('error', 'a request of the desk failed', {
          pii: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
      answer(id, { ok: false, error: wire });
    };
    const timer = setTimeout(() => {
      refuse(null, new AppError('token_missing', 'The first message has to prove who you are.'));
      ws.close(CLOSE.timeout, 'token_missing');
    }, AUTH_WITHIN_MS);

    const join = async (id: number, ticket: string): Promise<void> => {
      if (staff !== null || joining)
        throw new AppError('state_refused', 'You have proven who you are already.');
      joining = true;
      clearTimeout(timer);
      try {
        const { staff: proven, result } = await this.#parts.join(ticket);
        // It may have closed while it was being let in: nobody sits there.
        if (ws.readyState !== ws.OPEN) {
          if (!this.#sockets.has(proven)) this.#parts.left(proven);
          return;
        }
        staff = proven;
        const old = this.#sockets.get(proven);
        this.#sockets.set(proven, ws);
        if (old !== undefined) {
          old.send(JSON.stringify({ event: 'desk.ended', data: { reason: 'replaced' } }));
          old.close(CLOSE.replaced, 'replaced');
        }
        answer(id, { ok: true, result: DESK_METHODS['desk.join'].result.parse(result) });
      } catch (error) {
        refuse(id, error);
        ws.close(CLOSE.auth, 'token_invalid');
      }
    };

    const onMessage = async (data: RawData, isBinary: boolean): Promise<void> => {
      let id: number | null = null;
      try {
        const wait = bucket.take(performance.now());
        if (wait > 0) throw new AppError('rate_limited', 'Too many messages.', { retryAfterMs: wait });
        const bytes = bytesOf(data);
        if (bytes.length > MAX_MESSAGE_BYTES)
          throw new AppError('message_too_large', 'The message is too large.');
        const json = parseJson(bytes, isBinary);
        id = requestIdOf(json);
        const parsed = DeskMessage.safeParse(json);
        if (!parsed.success) throw misfit(parsed.error.issues[0]?.path);
        const message = parsed.data;
        if (message.method === 'desk.join') {
          await join(message.id, message.params.ticket);
          return;
        }
        if (staff === null)
          throw new AppError('token_missing', 'The first message has to prove who you are.');
        if (this.#sockets.get(staff) !== ws)
          throw new AppError('state_refused', 'This connection was replaced.');
        const work = this.#parts.answers[message.method] as (
          of: string,
          params: unknown,
        ) => Promise<unknown> | unknown;
        const result = await work(staff, message.params);
        answer(message.id, { ok: true, result: DESK_METHODS[message.method].result.parse(result) });
      } catch (error) {
        refuse(id, error);
      }
    };
    ws.on('message', (data, isBinary) => void onMessage(data, isBinary));
    ws.on('error', () => ws.terminate());
    ws.on('close', () => {
      clearTimeout(timer);
      if (staff === null || this.#sockets.get(staff) !== ws) return;
      this.#sockets.delete(staff);
      this.#parts.left(staff);
    });
  }
}

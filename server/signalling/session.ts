import {
  type EventData,
  type EventName,
  type Method,
  type Params,
  RESUME_WINDOW_MS,
  ServerEvent,
} from '../../protocol/index.ts';
import { PeerLimits } from './limits.ts';

/** Events kept for a socket that comes back; a page that missed more starts from the snapshot. */
const KEPT_EVENTS = 400;

/** The wire as a session needs it; the WebSocket behind it is known to `server.ts` only. */
export interface Wire {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** What a consultation does for a peer. Results are validated before they leave. */
export interface SessionHandler {
  request<M extends Method>(method: M, params: Params<M>): Promise<unknown>;
  /** A socket stands (again). */
  attached(): void;
  /** The socket has gone; it may come back within `RESUME_WINDOW_MS`. */
  detached(): void;
  /** It has not come back: media can be taken down. */
  lost(): void;
}

/** Codes with which we close a socket (4000 to 4999 are for applications, RFC 6455 section 7.4.2). */
export const CLOSE = { auth: 4401, timeout: 4408, replaced: 4409, ended: 4410, flood: 4429 } as const;

/**
 * One peer's side of the wire. It outlives its socket: events are numbered and the last ones kept, so that a socket that
 * comes back gets what it missed, in order and once.
 */
export class PeerSession {
  readonly peer: string;
  readonly consultation: string;
  readonly handler: SessionHandler;
  /** The peer's allowance; it outlives sockets and sessions, so that reconnecting gains nothing. */
  readonly limits: PeerLimits;
  readonly #onInvalid: (event: string, detail: string) => void;
  #wire: Wire | null = null;
  #seq = 0;
  #kept: { seq: number; event: EventName; text: string }[] = [];
  #lostTimer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(
    peer: string,
    consultation: string,
    handler: SessionHandler,
    onInvalid: (event: string, detail: string) => void = () => {},
    limits = new PeerLimits(performance.now()),
  ) {
    this.limits = limits;
    this.peer = peer;
    this.consultation = consultation;
    this.handler = handler;
    this.#onInvalid = onInvalid;
  }

  get attached(): boolean {
    return this.#wire !== null;
  }

  isAttachedTo(wire: Wire): boolean {
    return this.#wire === wire && !this.#closed;
  }

  /** Number of the last event sent. */
  get seq(): number {
    return this.#seq;
  }

  /** True when every event after `lastSeq` is still kept. */
  canReplay(lastSeq: number): boolean {
    if (lastSeq > this.#seq) return false;
    return lastSeq === this.#seq || (this.#kept[0]?.seq ?? Number.POSITIVE_INFINITY) <= lastSeq + 1;
  }

  /** Gives the session a socket; an older one is closed. */
  attach(wire: Wire): void {
    if (this.#lostTimer !== null) clearTimeout(this.#lostTimer);
    this.#lostTimer = null;
    const old = this.#wire;
    this.#wire = wire;
    // The same page on a new network: its old socket is dead or dying and needs no word.
    if (old !== null && old !== wire) old.close(CLOSE.replaced, 'replaced');
    if (!this.#closed) this.handler.attached();
  }

  /** Another page has taken over: this one is told and closed. */
  replaceBy(reason: 'replaced'): void {
    this.send('session.ended', { reason });
    this.close(CLOSE.replaced, reason);
  }

  /** Sends again what came after `lastSeq`, but for speech: where that is now, whoever conducts it tells anew. */
  replay(lastSeq: number): void {
    for (const { seq, text, event } of this.#kept) {
      if (seq > lastSeq && event !== 'talk.utterance' && event !== 'talk.beat') this.#wire?.send(text);
    }
  }

  /** The socket `wire` has closed. Ignored when another one has taken its place. */
  detach(wire: Wire): void {
    if (this.#wire !== wire || this.#closed) return;
    this.#wire = null;
    this.handler.detached();
    this.#lostTimer = setTimeout(() => {
      this.#lostTimer = null;
      this.handler.lost();
    }, RESUME_WINDOW_MS);
    this.#lostTimer.unref();
  }

  /**
   * Tells the peer an event. It is checked against the protocol first: a message that the page would refuse is our own
   * fault, is logged, and never leaves.
   */
  send<E extends EventName>(event: E, data: EventData<E>): void {
    if (this.#closed) return;
    const checked = ServerEvent.safeParse({ seq: this.#seq + 1, event, data });
    if (!checked.success) {
      this.#onInvalid(
        event,
        checked.error.issues.map((issue) => `${issue.path.join('.')} ${issue.code}`).join('; '),
      );
      return;
    }
    this.#seq += 1;
    const text = JSON.stringify(checked.data);
    this.#kept.push({ seq: this.#seq, event, text });
    if (this.#kept.length > KEPT_EVENTS) this.#kept.shift();
    this.#wire?.send(text);
  }

  /** Ends the session: the socket is closed, nothing is kept. */
  close(code: number, reason: string): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#lostTimer !== null) clearTimeout(this.#lostTimer);
    this.#wire?.close(code, reason);
    this.#wire = null;
    this.#kept = [];
  }
}

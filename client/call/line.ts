import {
  AppError,
  CreateConsultationResponse,
  type Lang,
  type Method,
  type Params,
  type Result,
  type ServerEvent,
  WireError,
} from '../../protocol/index.ts';
import { recall, remember, type SessionMemory } from './session-memory.ts';
import { codeOf, SignalSocket } from './socket.ts';

/** Waits before each try to come back; the last one repeats. With up to 30 % more, so that pages do not come as one. */
const RETRY_DELAYS_MS = [0, 300, 1_200, 2_700, 4_800, 7_000];
/** Codes after which coming back is hopeless. */
const HOPELESS = new Set(['resume_invalid', 'resume_expired', 'room_gone']);
/** Close codes with which the server ends a session for good (see signalling). */
const REPLACED = 4409;
const ENDED = 4410;

export type Welcome = Result<'auth.join'> & { mediaKept: boolean; resumed: boolean };

export interface LineListener {
  /** The line stands (again). */
  onWelcome(welcome: Welcome): void;
  onEvent(event: ServerEvent): void;
  onLost(): void;
  /** It will not come back. */
  onFailed(error: AppError | 'taken_over'): void;
}

/** The signalling line of a consultation: joins, comes back after a loss or a reload, keeps the secret. */
export class Line {
  readonly #apiBase: string;
  readonly #listener: LineListener;
  #memory: SessionMemory | null = recall();
  /** What is said before there is a consultation: it is sent once there is one. */
  #early: SessionMemory['unsent'] = [];
  #socket: SignalSocket | null = null;
  #lastSeq = -1;
  #retries = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #connecting = false;
  /** Grows when a consultation is begun or left: a try to come back to an older one is dropped wherever it is. */
  #generation = 0;
  #closed = false;

  constructor(apiBase: string, listener: LineListener) {
    this.#apiBase = apiBase;
    this.#listener = listener;
    addEventListener('online', this.#onOnline);
    addEventListener('offline', this.#onOffline);
  }

  /** Whether this tab was in a consultation before it was (re)loaded. */
  get canResume(): boolean {
    return this.#memory !== null;
  }

  /** What proves that this consultation is the page's own; changes with every return. */
  get proof(): { consultation: string; secret: string } | null {
    if (this.#memory === null) return null;
    const { consultation, secret } = this.#memory;
    return { consultation, secret };
  }

  get unsent(): SessionMemory['unsent'] {
    return this.#memory?.unsent ?? this.#early;
  }

  setUnsent(unsent: SessionMemory['unsent']): void {
    if (this.#memory === null) {
      this.#early = unsent;
      return;
    }
    this.#memory = { ...this.#memory, unsent };
    remember(this.#memory);
  }

  readonly #onOnline = (): void => {
    if (this.#socket !== null || this.#memory === null || this.#closed) return;
    this.#retries = 0;
    this.#retry();
  };

  readonly #onOffline = (): void => {
    // The socket would notice only minutes later.
    this.#socket?.close();
  };

  /** A new consultation. @throws AppError with the server's code, or `timeout` without a network. */
  async join(lang: Lang): Promise<void> {
    const generation = this.#begin();
    const { id, token, wsUrl } = await this.#create(lang);
    const socket = await SignalSocket.open(wsUrl, this.#socketListener(generation));
    if (generation !== this.#generation) {
      socket.close();
      throw new AppError('state_refused', 'The consultation was left.');
    }
    this.#lastSeq = -1;
    const result = await socket.request('auth.join', { token });
    if (generation !== this.#generation || this.#closed) {
      socket.close();
      throw new AppError('state_refused', 'The consultation was left.');
    }
    // Only now: what is asked of a socket that has not proved its token is refused, and would be lost.
    this.#socket = socket;
    this.#keep({ consultation: id, secret: result.resumeSecret, wsUrl, unsent: this.#early });
    this.#early = [];
    this.#lastSeq = Math.max(this.#lastSeq, result.seq);
    this.#listener.onWelcome({ ...result, mediaKept: false, resumed: false });
  }

  /** Whatever was under way is over. */
  #begin(): number {
    this.#generation += 1;
    this.#connecting = false;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    return this.#generation;
  }

  async #create(lang: Lang): Promise<CreateConsultationResponse> {
    let response: Response;
    try {
      response = await fetch(`${this.#apiBase}/api/consultations`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ lang }),
      });
    } catch (cause) {
      throw new AppError('timeout', 'The server cannot be reached.', { cause });
    }
    const body: unknown = await response.json().catch(() => null);
    if (response.ok) return CreateConsultationResponse.parse(body);
    const error = WireError.safeParse((body as { error?: unknown } | null)?.error);
    if (!error.success) throw new AppError('internal', 'The server did not answer as expected.');
    const { code, message, retryAfterMs } = error.data;
    throw new AppError(code, message, retryAfterMs === undefined ? {} : { retryAfterMs });
  }

  /** Comes back to the consultation of this tab. Tries until it succeeds or is hopeless; never rejects. */
  resume(): void {
    this.#retries = 0;
    this.#retry();
  }

  #retry(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    const base = RETRY_DELAYS_MS[Math.min(this.#retries, RETRY_DELAYS_MS.length - 1)] ?? 0;
    this.#retries += 1;
    this.#timer = setTimeout(() => void this.#comeBack(), base * (1 + 0.3 * Math.random()));
  }

  async #comeBack(): Promise<void> {
    const memory = this.#memory;
    if (memory === null || this.#closed || this.#connecting) return;
    this.#connecting = true;
    const generation = this.#generation;
    const isOver = (): boolean => generation !== this.#generation || this.#closed;
    let socket: SignalSocket | null = null;
    try {
      socket = await SignalSocket.open(memory.wsUrl, this.#socketListener(generation));
      if (isOver()) {
        socket.close();
        return;
      }
      const { consultation, secret } = memory;
      const result = await socket.request('auth.resume', { consultation, secret, lastSeq: this.#lastSeq });
      if (isOver()) {
        socket.close();
        return;
      }
      this.#socket = socket;
      this.#keep({ ...(this.#memory ?? memory), secret: result.resumeSecret });
      if (!result.mediaKept) this.#lastSeq = result.seq;
      this.#retries = 0;
      this.#listener.onWelcome({ ...result, resumed: true });
    } catch (error) {
      if (isOver()) return;
      if (HOPELESS.has(codeOf(error))) {
        this.#forget();
        this.#listener.onFailed(error instanceof AppError ? error : new AppError('internal', 'Failed.'));
      } else if (!this.#closed) {
        socket?.close();
        this.#listener.onLost();
        this.#retry();
      }
    } finally {
      if (generation === this.#generation) this.#connecting = false;
    }
  }

  #socketListener(generation: number) {
    return {
      onEvent: (event: ServerEvent): void => {
        if (generation !== this.#generation) return;
        // Replayed events that were seen already are not seen twice.
        if (event.seq <= this.#lastSeq) return;
        this.#lastSeq = event.seq;
        if (event.event === 'session.ended' && event.data.reason !== 'replaced') this.#forget();
        this.#listener.onEvent(event);
      },
      onClose: (code: number): void => {
        if (this.#closed || this.#connecting || generation !== this.#generation) return;
        this.#socket = null;
        if (code === REPLACED) {
          // The other tab has the secret now.
          this.#forget();
          this.#listener.onFailed('taken_over');
        } else if (code !== ENDED && this.#memory !== null) {
          this.#listener.onLost();
          this.#retry();
        }
      },
    };
  }

  #keep(memory: SessionMemory): void {
    this.#memory = memory;
    remember(memory);
  }

  #forget(): void {
    this.#memory = null;
    remember(null);
  }

  /** @throws AppError with the server's code, or `timeout` while there is no line. */
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return (
      this.#socket?.request(method, params) ??
      Promise.reject(new AppError('timeout', 'There is no connection.'))
    );
  }

  /** Forgets the consultation and hangs up. */
  leave(): void {
    this.#begin();
    this.#forget();
    this.#early = [];
    const socket = this.#socket;
    this.#socket = null;
    socket?.close();
  }

  /** The page goes: the tab keeps its memory, so that a reload comes back. */
  close(): void {
    this.#closed = true;
    removeEventListener('online', this.#onOnline);
    removeEventListener('offline', this.#onOffline);
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#socket?.close();
    this.#socket = null;
  }
}

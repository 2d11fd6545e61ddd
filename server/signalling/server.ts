import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import {
  AppError,
  AUTH_WITHIN_MS,
  ClientMessage,
  type ErrorCode,
  MAX_MESSAGE_BYTES,
  METHOD_NAMES,
  METHODS,
  type Params,
  type Result,
  toWireError,
} from '../../protocol/index.ts';
import { PeerLimits } from './limits.ts';
import { CLOSE, type PeerSession, type Wire } from './session.ts';
import { TokenBucket } from './token-bucket.ts';
import { bytesOf, misfit, parseJson, requestIdOf } from './wire.ts';

/** Above our own limit ws closes the socket by itself (1009) before it has the message in memory. */
const HARD_LIMIT_BYTES = MAX_MESSAGE_BYTES * 4;
/** A peer that does not read gets nothing more and is closed at this much unsent data. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
/** Sockets of one address, so that one machine cannot take them all (a service hall shares one address). */
const MAX_SOCKETS_PER_ADDRESS = 200;
/** New sockets of one address: pages of a whole hall that come back after a loss of the network, and no more. */
const ARRIVALS = { perSecond: 20, burst: 200 };
/** Pings find dead sockets; a phone that sleeps is gone after two. */
const PING_EVERY_MS = 10_000;

/** Who lets peers in: proves the token or the secret and gives the session. */
export interface Authority {
  join(
    params: Params<'auth.join'>,
    address: string,
  ): Promise<{ session: PeerSession; result: Result<'auth.join'> }>;
  /** `afterReplay` is called when the events after `replayFrom` have been sent again. */
  resume(
    params: Params<'auth.resume'>,
    address: string,
  ): Promise<{
    afterReplay: () => void;
    session: PeerSession;
    result: Result<'auth.resume'>;
    replayFrom: number;
  }>;
}

export interface SignallingOptions {
  server: Server;
  path: string;
  /** Whether a page of this origin may speak to us. */
  isOriginAllowed: (origin: string | undefined, host: string | undefined) => boolean;
  /** The peer's address, behind a trusted proxy too. */
  addressOf: (request: IncomingMessage) => string;
  authority: Authority;
  /** Other sockets of the house, by path: they have the same limits and prove themselves in their own way. */
  others?: ReadonlyMap<string, (ws: WebSocket, address: string) => void>;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
  count?: (name: string, label: string) => void;
}

/** Accepts WebSockets and speaks the protocol on them. Only this file knows ws. */
export class SignallingServer {
  readonly #options: SignallingOptions;
  readonly #wss: WebSocketServer;
  readonly #perAddress = new Map<string, number>();
  readonly #arrivalsOf = new Map<string, TokenBucket>();
  readonly #alive = new WeakSet<WebSocket>();
  readonly #pinging: NodeJS.Timeout;
  #draining = false;

  constructor(options: SignallingOptions) {
    this.#options = options;
    this.#wss = new WebSocketServer({
      noServer: true,
      maxPayload: HARD_LIMIT_BYTES,
      perMessageDeflate: false,
    });
    options.server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#pinging = setInterval(() => this.#ping(), PING_EVERY_MS);
    this.#pinging.unref();
  }

  #ping(): void {
    for (const socket of this.#wss.clients) {
      if (!this.#alive.has(socket)) {
        socket.terminate();
        continue;
      }
      this.#alive.delete(socket);
      socket.ping();
    }
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refuse = (status: string, code: ErrorCode): void => {
      this.#options.count?.('socket_refused', code);
      const body = JSON.stringify({ error: { code, message: 'Refused.' } });
      // The other side may keep its half open for ever.
      socket.once('finish', () => socket.destroy());
      socket.end(
        `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
      );
    };
    socket.on('error', () => socket.destroy());
    // Compared as it came: a URL parser throws on some of what strangers send.
    const path = (request.url ?? '').split('?')[0] ?? '';
    const other = this.#options.others?.get(path);
    if (path !== this.#options.path && other === undefined) {
      refuse('404 Not Found', 'not_found');
      return;
    }
    if (this.#draining) {
      refuse('503 Service Unavailable', 'server_closing');
      return;
    }
    if (!this.#options.isOriginAllowed(request.headers.origin, request.headers.host)) {
      refuse('403 Forbidden', 'origin_refused');
      return;
    }
    const address = this.#options.addressOf(request);
    if (this.#arrivals(address).take(performance.now()) > 0) {
      refuse('429 Too Many Requests', 'rate_limited');
      return;
    }
    const open = this.#perAddress.get(address) ?? 0;
    if (open >= MAX_SOCKETS_PER_ADDRESS) {
      refuse('429 Too Many Requests', 'rate_limited');
      return;
    }
    this.#wss.handleUpgrade(request, socket, head, (ws) => {
      this.#perAddress.set(address, (this.#perAddress.get(address) ?? 0) + 1);
      ws.once('close', () => {
        const left = (this.#perAddress.get(address) ?? 1) - 1;
        if (left > 0) this.#perAddress.set(address, left);
        else {
          this.#perAddress.delete(address);
          this.#arrivalsOf.delete(address);
        }
      });
      if (other === undefined) new Connection(ws, this.#options, address);
      else other(ws, address);
      this.#alive.add(ws);
      ws.on('pong', () => this.#alive.add(ws));
    });
  }

  #arrivals(address: string): TokenBucket {
    let bucket = this.#arrivalsOf.get(address);
    if (bucket === undefined) {
      bucket = new TokenBucket(ARRIVALS, performance.now());
      this.#arrivalsOf.set(address, bucket);
    }
    return bucket;
  }

  /** Refuses new sockets; those that are open go on. */
  drain(): void {
    this.#draining = true;
  }

  close(): void {
    this.#draining = true;
    clearInterval(this.#pinging);
    for (const socket of this.#wss.clients) socket.terminate();
    this.#wss.close();
  }
}

/** One socket: first proves who it is, then its requests are answered one by one as they finish. */
class Connection {
  readonly #ws: WebSocket;
  readonly #options: SignallingOptions;
  readonly #wire: Wire;
  readonly #address: string;
  #limits = new PeerLimits(performance.now());
  #authTimer: NodeJS.Timeout;
  #session: PeerSession | null = null;
  #authenticating = false;

  constructor(ws: WebSocket, options: SignallingOptions, address: string) {
    this.#ws = ws;
    this.#address = address;
    this.#options = options;
    this.#wire = {
      send: (text) => this.#send(text),
      close: (code, reason) => ws.close(code, reason),
    };
    this.#authTimer = this.#expectAuth();
    ws.on('message', (data, isBinary) => void this.#onMessage(data, isBinary));
    ws.on('error', () => ws.terminate());
    ws.on('close', () => {
      clearTimeout(this.#authTimer);
      this.#session?.detach(this.#wire);
    });
  }

  #expectAuth(): NodeJS.Timeout {
    return setTimeout(() => {
      this.#error(null, new AppError('token_missing', 'The first message has to prove who you are.'));
      this.#ws.close(CLOSE.timeout, 'token_missing');
    }, AUTH_WITHIN_MS);
  }

  #send(text: string): void {
    if (this.#ws.readyState !== this.#ws.OPEN) return;
    if (this.#ws.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#ws.close(CLOSE.flood, 'not reading');
      return;
    }
    this.#ws.send(text);
  }

  #error(id: number | null, error: unknown): void {
    const wire = toWireError(error);
    this.#options.count?.('request_error', wire.code);
    if (wire.code === 'internal') {
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#options.log('error', 'request failed', {
        pii: detail,
        name: error instanceof Error ? error.name : typeof error,
      });
    }
    this.#send(JSON.stringify({ id, ok: false, error: wire }));
  }

  async #onMessage(data: RawData, isBinary: boolean): Promise<void> {
    const now = performance.now();
    const bytes = bytesOf(data);
    const wait = this.#limits.takeAny(now);
    let id: number | null = null;
    try {
      if (wait > 0) throw new AppError('rate_limited', 'Too many messages.', { retryAfterMs: wait });
      if (bytes.length > MAX_MESSAGE_BYTES)
        throw new AppError('message_too_large', 'The message is too large.');
      const json = parseJson(bytes, isBinary);
      id = requestIdOf(json);
      const message = parseMessage(json);
      const methodWait = this.#limits.takeMethod(message.method, now);
      if (methodWait > 0)
        throw new AppError('rate_limited', 'Too many requests of this kind.', { retryAfterMs: methodWait });
      if (message.method === 'auth.join' || message.method === 'auth.resume')
        await this.#authenticate(message);
      else await this.#answer(message);
    } catch (error) {
      this.#error(id, error);
      if (this.#session === null && error instanceof AppError && AUTH_FAILURES.has(error.code)) {
        this.#ws.close(CLOSE.auth, error.code);
      }
    }
  }

  async #authenticate(
    message: Extract<ClientMessage, { method: 'auth.join' | 'auth.resume' }>,
  ): Promise<void> {
    if (this.#session !== null || this.#authenticating) {
      throw new AppError('state_refused', 'You have proven who you are already.');
    }
    this.#authenticating = true;
    // The proof came in time; how long we take to check it is not the page's fault.
    clearTimeout(this.#authTimer);
    try {
      if (message.method === 'auth.join') {
        const { session, result } = await this.#options.authority.join(message.params, this.#address);
        this.#enter(session, message.id, METHODS['auth.join'].result.parse(result));
      } else {
        const { session, result, replayFrom, afterReplay } = await this.#options.authority.resume(
          message.params,
          this.#address,
        );
        this.#enter(session, message.id, METHODS['auth.resume'].result.parse(result));
        session.replay(replayFrom);
        afterReplay();
      }
    } catch (error) {
      this.#authTimer = this.#expectAuth();
      throw error;
    } finally {
      this.#authenticating = false;
    }
  }

  #enter(session: PeerSession, id: number, result: unknown): void {
    this.#session = session;
    this.#limits = session.limits;
    session.attach(this.#wire);
    this.#send(JSON.stringify({ id, ok: true, result }));
    // It may have closed while it was being let in.
    if (this.#ws.readyState !== this.#ws.OPEN) session.detach(this.#wire);
  }

  async #answer(message: ClientMessage): Promise<void> {
    if (this.#session === null) {
      throw new AppError('token_missing', 'The first message has to prove who you are.');
    }
    // Another socket has taken this one's place; it has been told and may not act any more.
    if (!this.#session.isAttachedTo(this.#wire))
      throw new AppError('state_refused', 'This connection was replaced.');
    const result = await this.#session.handler.request(
      message.method,
      message.params as Params<typeof message.method>,
    );
    const checked = METHODS[message.method].result.parse(result);
    this.#send(JSON.stringify({ id: message.id, ok: true, result: checked }));
  }
}

/** Errors after which a socket that has not proven itself is closed. */
const AUTH_FAILURES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_used',
  'token_foreign',
  'resume_invalid',
  'resume_expired',
]);

function parseMessage(json: unknown): ClientMessage {
  const method = typeof json === 'object' && json !== null && 'method' in json ? json.method : undefined;
  if (typeof method !== 'string' || !(METHOD_NAMES as string[]).includes(method)) {
    throw new AppError('message_unknown', 'The message is of an unknown kind.');
  }
  const parsed = ClientMessage.safeParse(json);
  if (parsed.success) return parsed.data;
  throw misfit(parsed.error.issues[0]?.path);
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import type { OutboxEntry } from '../store/outbox.ts';
import type { CaseStores } from '../store/types.ts';

/** How long an answer may take; a lease lasts twice as long, so that nobody else sends what is still under way. */
const ANSWER_WITHIN_MS = 15_000;
const LEASE_MS = 2 * ANSWER_WITHIN_MS;
/** Waiting before the next try: 5 s, doubled each time, at most 30 minutes, with a fifth of it by chance. */
const FIRST_WAIT_MS = 5_000;
const LONGEST_WAIT_MS = 30 * 60_000;
/** After so many tries (about nine hours) it is given up and shown to the operator. */
export const MOST_ATTEMPTS = 25;
/** How often the outbox is looked at when nothing is due. */
const IDLE_MS = 2_000;

export interface DeliverOptions {
  store: Pick<CaseStores, 'outbox' | 'photos'>;
  /** Where the city's own system listens. */
  url: string;
  secret: string;
  now: () => number;
  /** 0 to 1, for the spread of retries. */
  random: () => number;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
  count?: (name: string, code: string) => void;
  fetch?: typeof fetch;
  answerWithinMs?: number;
}

/** A running delivery. */
export interface Delivery {
  /** Sends one entry that is due. `false` when there was none. */
  step(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * The signature of a delivery, as the receiver computes it: HMAC-SHA-256 over `id.timestamp.body`, hex, headers
 * `Govatar-Id`, `Govatar-Timestamp` (Unix seconds), `Govatar-Signature: v1=…`. The receiver refuses old timestamps,
 * takes each id once, and answers an id that it has taken before with 2xx or 409.
 */
export function signatureOf(secret: string, id: string, timestamp: number, body: string): string {
  return createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('hex');
}

/** Whether a signature fits, in constant time; for receivers written with this product. */
export function signatureFits(
  secret: string,
  id: string,
  timestamp: number,
  body: string,
  given: string,
): boolean {
  const own = Buffer.from(`v1=${signatureOf(secret, id, timestamp, body)}`);
  const other = Buffer.from(given);
  return own.length === other.length && timingSafeEqual(own, other);
}

/**
 * Sends what stands in the outbox, one after the other. At least once from here; the id in each sending makes it exactly
 * once at the receiver. What is refused for good (400, 404, 410, 413, 415, 422) is given up at once.
 */
export function createDelivery(options: DeliverOptions): Delivery {
  const { store, now, log } = options;
  const me = `${process.pid}.${Math.round(options.random() * 1e9)}`;
  const post = options.fetch ?? fetch;
  const closing = new AbortController();

  const send = async (entry: OutboxEntry): Promise<string | null> => {
    const { id, event, number } = entry;
    const data = event === 'photo' ? await withPicture(store.photos, entry) : entry.payload;
    const body = JSON.stringify({ id, event, number, at: entry.at, data });
    const timestamp = Math.floor(now() / 1_000);
    const timeout = AbortSignal.timeout(options.answerWithinMs ?? ANSWER_WITHIN_MS);
    try {
      const response = await post(options.url, {
        method: 'POST',
        redirect: 'error',
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'Idempotency-Key': id,
          'Govatar-Id': id,
          'Govatar-Timestamp': String(timestamp),
          'Govatar-Signature': `v1=${signatureOf(options.secret, id, timestamp, body)}`,
        },
        body,
        signal: AbortSignal.any([timeout, closing.signal]),
      });
      await response.body?.cancel();
      // 409: the receiver has had this id before. It is delivered.
      return response.ok || response.status === 409 ? null : `http_${response.status}`;
    } catch (error) {
      return error instanceof Error && error.name === 'TimeoutError' ? 'timeout' : 'unreachable';
    }
  };

  const step = async (): Promise<boolean> => {
    const entry = await store.outbox.lease(me, now(), Math.max(LEASE_MS, 2 * (options.answerWithinMs ?? 0)));
    if (entry === null) return false;
    const error = await send(entry);
    if (error === null) {
      await store.outbox.delivered(entry.id, now());
      options.count?.('outbox', 'delivered');
      return true;
    }
    const attempts = entry.attempts + 1;
    const dead = attempts >= MOST_ATTEMPTS || FOR_GOOD.has(error);
    const nextAt = dead ? null : now() + waitOf(attempts, options.random());
    await store.outbox.failed(entry.id, now(), nextAt, error);
    options.count?.('outbox', dead ? 'dead' : error);
    log(dead ? 'error' : 'warn', dead ? 'a word to the city is given up' : 'the city did not take a word', {
      ...{ event: entry.event, number: entry.number, attempts, error },
    });
    return true;
  };

  return {
    step,
    close: async () => closing.abort(),
  };
}

/** Answers that no second try changes. 401 and 403 are not among them: a secret can be mended. */
const FOR_GOOD: ReadonlySet<string> = new Set([
  'http_400',
  'http_404',
  'http_410',
  'http_413',
  'http_415',
  'http_422',
]);

/** Milliseconds before try number `attempts + 1`. */
export function waitOf(attempts: number, random: number): number {
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempts - 1));
  return Math.round(wait * (1 + random / 5));
}

async function withPicture(photos: CaseStores['photos'], entry: OutboxEntry): Promise<unknown> {
  const { photo } = entry.payload as { photo: string };
  const bytes = await photos.ofNumber(entry.number, photo);
  return { photo, base64: bytes === null ? null : Buffer.from(bytes).toString('base64') };
}

/** Runs a delivery until it is closed; a failure of the store is waited out. */
export function runDelivery(options: DeliverOptions): Delivery {
  const delivery = createDelivery(options);
  let closed = false;
  let wake = (): void => {};
  const idle = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, IDLE_MS);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    // Whatever was given up is tried again by a new start: that is how an operator mends it.
    await options.store.outbox.revive(options.now()).catch(() => 0);
    while (!closed) {
      const sent = await delivery.step().catch((error: unknown) => {
        options.log('error', 'the outbox cannot be read', { pii: String(error) });
        return false;
      });
      if (!sent && !closed) await idle();
    }
  };
  const running = loop();
  return {
    step: delivery.step,
    async close() {
      closed = true;
      await delivery.close();
      wake();
      await running;
    },
  };
}

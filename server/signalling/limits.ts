import type { Method } from '../../protocol/index.ts';
import { type Allowance, TokenBucket } from './token-bucket.ts';

/** All messages of one socket: a page joining at full speed sends about twenty in a second. */
const ALL: Allowance = { perSecond: 30, burst: 120 };
/** What a method may do when it is not named below. */
const DEFAULT: Allowance = { perSecond: 10, burst: 30 };
/** Methods that cost more, or that a page sends steadily. */
const PER_METHOD: Partial<Record<Method, Allowance>> = {
  'auth.join': { perSecond: 1, burst: 3 },
  'auth.resume': { perSecond: 1, burst: 5 },
  'media.createTransport': { perSecond: 1, burst: 10 },
  'media.produce': { perSecond: 1, burst: 10 },
  'media.restartIce': { perSecond: 0.5, burst: 6 },
  'talk.say': { perSecond: 1, burst: 8 },
  'talk.continue': { perSecond: 0.5, burst: 4 },
  'talk.silence': { perSecond: 0.2, burst: 4 },
  'voice.turns': { perSecond: 1, burst: 8 },
  // A word is some 300 ms: who speaks faster than this is no person.
  'voice.begin': { perSecond: 3, burst: 12 },
  'talk.heard': { perSecond: 10, burst: 40 },
};

/** The buckets of one peer: one for everything, one per method. They outlive the peer's sockets. */
export class PeerLimits {
  readonly #all: TokenBucket;
  readonly #methods = new Map<Method, TokenBucket>();

  constructor(nowMs: number) {
    this.#all = new TokenBucket(ALL, nowMs);
  }

  /** Counts a message of any kind, also one that could not be read. 0, or ms to wait. */
  takeAny(nowMs: number): number {
    return this.#all.take(nowMs);
  }

  /** Counts a request. 0, or ms to wait. */
  takeMethod(method: Method, nowMs: number): number {
    let bucket = this.#methods.get(method);
    if (bucket === undefined) {
      bucket = new TokenBucket(PER_METHOD[method] ?? DEFAULT, nowMs);
      this.#methods.set(method, bucket);
    }
    return bucket.take(nowMs);
  }
}

/** Allowance of a bucket: `perSecond` refills up to `burst`. */
export interface Allowance {
  perSecond: number;
  burst: number;
}

/** A token bucket on a clock that is passed in. */
export class TokenBucket {
  readonly #allowance: Allowance;
  #tokens: number;
  #at: number;

  constructor(allowance: Allowance, nowMs: number) {
    this.#allowance = allowance;
    this.#tokens = allowance.burst;
    this.#at = nowMs;
  }

  /** Takes one token. Returns 0 when there was one, else the ms until there will be. */
  take(nowMs: number): number {
    const { perSecond, burst } = this.#allowance;
    this.#tokens = Math.min(burst, this.#tokens + ((nowMs - this.#at) / 1000) * perSecond);
    this.#at = nowMs;
    if (this.#tokens >= 1) {
      this.#tokens -= 1;
      return 0;
    }
    return Math.ceil(((1 - this.#tokens) / perSecond) * 1000);
  }
}

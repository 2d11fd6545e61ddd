import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}

/**
 * The secret that brings a page back. It rotates at each use; the one before stays valid until its successor is used,
 * because the answer that carried the successor may have been lost with the socket. Only hashes are kept.
 */
export class ResumeSecret {
  #current: string | null = null;
  #previous: string | null = null;

  /** From the form in which it is stored: hex hashes, current and previous, parted by a colon. */
  static fromStored(stored: string | null): ResumeSecret {
    const secret = new ResumeSecret();
    const [current, previous] = (stored ?? '').split(':');
    secret.#current = current || null;
    secret.#previous = previous || null;
    return secret;
  }

  get stored(): string | null {
    if (this.#current === null) return null;
    return this.#previous === null ? this.#current : `${this.#current}:${this.#previous}`;
  }

  /** Whether a secret opens; nothing changes. */
  accepts(secret: string): boolean {
    const hash = hashOf(secret);
    return [this.#current, this.#previous].some((known) => known !== null && equal(known, hash));
  }

  /** A new secret in place of `used` (null at the first join). */
  rotate(used: string | null): string {
    const next = randomBytes(24).toString('base64url');
    this.#previous = used === null ? null : hashOf(used);
    this.#current = hashOf(next);
    return next;
  }
}

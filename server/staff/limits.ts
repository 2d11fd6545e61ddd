import { AppError } from '../../protocol/index.ts';
import type { LockRule, StaffStore } from '../store/staff-types.ts';

/** Failures are forgotten after so long without any. */
export const FORGET_MS = 60 * 60_000;
const MAX_WAIT_MS = 15 * 60_000;

/** `free` failures cost nothing; the next one `firstMs`, and each further one twice as much, a quarter of an hour at most. */
const growing = (free: number, firstMs: number): LockRule => ({
  waitMs: (failures) => (failures <= free ? 0 : Math.min(MAX_WAIT_MS, firstMs * 2 ** (failures - free - 1))),
  forgetMs: FORGET_MS,
});

/**
 * Four slips are a person's. From the fifth on a guesser gets, with the longest wait, 96 tries a day (NIST SP 800-63B-4
 * 3.2.2 allows 100 in a row).
 */
export const NAME_RULE = growing(4, 30_000);
/** A whole centre may stand behind one address, and its slips add up within the hour; one machine trying many names does, too. */
export const ADDRESS_RULE = growing(40, 60_000);

export const nameKey = (name: string): string => `name:${name}`;
/** Of a browser that its owner has signed in with before: see devices.ts. */
export const deviceKey = (device: string): string => `device:${device}`;
const addressKey = (address: string): string => `address:${address}`;

/** An attempt that has been counted already as failed: say what became of it, or leave it as it is. */
export interface Attempt {
  /** It was no guess (a code is still to come): it does not count. */
  waive(): Promise<void>;
  /** It was right: the name's failures are forgotten; the address's others stay, however many of its names are right. */
  succeed(): Promise<void>;
}

/**
 * Counts an attempt on a name (or on one of its owner's browsers) from an address before anything is checked, so that many at once get no more tries than
 * one after the other. Unknown names are counted like known ones. @throws AppError `sign_in_locked` with the wait
 */
export async function beginAttempt(
  store: StaffStore,
  { key, address, at }: { key: string; address: string; at: number },
): Promise<Attempt> {
  const byAddress = await store.charge(addressKey(address), at, ADDRESS_RULE);
  if (byAddress.lockedUntil !== null) throw locked(byAddress.lockedUntil - at);
  const byName = await store.charge(key, at, NAME_RULE);
  if (byName.lockedUntil !== null) {
    await store.refund(addressKey(address));
    throw locked(byName.lockedUntil - at);
  }
  return {
    async waive() {
      await store.refund(key);
      await store.refund(addressKey(address));
    },
    async succeed() {
      await store.clearFailures(key);
      await store.refund(addressKey(address));
    },
  };
}

const locked = (ms: number): AppError =>
  new AppError('sign_in_locked', 'Too many attempts have failed: wait before the next one.', {
    retryAfterMs: Math.max(1000, ms),
  });

import { AppError } from '../../protocol/index.ts';
import type { CaseRecord } from '../store/case-types.ts';
import type { CaseStores } from '../store/types.ts';
import { readNumber, readQueryCode, sameCode } from './codes.ts';
import type { Access } from './types.ts';

/** Wrong codes for one number until it is shut, and for how long they count. 45 bits outlast that by far. */
export const TRIES_PER_NUMBER = 10;
export const NUMBER_WINDOW_MS = 3_600_000;
/** Wrong numbers or codes from one address: a hall of people who mistype, no machine that guesses. */
export const TRIES_PER_ADDRESS = 30;
const ADDRESS_WINDOW_MS = 600_000;
/** Addresses that are remembered at most; the oldest are forgotten first. */
const MAX_ADDRESSES = 50_000;

export interface Gate {
  /**
   * The case of a number, when the code is its own.
   * @throws AppError `not_found` for an unknown number, a wrong code and an erased case alike; `rate_limited`.
   */
  open(access: Access, action: string): Promise<CaseRecord>;
}

/** Lets in whoever holds number and code; counts tries, writes the audit. */
export function createGate(store: Pick<CaseStores, 'cases' | 'notes'>, now: () => number): Gate {
  const wrong = new Map<string, { since: number; count: number }>();

  const countWrong = (address: string, at: number): void => {
    const known = wrong.get(address);
    const fresh = known === undefined || at - known.since > ADDRESS_WINDOW_MS;
    wrong.delete(address);
    wrong.set(address, fresh ? { since: at, count: 1 } : { since: known.since, count: known.count + 1 });
    const [oldest] = wrong.keys();
    if (wrong.size > MAX_ADDRESSES && oldest !== undefined) wrong.delete(oldest);
  };

  return {
    async open({ number: given, queryCode, address }, action) {
      const at = now();
      const entry = wrong.get(address);
      const until = entry === undefined ? 0 : entry.since + ADDRESS_WINDOW_MS;
      if (entry !== undefined && entry.count >= TRIES_PER_ADDRESS && at < until) {
        throw new AppError('rate_limited', 'Too many wrong tries from this address.', {
          retryAfterMs: until - at,
        });
      }
      const number = readNumber(given);
      const code = readQueryCode(queryCode);
      const refuse = async (): Promise<never> => {
        countWrong(address, at);
        await store.notes.audit({ at, role: 'citizen', action, number, allowed: false, address });
        throw new AppError('not_found', 'There is nothing with this number and this code.');
      };
      if (number === null || code === null) return refuse();
      // Counted before it is compared: many tries at once are many tries.
      const tries = await store.cases.countTry(number, at, NUMBER_WINDOW_MS);
      if (tries !== null && tries > TRIES_PER_NUMBER) {
        countWrong(address, at);
        await store.notes.audit({ at, role: 'citizen', action, number, allowed: false, address });
        throw new AppError('rate_limited', 'Too many wrong tries for this number.', {
          retryAfterMs: NUMBER_WINDOW_MS,
        });
      }
      const record = await store.cases.find(number);
      // An unknown number is compared as well, so that both take their time.
      const fits = sameCode(record?.queryCode ?? '', code);
      if (record === null || !fits || record.erasedAt !== null) return refuse();
      await store.cases.clearTries(number);
      await store.notes.audit({ at, role: 'citizen', action, number, allowed: true, address });
      return record;
    },
  };
}

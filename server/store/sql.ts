import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';

/** Drizzle over either driver. */
export type Db = PgDatabase<PgQueryResultHKT, Record<string, never>>;

/** What the records need of a database; both drivers give it. */
export interface Sql {
  /** Each statement is a transaction of its own. */
  readonly db: Db;
  /** All of `work` or nothing of it; resolves when it is durable. */
  transaction<T>(work: (db: Db) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Where the store tells what it does: a pino logger fits. Nothing personal is ever given to it. */
export interface StoreLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** Runs one piece of work after the other, in the order in which they came; one that fails does not stop the next. */
export function createSerial(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
}

/** A serial per key; a key without work takes no memory. */
export function createKeyedSerial(): <T>(key: string, work: () => Promise<T>) => Promise<T> {
  const lasts = new Map<string, Promise<unknown>>();
  return async (key, work) => {
    const next = (lasts.get(key) ?? Promise.resolve()).then(work, work);
    const settled = next.catch(() => {});
    lasts.set(key, settled);
    try {
      return await next;
    } finally {
      if (lasts.get(key) === settled) lasts.delete(key);
    }
  };
}

import { and, asc, eq, isNull, lte, or, sql } from 'drizzle-orm';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { outbox } from './schema-cases.ts';
import type { Db, Sql } from './sql.ts';

/** A word to the city's own system. `id` is its idempotency key: the receiver takes each id once. */
export interface OutboxDraft {
  id: string;
  event: string;
  at: number;
  payload: unknown;
}

/** One that is to be sent now, held for whoever took it. */
export interface OutboxEntry extends OutboxDraft {
  number: string;
  /** Sendings before this one. */
  attempts: number;
}

export interface OutboxStore {
  /**
   * Takes the oldest that is due for `by` until `at + leaseMs`; null when there is none. Of one case, none goes before
   * those that were written before it are delivered. One whose lease has run out (its process died) is due again.
   */
  lease(by: string, at: number, leaseMs: number): Promise<OutboxEntry | null>;
  /** Delivered: what it said is not kept. */
  delivered(id: string, at: number): Promise<void>;
  /** Not delivered: tried again at `nextAt`, or never (null). `error` is a code, never words of an answer. */
  failed(id: string, at: number, nextAt: number | null, error: string): Promise<void>;
  /** Dead ones are tried again from now on. Resolves with how many. */
  revive(at: number): Promise<number>;
  counts(): Promise<{ waiting: number; dead: number; oldestAt: number | null }>;
}

export function createOutbox(database: Sql, cipher: Cipher): OutboxStore {
  return {
    lease: (by, at, leaseMs) =>
      safely(() =>
        database.transaction(async (tx) => {
          const now = new Date(at);
          const [row] = await tx
            .select()
            .from(outbox)
            .where(
              and(
                isNull(outbox.deliveredAt),
                isNull(outbox.deadAt),
                lte(outbox.nextAt, now),
                or(isNull(outbox.leaseUntil), lte(outbox.leaseUntil, now)),
                sql`not exists (select 1 from outbox earlier where earlier.number = ${outbox.number}
                  and earlier.seq < ${outbox.seq} and earlier.delivered_at is null)`,
              ),
            )
            .orderBy(asc(outbox.seq))
            .limit(1)
            .for('update', { skipLocked: true });
          if (row === undefined) return null;
          await tx
            .update(outbox)
            .set({ leaseUntil: new Date(at + leaseMs), leasedBy: by })
            .where(eq(outbox.id, row.id));
          const { id, number, event, attempts } = row;
          const text = row.payload === null ? 'null' : cipher.open(row.payload, placeOf(id));
          return { id, number, event, attempts, at: row.at.getTime(), payload: JSON.parse(text) as unknown };
        }),
      ),
    delivered: (id, at) =>
      safely(async () => {
        await database.db
          .update(outbox)
          .set({
            deliveredAt: new Date(at),
            attempts: sql`${outbox.attempts} + 1`,
            leaseUntil: null,
            lastError: null,
            payload: null,
          })
          .where(and(eq(outbox.id, id), isNull(outbox.deliveredAt)));
      }),
    failed: (id, at, nextAt, error) =>
      safely(async () => {
        await database.db
          .update(outbox)
          .set({
            attempts: sql`${outbox.attempts} + 1`,
            leaseUntil: null,
            lastError: error,
            ...(nextAt === null ? { deadAt: new Date(at) } : { nextAt: new Date(nextAt) }),
          })
          .where(and(eq(outbox.id, id), isNull(outbox.deliveredAt)));
      }),
    revive: (at) =>
      safely(async () => {
        const rows = await database.db
          .update(outbox)
          .set({ deadAt: null, attempts: 0, nextAt: new Date(at) })
          .where(sql`${outbox.deadAt} is not null`)
          .returning({ id: outbox.id });
        return rows.length;
      }),
    counts: () =>
      safely(async () => {
        const [row] = await database.db
          .select({
            waiting: sql<number>`count(*) filter (where ${outbox.deadAt} is null)`,
            dead: sql<number>`count(*) filter (where ${outbox.deadAt} is not null)`,
            oldest: sql<string | null>`extract(epoch from min(${outbox.at})) * 1000`,
          })
          .from(outbox)
          .where(isNull(outbox.deliveredAt));
        const oldest = row?.oldest ?? null;
        return {
          waiting: Number(row?.waiting ?? 0),
          dead: Number(row?.dead ?? 0),
          oldestAt: oldest === null ? null : Math.round(Number(oldest)),
        };
      }),
  };
}

/** Writes an entry in the transaction of what it tells of. The same id again is the same entry. */
export async function addOutbox(tx: Db, cipher: Cipher, number: string, entry: OutboxDraft): Promise<void> {
  const at = new Date(entry.at);
  await tx
    .insert(outbox)
    .values({
      ...{ id: entry.id, number, event: entry.event, at, nextAt: at },
      payload: cipher.seal(JSON.stringify(entry.payload), placeOf(entry.id)),
    })
    .onConflictDoNothing();
}

/** Removes what a case had to tell and was not delivered. Resolves with whether the city may know of the case. */
export async function dropUndelivered(tx: Db, number: string): Promise<boolean> {
  const [known] = await tx
    .select({ count: sql<number>`count(*)` })
    .from(outbox)
    .where(
      and(
        eq(outbox.number, number),
        // An attempt without an answer, or one that goes on now, may have arrived.
        sql`(${outbox.attempts} > 0 or ${outbox.leaseUntil} is not null or ${outbox.deliveredAt} is not null)`,
      ),
    );
  await tx.delete(outbox).where(and(eq(outbox.number, number), isNull(outbox.deliveredAt)));
  return Number(known?.count ?? 0) > 0;
}

const placeOf = (id: string) => ({ table: 'outbox', column: 'payload', row: [id] });

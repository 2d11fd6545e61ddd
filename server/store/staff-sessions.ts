import { createHash } from 'node:crypto';
import { and, eq, gt, inArray, isNull, lt, lte, ne, type SQL, sql } from 'drizzle-orm';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { staffFailures, staffSessions, staffTokens } from './schema-staff.ts';
import type { Sql } from './sql.ts';
import type { StaffStore, StaffToken, StaffTokenKind } from './staff-types.ts';

type SessionStore = Omit<
  StaffStore,
  | 'create'
  | 'createFirst'
  | 'find'
  | 'findByName'
  | 'findExternal'
  | 'list'
  | 'hasAdministrator'
  | 'update'
  | 'secrets'
  | 'takeStep'
  | 'takeRecoveryCode'
>;

/** Tokens are 256 random bits: a plain hash cannot be turned round, and what was stolen from here opens nothing. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');
const tokenPlace = (hash: string) => ({ table: 'staff_tokens', column: 'payload', row: [hash] });

/** Sessions, tokens and failed attempts over either driver. */
export function createStaffSessions(database: Sql, cipher: Cipher): SessionStore {
  const failureKey = (key: string): string => cipher.blind(key, 'staff.failures');
  const ofToken = (token: string, kinds: readonly StaffTokenKind[], at: number): SQL | undefined =>
    and(
      eq(staffTokens.hash, hashOf(token)),
      inArray(staffTokens.kind, [...kinds]),
      gt(staffTokens.endsAt, new Date(at)),
    );
  const read = (row: typeof staffTokens.$inferSelect | undefined): StaffToken | null =>
    row === undefined
      ? null
      : {
          kind: row.kind as StaffTokenKind,
          staff: row.staff,
          payload: JSON.parse(cipher.open(row.payload, tokenPlace(row.hash))),
          endsAt: row.endsAt.getTime(),
        };

  return {
    openSession: (token, { staff, external, createdAt, seenAt, endsAt }) =>
      safely(async () => {
        await database.db.insert(staffSessions).values({
          ...{ hash: hashOf(token), staff, external, createdAt: new Date(createdAt) },
          ...{ seenAt: new Date(seenAt), endsAt: new Date(endsAt) },
        });
      }),
    findSession: (token) =>
      safely(async () => {
        const [row] = await database.db
          .select()
          .from(staffSessions)
          .where(eq(staffSessions.hash, hashOf(token)));
        if (row === undefined) return null;
        const { staff, external, createdAt, seenAt, endsAt } = row;
        return {
          ...{ staff, external, createdAt: createdAt.getTime() },
          ...{ seenAt: seenAt.getTime(), endsAt: endsAt.getTime() },
        };
      }),
    touchSession: (token, at) =>
      safely(async () => {
        await database.db
          .update(staffSessions)
          .set({ seenAt: new Date(at) })
          .where(and(eq(staffSessions.hash, hashOf(token)), lt(staffSessions.seenAt, new Date(at))));
      }),
    endSession: (token) =>
      safely(async () => {
        await database.db.delete(staffSessions).where(eq(staffSessions.hash, hashOf(token)));
      }),
    hasSession: (staff, at, usedAfter) =>
      safely(async () => {
        const { endsAt, seenAt } = staffSessions;
        const live = and(
          eq(staffSessions.staff, staff),
          gt(endsAt, new Date(at)),
          gt(seenAt, new Date(usedAfter)),
        );
        const rows = await database.db
          .select({ staff: staffSessions.staff })
          .from(staffSessions)
          .where(live)
          .limit(1);
        return rows.length > 0;
      }),
    endSessions: (staff, except) =>
      safely(async () => {
        const others = except === undefined ? undefined : ne(staffSessions.hash, hashOf(except));
        await database.db.delete(staffSessions).where(and(eq(staffSessions.staff, staff), others));
      }),

    putToken: (token, { kind, staff, payload, endsAt }) =>
      safely(async () => {
        const hash = hashOf(token);
        await database.db.insert(staffTokens).values({
          ...{ hash, kind, staff, endsAt: new Date(endsAt) },
          payload: cipher.seal(JSON.stringify(payload), tokenPlace(hash)),
        });
      }),
    peekToken: (token, kinds, at) =>
      safely(async () => {
        const [row] = await database.db
          .select()
          .from(staffTokens)
          .where(ofToken(token, kinds, at));
        return read(row);
      }),
    takeToken: (token, kinds, at) =>
      safely(async () => {
        const [row] = await database.db
          .delete(staffTokens)
          .where(ofToken(token, kinds, at))
          .returning();
        return read(row);
      }),
    dropTokens: (kinds, staff) =>
      safely(async () => {
        const owner = staff === null ? isNull(staffTokens.staff) : eq(staffTokens.staff, staff);
        await database.db.delete(staffTokens).where(and(inArray(staffTokens.kind, [...kinds]), owner));
      }),

    charge: (key, at, rule) =>
      safely(() =>
        database.transaction(async (tx) => {
          const hash = failureKey(key);
          const now = new Date(at);
          await tx.insert(staffFailures).values({ key: hash, count: 0, at: now }).onConflictDoNothing();
          // Held until the end: attempts that come at once are counted one after the other.
          const [row] = await tx
            .select()
            .from(staffFailures)
            .where(eq(staffFailures.key, hash))
            .for('update');
          const lockedUntil = row?.lockedUntil?.getTime() ?? 0;
          if (lockedUntil > at) return { lockedUntil };
          const forgotten = row === undefined || row.at.getTime() + rule.forgetMs <= at;
          const count = (forgotten ? 0 : row.count) + 1;
          const waitMs = rule.waitMs(count);
          await tx
            .update(staffFailures)
            .set({ count, at: now, lockedUntil: waitMs > 0 ? new Date(at + waitMs) : null })
            .where(eq(staffFailures.key, hash));
          return { lockedUntil: null };
        }),
      ),
    refund: (key) =>
      safely(async () => {
        await database.db
          .update(staffFailures)
          .set({ count: sql`greatest(${staffFailures.count} - 1, 0)`, lockedUntil: null })
          .where(eq(staffFailures.key, failureKey(key)));
      }),
    clearFailures: (key) =>
      safely(async () => {
        await database.db.delete(staffFailures).where(eq(staffFailures.key, failureKey(key)));
      }),
    locks: (keys, at) =>
      safely(async () => {
        const names = new Map(keys.map((key) => [failureKey(key), key]));
        if (names.size === 0) return new Map();
        const rows = await database.db
          .select()
          .from(staffFailures)
          .where(
            and(inArray(staffFailures.key, [...names.keys()]), gt(staffFailures.lockedUntil, new Date(at))),
          );
        return new Map(
          rows.map((row): [string, number] => [names.get(row.key) ?? '', row.lockedUntil?.getTime() ?? 0]),
        );
      }),

    purge: (at, forgetMs) =>
      safely(async () => {
        const now = new Date(at);
        await database.db.delete(staffSessions).where(lte(staffSessions.endsAt, now));
        await database.db.delete(staffTokens).where(lte(staffTokens.endsAt, now));
        await database.db.delete(staffFailures).where(lte(staffFailures.at, new Date(at - forgetMs)));
      }),
  };
}

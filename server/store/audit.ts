import { createHash } from 'node:crypto';
import { and, asc, desc, eq, gt, like, lt, or, sql } from 'drizzle-orm';
import type { AuditCheck, AuditEntry } from '../../protocol/index.ts';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { meta } from './schema.ts';
import { staffAccounts, staffAudit } from './schema-staff.ts';
import type { Db, Sql } from './sql.ts';
import type { AuditStore } from './staff-types.ts';

/** One number for all processes that append ("audt" in ASCII): between reading the head and writing, nobody else does. */
const APPEND_LOCK = 0x61756474;
const BEGINNING = '0'.repeat(64);
/** Rows that are checked at a time. */
const PAGE = 1000;
/** The newest row's place and hash, sealed: a tail cut off, or a whole chain written anew without the key, is seen. */
const HEAD = 'audit_head';
const HEAD_PLACE = { table: 'meta', column: 'value', row: [HEAD] };
const whyPlace = (seq: number) => ({ table: 'staff_audit', column: 'why', row: [String(seq)] });

interface Head {
  seq: number;
  hash: string;
}

/**
 * The hash of a row: SHA-256 over the hash of the row before and its content as a JSON array
 * `[seq, at, who, act, on, why]`, parted by a line feed.
 */
export function auditHash(previous: string, seq: number, entry: AuditEntry): string {
  const content = JSON.stringify([seq, entry.at, entry.who, entry.act, entry.on, entry.why ?? null]);
  return createHash('sha256').update(`${previous}\n${content}`).digest('hex');
}

async function readHead(db: Db, cipher: Cipher): Promise<Head | null> {
  const [row] = await db.select({ value: meta.value }).from(meta).where(eq(meta.name, HEAD));
  return row === undefined ? null : (JSON.parse(cipher.open(row.value, HEAD_PLACE)) as Head);
}

/** Adds a row within a transaction: what is done in the same one is never without its trace, nor the trace without it. */
export async function appendAudit(tx: Db, cipher: Cipher, entry: AuditEntry): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${APPEND_LOCK})`);
  const head = (await readHead(tx, cipher)) ?? { seq: 0, hash: BEGINNING };
  const seq = head.seq + 1;
  const hash = auditHash(head.hash, seq, entry);
  const { at, who, act, on, why } = entry;
  const sealedWhy = why === undefined ? null : cipher.seal(why, whyPlace(seq));
  await tx.insert(staffAudit).values({ seq, at: new Date(at), who, act, target: on, why: sealedWhy, hash });
  const value = cipher.seal(JSON.stringify({ seq, hash }), HEAD_PLACE);
  await tx
    .insert(meta)
    .values({ name: HEAD, value })
    .onConflictDoUpdate({ target: meta.name, set: { value } });
}

/** The audit over either driver. */
export function createAudit(database: Sql, cipher: Cipher): AuditStore {
  const entryOf = (row: typeof staffAudit.$inferSelect): AuditEntry => ({
    at: row.at.getTime(),
    who: row.who as AuditEntry['who'],
    act: row.act,
    on: row.target,
    ...(row.why === null ? {} : { why: cipher.open(row.why, whyPlace(row.seq)) }),
  });

  return {
    record: (entry) => safely(() => database.transaction((tx) => appendAudit(tx, cipher, entry))),
    list: ({ before, limit, who, act, on }) =>
      safely(async () => {
        const rows = await database.db
          .select({ row: staffAudit, name: staffAccounts.name })
          .from(staffAudit)
          .leftJoin(staffAccounts, eq(staffAccounts.id, staffAudit.who))
          .where(
            and(
              before === undefined ? undefined : lt(staffAudit.seq, before),
              who === undefined ? undefined : eq(staffAudit.who, who),
              act === undefined
                ? undefined
                : or(eq(staffAudit.act, act), like(staffAudit.act, `${act.replaceAll('_', '\\_')}.%`)),
              on === undefined ? undefined : eq(staffAudit.target, on),
            ),
          )
          .orderBy(desc(staffAudit.seq))
          .limit(limit);
        return rows.map(({ row, name }) => ({ ...entryOf(row), seq: row.seq, hash: row.hash, name }));
      }),
    verify: () =>
      safely(async () => {
        const head = (await readHead(database.db, cipher)) ?? { seq: 0, hash: BEGINNING };
        let last: Head = { seq: 0, hash: BEGINNING };
        let rows = 0;
        const broken = (fault: AuditCheck['fault'], brokenAt: number): AuditCheck => ({
          ...{ ok: false, rows, brokenAt, fault },
        });
        for (;;) {
          const page = await database.db
            .select()
            .from(staffAudit)
            .where(gt(staffAudit.seq, last.seq))
            .orderBy(asc(staffAudit.seq))
            .limit(PAGE);
          for (const row of page) {
            if (row.seq !== last.seq + 1) return broken('missing', last.seq + 1);
            if (!isWhole(row, last)) return broken('content', row.seq);
            if (row.seq === head.seq && row.hash !== head.hash) return broken('content', row.seq);
            last = { seq: row.seq, hash: row.hash };
            rows += 1;
          }
          if (page.length < PAGE) break;
        }
        // Rows may have been added since the head was read; never fewer.
        if (last.seq < head.seq) return broken('truncated', last.seq + 1);
        const now = (await readHead(database.db, cipher)) ?? head;
        if (last.seq > now.seq) return broken('content', now.seq + 1);
        return { ok: true, rows, brokenAt: null, fault: null };
      }),
  };

  function isWhole(row: typeof staffAudit.$inferSelect, previous: Head): boolean {
    try {
      return auditHash(previous.hash, row.seq, entryOf(row)) === row.hash;
    } catch {
      // A reason that does not open was changed, or moved here from another row.
      return false;
    }
  }
}

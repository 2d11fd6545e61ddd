import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../../protocol/index.ts';
import { auditHash, createAudit } from './audit.ts';
import { createCipher, KEY_BYTES } from './cipher.ts';
import { findPostgres } from './fixtures/postgres.ts';
import { quiet } from './fixtures/records.ts';
import { migrate } from './migrate.ts';
import { openEmbedded } from './pglite.ts';
import { openPostgres } from './postgres.ts';
import type { Sql } from './sql.ts';
import type { AuditStore } from './staff-types.ts';

const postgres = await findPostgres();
const key = new Uint8Array(KEY_BYTES).fill(7);
const WHO: AuditEntry['who'] = `stf_${'a'.repeat(22)}`;
const entry = (n: number, more: Partial<AuditEntry> = {}): AuditEntry => ({
  ...{ at: 1_795_000_000_000 + n, who: WHO, act: 'call.listen', on: `con_${n}` },
  ...more,
});

interface Opened {
  /** Two connections of what could be two processes. */
  first: Sql;
  second: Sql;
  dispose(): Promise<void>;
}

async function openEmbeddedTwice(): Promise<Opened> {
  const dir = await mkdtemp(join(tmpdir(), 'govatar-audit-'));
  const first = await openEmbedded({ dir: join(dir, 'pg'), log: quiet });
  await migrate(first);
  const dispose = async (): Promise<void> => {
    await first.close();
    await rm(dir, { recursive: true, force: true });
  };
  return { first, second: first, dispose };
}

async function openPostgresTwice(make: NonNullable<typeof postgres>): Promise<Opened> {
  const database = await make();
  const first = await openPostgres(database.url, quiet);
  const second = await openPostgres(database.url, quiet);
  await migrate(first);
  const dispose = async (): Promise<void> => {
    await first.close();
    await second.close();
    await database.drop();
  };
  return { first, second, dispose };
}

const drivers: [string, () => Promise<Opened>][] = [['the embedded database', openEmbeddedTwice]];
if (postgres !== null) drivers.push(['PostgreSQL', () => openPostgresTwice(postgres)]);

describe.each(drivers)('the audit over %s', (_name, open) => {
  let opened: Opened;
  let audit: AuditStore;
  beforeAll(async () => {
    opened = await open();
    audit = createAudit(opened.first, createCipher(key));
  });
  afterAll(() => opened.dispose());

  /** Changes what may not be changed, as one with all rights on the database could. */
  const tamper = (statement: ReturnType<typeof sql>): Promise<void> =>
    opened.first.transaction(async (tx) => {
      await tx.execute(sql`alter table staff_audit disable trigger staff_audit_append_only`);
      await tx.execute(statement);
      await tx.execute(sql`alter table staff_audit enable trigger staff_audit_append_only`);
    });

  beforeEach(async () => {
    await tamper(sql`delete from staff_audit`);
    await opened.first.db.execute(sql`delete from meta where name = 'audit_head'`);
  });

  const all = { limit: 200 };

  it('gives back what was recorded, the newest first, by who, act and object', async () => {
    await audit.record(entry(1));
    await audit.record(entry(2, { act: 'call.join', why: '市民请求主管' }));
    await audit.record(entry(3, { who: 'system', act: 'recording.erase' }));
    const rows = await audit.list(all);
    expect(rows.map(({ seq }) => seq)).toEqual([3, 2, 1]);
    expect(rows[1]).toMatchObject({ ...entry(2, { act: 'call.join', why: '市民请求主管' }), name: null });
    expect(rows[2]).not.toHaveProperty('why');
    const found = async (query: object) => (await audit.list({ ...all, ...query })).map(({ seq }) => seq);
    expect(await found({ act: 'call' })).toEqual([2, 1]);
    expect(await found({ act: 'call.join' })).toEqual([2]);
    expect(await found({ act: 'cal' })).toEqual([]);
    expect(await found({ who: 'system' })).toEqual([3]);
    expect(await found({ on: 'con_1' })).toEqual([1]);
    expect(await found({ before: 3, limit: 1 })).toEqual([2]);
  });

  it('chains each row to the one before', async () => {
    await audit.record(entry(1));
    await audit.record(entry(2));
    const [second, first] = await audit.list(all);
    expect(first?.hash).toBe(auditHash('0'.repeat(64), 1, entry(1)));
    expect(second?.hash).toBe(auditHash(first?.hash ?? '', 2, entry(2)));
    expect(await audit.verify()).toEqual({ ok: true, rows: 2, brokenAt: null, fault: null });
  });

  it('is whole while it is empty', async () => {
    expect(await audit.verify()).toEqual({ ok: true, rows: 0, brokenAt: null, fault: null });
  });

  it('does not fork when two processes append at once', async () => {
    const other = createAudit(opened.second, createCipher(key));
    const both = [audit, other].flatMap((one, side) =>
      Array.from({ length: 20 }, (_, n) => one.record(entry(side * 100 + n))),
    );
    await Promise.all(both);
    expect(await other.verify()).toMatchObject({ ok: true, rows: 40 });
    const kept = new Set((await audit.list(all)).map(({ on }) => on));
    expect(kept.size).toBe(40);
  });

  it('is not changed, shortened or emptied by an ordinary statement', async () => {
    await audit.record(entry(1));
    const refused = async (statement: ReturnType<typeof sql>): Promise<void> => {
      await expect(opened.first.db.execute(statement)).rejects.toThrow();
    };
    await refused(sql`update staff_audit set act = 'call.nothing'`);
    await refused(sql`delete from staff_audit`);
    await refused(sql`truncate staff_audit`);
    expect(await audit.list(all)).toHaveLength(1);
  });

  it('keeps reasons unreadable in the database', async () => {
    await audit.record(entry(1, { why: 'a reason with words of its own' }));
    const rows = await opened.first.db.execute(sql`select encode(why, 'escape') as why from staff_audit`);
    expect(JSON.stringify(rows)).not.toContain('a reason');
  });

  describe('names the first row that is broken', () => {
    beforeEach(async () => {
      for (const n of [1, 2, 3, 4]) await audit.record(entry(n, { why: `reason ${n}` }));
    });

    const breaks: [string, ReturnType<typeof sql>, string, number][] = [
      ['another person', sql`update staff_audit set who = 'system' where seq = 2`, 'content', 2],
      ['another time', sql`update staff_audit set at = now() where seq = 3`, 'content', 3],
      ['another hash', sql`update staff_audit set hash = repeat('0', 64) where seq = 2`, 'content', 2],
      ['a reason left out', sql`update staff_audit set why = null where seq = 4`, 'content', 4],
      [
        "another row's reason",
        sql`update staff_audit set why = (select why from staff_audit where seq = 1) where seq = 2`,
        'content',
        2,
      ],
      ['a row left out', sql`delete from staff_audit where seq = 2`, 'missing', 2],
      ['the first left out', sql`delete from staff_audit where seq = 1`, 'missing', 1],
      ['the newest cut off', sql`delete from staff_audit where seq >= 3`, 'truncated', 3],
    ];
    it.each(breaks)('%s', async (_what, statement, fault, brokenAt) => {
      await tamper(statement);
      expect(await audit.verify()).toMatchObject({ ok: false, brokenAt, fault });
    });

    it('a tail that was written anew with hashes that fit', async () => {
      const [third] = await audit.list({ ...all, before: 4, limit: 1 });
      const forged = { ...entry(4), act: 'call.nothing' };
      const hash = auditHash(third?.hash ?? '', 4, forged);
      await tamper(sql`update staff_audit set act = ${forged.act}, why = null, hash = ${hash} where seq = 4`);
      expect(await audit.verify()).toMatchObject({ ok: false, brokenAt: 4, fault: 'content' });
    });

    it('a row that was added past the end', async () => {
      const [last] = await audit.list({ ...all, limit: 1 });
      const hash = auditHash(last?.hash ?? '', 5, entry(5));
      const at = new Date(entry(5).at).toISOString();
      await tamper(
        sql`insert into staff_audit (seq, at, who, act, target, hash) values (5, ${at}, ${WHO}, 'call.listen', 'con_5', ${hash})`,
      );
      expect(await audit.verify()).toMatchObject({ ok: false, brokenAt: 5, fault: 'content' });
    });
  });
});

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../protocol/ids.ts';
import { DURABLE_PARAMS, DurableFS } from './durable-fs.ts';
import { type Child, startChild } from './fixtures/process.ts';
import { quiet } from './fixtures/records.ts';
import { openEmbedded } from './pglite.ts';
import { openStore } from './store.ts';
import { wasClosed } from './sync.ts';

/** Making a database and recovering one are slow on a machine that does other things too. */
const PATIENCE_MS = 180_000;

let dataDir = '';
const children: Child[] = [];
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'govatar-durable-'));
});
afterEach(() => Promise.all(children.splice(0).map((child) => child.kill())));
afterAll(() => rm(dataDir, { recursive: true, force: true }));

const exchanges = (count: number): string[] =>
  Array.from({ length: count }, (_, n) => [`question ${n}`, `answer ${n}`]).flat();

describe('what was acknowledged', () => {
  it(
    'is there after each of five kill -9, in order, and no exchange is there by half',
    async () => {
      const id = newId('con');
      let acknowledged = 0;
      const expectAll = (texts: string[]): void => {
        expect(texts.length / 2).toBeGreaterThanOrEqual(acknowledged);
        expect(texts).toEqual(exchanges(texts.length / 2));
      };
      // Each is killed while an exchange is under way: the process never rests between two of them.
      for (const last of [1, 7, 23, 40, 61]) {
        const child = startChild('append-forever.ts', dataDir, id);
        children.push(child);
        const found = await child.lines.next();
        expectAll(JSON.parse(String(found.value)));
        for (let n = 0; n < last; n += 1) acknowledged = Number((await child.lines.next()).value) + 1;
        await child.kill();
      }
      const store = await openStore({ dataDir, log: quiet });
      expectAll((await store.listTurns(id)).map((turn) => turn.text));
      await store.close();
      expect(acknowledged).toBeGreaterThanOrEqual(1 + 7 + 23 + 40 + 61);
    },
    PATIENCE_MS,
  );
});

describe('the embedded database', () => {
  it(
    'rejects what was under way when its thread dies, and goes on in a new one with all that was committed',
    async () => {
      const threads: Worker[] = [];
      const database = await openEmbedded({
        dir: join(dataDir, 'pg'),
        log: quiet,
        startThread: (task) => {
          const thread = new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: task });
          threads.push(thread);
          return thread;
        },
      });
      await database.db.execute(sql`create table t (a integer)`);
      await database.db.execute(sql`insert into t values (1)`);
      const interrupted = database.transaction(async (tx) => {
        await tx.execute(sql`insert into t values (2)`);
        await threads[0]?.terminate();
        await tx.execute(sql`insert into t values (3)`);
      });
      const behind = database.db.execute(sql`insert into t values (4)`);
      await expect(interrupted).rejects.toThrow();
      await behind;
      expect(await database.db.execute(sql`select a from t order by a`)).toEqual([[1], [4]]);
      expect(threads).toHaveLength(2);
      await database.close();
    },
    PATIENCE_MS,
  );

  it('says what to do when its folder holds something else', async () => {
    const dir = join(dataDir, 'broken');
    await mkdir(dir);
    await writeFile(join(dir, 'PG_VERSION'), 'half');
    await expect(openEmbedded({ dir, log: quiet })).rejects.toMatchObject({ code: 'config_invalid' });
  });

  it(
    'flushes each commit to the disk before it is acknowledged, and knows whether it was closed in order',
    async () => {
      const dir = join(dataDir, 'pg');
      expect(await wasClosed(dir)).toBe(true);
      let flushed = 0;
      const fs = new DurableFS(dir, () => {
        flushed += 1;
      });
      const database = await PGlite.create({ fs, startParams: DURABLE_PARAMS });
      expect(await wasClosed(dir)).toBe(false);
      for (let n = 0; n < 5; n += 1) {
        const before = flushed;
        await database.query('insert into t values ($1)', [n]);
        expect(flushed).toBeGreaterThan(before);
      }
      await database.close();
      expect(await wasClosed(dir)).toBe(true);
    },
    PATIENCE_MS,
  );
});

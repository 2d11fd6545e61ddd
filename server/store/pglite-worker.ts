import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { yieldToVoice } from '../ops/yield-to-voice.ts';
import { DURABLE_PARAMS, DurableFS } from './durable-fs.ts';
import type { EmbeddedAnswer, EmbeddedRequest, EmbeddedTask } from './pglite-messages.ts';
import { syncTree, wasClosed } from './sync.ts';

/** PostgreSQL's number of the type bytea. */
const BYTEA = 17;

/** PGlite's own forms go byte by byte; and a buffer of its own per value keeps the message to the other thread small. */
const parsers = { [BYTEA]: (hex: string) => new Uint8Array(Buffer.from(hex.slice(2), 'hex')) };
const serializers = { [BYTEA]: (bytes: Uint8Array) => `\\x${Buffer.from(bytes).toString('hex')}` };

async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('the embedded database runs in a worker thread only');
  yieldToVoice();
  const answer = (message: EmbeddedAnswer): void => port.postMessage(message);
  const { dir, task } = workerData as EmbeddedTask;
  if (task === 'create') {
    const database = await PGlite.create(dir);
    await database.close();
    await syncTree(dir);
    answer({ ready: true });
    return;
  }
  if (!(await wasClosed(dir))) await syncTree(dir);
  const fs = new DurableFS(dir);
  const database = await PGlite.create({ fs, startParams: DURABLE_PARAMS, parsers, serializers });

  port.on('message', async (request: EmbeddedRequest) => {
    if ('close' in request) {
      await database.close();
      port.close();
      return;
    }
    try {
      const result = await database.query<unknown[]>(request.sql, request.params, { rowMode: 'array' });
      answer({ id: request.id, rows: result.rows });
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'engine';
      answer({
        id: request.id,
        error: { code, message: error instanceof Error ? error.message : 'unknown' },
      });
      // Not a refusal by the database but a broken engine: end the thread; a new one recovers from the log.
      if ((error instanceof Error && error.name === 'RuntimeError') || database.closed) throw error;
    }
  });
  answer({ ready: true });
}

await main();

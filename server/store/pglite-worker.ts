import { fdatasyncSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { NodeFS } from '@electric-sql/pglite/nodefs';
import type { EmbeddedAnswer, EmbeddedRequest, EmbeddedTask } from './pglite-messages.ts';

/** WASI's number for an input/output error, which PostgreSQL takes for a failed fsync. */
const WASI_EIO = 29;

/**
 * PostgreSQL's own settings under which a commit is on the disk when it is acknowledged. PGlite starts with fsync off
 * (`-F`); and of the two calls that flush a file, its Emscripten passes on only fsync, not fdatasync.
 * 16 MB of shared buffers instead of 128: the records of a hotline are small, and the memory is taken at once.
 */
const START_PARAMS = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['-c', 'wal_sync_method=fsync', '-c', 'shared_buffers=16MB'],
];

/** The parts of Emscripten's file system that are needed to pass fsync on. */
interface EmscriptenModule {
  NODEFS: { stream_ops: { fsync?: (stream: { nfd?: number }) => number } };
}

/** Files of the machine, where PGlite's own class forgets to pass on fsync. */
class DurableFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args);
    const options = made.emscriptenOpts;
    const passFsyncOn = (module: unknown): void => {
      (module as EmscriptenModule).NODEFS.stream_ops.fsync = (stream) => {
        if (stream.nfd === undefined) return 0;
        try {
          fdatasyncSync(stream.nfd);
          return 0;
        } catch {
          return WASI_EIO;
        }
      };
    };
    options.preRun = [...(options.preRun ?? []), passFsyncOn];
    return made;
  }
}

async function main(): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('the embedded database runs in a worker thread only');
  const answer = (message: EmbeddedAnswer): void => port.postMessage(message);
  const { dir, task } = workerData as EmbeddedTask;
  if (task === 'create') {
    const database = await PGlite.create(dir);
    await database.close();
    answer({ ready: true });
    return;
  }
  const database = await PGlite.create({ fs: new DurableFS(dir), startParams: START_PARAMS });
  // A database that kept fsync off would lose what it acknowledged at a power cut: better not to start.
  const settings = await database.query<string[]>(
    'select name, setting from pg_settings where name = any($1)',
    [['fsync', 'wal_sync_method']],
    { rowMode: 'array' },
  );
  const fsync = new Map(settings.rows.map(([name, setting]) => [name, setting]));
  if (fsync.get('fsync') !== 'on' || fsync.get('wal_sync_method') !== 'fsync')
    throw new Error('fsync is off');

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

import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Worker } from 'node:worker_threads';
import { drizzle } from 'drizzle-orm/pg-proxy';
import { AppError } from '../../protocol/errors.ts';
import type { EmbeddedAnswer, EmbeddedRequest, EmbeddedTask } from './pglite-messages.ts';
import { createSerial, type Db, type Sql, type StoreLog } from './sql.ts';
import { syncPath } from './sync.ts';

/** How long a clean close (with its checkpoint) may take before the thread is ended, in ms; nothing is lost by it. */
const CLOSE_MS = 10_000;

/** What the embedded database needs besides its folder. */
export interface EmbeddedOptions {
  /** Folder of the database. Its parent is locked by the caller: see lock.ts. */
  dir: string;
  log: StoreLog;
  /** Starts the thread; tests pass one that they can end. */
  startThread?: (task: EmbeddedTask) => Worker;
}

/** One life of the thread: answers statements until it is closed or dies. */
interface Session {
  query(sql: string, params: unknown[]): Promise<unknown[][]>;
  close(): Promise<void>;
}

/**
 * PGlite in a thread of its own. It has one session, so whole transactions stand in a queue, in the order in which they
 * were asked for. Should the thread die, what was under way is rejected, and the next request starts a new thread,
 * which recovers all that was committed. `AppError('config_invalid')` when the folder holds no database that opens.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Sql> {
  const { dir, log } = options;
  const startThread = options.startThread ?? startWorker;
  if (!existsSync(dir)) await create(dir, startThread);

  const serial = createSerial();
  let session: Session | null = null;
  let closed = false;

  const connect = async (): Promise<Session> => {
    if (closed) throw new AppError('server_closing', 'The database is closed.');
    session ??= await startSession(startThread({ dir, task: 'serve' }), (reason) => {
      session = null;
      if (!closed) log.error({ reason }, 'the thread of the embedded database died');
    });
    return session;
  };

  const transaction = <T>(work: (db: Db) => Promise<T>): Promise<T> =>
    serial(async () => {
      // All statements of the work go to this session: if it dies, none of them runs on the next one.
      const current = await connect();
      await current.query('begin', []);
      try {
        const result = await work(
          drizzle(async (sql, params) => ({ rows: await current.query(sql, params) })),
        );
        await current.query('commit', []);
        return result;
      } catch (error) {
        await current.query('rollback', []).catch(() => {});
        throw error;
      }
    });

  try {
    await serial(connect);
  } catch (cause) {
    throw new AppError(
      'config_invalid',
      `The embedded database in ${dir} does not open. Restore that folder from its backup, or move it aside to begin ` +
        'an empty one.',
      { cause },
    );
  }
  return {
    db: drizzle((sql, params) => serial(async () => ({ rows: await (await connect()).query(sql, params) }))),
    transaction,
    close: () =>
      serial(async () => {
        closed = true;
        await session?.close();
        session = null;
      }),
  };
}

function startWorker(task: EmbeddedTask): Worker {
  return new Worker(new URL('./pglite-worker.ts', import.meta.url), { workerData: task, name: 'database' });
}

/**
 * Makes a new database beside `dir` and moves it there when it is whole and on the disk: a process killed in its first
 * seconds leaves no half of one. The making takes twice the memory of the running, so it has a thread that then ends.
 */
async function create(dir: string, startThread: (task: EmbeddedTask) => Worker): Promise<void> {
  const draft = `${dir}.new`;
  await rm(draft, { recursive: true, force: true });
  const worker = startThread({ dir: draft, task: 'create' });
  await new Promise<void>((resolve, reject) => {
    let ready = false;
    worker.on('message', (message: EmbeddedAnswer) => {
      ready = 'ready' in message;
    });
    worker.on('error', reject);
    worker.on('exit', (code) => {
      if (ready) resolve();
      else reject(new Error(`the thread that makes the database ended with ${code}`));
    });
  });
  await rename(draft, dir);
  await syncPath(dirname(dir));
}

function startSession(worker: Worker, died: (reason: string) => void): Promise<Session> {
  return new Promise((resolve, reject) => {
    const waiting = new Map<number, PromiseWithResolvers<unknown[][]>>();
    let nextId = 1;
    let alive = true;
    let failure = 'it ended';

    const end = (): void => {
      if (!alive) return;
      alive = false;
      const error = new AppError('internal', `The database stopped: ${failure}.`);
      reject(error);
      for (const one of waiting.values()) one.reject(error);
      waiting.clear();
      died(failure);
    };
    worker.on('error', (error) => {
      failure = error instanceof Error ? error.message : String(error);
    });
    const exited = new Promise<void>((done) => {
      worker.on('exit', () => {
        end();
        done();
      });
    });
    const post = (request: EmbeddedRequest): void => worker.postMessage(request);

    const session: Session = {
      query(sql, params) {
        if (!alive) return Promise.reject(new AppError('internal', `The database stopped: ${failure}.`));
        const answer = Promise.withResolvers<unknown[][]>();
        const id = nextId++;
        waiting.set(id, answer);
        post({ id, sql, params });
        return answer.promise;
      },
      async close() {
        post({ close: true });
        const timer = setTimeout(() => void worker.terminate(), CLOSE_MS);
        await exited;
        clearTimeout(timer);
      },
    };
    worker.on('message', (message: EmbeddedAnswer) => {
      if ('ready' in message) {
        resolve(session);
        return;
      }
      const answer = waiting.get(message.id);
      waiting.delete(message.id);
      if ('rows' in message) answer?.resolve(message.rows);
      else answer?.reject(Object.assign(new Error(message.error.message), { code: message.error.code }));
    });
  });
}

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AppError } from '../../protocol/errors.ts';

/** A held lock. `release()` may be called more than once. */
export interface DataLock {
  release(): void;
}

/** SQLite's result code for a file locked by somebody else (https://www.sqlite.org/rescode.html#busy). */
const SQLITE_BUSY = 5;

/** Held files: one that nobody refers to would be closed by the garbage collector, and its lock with it. */
const held = new Set<DatabaseSync>();

/**
 * Takes the data folder for this process alone, or throws `AppError('data_locked')` that names who has it.
 *
 * The lock is the kernel's own on a file (fcntl on Unix, LockFileEx on Windows), which Node itself reaches only through
 * its SQLite: an exclusive transaction that is never committed. Unlike a file with a process id in it, it has no moment
 * between looking and taking, it ends with the process however that dies, it is not deceived by a process id used again,
 * and it holds between containers that share the folder. The process id stands in a second file, for people only.
 * On Unix, reading the file `lock` within this process would drop the lock: nothing here opens it a second time.
 */
export function acquireDataLock(dir: string): DataLock {
  const pidFile = join(dir, 'lock.pid');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = new DatabaseSync(join(dir, 'lock'), { timeout: 0 });
  try {
    // Nothing is ever written, so no journal is needed beside the file.
    file.exec('PRAGMA journal_mode = MEMORY');
    file.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    file.close();
    if (resultCodeOf(cause) !== SQLITE_BUSY) throw cause;
    const holder = holderOf(pidFile);
    throw new AppError(
      'data_locked',
      `The data folder ${dir} is in use by ${holder === null ? 'another process' : `process ${holder}`}. ` +
        'Stop that one first, or give this one a folder of its own with GOVATAR_DATA.',
      { cause },
    );
  }
  writeFileSync(pidFile, `${process.pid}\n`, { mode: 0o600 });
  held.add(file);
  return {
    release() {
      if (!held.delete(file)) return;
      rmSync(pidFile, { force: true });
      file.close();
    },
  };
}

/** The living process that wrote the file; null when it is not there or stale, so that nobody is sent after a wrong one. */
function holderOf(pidFile: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
    if (!Number.isSafeInteger(pid) || pid <= 0) return null;
    process.kill(pid, 0);
    return pid;
  } catch (error) {
    const foreign = error instanceof Error && 'code' in error && error.code === 'EPERM';
    return foreign ? Number.parseInt(readFileSync(pidFile, 'utf8'), 10) : null;
  }
}

function resultCodeOf(error: unknown): unknown {
  return error instanceof Error && 'errcode' in error ? error.errcode : undefined;
}

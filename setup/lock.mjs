import { closeSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * When a process began, in the kernel's own ticks: tells a process from a later one with the same id.
 * Null where the system does not say.
 * @param {number} pid
 */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in brackets may hold spaces; the 22nd field is counted from behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

/**
 * Whether the process that wrote a lock still lives.
 * @param {{pid: number, start: string | null}} owner
 */
export function isAlive(owner) {
  try {
    process.kill(owner.pid, 0);
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ESRCH') return false;
  }
  return owner.start === null || startOf(owner.pid) === owner.start;
}

/** @param {string} file @returns {{pid: number, start: string | null} | null} */
function readOwner(file) {
  try {
    const owner = JSON.parse(readFileSync(file, 'utf8'));
    return Number.isInteger(owner?.pid) ? owner : null;
  } catch {
    return null;
  }
}

/** @param {string} file @returns {boolean} whether the lock is ours now */
function tryTake(file) {
  let handle;
  try {
    handle = openSync(file, 'wx');
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'EEXIST') return false;
    throw error;
  }
  writeSync(handle, JSON.stringify({ pid: process.pid, start: startOf(process.pid) }));
  closeSync(handle);
  return true;
}

/**
 * Does the work while holding a lock file; a second process waits for the first. The lock of a dead process is taken over.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {{onWait?: (pid: number) => void, pollMs?: number}} [options]
 * @returns {Promise<T>}
 */
export async function withLock(file, work, { onWait, pollMs = 200 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  let told = false;
  let unreadable = 0;
  while (!tryTake(file)) {
    const owner = readOwner(file);
    // A lock without a readable owner is being written, or was cut off by a crash: the second look decides.
    if (owner ? !isAlive(owner) : ++unreadable > 5) {
      // Renamed before it is removed: of two that see the same dead owner only one gets it.
      const aside = `${file}.${process.pid}`;
      try {
        renameSync(file, aside);
        rmSync(aside, { force: true });
      } catch {}
      continue;
    }
    if (owner && !told) {
      told = true;
      onWait?.(owner.pid);
    }
    await sleep(pollMs);
  }
  const release = () => rmSync(file, { force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}

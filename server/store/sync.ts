import { open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** `DB_SHUTDOWNED` at its place in pg_control (PostgreSQL's catalog/pg_control.h). */
const CONTROL_STATE_OFFSET = 16;
const CONTROL_SHUT_DOWN = 1;
/** More at once gain nothing: Node has four threads for files. */
const SYNCS_AT_ONCE = 8;

/** Whether the database in `dir` was closed in order; false when in doubt. */
export async function wasClosed(dir: string): Promise<boolean> {
  const control = await readFile(join(dir, 'global', 'pg_control')).catch(() => Buffer.alloc(0));
  if (control.length < CONTROL_STATE_OFFSET + 4) return false;
  return control.readInt32LE(CONTROL_STATE_OFFSET) === CONTROL_SHUT_DOWN;
}

/** Flushes every file and folder below `dir`, and `dir`. */
export async function syncTree(dir: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name));
  paths.push(dir);
  const work = async (): Promise<void> => {
    for (let path = paths.pop(); path !== undefined; path = paths.pop()) await syncPath(path);
  };
  await Promise.all(Array.from({ length: SYNCS_AT_ONCE }, work));
}

/** Flushes one file, or the list of names of one folder. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

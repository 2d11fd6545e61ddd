import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout's folder. */
export const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));

/** What set-up keeps inside the checkout: its lock, its log, its stamps. Ignored by git. */
export const LOCAL_CACHE = join(ROOT, '.cache');

/** Output of the commands that set-up runs, for when one of them fails. */
export const LOG = join(LOCAL_CACHE, 'setup.log');

/** Node 24 as npm installs it: everything but set-up itself runs on it. */
export const NODE = join(ROOT, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/**
 * The folder for what outlives a checkout (the media worker): `GOVATAR_CACHE`, else `govatar` in the user's cache folder.
 * @param {Record<string, string | undefined>} [env]
 */
export function cacheDir(env = process.env) {
  if (env.GOVATAR_CACHE) return resolve(env.GOVATAR_CACHE);
  return join(env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache'), 'govatar');
}

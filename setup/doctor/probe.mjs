// Runs on Node 24 and looks with the product's own eyes: its configuration and its database. Prints one line of JSON.
//
//   node_modules/.bin/node setup/doctor/probe.mjs [the flags of npm start]
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { readConfig } from '../../server/config.ts';

/** A database that does not answer within this is not there. */
const CONNECT_MS = 5000;

/** @typedef {{ok: boolean, text: string, todo?: string}} Database */

/** @param {string} url @returns {Promise<Database>} */
async function tryPostgres(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  const { host, pathname } = new URL(url);
  try {
    await client.connect();
    const { rows } = await client.query("select current_setting('server_version') as version");
    return { ok: true, text: `PostgreSQL ${rows[0].version} at ${host}${pathname}` };
  } catch (error) {
    // Never the address itself: it holds the password.
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    return {
      ok: false,
      text: `PostgreSQL at ${host}${pathname}: ${code ?? message}`,
      todo: 'check DATABASE_URL, and that the server runs and lets this user in',
    };
  } finally {
    await client.end().catch(() => {});
  }
}

/** @param {string} dir @returns {Promise<Database>} */
async function tryFolder(dir) {
  let present = dir;
  while (!existsSync(present)) present = dirname(present);
  try {
    if (!statSync(present).isDirectory()) throw new Error('not a folder');
    accessSync(present, constants.W_OK | constants.X_OK);
  } catch {
    return {
      ok: false,
      text: `${present} may not be written`,
      todo: 'give this user the right to write there, or set GOVATAR_DATA',
    };
  }
  if (present !== dir) return { ok: true, text: `embedded; ${dir} is made at the first start` };
  const { acquireDataLock } = await import('../../server/store/lock.ts');
  try {
    acquireDataLock(dir).release();
    return { ok: true, text: `embedded, in ${dir}; nobody else uses it` };
  } catch (error) {
    const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
    if (code === 'data_locked') return { ok: true, text: `embedded, in ${dir}; in use by a running Govatar` };
    return {
      ok: false,
      text: `${dir}: ${message}`,
      todo: 'give this user the right to write there, or set GOVATAR_DATA',
    };
  }
}

/** @param {Record<string, unknown>} result */
function print(result) {
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

try {
  const config = readConfig(process.argv.slice(2), process.env, process.cwd());
  const { databaseUrl, turn, ...rest } = config;
  const database = await (databaseUrl ? tryPostgres(databaseUrl) : tryFolder(config.dataDir));
  // Secrets stay here.
  print({ config: { ...rest, turn: turn && { urls: turn.urls } }, database });
} catch (error) {
  print({ problem: String(/** @type {Error} */ (error).message) });
}

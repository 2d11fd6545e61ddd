import { mkdirSync, realpathSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareBrowser } from './browser.mjs';
import { prepareClient } from './client.mjs';
import { prepareDependencies } from './dependencies.mjs';
import { prepareEars } from './ears.mjs';
import { withLock } from './lock.mjs';
import { LOCAL_CACHE, LOG, ROOT } from './paths.mjs';
import { prepareRecorder } from './recorder.mjs';
import { runMain, SetupError, say } from './say.mjs';
import { prepareWorker } from './worker.mjs';

/** The log of earlier preparations is dropped beyond this size. */
const LOG_MAX_BYTES = 5e6;

/**
 * @typedef {object} Prepared
 * @property {import('./worker.mjs').Worker | null} worker
 * @property {string | null} browser
 */

/**
 * Brings the checkout into a state in which the product runs. Each step does nothing when its result is there already.
 * @param {{worker?: boolean, client?: boolean, browser?: boolean}} [want]
 * @returns {Promise<Prepared>}
 * @throws {SetupError} with the one line that says what to do
 */
export async function prepare({ worker = true, client = true, browser = false } = {}) {
  const [major = 0] = process.versions.node.split('.').map(Number);
  if (major < 20) throw new SetupError(`Node ${process.version} is too old: install Node 20 or later`);
  if (process.platform === 'win32')
    throw new SetupError('Set-up knows Linux and macOS: on Windows run it inside WSL (wsl --install)');
  mkdirSync(LOCAL_CACHE, { recursive: true });
  const onWait = (/** @type {number} */ pid) =>
    say(`Another preparation runs in this folder (process ${pid}): waiting for it`);
  return withLock(
    join(LOCAL_CACHE, 'prepare.lock'),
    async () => {
      if ((statSync(LOG, { throwIfNoEntry: false })?.size ?? 0) > LOG_MAX_BYTES) rmSync(LOG);
      await prepareDependencies();
      const prepared = {
        worker: worker ? await prepareWorker() : null,
        browser: browser ? await prepareBrowser() : null,
      };
      // Where its library is installed; without it the product runs, and says that it does not hear.
      if (worker) await prepareEars();
      if (worker) await prepareRecorder();
      // The last, because it fails most often: while its author is at work on a page.
      if (client) await prepareClient();
      return prepared;
    },
    { onWait },
  );
}

/**
 * Environment of what runs on a prepared checkout: the worker, the browser, and Node 24 first on the PATH.
 * @param {Prepared} prepared
 */
export function environmentOf({ worker, browser }) {
  return {
    ...process.env,
    PATH: [join(ROOT, 'node_modules', '.bin'), process.env.PATH].join(delimiter),
    // What Node made of the sources is kept: a start takes a third less.
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(LOCAL_CACHE, 'compiled'),
    ...(worker ? { MEDIASOUP_WORKER_BIN: worker.path } : {}),
    ...(browser ? { CHROMIUM_BIN: browser } : {}),
  };
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  runMain(async () => {
    const done = await prepare({ browser: process.argv.includes('--browser') });
    say(`Ready. Media worker: ${done.worker?.path} (${done.worker?.origin}). Start with: npm start`);
    return 0;
  });

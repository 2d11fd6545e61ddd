import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { cacheDir, LOG, NODE, ROOT } from './paths.mjs';
import { capture } from './run.mjs';
import { SetupError, say, step } from './say.mjs';
import { buildWorker } from './worker/build.mjs';
import { workerKey } from './worker/key.mjs';
import { downloadBase, fetchPrebuilt } from './worker/prebuilt.mjs';

/**
 * @typedef {{path: string, origin: 'environment' | 'prebuilt' | 'built'}} Worker
 * @typedef {object} Tools  what the search needs of the world; tests pass their own
 * @property {(path: string) => boolean} exists
 * @property {(path: string) => boolean} runs  whether this system can load and start it
 * @property {(path: string) => Promise<{ok: boolean, message?: string}>} prove  the real call
 * @property {() => Promise<{binary: string} | {reason: string}>} fetchPrebuilt
 * @property {(why: string) => Promise<string>} build
 * @property {(binary: string, origin: 'prebuilt' | 'built') => Worker} keep  puts it where `cached` finds it
 * @property {() => Worker | null} cached
 * @property {() => string | null} recentFailure  why there was no prebuilt worker lately
 * @property {(reason: string) => void} rememberFailure
 * @property {(line: string) => void} say
 */

/** How long a failed download is not tried again: long enough for a working day behind a closed network. */
const RETRY_AFTER_MS = 24 * 3600_000;

/**
 * The order of the search: the given worker, the kept one, mediasoup's prebuilt one, a build of our own.
 * @param {{given?: string | undefined, tools: Tools}} options
 * @returns {Promise<Worker>}
 * @throws {SetupError}
 */
export async function findWorker({ given, tools }) {
  if (given) {
    if (!tools.exists(given))
      throw new SetupError(`MEDIASOUP_WORKER_BIN names ${given}, which does not exist: mend or unset it`);
    if (!tools.runs(given))
      throw new SetupError(
        `MEDIASOUP_WORKER_BIN names ${given}, which does not start on this system: mend or unset it`,
      );
    return { path: given, origin: 'environment' };
  }
  const cached = tools.cached();
  if (cached) {
    if (tools.runs(cached.path)) return cached;
    tools.say(
      'The kept media worker does not start any more (were system libraries replaced?): it is made anew',
    );
  }
  let why = tools.recentFailure();
  if (why === null) {
    const got = await tools.fetchPrebuilt();
    if ('binary' in got) {
      const proof = tools.runs(got.binary)
        ? await tools.prove(got.binary)
        : { ok: false, message: 'it does not start' };
      if (proof.ok) return tools.keep(got.binary, 'prebuilt');
      why = `it failed the test call: ${proof.message}`;
    } else why = got.reason;
    tools.rememberFailure(why);
    tools.say(`  no prebuilt media worker (${why}): building it from the package's sources`);
  }
  const built = await tools.build(why);
  const proof = await tools.prove(built);
  if (!proof.ok)
    throw new SetupError(
      `The built media worker failed the test call (${proof.message}): set MEDIASOUP_WORKER_BIN to a worker of your own; details in ${LOG}`,
    );
  return tools.keep(built, 'built');
}

/** mediasoup's package folder and version. */
export function mediasoupPackage(root = ROOT) {
  const dir = join(root, 'node_modules', 'mediasoup');
  const { version } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8'));
  return { dir, version: String(version) };
}

/** Whether the worker can be loaded: without its parent it ends at once, with a code of its own. */
export function workerRuns(/** @type {string} */ path) {
  const { LD_LIBRARY_PATH } = process.env;
  return capture(path, [], { env: LD_LIBRARY_PATH ? { LD_LIBRARY_PATH } : {}, timeout: 5000 }).status === 41;
}

/**
 * Makes a real call through a worker (selftest.mjs), in a process of its own.
 * @param {string} path
 * @returns {Promise<{ok: boolean, message?: string, ms?: number}>}
 */
export async function proveWorker(path) {
  const done = capture(NODE, [join(ROOT, 'setup', 'selftest.mjs'), path], { timeout: 30_000 });
  try {
    const result = JSON.parse(done.stdout.trim().split('\n').at(-1) ?? '');
    return result.ok ? result : { ok: false, message: `${result.stage}: ${result.message}` };
  } catch {
    return {
      ok: false,
      message: done.stderr.trim().split('\n').at(-1) || `the test call ended with code ${done.status}`,
    };
  }
}

/** @returns {Tools & {folder: string}} */
function realTools() {
  const { dir, version } = mediasoupPackage();
  const folder = join(cacheDir(), 'worker', workerKey({ version }));
  const binary = join(folder, 'mediasoup-worker');
  const note = join(folder, 'worker.json');
  const failure = join(folder, 'no-prebuilt.json');
  const base = downloadBase(dir);
  const readJson = (/** @type {string} */ file) => {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      return null;
    }
  };
  return {
    folder,
    exists: existsSync,
    runs: workerRuns,
    prove: (path) => step('Media worker: a test call through it', () => proveWorker(path)),
    cached: () => (existsSync(binary) ? { path: binary, origin: readJson(note)?.origin ?? 'built' } : null),
    fetchPrebuilt: async () => {
      // Someone may have let mediasoup's own install script run.
      const present = join(dir, 'worker/out/Release/mediasoup-worker');
      if (existsSync(present)) return { binary: present };
      return step('Media worker: looking for a prebuilt one', () =>
        fetchPrebuilt({ packageDir: dir, node: NODE }),
      );
    },
    build: (why) =>
      step(`Media worker: building ${version} (some minutes, once)`, () =>
        buildWorker({ packageDir: dir, buildDir: join(folder, 'build'), why }),
      ),
    keep(from, origin) {
      mkdirSync(folder, { recursive: true });
      // Renamed into place: a binary that is there is whole and has proved itself.
      copyFileSync(from, `${binary}.new`);
      chmodSync(`${binary}.new`, 0o755);
      renameSync(`${binary}.new`, binary);
      writeFileSync(note, `${JSON.stringify({ origin, version, at: new Date().toISOString() })}\n`);
      rmSync(join(folder, 'build'), { recursive: true, force: true });
      return { path: binary, origin };
    },
    recentFailure() {
      const last = readJson(failure);
      return last && last.base === base && Date.now() - last.at < RETRY_AFTER_MS ? String(last.reason) : null;
    },
    rememberFailure(reason) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(failure, `${JSON.stringify({ base, reason, at: Date.now() })}\n`);
    },
    say,
  };
}

/**
 * The worker that would be used now; nothing is fetched or built.
 * @returns {Worker | {problem: string, todo: string}}
 */
export function keptWorker(env = process.env) {
  const tools = realTools();
  const given = env.MEDIASOUP_WORKER_BIN;
  if (given) {
    if (tools.exists(given) && tools.runs(given)) return { path: given, origin: 'environment' };
    const problem = `MEDIASOUP_WORKER_BIN names ${given}, which ${tools.exists(given) ? 'does not start on this system' : 'does not exist'}`;
    return { problem, todo: 'mend or unset it' };
  }
  const cached = tools.cached();
  if (!cached) return { problem: 'there is none yet', todo: 'npm run setup' };
  return tools.runs(cached.path)
    ? cached
    : { problem: `${cached.path} does not start on this system`, todo: 'npm run setup' };
}

/**
 * The media worker of the installed mediasoup, found or made; kept per version and system outside `node_modules`.
 * @returns {Promise<Worker>}
 */
export async function prepareWorker(env = process.env) {
  const tools = realTools();
  const given = env.MEDIASOUP_WORKER_BIN;
  const cached = tools.cached();
  if (given || (cached && tools.runs(cached.path)))
    return given ? findWorker({ given, tools }) : /** @type {Worker} */ (cached);
  // The folder is shared by all checkouts of this user.
  return withLock(`${tools.folder}.lock`, () => findWorker({ tools }), {
    onWait: (pid) => say(`  another process (${pid}) is preparing the media worker: waiting for it`),
  });
}

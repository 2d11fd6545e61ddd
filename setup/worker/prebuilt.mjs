import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { logged } from '../run.mjs';

/** A closed network must not hold the start up: the address answers within this time or there is no prebuilt worker. */
const REACH_MS = 3000;
/** For the 4 MB themselves, once the address has answered. */
const DOWNLOAD_MS = 90_000;

/**
 * Where mediasoup's own script downloads from.
 * @param {string} packageDir
 * @param {Record<string, string | undefined>} [env]
 */
export function downloadBase(packageDir, env = process.env) {
  if (env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL) return env.MEDIASOUP_WORKER_PREBUILT_DOWNLOAD_BASE_URL;
  const { repository } = JSON.parse(readFileSync(join(packageDir, 'package.json'), 'utf8'));
  return `${repository.url.replace(/^git\+/, '').replace(/\.git$/, '')}/releases/download`;
}

/** @param {string} url */
async function answers(url) {
  try {
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(REACH_MS),
    });
    await response.body?.cancel();
    return true;
  } catch {
    return false;
  }
}

/**
 * Lets mediasoup's own install script download its prebuilt worker.
 * The script goes on to a build with pip and Meson when the download fails; a `PYTHON` that is no Python ends it there.
 * @param {{packageDir: string, node: string}} options
 * @returns {Promise<{binary: string} | {reason: string}>}
 */
export async function fetchPrebuilt({ packageDir, node }) {
  const base = downloadBase(packageDir);
  if (!(await answers(base))) return { reason: `${new URL(base).host} does not answer` };
  const { MEDIASOUP_LOCAL_DEV: _, MEDIASOUP_SKIP_WORKER_PREBUILT_DOWNLOAD: __, ...env } = process.env;
  const done = await logged(node, ['npm-scripts.mjs', 'postinstall'], {
    cwd: packageDir,
    env: { ...env, PYTHON: 'no-python-wanted' },
    timeoutMs: DOWNLOAD_MS,
  });
  const binary = join(packageDir, 'worker/out/Release/mediasoup-worker');
  if (done.code === 0 && existsSync(binary)) return { binary };
  return {
    reason: done.timedOut
      ? 'the download took too long'
      : 'there is none for this system, or it does not run here',
  };
}

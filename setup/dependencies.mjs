import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LOG, NODE, ROOT } from './paths.mjs';
import { capture, logged, which } from './run.mjs';
import { SetupError, step } from './say.mjs';
import { hashFiles, isStamped, writeStamp } from './stamp.mjs';

/** The Node that the product runs on. */
const NODE_MAJOR = 24;

/** @typedef {Record<string, {version?: string, optional?: boolean, link?: boolean}>} LockPackages */

/**
 * Whether what npm says it installed is what the lock file asks for. npm writes its own list when an install is complete
 * and removes it before it begins, so a match means a whole install, whoever ran it.
 * @param {LockPackages} wanted  `packages` of package-lock.json
 * @param {LockPackages} installed  `packages` of node_modules/.package-lock.json
 */
export function matchesLock(wanted, installed) {
  for (const [path, { version, optional, link }] of Object.entries(wanted)) {
    if (path === '' || link) continue;
    const found = installed[path];
    // Optional packages for other systems are not installed.
    if (!found && optional) continue;
    if (found?.version !== version) return false;
  }
  return Object.keys(installed).every((path) => path in wanted);
}

/** @param {string} file @returns {LockPackages | null} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? null;
  } catch {
    return null;
  }
}

function nodeIsRight() {
  return existsSync(NODE) && capture(NODE, ['--version']).stdout.startsWith(`v${NODE_MAJOR}.`);
}

/** The line for a person whose `npm ci` failed, from npm's own words. */
export function installAdvice(/** @type {string} */ output) {
  if (/E401|E403|authentication/i.test(output))
    return 'npm refused the login to its registry: check  npm config get registry  and its token';
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|network/i.test(output))
    return 'npm could not reach its registry: check the network, or set a mirror with  npm config set registry ADDRESS';
  if (/ENOSPC/.test(output)) return 'the disk is full: free about 1 GB';
  if (/EACCES|EPERM/.test(output)) return 'this folder may not be written: run as its owner';
  if (/can only install packages when your package.json and package-lock.json/.test(output))
    return 'package.json and package-lock.json do not fit together: run  npm install';
  return 'run  npm ci  to see it at length';
}

/**
 * node_modules as package-lock.json wants it, with Node 24 in it. Does nothing when it is.
 * @returns {Promise<boolean>} whether something was installed
 * @throws {SetupError}
 */
export async function prepareDependencies() {
  const lockFile = join(ROOT, 'package-lock.json');
  const stamp = join(ROOT, 'node_modules', '.govatar-stamp');
  const wantedHash = () =>
    hashFiles([join(ROOT, 'package.json'), lockFile], {
      root: ROOT,
      salt: `${process.platform}-${process.arch}`,
    });
  if (isStamped(stamp, wantedHash()) && existsSync(NODE)) return false;
  const wanted = packagesOf(lockFile);
  const installed = packagesOf(join(ROOT, 'node_modules', '.package-lock.json'));
  if (wanted && installed && matchesLock(wanted, installed) && nodeIsRight()) {
    writeStamp(stamp, wantedHash());
    return false;
  }
  // npm replaces node_modules: it must not itself run on the Node in there, which npm scripts put first on the PATH.
  const inside = join(ROOT, 'node_modules');
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.startsWith(inside));
  const env = { ...process.env, PATH: path.join(delimiter), NODE_ENV: undefined };
  const npm = which('npm', env.PATH);
  if (!npm) throw new SetupError('npm is not on the PATH: install Node 20 or later with npm');
  await step('Packages: npm ci', async () => {
    const args = ['ci', '--include=dev', '--loglevel=error', '--no-audit', '--no-fund'];
    const done = await logged(npm, args, { env });
    if (done.code !== 0)
      throw new SetupError(`npm ci failed: ${installAdvice(done.tail.join('\n'))} (details: ${LOG})`);
  });
  if (!nodeIsRight())
    throw new SetupError(
      `npm did not bring Node ${NODE_MAJOR} (package "node"): run  npm rebuild node  and see that its install script is allowed`,
    );
  writeStamp(stamp, wantedHash());
  return true;
}

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { capture, logged, which } from './run.mjs';
import { SetupError, say, step } from './say.mjs';
import { canInstall, installPackages, missingLine, notInstalled } from './system.mjs';

const FOLDER = join(ROOT, 'engines', 'pocketsphinx');
const BUILD = join(FOLDER, 'build');
const BINARY = join(BUILD, 'ears');
const STAMP = join(BUILD, 'ears.sha256');

/** Debian's names: compiler, library, the English model. */
export const PACKAGES = ['gcc', 'libc6-dev', 'pkg-config', 'libpocketsphinx-dev', 'pocketsphinx-en-us'];

const LIBRARIES = ['pocketsphinx', 'sphinxbase'];

/** What a build is made of: another source, compiler or library makes another one. */
function key() {
  const compiler = capture('cc', ['-dumpfullversion', '-dumpmachine']).stdout;
  const library = capture('pkg-config', ['--modversion', ...LIBRARIES]).stdout;
  const source = readFileSync(join(FOLDER, 'ears.c'));
  return createHash('sha256').update(source).update(compiler).update(library).digest('hex');
}

/** Whether the program is there and of this source. */
export function earsBuilt() {
  try {
    return existsSync(BINARY) && readFileSync(STAMP, 'utf8') === key();
  } catch {
    return false;
  }
}

/** Whether it could be built without installing anything. */
function canBuild() {
  return (
    which('cc') !== null &&
    which('pkg-config') !== null &&
    capture('pkg-config', ['--exists', ...LIBRARIES]).status === 0
  );
}

/**
 * Builds the recogniser's program (one C file, a second) where its library is installed. With `install` missing Debian packages
 * are installed, or named.
 * @param {{install?: boolean}} [options]
 * @returns {Promise<boolean>} whether it is there now
 * @throws {SetupError} when it was asked for and cannot be made
 */
export async function prepareEars({ install = false } = {}) {
  if (install) {
    const missing = notInstalled(PACKAGES);
    if (missing.length > 0 && (canInstall() || !canBuild())) {
      if (!canInstall()) throw new SetupError(missingLine(missing, 'speech recognition'));
      await installPackages(missing, 'speech recognition');
    }
  }
  if (earsBuilt()) return true;
  if (!canBuild()) return false;
  const flags = capture('pkg-config', ['--cflags', ...LIBRARIES])
    .stdout.trim()
    .split(/\s+/);
  const done = await step('Speech recognition: building its program', async () => {
    mkdirSync(BUILD, { recursive: true });
    const made = join(BUILD, `ears.${process.pid}`);
    const { code } = await logged('cc', [
      '-O2',
      '-Wall',
      '-o',
      made,
      join(FOLDER, 'ears.c'),
      ...flags,
      '-lpocketsphinx',
      '-lsphinxbase',
    ]);
    if (code !== 0) {
      rmSync(made, { force: true });
      return false;
    }
    renameSync(made, BINARY);
    writeFileSync(STAMP, key());
    return true;
  });
  if (!done && install)
    throw new SetupError('The speech recogniser could not be built: see .cache/setup.log');
  if (!done) say('  the speech recogniser could not be built: typing and touch carry the conversation');
  return done;
}

import { existsSync } from 'node:fs';
import { LOG } from './paths.mjs';
import { capture, logged, which } from './run.mjs';
import { SetupError, step } from './say.mjs';

/** Whether missing packages can be installed without asking: Debian (or a child of it), as root. */
export function canInstall() {
  return existsSync('/etc/debian_version') && process.getuid?.() === 0 && which('apt-get') !== null;
}

/**
 * The one line that names what is missing.
 * @param {readonly string[]} packages  Debian names
 * @param {string} purpose
 */
export function missingLine(packages, purpose) {
  const list = packages.join(' ');
  return which('apt-get')
    ? `Missing for ${purpose}: run  sudo apt-get install -y ${list}  and start again`
    : `Missing for ${purpose}: ${list} (Debian's names) – install them with your system's package manager and start again`;
}

/**
 * Installs Debian packages as root, or says which are missing.
 * @param {readonly string[]} packages
 * @param {string} purpose  ends the sentence "missing for …"
 * @throws {SetupError}
 */
export async function installPackages(packages, purpose) {
  if (packages.length === 0) return;
  if (!canInstall()) throw new SetupError(missingLine(packages, purpose));
  await step(`System packages for ${purpose}: ${packages.join(' ')}`, async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const apt = ['-q', '-o', 'DPkg::Lock::Timeout=120'];
    // A failed update is no failure yet: what is wanted may be in the lists already.
    await logged('apt-get', [...apt, 'update'], { env });
    const done = await logged('apt-get', [...apt, 'install', '-y', '--no-install-recommends', ...packages], {
      env,
    });
    if (done.code !== 0)
      throw new SetupError(
        `apt-get could not install ${packages.join(' ')}: see ${LOG}, install them and start again`,
      );
  });
}

/** dpkg's own placeholders. */
const FORMAT = ['Package', 'db:Status-Status']
  .map((field) => `\${${field}}`)
  .join(' ')
  .concat('\n');

/**
 * Which of the Debian packages are not installed.
 * @param {readonly string[]} packages
 */
export function notInstalled(packages) {
  const { stdout } = capture('dpkg-query', ['-W', '-f', FORMAT, ...packages]);
  const installed = new Set(
    stdout
      .split('\n')
      .filter((line) => line.endsWith(' installed'))
      .map((line) => line.split(' ')[0]),
  );
  return packages.filter((name) => !installed.has(name));
}

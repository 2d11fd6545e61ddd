import { existsSync } from 'node:fs';
import { capture, which } from './run.mjs';
import { SetupError } from './say.mjs';
import { installPackages, missingLine, notInstalled } from './system.mjs';

/** Debian packages of the browser tests: the browser, Chinese glyphs and a software GPU. */
const PACKAGES = ['chromium', 'fonts-noto-cjk', 'libegl1', 'libegl-mesa0', 'libgl1-mesa-dri'];
const BROWSERS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/**
 * Finds the browser: `CHROMIUM_BIN`, else one of the usual names on the PATH.
 * @param {Record<string, string | undefined>} [env]
 */
export function findBrowser(env = process.env) {
  if (env.CHROMIUM_BIN) return existsSync(env.CHROMIUM_BIN) ? env.CHROMIUM_BIN : null;
  for (const name of BROWSERS) {
    const found = which(name, env.PATH);
    if (found) return found;
  }
  return null;
}

/**
 * Whatever the browser tests need of the system.
 * @returns {Promise<string>} the browser's path
 * @throws {SetupError}
 */
export async function prepareBrowser() {
  if (process.env.CHROMIUM_BIN && !findBrowser())
    throw new SetupError(
      `CHROMIUM_BIN names ${process.env.CHROMIUM_BIN}, which does not exist: mend or unset it`,
    );
  if (existsSync('/etc/debian_version') && which('dpkg-query')) {
    const own = process.env.CHROMIUM_BIN ? PACKAGES.filter((name) => name !== 'chromium') : PACKAGES;
    await installPackages(notInstalled(own), 'the browser tests');
  } else {
    const missing = [];
    if (!findBrowser()) missing.push('chromium');
    const fonts = capture('fc-list', [':lang=zh', 'family']);
    if (!fonts.error && fonts.stdout.trim() === '') missing.push('fonts-noto-cjk');
    if (missing.length > 0) throw new SetupError(missingLine(missing, 'the browser tests'));
  }
  const browser = findBrowser();
  if (!browser) throw new SetupError(missingLine(['chromium'], 'the browser tests'));
  return browser;
}

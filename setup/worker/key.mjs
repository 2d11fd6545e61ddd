import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesOf } from '../stamp.mjs';
import { AFTER, BEFORE } from './patch.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));

/** Short name of the operating system, such as `debian12`: a built worker is linked to that system's libraries. */
export function systemName(osRelease = readOsRelease()) {
  const field = (/** @type {string} */ name) =>
    new RegExp(`^${name}=["']?([^"'\\n]*)`, 'm').exec(osRelease)?.[1]?.toLowerCase() ?? '';
  return `${field('ID')}${field('VERSION_ID')}`.replace(/[^a-z0-9.]/g, '') || process.platform;
}

function readOsRelease() {
  try {
    return readFileSync('/etc/os-release', 'utf8');
  } catch {
    return '';
  }
}

/** Hash of our own part of the build: a changed recipe makes a new worker. */
export function recipeHash(folder = HERE) {
  const hash = createHash('sha256').update(BEFORE).update(AFTER);
  for (const file of filesOf(
    ['CMakeLists.txt', 'precompiled.hpp', 'include'].map((name) => join(folder, name)),
  ))
    hash.update(readFileSync(file));
  return hash.digest('hex').slice(0, 8);
}

/**
 * Name of the folder that keeps one worker.
 * @param {{version: string, platform?: string, arch?: string, system?: string, recipe?: string}} of
 */
export function workerKey({
  version,
  platform = process.platform,
  arch = process.arch,
  system = systemName(),
  recipe = recipeHash(),
}) {
  return [version, `${platform}-${arch}`, system, recipe].join('-');
}

import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

// A stamp is a file that holds the hash of what a step was made from. The step is done again when the hash differs.

/**
 * Files under the given files and folders, sorted; what does not exist is left out.
 * @param {readonly string[]} entries
 * @param {(path: string) => boolean} [keep]
 * @returns {string[]}
 */
export function filesOf(entries, keep = () => true) {
  /** @type {string[]} */
  const found = [];
  const visit = (/** @type {string} */ path) => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (!stat) return;
    if (stat.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else if (stat.isFile() && keep(path)) found.push(path);
  };
  for (const entry of entries) visit(entry);
  return [...new Set(found)].sort();
}

/**
 * SHA-256 (hex) over names and contents. Contents, not times: a fresh checkout of the same sources has the same hash.
 * @param {readonly string[]} files
 * @param {{root: string, salt?: string}} options  `salt`: whatever else the result depends on
 */
export function hashFiles(files, { root, salt = '' }) {
  const hash = createHash('sha256').update(`${salt}\0`);
  for (const file of files) {
    const content = readFileSync(file);
    // The length keeps two different splits of the same bytes apart.
    hash.update(`${relative(root, file)}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

/** @param {string} stamp @param {string} hash */
export function isStamped(stamp, hash) {
  try {
    return readFileSync(stamp, 'utf8').trim() === hash;
  } catch {
    return false;
  }
}

/** @param {string} stamp @param {string} hash */
export function writeStamp(stamp, hash) {
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, `${hash}\n`);
}

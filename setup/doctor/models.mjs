import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir, ROOT } from '../paths.mjs';
import { modelsDir } from '../voice.mjs';
import { fail, ok, warn } from './finding.mjs';

/**
 * @typedef {object} Entry  of models/manifest.json
 * @property {string} id
 * @property {string} kind
 * @property {string} title
 * @property {boolean} recommended
 * @property {{file: string, size: number | null}[]} files
 * @property {string[]} installs
 * @property {string} [npm]
 */

const isFile = (/** @type {string} */ path, /** @type {number | null} */ size = null) => {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat?.isFile() === true && (size === null ? stat.size > 0 : stat.size === size);
};

/** Folders that may hold an installed entry. */
function installFolders() {
  const packs = join(cacheDir(), 'packs');
  return [modelsDir(), ...(existsSync(packs) ? readdirSync(packs).map((name) => join(packs, name)) : [])];
}

/**
 * Where an entry stands: installed, cut short, at hand in the folder of assets (then installing needs no network), or absent.
 * @param {Entry} entry
 * @param {{folders: readonly string[], assetsDir: string | null, root?: string}} where
 * @returns {'installed' | 'damaged' | 'at hand' | 'absent'}
 */
export function stateOfEntry(entry, { folders, assetsDir, root = ROOT }) {
  if (entry.npm) return existsSync(join(root, entry.npm, 'node_modules')) ? 'installed' : 'absent';
  const sizes = new Map(entry.files.map(({ file, size }) => [file, size]));
  for (const folder of folders)
    if (entry.installs.every((file) => isFile(join(folder, file), sizes.get(file)))) return 'installed';
  if (entry.installs.some((file) => folders.some((folder) => existsSync(join(folder, file)))))
    return 'damaged';
  if (assetsDir && entry.files.every(({ file, size }) => isFile(join(assetsDir, file), size)))
    return 'at hand';
  return 'absent';
}

/**
 * @param {{assetsDir: string | null}} config
 * @param {{manifest?: string, folders?: readonly string[], root?: string}} [world]
 * @returns {import('./finding.mjs').Finding[]}
 */
export function checkModels(
  { assetsDir },
  { manifest = join(ROOT, 'models', 'manifest.json'), folders = installFolders(), root = ROOT } = {},
) {
  /** @type {Entry[]} */
  let entries;
  try {
    entries = JSON.parse(readFileSync(manifest, 'utf8')).entries;
  } catch {
    return [fail('models', `${manifest} cannot be read`, 'restore it:  git checkout models/manifest.json')];
  }
  return entries.map((entry) => {
    const name = entry.kind === 'voice' ? 'voice' : 'model';
    const command = `npm run models -- ${entry.id}`;
    const state = stateOfEntry(entry, { folders, assetsDir, root });
    if (state === 'installed') return ok(name, `${entry.title}: installed`);
    if (state === 'damaged') return fail(name, `${entry.title}: incomplete`, command);
    const text = `${entry.title}: not installed${state === 'at hand' ? ', its files are at hand' : ''}`;
    return entry.recommended ? warn(name, text, command) : ok(name, `${text} (optional: ${command})`);
  });
}

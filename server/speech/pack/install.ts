import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '../../../protocol/errors.ts';
import { readArchive } from './archive.ts';
import { buildPack } from './build.ts';
import { findOrFetch, place } from './fetch.ts';
import { keepSha256, keptSha256 } from './kept.ts';
import { type Manifest, type ManifestEntry, readManifest } from './manifest.ts';
import { PACK_BINARY, PACK_FORMAT, PACK_INDEX, type PackIndex } from './shape.ts';
import { readPackIndex } from './store.ts';

/** Recordings in the archive of the Mandarin voice, for the progress line. */
const RECORDINGS = 10_303;

export interface InstallOptions {
  /** Folder to install into; made when missing. */
  dest: string;
  /** Folder with files that need no download, or null. */
  assetsDir: string | null;
  manifest?: Manifest;
  /** Told what happens, in words, and how far it is (0 to 1). */
  onProgress?: (step: string, share: number) => void;
  signal?: AbortSignal;
}

function entryOf(manifest: Manifest, id: string): ManifestEntry {
  const entry = manifest.entries.find((e) => e.id === id);
  if (!entry) {
    const known = manifest.entries.map((e) => e.id).join(', ');
    throw new AppError('not_found', `The manifest knows no "${id}". It knows: ${known}.`);
  }
  return entry;
}

/**
 * Installs the recorded Mandarin voice: finds the archive, converts it (one to three minutes) and puts two files into
 * `dest`. When they are there already, and whole, nothing is done.
 *
 * @throws AppError `not_found` or `content_invalid`
 */
export async function installVoicePack(options: InstallOptions): Promise<PackIndex> {
  const ready = readPackIndex(options.dest);
  if (ready) return ready;
  const entry = entryOf(options.manifest ?? readManifest(), 'voice-cmn');
  const file = entry.files[0];
  if (!file) throw new AppError('config_invalid', 'The manifest names no archive for voice-cmn.');
  mkdirSync(options.dest, { recursive: true });
  const found = await findOrFetch(file, {
    modelsDir: options.dest,
    assetsDir: options.assetsDir,
    ...(options.signal ? { signal: options.signal } : {}),
    onProgress: (bytes, total) => options.onProgress?.('download', total > 0 ? bytes / total : 0),
  });
  let content = '';
  try {
    const recordings = readArchive(found.path, file.folder, (sha) => {
      content = sha;
      // Only the content proves an archive that the address packed anew; a wrong one must not become a pack.
      if (!found.verified && sha !== file.contentSha256) {
        throw new AppError(
          'content_invalid',
          'The archive of the voice holds other recordings than the manifest says.',
        );
      }
    });
    return await buildPack(recordings, {
      dest: options.dest,
      version: `${PACK_FORMAT}:${file.contentSha256 ?? content}`,
      licence: entry.licence,
      attribution: entry.attribution,
      onUnit: (count) => {
        options.signal?.throwIfAborted();
        if (count % 100 === 0) options.onProgress?.('convert', Math.min(1, count / RECORDINGS));
      },
    });
  } finally {
    if (found.temporary) rmSync(found.path, { force: true });
  }
}

/** A folder of this user's cache for a voice pack, named after the manifest: tests install once and share it. */
export function packCacheDir(manifest: Manifest = readManifest()): string {
  const sha = entryOf(manifest, 'voice-cmn').files[0]?.contentSha256 ?? 'unknown';
  const root = process.env.GOVATAR_CACHE ?? join(homedir(), '.cache', 'govatar');
  return join(root, 'packs', `voice-cmn-${PACK_FORMAT}-${sha.slice(0, 16)}`);
}

/** The first folder that holds a whole voice pack: `modelsDir`, then the user's cache; null when none does. */
export function findVoicePack(modelsDir: string): string | null {
  for (const dir of [modelsDir, packCacheDir()]) if (readPackIndex(dir)) return dir;
  return null;
}

function npmInstall(folder: string): Promise<void> {
  return new Promise((done, fail) => {
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const child = spawn(npm, ['ci', '--omit=dev', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
    child.once('error', fail);
    child.once('exit', (code) =>
      code === 0 ? done() : fail(new AppError('not_found', `npm ci in ${folder} ended with code ${code}.`)),
    );
  });
}

/** True when everything an entry installs is there. */
export function isInstalled(entry: ManifestEntry, modelsDir: string): boolean {
  if (entry.npm !== undefined) {
    return existsSync(new URL(`../../../${entry.npm}/node_modules`, import.meta.url).pathname);
  }
  if (entry.installs.includes(PACK_BINARY) && entry.installs.includes(PACK_INDEX))
    return readPackIndex(modelsDir) !== null;
  return entry.files.every((file) => {
    const path = join(modelsDir, file.file);
    const size = statSync(path, { throwIfNoEntry: false })?.size;
    return size !== undefined && (file.size === null ? keptSha256(path) !== null : size === file.size);
  });
}

/** Installs one entry of the manifest by its id. @throws AppError `not_found` or `content_invalid` */
export async function installEntry(id: string, options: InstallOptions): Promise<void> {
  const manifest = options.manifest ?? readManifest();
  const entry = entryOf(manifest, id);
  if (entry.id === 'voice-cmn') {
    await installVoicePack({ ...options, manifest });
    return;
  }
  if (entry.npm !== undefined) {
    await npmInstall(new URL(`../../../${entry.npm}`, import.meta.url).pathname);
    return;
  }
  for (const [i, file] of entry.files.entries()) {
    options.onProgress?.(file.file, i / entry.files.length);
    const found = await findOrFetch(file, {
      modelsDir: options.dest,
      assetsDir: options.assetsDir,
      ...(options.signal ? { signal: options.signal } : {}),
    });
    const dest = join(options.dest, file.file);
    await place(found, dest);
    if (file.sha256 === null) await keepSha256(dest);
  }
}

import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AppError } from '../../../protocol/errors.ts';
import type { ManifestFile } from './manifest.ts';

/** SHA-256 of a file, hex. */
export async function sha256File(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

export interface Found {
  path: string;
  /** Whether the file's own hash was right; an archive from its address is proved by its content instead. */
  verified: boolean;
  /** True when it was downloaded to a place of its own and may be deleted after use. */
  temporary: boolean;
}

export interface FetchOptions {
  modelsDir: string;
  assetsDir: string | null;
  /** Told the bytes read so far and the whole size (0 when unknown). */
  onProgress?: (bytes: number, total: number) => void;
  signal?: AbortSignal;
}

async function download(file: ManifestFile, dest: string, options: FetchOptions): Promise<void> {
  if (file.address === null) {
    throw new AppError(
      'not_found',
      `${file.file} has no address: put it into models/ or into $GOVATAR_ASSETS.`,
    );
  }
  let response: Response;
  try {
    response = await fetch(file.address, options.signal ? { signal: options.signal } : {});
  } catch (cause) {
    throw new AppError(
      'not_found',
      `${file.address} cannot be reached. Without a network, copy the file to models/${file.file} or set GOVATAR_ASSETS.`,
      { cause },
    );
  }
  if (!response.ok || !response.body) {
    throw new AppError('not_found', `${file.address} answered ${response.status}.`);
  }
  const total = Number(response.headers.get('content-length') ?? 0);
  let bytes = 0;
  const body = Readable.fromWeb(response.body as import('node:stream/web').ReadableStream);
  body.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    options.onProgress?.(bytes, total);
  });
  mkdirSync(dirname(dest), { recursive: true });
  await pipeline(body, createWriteStream(dest));
}

/**
 * Finds a file of the manifest: in `models/`, in the folder of assets, at its address, in this order. A file with a
 * wrong hash is passed over.
 *
 * @throws AppError `not_found` when no place has it, `content_invalid` when the address gives something else
 */
export async function findOrFetch(file: ManifestFile, options: FetchOptions): Promise<Found> {
  const places = [join(options.modelsDir, file.file)];
  if (options.assetsDir) places.push(join(options.assetsDir, file.file));
  for (const path of places) {
    if (!existsSync(path) || (file.size !== null && statSync(path).size !== file.size)) continue;
    // Known to nobody yet: whoever put it there vouches for it.
    if (file.sha256 === null) return { path, verified: false, temporary: false };
    if ((await sha256File(path)) === file.sha256) return { path, verified: true, temporary: false };
  }
  const part = join(options.modelsDir, `${file.file}.${process.pid}.part`);
  try {
    await download(file, part, options);
    const right = file.sha256 !== null && (await sha256File(part)) === file.sha256;
    if (!right && file.sha256 !== null && file.contentSha256 === undefined) {
      throw new AppError('content_invalid', `${file.address} gave a file with another SHA-256.`);
    }
    return { path: part, verified: right, temporary: true };
  } catch (error) {
    rmSync(part, { force: true });
    throw error;
  }
}

/** Moves a fetched file, or copies one that belongs to somebody else, to its place: whole or not at all. */
export async function place(found: Found, dest: string): Promise<void> {
  mkdirSync(dirname(dest), { recursive: true });
  if (found.path === dest) return;
  if (found.temporary) {
    renameSync(found.path, dest);
    return;
  }
  const part = `${dest}.${process.pid}.part`;
  await pipeline(createReadStream(found.path), createWriteStream(part));
  renameSync(part, dest);
}

import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError } from '../../protocol/errors.ts';
import { KEY_BYTES } from './cipher.ts';

/**
 * The key in `file` (32 bytes in base64), or null when there is no such file.
 * `AppError('data_key_wrong')` when the file holds something else or may not be read.
 */
export async function readKey(file: string): Promise<Uint8Array | null> {
  let text: string;
  try {
    text = (await readFile(file, 'utf8')).trim();
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null;
    throw new AppError('data_key_wrong', `The key file ${file} cannot be read (${codeOf(cause)}).`, {
      cause,
    });
  }
  const key = Buffer.from(text, 'base64');
  if (key.length !== KEY_BYTES || key.toString('base64') !== text) {
    throw new AppError(
      'data_key_wrong',
      `The key file ${file} does not hold ${KEY_BYTES} bytes in base64. Restore it from its backup.`,
    );
  }
  return key;
}

/**
 * Makes `file` with a new random key, readable by its owner only, and returns what the file then holds: when another
 * process made it in the same moment, that one's key. The file is on the disk before this resolves.
 */
export async function createKey(file: string): Promise<Uint8Array> {
  const folder = dirname(file);
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link appears whole or not at all, and never replaces a key that is there.
    await link(draft, file).catch((cause: unknown) => {
      if (codeOf(cause) !== 'EEXIST') throw cause;
    });
    await syncFolder(folder);
  } catch (cause) {
    throw new AppError(
      'config_invalid',
      `The key file ${file} cannot be made (${codeOf(cause)}): give the process the right to write there, ` +
        'or name another file with GOVATAR_DATA_KEY_FILE.',
      { cause },
    );
  } finally {
    await rm(draft, { force: true });
  }
  const key = await readKey(file);
  if (!key) throw new AppError('data_key_wrong', `The key file ${file} vanished while it was being made.`);
  return key;
}

/** Whether others than the owner may read the file; false where the system knows no such rights. */
export async function isExposed(file: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  return ((await stat(file)).mode & 0o077) !== 0;
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}

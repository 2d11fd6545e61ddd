import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { AppError } from '../../protocol/errors.ts';

/** Plain bytes in one chunk; only the last of a file, or one that was flushed, holds fewer. */
export const CHUNK_BYTES = 65_536;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** Length of the plain bytes (its top bit: nothing follows), IV, tag. */
const HEAD_BYTES = 4 + IV_BYTES + TAG_BYTES;
const LAST = 0x8000_0000;

/** Where a sealed file belongs. It is authenticated with each chunk, so that files cannot be exchanged for one another. */
export interface SealedPlace {
  key: Uint8Array;
  /** Parts of its name, such as the recording and the file. */
  name: readonly string[];
}

/** Place and order of a chunk: none can be moved, left out in the middle, or taken for the last. */
const aad = (name: readonly string[], index: number, last: boolean): Buffer =>
  Buffer.from(JSON.stringify([1, ...name, index, last]), 'utf8');

function seal({ key, name }: SealedPlace, index: number, plain: Uint8Array, last: boolean): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad(name, index, last));
  const body = cipher.update(plain);
  cipher.final();
  const head = Buffer.alloc(4);
  head.writeUInt32BE((last ? LAST : 0) + plain.length);
  return Buffer.concat([head, iv, cipher.getAuthTag(), body]);
}

const broken = (name: readonly string[], cause?: unknown): AppError =>
  new AppError(
    'data_key_wrong',
    `A file of a recording does not open (${name.join('/')}): it was sealed with another key, or it was changed.`,
    { cause },
  );

interface Chunk {
  plain: Buffer;
  last: boolean;
  /** Bytes it takes in the file. */
  length: number;
}

/** The chunk at a position; null where the file ends before it is whole. */
async function chunkAt(
  file: FileHandle,
  { key, name }: SealedPlace,
  at: number,
  index: number,
): Promise<Chunk | null> {
  const head = Buffer.alloc(HEAD_BYTES);
  if ((await file.read(head, 0, HEAD_BYTES, at)).bytesRead < HEAD_BYTES) return null;
  const word = head.readUInt32BE(0);
  const last = word >= LAST;
  const size = last ? word - LAST : word;
  if (size > CHUNK_BYTES) throw broken(name);
  const body = Buffer.alloc(size);
  if ((await file.read(body, 0, size, at + HEAD_BYTES)).bytesRead < size) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, head.subarray(4, 4 + IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(aad(name, index, last));
    decipher.setAuthTag(head.subarray(4 + IV_BYTES));
    return {
      plain: Buffer.concat([decipher.update(body), decipher.final()]),
      last,
      length: HEAD_BYTES + size,
    };
  } catch (cause) {
    throw broken(name, cause);
  }
}

/** Writes a file in sealed chunks (AES-256-GCM), in the order in which bytes are given. */
export class SealedWriter {
  readonly #file: FileHandle;
  readonly #place: SealedPlace;
  #held: Buffer[] = [];
  #holds = 0;
  #index = 0;
  #writes: Promise<void> = Promise.resolve();
  #failed: unknown = null;
  /** Plain bytes given so far. */
  bytes = 0;

  private constructor(file: FileHandle, place: SealedPlace) {
    this.#file = file;
    this.#place = place;
  }

  /** A new file. @throws when one of this name is there already */
  static async create(path: string, place: SealedPlace): Promise<SealedWriter> {
    return new SealedWriter(await open(path, 'wx', 0o600), place);
  }

  write(bytes: Uint8Array): void {
    this.bytes += bytes.length;
    this.#held.push(Buffer.from(bytes));
    this.#holds += bytes.length;
    while (this.#holds >= CHUNK_BYTES) this.#put(CHUNK_BYTES, false);
  }

  /** Brings what is held to the file: as much as this is not lost when the process is killed. */
  flush(): Promise<void> {
    if (this.#holds > 0) this.#put(this.#holds, false);
    return this.#settled();
  }

  /** Resolves when what was given so far is written, but for the rest of a chunk. For whoever gives much at once. */
  drained(): Promise<void> {
    return this.#settled();
  }

  #put(length: number, last: boolean): void {
    const all = this.#held.length === 1 ? (this.#held[0] ?? Buffer.alloc(0)) : Buffer.concat(this.#held);
    const plain = all.subarray(0, length);
    const rest = all.subarray(length);
    this.#held = rest.length === 0 ? [] : [rest];
    this.#holds = rest.length;
    const chunk = seal(this.#place, this.#index, plain, last);
    this.#index += 1;
    this.#writes = this.#writes
      .then(async () => {
        if (this.#failed === null) await this.#file.write(chunk);
      })
      .catch((error: unknown) => {
        this.#failed ??= error;
      });
  }

  async #settled(): Promise<void> {
    await this.#writes;
    if (this.#failed !== null) throw this.#failed;
  }

  /** Ends the file; it is on the disk then. @throws when something could not be written */
  async close(): Promise<void> {
    this.#put(this.#holds, true);
    try {
      await this.#settled();
      await this.#file.sync();
    } finally {
      await this.#file.close();
    }
  }
}

/**
 * The plain bytes of a sealed file in their order. `cut`: one that a killed process has left is given as far as it goes;
 * else a file without its end is an error.
 * @throws AppError `data_key_wrong`
 */
export async function* readSealed(
  path: string,
  place: SealedPlace,
  { cut = false }: { cut?: boolean } = {},
): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    let at = 0;
    for (let index = 0; ; index += 1) {
      const chunk = await chunkAt(file, place, at, index);
      if (chunk === null) {
        if (cut) return;
        throw broken(place.name);
      }
      if (chunk.plain.length > 0) yield chunk.plain;
      if (chunk.last) return;
      at += chunk.length;
    }
  } finally {
    await file.close();
  }
}

/**
 * Some plain bytes of a file that was written without `flush`: from `from` on, up to `to` (not included).
 * @throws AppError `data_key_wrong`
 */
export async function* readSealedRange(
  path: string,
  place: SealedPlace,
  from: number,
  to: number,
): AsyncGenerator<Buffer> {
  const file = await open(path, 'r');
  try {
    for (let at = from; at < to; ) {
      const index = Math.floor(at / CHUNK_BYTES);
      const chunk = await chunkAt(file, place, index * (CHUNK_BYTES + HEAD_BYTES), index);
      if (chunk === null) throw broken(place.name);
      const begin = index * CHUNK_BYTES;
      const part = chunk.plain.subarray(at - begin, Math.min(to - begin, chunk.plain.length));
      if (part.length === 0) return;
      yield part;
      at += part.length;
      if (chunk.last) return;
    }
  } finally {
    await file.close();
  }
}

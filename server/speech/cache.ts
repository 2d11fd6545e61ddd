import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Viseme } from '../../protocol/index.ts';

/** Version of the files and of everything before the engines (normalisation, pinyin, levels, Opus). */
export const CACHE_VERSION = 2;
/** 512 MB hold about 30 hours of speech. */
const MAX_BYTES = 512 * 1024 * 1024;
const MAGIC = 'GVSP';

/** What is kept of a spoken clause: all but marks. */
export interface CachedSpeech {
  engine: string;
  frames: Uint8Array[];
  durationMs: number;
  units: { t: number; d: number; from: number; to: number }[];
  visemes: Viseme[];
}

const Header = z.strictObject({
  engine: z.string(),
  durationMs: z.number(),
  sizes: z.array(z.number().int().positive()),
  units: z.array(z.strictObject({ t: z.number(), d: z.number(), from: z.number(), to: z.number() })),
  visemes: z.array(Viseme),
});

/** Key of a clause: everything that its sound depends on. */
export function cacheKey(parts: { text: string; lang: string; rate: number; chain: string }): string {
  return createHash('sha256')
    .update(JSON.stringify([CACHE_VERSION, parts.text, parts.lang, parts.rate, parts.chain]))
    .digest('hex');
}

function pack(speech: CachedSpeech): Buffer {
  const { frames, ...rest } = speech;
  const header = Buffer.from(JSON.stringify({ ...rest, sizes: frames.map((f) => f.length) }));
  const head = Buffer.alloc(8);
  head.write(MAGIC, 0, 'latin1');
  head.writeUInt32LE(header.length, 4);
  const body = Buffer.concat([head, header, ...frames]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

function unpack(file: Buffer): CachedSpeech | null {
  const body = file.subarray(0, -32);
  if (file.length < 40 || body.toString('latin1', 0, 4) !== MAGIC) return null;
  if (!createHash('sha256').update(body).digest().equals(file.subarray(-32))) return null;
  const length = body.readUInt32LE(4);
  const parsed = Header.safeParse(JSON.parse(body.toString('utf8', 8, 8 + length)));
  if (!parsed.success) return null;
  const { sizes, ...rest } = parsed.data;
  const frames: Uint8Array[] = [];
  let at = 8 + length;
  for (const size of sizes) {
    frames.push(new Uint8Array(body.subarray(at, at + size)));
    at += size;
  }
  return at === body.length ? { ...rest, frames } : null;
}

export interface SpeechCache {
  /** What was kept under a key; null when there is nothing, or nothing whole. */
  get(key: string): Promise<CachedSpeech | null>;
  /** Keeps a clause. Never rejects: a full disk must not cost a turn. */
  put(key: string, speech: CachedSpeech): Promise<void>;
  /** Waits for writes under way. */
  close(): Promise<void>;
}

/**
 * Spoken clauses on disk: one file each, written whole or not at all, proved by a hash when read. When the folder grows
 * beyond `maxBytes` the files that were used longest ago are deleted.
 */
export function openCache(dir: string, options: { maxBytes?: number; now?: () => number } = {}): SpeechCache {
  const { maxBytes = MAX_BYTES, now = Date.now } = options;
  let size: number | null = null;
  let work: Promise<void> = Promise.resolve();
  // What is still being written is given from memory.
  const writing = new Map<string, CachedSpeech>();
  const place = (key: string): string => join(dir, `${key}.speech`);

  async function measure(): Promise<{ path: string; size: number; used: number }[]> {
    const files: { path: string; size: number; used: number }[] = [];
    for (const name of await readdir(dir)) {
      const path = join(dir, name);
      const info = await stat(path).catch(() => null);
      if (!info) continue;
      // A part that nobody finished within an hour was left by a crash.
      if (name.endsWith('.part') && now() - info.mtimeMs > 3_600_000) await rm(path, { force: true });
      else if (name.endsWith('.speech')) files.push({ path, size: info.size, used: info.mtimeMs });
    }
    return files;
  }

  async function shrink(): Promise<void> {
    const files = await measure();
    let total = files.reduce((sum, f) => sum + f.size, 0);
    if (total > maxBytes) {
      files.sort((a, b) => a.used - b.used);
      for (const file of files) {
        if (total <= maxBytes * 0.9) break;
        await rm(file.path, { force: true });
        total -= file.size;
      }
    }
    size = total;
  }

  async function write(key: string, speech: CachedSpeech): Promise<void> {
    await mkdir(dir, { recursive: true });
    const bytes = pack(speech);
    const part = join(dir, `${key}.${randomUUID()}.part`);
    try {
      await writeFile(part, bytes);
      await rename(part, place(key));
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
    if (size === null || size + bytes.length > maxBytes) await shrink();
    else size += bytes.length;
  }

  return {
    async get(key) {
      const fresh = writing.get(key);
      if (fresh) return fresh;
      try {
        const found = unpack(await readFile(place(key)));
        if (!found) {
          await rm(place(key), { force: true });
          return null;
        }
        const time = new Date(now());
        utimes(place(key), time, time).catch(() => {});
        return found;
      } catch {
        return null;
      }
    },
    put(key, speech) {
      writing.set(key, speech);
      work = work
        .then(() => write(key, speech))
        .catch(() => {})
        .finally(() => writing.delete(key));
      return work;
    },
    close: () => work,
  };
}

import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { Recording } from './build.ts';

/** First two bytes of a gzip stream (RFC 1952). */
const GZIP = [0x1f, 0x8b];

async function startsWithGzip(path: string): Promise<boolean> {
  for await (const chunk of createReadStream(path, { start: 0, end: 1 })) {
    const bytes = chunk as Buffer;
    return bytes[0] === GZIP[0] && bytes[1] === GZIP[1];
  }
  return false;
}

/** `audio-cmn-ff9ed3d/64k/hsk/cmn-数据.mp3` as `hsk/cmn-数据.mp3`; null for what lies elsewhere. */
export function memberName(path: string, folder: string | undefined): string | null {
  const parts = path.replace(/^\.\//, '').split('/');
  if (parts.length < 2 || !path.endsWith('.mp3')) return null;
  if (parts.length > 2 && folder !== undefined && parts.at(-3) !== folder) return null;
  return parts.slice(-2).join('/');
}

/**
 * Yields the mp3 files of a tar, plain or gzipped, one after the other; nothing is written to disk.
 *
 * @param onEnd gets the SHA-256 over the sorted lines `name NUL sha256 LF`, the same however the files were packed
 */
export async function* readArchive(
  path: string,
  folder: string | undefined,
  onEnd: (contentSha256: string) => void,
): AsyncGenerator<Recording> {
  const untar = extract();
  const source = createReadStream(path, { highWaterMark: 1 << 20 });
  const piped = (await startsWithGzip(path))
    ? pipeline(source, createGunzip(), untar)
    : pipeline(source, untar);
  // A failure reaches the reader through the iterator below; this keeps it from being unhandled meanwhile.
  piped.catch(() => {});
  const lines: string[] = [];
  for await (const entry of untar) {
    const header = entry.header as Header;
    const name = header.type === 'file' ? memberName(header.name, folder) : null;
    if (name === null) {
      entry.resume();
      continue;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const data = Buffer.concat(chunks);
    lines.push(`${name}\0${createHash('sha256').update(data).digest('hex')}\n`);
    yield { name, data };
  }
  await piped;
  lines.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  onEnd(createHash('sha256').update(lines.join('')).digest('hex'));
}

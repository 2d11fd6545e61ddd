import { randomBytes } from 'node:crypto';
import { mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHUNK_BYTES, readSealed, readSealedRange, SealedWriter } from './sealed-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'govatar-sealed-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let files = 0;
const newFile = () => ({
  path: join(folder, `f${files++}`),
  place: { key: randomBytes(32), name: ['rec_1', 'a'] },
});
const all = async (parts: AsyncIterable<Buffer>): Promise<Buffer> => {
  const read: Buffer[] = [];
  for await (const part of parts) read.push(part);
  return Buffer.concat(read);
};

describe('a sealed file', () => {
  it('gives back what was written, in parts of any size, and shows none of it', async () => {
    const { path, place } = newFile();
    const plain = randomBytes(3 * CHUNK_BYTES + 17);
    const writer = await SealedWriter.create(path, place);
    for (let at = 0; at < plain.length; at += 9_001) writer.write(plain.subarray(at, at + 9_001));
    await writer.close();
    expect((await all(readSealed(path, place))).equals(plain)).toBe(true);
    expect((await readFile(path)).includes(plain.subarray(100, 132))).toBe(false);
    expect((await stat(path)).mode & 0o077).toBe(0);
  });

  it.each([
    [0, 10],
    [CHUNK_BYTES - 5, CHUNK_BYTES + 5],
    [2 * CHUNK_BYTES, 2 * CHUNK_BYTES + 100],
    [2 * CHUNK_BYTES + 90, 9e9],
  ])('gives any part: %d to %d', async (from, to) => {
    const { path, place } = newFile();
    const plain = randomBytes(2 * CHUNK_BYTES + 100);
    const writer = await SealedWriter.create(path, place);
    writer.write(plain);
    await writer.close();
    expect((await all(readSealedRange(path, place, from, to))).equals(plain.subarray(from, to))).toBe(true);
  });

  it('gives what was flushed before its process was killed, and refuses to pass it off as whole', async () => {
    const { path, place } = newFile();
    const writer = await SealedWriter.create(path, place);
    writer.write(Buffer.from('kept'));
    await writer.flush();
    writer.write(Buffer.from('lost'));
    expect((await all(readSealed(path, place, { cut: true }))).toString()).toBe('kept');
    await expect(all(readSealed(path, place))).rejects.toMatchObject({ code: 'data_key_wrong' });
    await writer.close();
    const { size } = await stat(path);
    await truncate(path, size - 3);
    expect((await all(readSealed(path, place, { cut: true }))).toString()).toBe('kept');
  });

  it('does not open with another key, under another name, or when a bit was turned', async () => {
    const { path, place } = newFile();
    const writer = await SealedWriter.create(path, place);
    writer.write(Buffer.from('words of somebody'));
    await writer.close();
    const refused = { code: 'data_key_wrong' };
    await expect(all(readSealed(path, { ...place, key: randomBytes(32) }))).rejects.toMatchObject(refused);
    await expect(all(readSealed(path, { ...place, name: ['rec_1', 'b'] }))).rejects.toMatchObject(refused);
    const bytes = await readFile(path);
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    const turned = join(folder, 'turned');
    await writeFile(turned, bytes);
    await expect(all(readSealed(turned, place))).rejects.toMatchObject(refused);
  });

  it('does not write over one that is there', async () => {
    const { path, place } = newFile();
    await (await open(path, 'w')).close();
    await expect(SealedWriter.create(path, place)).rejects.toMatchObject({ code: 'EEXIST' });
  });
});

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createKey, isExposed, readKey } from './key.ts';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'govatar-key-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('the key file', () => {
  it('is made once, for its owner only, and read again', async () => {
    const file = join(dir, 'sub', 'key');
    expect(await readKey(file)).toBeNull();
    const key = await createKey(file);
    expect(key).toHaveLength(32);
    expect(await readKey(file)).toEqual(key);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await isExposed(file)).toBe(false);
  });

  it('is one and the same for all who make it at once, and leaves no draft behind', async () => {
    const file = join(dir, 'key');
    const keys = await Promise.all(Array.from({ length: 8 }, () => createKey(file)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(await readdir(dir)).toEqual(['key']);
  });

  it('is never overwritten', async () => {
    const file = join(dir, 'key');
    await createKey(file);
    const before = await readFile(file, 'utf8');
    await createKey(file);
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('with anything but 32 bytes in base64 is refused', async () => {
    const file = join(dir, 'key');
    for (const text of ['', 'c2hvcnQ=', 'not base64 at all', `${Buffer.alloc(33).toString('base64')}`]) {
      await writeFile(file, text);
      await expect(readKey(file), text).rejects.toMatchObject({ code: 'data_key_wrong' });
    }
  });

  it('that others may read is told', async () => {
    const file = join(dir, 'key');
    await writeFile(file, '', { mode: 0o644 });
    expect(await isExposed(file)).toBe(true);
  });
});

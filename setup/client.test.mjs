import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientSources, compressFolders } from './client.mjs';

describe('the compressed pages', () => {
  /** @type {string} */
  let root;
  const cache = () => join(root, 'cache');
  const out = () => join(root, 'out');
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'client-'));
    mkdirSync(join(out(), 'assets'), { recursive: true });
    writeFileSync(join(out(), 'assets/page.js'), 'const word = "同一个词";\n'.repeat(200));
    writeFileSync(join(out(), 'small.js'), 'let a;');
    writeFileSync(join(out(), 'picture.png'), 'x'.repeat(5000));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('stand beside what is worth it, and hold the same content', async () => {
    await compressFolders([out()], { cache: cache() });
    const plain = readFileSync(join(out(), 'assets/page.js'));
    expect(brotliDecompressSync(readFileSync(join(out(), 'assets/page.js.br')))).toEqual(plain);
    expect(gunzipSync(readFileSync(join(out(), 'assets/page.js.gz')))).toEqual(plain);
    expect(readdirSync(out()).sort()).toEqual(['assets', 'picture.png', 'small.js']);
  });

  it('are not compressed twice, and nothing is kept that is no longer used', async () => {
    await compressFolders([out()], { cache: cache() });
    const kept = readdirSync(cache());
    const times = kept.map((name) => statSync(join(cache(), name)).mtimeMs);
    rmSync(join(out(), 'assets/page.js.br'));
    await compressFolders([out()], { cache: cache() });
    expect(kept.map((name) => statSync(join(cache(), name)).mtimeMs)).toEqual(times);
    expect(statSync(join(out(), 'assets/page.js.br')).size).toBeGreaterThan(0);
    rmSync(join(out(), 'assets/page.js'));
    await compressFolders([out()], { cache: cache() });
    expect(readdirSync(cache()).filter((name) => kept.includes(name))).toHaveLength(0);
  });

  it('are made from sources, not from their tests', () => {
    for (const name of [
      'client/a.ts',
      'client/a.test.ts',
      'avatars/builder/b.ts',
      'avatars/x.vrm',
      'server/s.ts',
    ]) {
      mkdirSync(join(root, name, '..'), { recursive: true });
      writeFileSync(join(root, name), '');
    }
    expect(clientSources(root)).toEqual([join(root, 'avatars/x.vrm'), join(root, 'client/a.ts')]);
  });
});

import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type CachedSpeech, cacheKey, openCache } from './cache.ts';

const speech: CachedSpeech = {
  engine: 'recorded',
  frames: [Uint8Array.of(1, 2, 3), Uint8Array.of(4)],
  durationMs: 40,
  units: [{ t: 16.5, d: 20, from: 0, to: 1 }],
  visemes: [{ t: 16.5, d: 20, v: 'aa', w: 0.8 }],
};

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'speech-cache-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const key = (text: string, rate = 1): string => cacheKey({ text, lang: 'zh', rate, chain: 'recorded@1' });

describe('the cache of speech', () => {
  it('gives back what was put in, to another process too', async () => {
    await openCache(dir).put(key('您好'), speech);
    expect(await openCache(dir).get(key('您好'))).toEqual(speech);
  });

  it('keeps apart what differs in text, rate or voice', () => {
    const other = cacheKey({ text: '您好', lang: 'zh', rate: 1, chain: 'recorded@2' });
    expect(new Set([key('您好'), key('你好'), key('您好', 1.2), other]).size).toBe(4);
  });

  it('ignores a damaged file wherever the damage is, and writes it again', async () => {
    const cache = openCache(dir);
    await cache.put(key('您好'), speech);
    const file = join(dir, readdirSync(dir)[0] ?? '');
    const whole = readFileSync(file);
    for (let i = 0; i < whole.length; i += 7) {
      const bad = Buffer.from(whole);
      bad[i] = (bad[i] ?? 0) ^ 0x41;
      writeFileSync(file, bad);
      expect(await cache.get(key('您好'))).toBeNull();
    }
    writeFileSync(file, whole.subarray(0, 20));
    expect(await cache.get(key('您好'))).toBeNull();
    await cache.put(key('您好'), speech);
    expect(await cache.get(key('您好'))).toEqual(speech);
  });

  it('stays within its size and drops what was used longest ago', async () => {
    await openCache(dir).put(key('0'), speech);
    const one = statSync(join(dir, readdirSync(dir)[0] ?? '')).size;
    const cache = openCache(dir, { maxBytes: one * 4 });
    for (let i = 1; i < 4; i++) await cache.put(key(String(i)), speech);
    for (let i = 0; i < 4; i++) utimesSync(join(dir, `${key(String(i))}.speech`), 1000 + i, 1000 + i);
    await cache.put(key('4'), speech);
    expect(readdirSync(dir).length).toBeLessThanOrEqual(4);
    expect(await cache.get(key('0'))).toBeNull();
    expect(await cache.get(key('4'))).toEqual(speech);
  });

  it('does not reject when the folder cannot be written', async () => {
    writeFileSync(join(dir, 'file'), '');
    await expect(openCache(join(dir, 'file')).put(key('x'), speech)).resolves.toBeUndefined();
  });
});

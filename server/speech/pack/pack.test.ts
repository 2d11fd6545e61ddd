import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { pack } from 'tar-stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readArchive } from './archive.ts';
import { readName } from './build.ts';
import { findOrFetch } from './fetch.ts';
import { findVoicePack, installEntry, installVoicePack } from './install.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { readPackIndex } from './store.ts';
import { findBoundaries, findSound } from './trim.ts';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'speech-pack-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const sha = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');

async function tarOf(files: readonly (readonly [string, string])[]): Promise<Buffer> {
  const tar = pack();
  for (const [name, data] of files) tar.entry({ name }, data);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const plain: [string, string][] = [
  ['hsk/cmn-数据.mp3', 'one'],
  ['syllabs/cmn-niu4.mp3', 'two'],
];

async function contentOf(file: string, folder?: string): Promise<{ names: string[]; content: string }> {
  const names: string[] = [];
  let content = '';
  for await (const { name } of readArchive(file, folder, (value) => {
    content = value;
  })) {
    names.push(name);
  }
  return { names, content };
}

describe('the archive of the voice', () => {
  it('has the same content however it was packed', async () => {
    const repacked = [...plain]
      .reverse()
      .map(([name, data]): [string, string] => [`audio-ff9/64k/${name}`, data]);
    writeFileSync(join(dir, 'a.tar'), await tarOf(plain));
    writeFileSync(
      join(dir, 'b.tar.gz'),
      gzipSync(
        await tarOf([['audio-ff9/README.md', 'x'], ['audio-ff9/18k/hsk/cmn-数据.mp3', 'no'], ...repacked]),
      ),
    );
    const a = await contentOf(join(dir, 'a.tar'));
    const b = await contentOf(join(dir, 'b.tar.gz'), '64k');
    expect(a.names).toEqual(['hsk/cmn-数据.mp3', 'syllabs/cmn-niu4.mp3']);
    expect(b.content).toBe(a.content);
    writeFileSync(join(dir, 'c.tar'), await tarOf([['hsk/cmn-数据.mp3', 'ONE'], ...plain.slice(1)]));
    expect((await contentOf(join(dir, 'c.tar'))).content).not.toBe(a.content);
  });

  it('names words, characters and syllables, and leaves out patterns with gaps', () => {
    expect(readName('hsk/cmn-数据.mp3')).toEqual({ text: '数据', pinyin: ['shu4', 'ju4'] });
    expect(readName('syllabs/cmn-lv4.mp3')).toEqual({ text: '', pinyin: ['lv4'] });
    expect(readName('hsk/cmn-从_到.mp3')).toBeNull();
    expect(readName('syllabs/cmn-_hm1.mp3')).toBeNull();
  });
});

function manifestOf(file: string, data: string, address: string | null): Manifest {
  const entry = readManifest().entries.find((e) => e.id === 'face-landmarker');
  if (!entry) throw new Error('no entry');
  return {
    version: 1,
    entries: [{ ...entry, files: [{ file, address, sha256: sha(data), size: data.length }] }],
  };
}

describe('installing what the manifest names', () => {
  it('takes a file from the folder of assets, whole, under its name', async () => {
    mkdirSync(join(dir, 'assets/a'), { recursive: true });
    writeFileSync(join(dir, 'assets/a/x.bin'), 'content');
    const manifest = manifestOf('a/x.bin', 'content', null);
    await installEntry('face-landmarker', {
      dest: join(dir, 'models'),
      assetsDir: join(dir, 'assets'),
      manifest,
    });
    expect(readFileSync(join(dir, 'models/a/x.bin'), 'utf8')).toBe('content');
    expect(readdirSync(join(dir, 'models/a'))).toEqual(['x.bin']);
  });

  it('passes over a file with another hash, and says what to do when no place has it', async () => {
    mkdirSync(join(dir, 'assets'));
    writeFileSync(join(dir, 'assets/x.bin'), 'CONTENT');
    const manifest = manifestOf('x.bin', 'content', null);
    const done = installEntry('face-landmarker', {
      dest: join(dir, 'models'),
      assetsDir: join(dir, 'assets'),
      manifest,
    });
    await expect(done).rejects.toMatchObject({ code: 'not_found' });
    expect(existsSync(join(dir, 'models/x.bin'))).toBe(false);
  });

  it('refuses a download with another hash and leaves nothing behind', async () => {
    const address = `data:application/octet-stream,${encodeURIComponent('CONTENT')}`;
    const file = manifestOf('x.bin', 'content', address).entries[0]?.files[0];
    if (!file) throw new Error('no file');
    const done = findOrFetch(file, { modelsDir: dir, assetsDir: null });
    await expect(done).rejects.toMatchObject({ code: 'content_invalid' });
    expect(readdirSync(dir)).toEqual([]);
  });

  it('names what it knows when asked for something else', async () => {
    const done = installEntry('nothing', { dest: dir, assetsDir: null });
    await expect(done).rejects.toThrow('voice-cmn');
  });

  it('refuses an archive without recordings of the manifest', async () => {
    const entry = readManifest().entries.find((e) => e.id === 'voice-cmn');
    const tar = await tarOf(plain);
    const address = `data:application/x-tar;base64,${tar.toString('base64')}`;
    const file = entry?.files[0];
    if (!entry || !file) throw new Error('no entry');
    const manifest: Manifest = { version: 1, entries: [{ ...entry, files: [{ ...file, address }] }] };
    const done = installVoicePack({ dest: join(dir, 'pack'), assetsDir: null, manifest });
    await expect(done).rejects.toMatchObject({ code: 'content_invalid' });
    expect(readPackIndex(join(dir, 'pack'))).toBeNull();
    expect(readdirSync(join(dir, 'pack/voices'))).toEqual([]);
    expect(readdirSync(join(dir, 'pack'))).toEqual(['voices']);
  });

  it('does not take a half-written pack for a voice', () => {
    const models = new URL('../../../models', import.meta.url).pathname;
    const index = { format: 2, packetBytes: 110, bytes: 220, units: [] };
    writeFileSync(join(dir, 'voice-cmn.json'), JSON.stringify(index));
    writeFileSync(join(dir, 'voice-cmn.bin'), Buffer.alloc(110));
    expect(readPackIndex(dir)).toBeNull();
    writeFileSync(join(dir, 'voice-cmn.bin'), Buffer.alloc(220));
    expect(readPackIndex(dir)).not.toBeNull();
    expect(findVoicePack(dir)).toBe(dir);
    expect(readPackIndex(join(models, 'nowhere'))).toBeNull();
  });
});

describe('a recording is measured', () => {
  const RATE = 24_000;
  const word = Float32Array.from({ length: RATE }, (_, i) => {
    const ms = (i * 1000) / RATE;
    const on = (ms > 200 && ms < 450) || (ms > 530 && ms < 800);
    return on ? 0.3 * Math.sin(i * 0.05) : 0.0003 * Math.sin(i * 1.7);
  });

  it('finds where the sound begins and ends', () => {
    const found = findSound(word, RATE);
    expect((found?.from ?? 0) / 24).toBeGreaterThan(175);
    expect((found?.from ?? 0) / 24).toBeLessThan(205);
    expect((found?.to ?? 0) / 24).toBeGreaterThan(795);
    expect((found?.to ?? 0) / 24).toBeLessThan(825);
    expect(findSound(new Float32Array(RATE), RATE)).toBeNull();
  });

  it('begins the second syllable of a stop where the voice pauses for it', () => {
    const found = findSound(word, RATE);
    if (!found) throw new Error('no sound');
    const [boundary = 0] = findBoundaries(word.slice(found.from, found.to), RATE, ['ba4', 'ta4'], found.core);
    const ms = (boundary + found.from) / 24;
    expect(ms).toBeGreaterThan(440);
    expect(ms).toBeLessThan(480);
  });
});

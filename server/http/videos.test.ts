import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VIDEOS_PATH } from '../../protocol/index.ts';
import { videoFiles } from './videos.ts';

let folder: string;
let server: Server;
const ask = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${VIDEOS_PATH}${path}`, { headers });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'videos-'));
  await mkdir(join(folder, 'v.trial'));
  await mkdir(join(folder, 'film'));
  await writeFile(join(folder, 'v.trial/video.mp4'), Buffer.from('0123456789'));
  await writeFile(join(folder, 'v.trial/captions.zh.vtt'), 'WEBVTT\n');
  await writeFile(join(folder, 'v.trial/manifest.json'), '{}');
  await writeFile(join(folder, 'v.trial/storyboard.yaml'), 'id: v.trial');
  await writeFile(join(folder, 'film/video.mp4'), 'x');
  server = createServer(express().use(VIDEOS_PATH, videoFiles(folder))).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

describe('the files of the guidance videos', () => {
  it('come in parts, as a player asks for them', async () => {
    const part = await ask('/v.trial/video.mp4?v=0123456789abcdef', { range: 'bytes=2-4' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe('bytes 2-4/10');
    expect(part.headers.get('content-type')).toBe('video/mp4');
    expect(await part.text()).toBe('234');
    expect((await ask('/v.trial/video.mp4', { range: 'bytes=50-' })).status).toBe(416);
  });

  it('are kept for ever by their hash, and a manifest never unasked', async () => {
    const captions = await ask('/v.trial/captions.zh.vtt?v=0123456789abcdef');
    expect(captions.headers.get('content-type')).toMatch(/^text\/vtt/);
    expect(captions.headers.get('cache-control')).toContain('immutable');
    for (const path of ['/v.trial/captions.zh.vtt', '/v.trial/manifest.json?v=1', '/v.trial/manifest.json'])
      expect((await ask(path)).headers.get('cache-control')).toBe('no-cache');
  });

  it('are all there is to see: no storyboard, no other folder, no way out', async () => {
    for (const path of [
      '/v.trial/storyboard.yaml',
      '/film/video.mp4',
      '/v.trial/',
      '/v.trial',
      '/v.trial/..%2f..%2fpackage.json',
      '/v.trial%2f..%2ffilm/video.mp4',
      '/v.none/video.mp4',
    ])
      expect((await ask(path)).status, path).toBe(404);
  });
});

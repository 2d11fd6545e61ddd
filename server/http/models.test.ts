import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FACE_MODEL_PATH } from '../../protocol/index.ts';
import { deviceModels } from './models.ts';

let folder: string;
let server: Server;
const ask = (path: string): Promise<Response> =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'models-'));
  await mkdir(join(folder, 'own'));
  await mkdir(join(folder, 'shared'));
  await writeFile(join(folder, 'shared/face_landmarker.task'), 'shared');
  await writeFile(join(folder, 'shared/other.task'), 'other');
  const models = deviceModels([join(folder, 'own'), join(folder, 'shared')]);
  server = createServer(express().use(models)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

describe('the models of the citizen’s browser', () => {
  it('come from the first folder that has them, also when it was filled later', async () => {
    const given = await ask(FACE_MODEL_PATH);
    expect(given.headers.get('content-type')).toBe('application/octet-stream');
    expect(await given.text()).toBe('shared');
    await writeFile(join(folder, 'own/face_landmarker.task'), 'own');
    expect(await (await ask(FACE_MODEL_PATH)).text()).toBe('own');
  });
  it('are all that their folders give', async () => {
    expect((await ask('/models/other.task')).status).toBe(404);
    expect((await ask('/models/')).status).toBe(404);
  });
});

import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKioskFiles } from '../ops/kiosk-files.ts';
import { createKiosks } from '../ops/kiosks.ts';
import { errorHandler } from './errors.ts';
import { kioskRoutes } from './kiosk.ts';

let folder: string;
let server: Server;
const faults: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kiosks-'));
  const kiosks = createKiosks({ files: createKioskFiles(folder), now: Date.now, randomBytes, randomInt });
  const routes = kioskRoutes({
    kiosks,
    hotline: '12345',
    tls: false,
    callStaff: async () => false,
    perMinute: () => (_request, _response, next) => next(),
    log: () => undefined,
  });
  const app = express()
    .use('/api/kiosk', routes)
    .use(errorHandler({ log: (level, event) => faults.push(`${level} ${event}`) }));
  server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

describe('a machine’s token', () => {
  it.each(['%E0%A4%A', '%', '=', 'abc', ''])('is refused where it is none: %j', async (token) => {
    const { port } = server.address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}/api/kiosk`, {
      headers: { cookie: `govatar_kiosk=${token}` },
    });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({
      error: { code: expect.stringMatching(/^token_(missing|invalid)$/) },
    });
    expect(faults).toEqual([]);
  });
});

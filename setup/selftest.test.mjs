import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptWorker, proveWorker, workerRuns } from './worker.mjs';

const kept = keptWorker();
const worker = 'path' in kept ? kept.path : null;

describe('the test call', () => {
  it.skipIf(!worker)('is heard through the media worker (skipped: no worker was prepared)', async () => {
    expect(workerRuns(String(worker))).toBe(true);
    const proof = await proveWorker(String(worker));
    expect(proof.message).toBeUndefined();
    expect(proof.ok).toBe(true);
  });

  it('fails with a program that is no media worker, and says at which step', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'worker-'));
    const fake = join(folder, 'mediasoup-worker');
    // It passes for one by its exit code alone: only the call unmasks it.
    writeFileSync(fake, '#!/bin/sh\nexit 41\n', { mode: 0o755 });
    expect(workerRuns(fake)).toBe(true);
    const proof = await proveWorker(fake);
    expect(proof).toMatchObject({ ok: false });
    expect(proof.message).toContain('starting the worker');
    rmSync(folder, { recursive: true });
  });
});

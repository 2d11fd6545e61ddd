import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Child, startChild } from './fixtures/process.ts';
import { acquireDataLock } from './lock.ts';

let dir = '';
const children: Child[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'govatar-lock-'));
});
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.kill()));
  await rm(dir, { recursive: true, force: true });
});

async function start(): Promise<{ child: Child; said: string }> {
  const child = startChild('hold-lock.ts', dir);
  children.push(child);
  return { child, said: String((await child.lines.next()).value) };
}

describe('the lock of the data folder', () => {
  it('refuses a second process, with the code and the id of the first', async () => {
    const lock = acquireDataLock(dir);
    const { said } = await start();
    expect(said).toMatch(/^data_locked /);
    expect(said).toContain(`process ${process.pid}.`);
    lock.release();
  });

  it('refuses this process a second time too', () => {
    const lock = acquireDataLock(dir);
    expect(() => acquireDataLock(dir)).toThrow(expect.objectContaining({ code: 'data_locked' }));
    lock.release();
    acquireDataLock(dir).release();
  });

  it('ends with a process that is killed, and only then', async () => {
    const { child, said } = await start();
    expect(said).toBe('held');
    expect(() => acquireDataLock(dir)).toThrow(`process ${child.process.pid}.`);
    await child.kill();
    acquireDataLock(dir).release();
  });

  it('is had by exactly one of many processes that ask at once, after its holder was killed', async () => {
    const { child } = await start();
    await child.kill();
    const said = await Promise.all(Array.from({ length: 6 }, async () => (await start()).said));
    expect(said.filter((line) => line === 'held')).toHaveLength(1);
    expect(said.filter((line) => line.startsWith('data_locked '))).toHaveLength(5);
  });

  it('can be taken again after its release, and a second release harms nobody', () => {
    const first = acquireDataLock(dir);
    first.release();
    const second = acquireDataLock(dir);
    first.release();
    expect(() => acquireDataLock(dir)).toThrow(expect.objectContaining({ code: 'data_locked' }));
    second.release();
  });
});

import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, withLock } from './lock.mjs';

describe('the lock of set-up', () => {
  /** @type {string} */
  let file;
  beforeEach(() => {
    file = join(mkdtempSync(join(tmpdir(), 'lock-')), 'deep', 'prepare.lock');
  });
  afterEach(() => rmSync(join(file, '..', '..'), { recursive: true }));

  it('lets one work at a time and tells the second whom it waits for', async () => {
    /** @type {string[]} */
    const order = [];
    /** @type {() => void} */
    let finish = () => {};
    const first = withLock(file, async () => {
      order.push('first begins');
      await new Promise((resolve) => {
        finish = () => resolve(undefined);
      });
      order.push('first ends');
    });
    const second = withLock(file, async () => order.push('second'), {
      pollMs: 1,
      onWait: (pid) => {
        order.push(`waits for ${pid}`);
        finish();
      },
    });
    await Promise.all([first, second]);
    expect(order).toEqual(['first begins', `waits for ${process.pid}`, 'first ends', 'second']);
    expect(existsSync(file)).toBe(false);
  });

  it('is released when the work fails', async () => {
    await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
    expect(existsSync(file)).toBe(false);
  });

  it('is taken over from a process that is gone, or whose id another process has now', async () => {
    // Above the largest id that Linux gives (2^22).
    expect(isAlive({ pid: 4_194_305, start: null })).toBe(false);
    expect(isAlive({ pid: process.pid, start: null })).toBe(true);
    expect(isAlive({ pid: process.pid, start: 'another time' })).toBe(false);
    await withLock(file, async () => {});
    writeFileSync(file, JSON.stringify({ pid: 4_194_305, start: null }));
    expect(await withLock(file, async () => 'done', { pollMs: 1 })).toBe('done');
  });

  it('is taken over when it was cut off while it was written', async () => {
    await withLock(file, async () => {});
    writeFileSync(file, '{"pid":');
    expect(await withLock(file, async () => 'done', { pollMs: 1 })).toBe('done');
  });
});

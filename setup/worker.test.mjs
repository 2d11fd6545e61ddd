import { describe, expect, it } from 'vitest';
import { findWorker } from './worker.mjs';

/**
 * A world in which nothing is there; what a test changes is what it is about.
 * @param {Partial<import('./worker.mjs').Tools>} [changes]
 */
function world(changes = {}) {
  /** @type {string[]} */
  const log = [];
  /** @type {import('./worker.mjs').Tools} */
  const tools = {
    exists: () => true,
    runs: () => true,
    prove: async (path) => {
      log.push(`prove ${path}`);
      return { ok: true };
    },
    cached: () => null,
    fetchPrebuilt: async () => {
      log.push('fetch');
      return { reason: 'the network is closed' };
    },
    build: async (why) => {
      log.push(`build because ${why}`);
      return '/build/worker';
    },
    keep: (binary, origin) => {
      log.push(`keep ${binary}`);
      return { path: '/kept/worker', origin };
    },
    recentFailure: () => null,
    rememberFailure: (reason) => log.push(`remember ${reason}`),
    say: () => {},
    ...changes,
  };
  return { tools, log };
}

describe('the search for the media worker', () => {
  it('uses the given one and looks no further', async () => {
    const { tools, log } = world();
    expect(await findWorker({ given: '/my/worker', tools })).toEqual({
      path: '/my/worker',
      origin: 'environment',
    });
    expect(log).toEqual([]);
  });

  it('refuses a given one that is missing or does not start, and names it', async () => {
    const missing = world({ exists: () => false }).tools;
    await expect(findWorker({ given: '/my/worker', tools: missing })).rejects.toThrow(
      '/my/worker, which does not exist',
    );
    const broken = world({ runs: () => false }).tools;
    await expect(findWorker({ given: '/my/worker', tools: broken })).rejects.toThrow('does not start');
  });

  it('uses the kept one without a network', async () => {
    const { tools, log } = world({ cached: () => ({ path: '/kept/worker', origin: 'built' }) });
    expect(await findWorker({ tools })).toEqual({ path: '/kept/worker', origin: 'built' });
    expect(log).toEqual([]);
  });

  it('makes a kept one anew that does not start any more', async () => {
    const { tools, log } = world({
      cached: () => ({ path: '/kept/worker', origin: 'built' }),
      runs: (path) => path !== '/kept/worker',
    });
    await findWorker({ tools });
    expect(log).toContain('keep /build/worker');
  });

  it("keeps mediasoup's prebuilt one after a real call", async () => {
    const { tools, log } = world({ fetchPrebuilt: async () => ({ binary: '/got/worker' }) });
    expect(await findWorker({ tools })).toEqual({ path: '/kept/worker', origin: 'prebuilt' });
    expect(log).toEqual(['prove /got/worker', 'keep /got/worker']);
  });

  it('builds when there is no prebuilt one, remembers why, and proves the build before it keeps it', async () => {
    const { tools, log } = world();
    expect(await findWorker({ tools })).toEqual({ path: '/kept/worker', origin: 'built' });
    expect(log).toEqual([
      'fetch',
      'remember the network is closed',
      'build because the network is closed',
      'prove /build/worker',
      'keep /build/worker',
    ]);
  });

  it('does not ask the network again after a recent failure', async () => {
    const { tools, log } = world({ recentFailure: () => 'the network was closed' });
    await findWorker({ tools });
    expect(log[0]).toBe('build because the network was closed');
  });

  it('builds when the prebuilt one starts but fails the call', async () => {
    const { tools, log } = world({
      fetchPrebuilt: async () => ({ binary: '/got/worker' }),
      prove: async (path) => (path === '/got/worker' ? { ok: false, message: 'SIGSEGV' } : { ok: true }),
    });
    expect((await findWorker({ tools })).origin).toBe('built');
    expect(log).toContain('build because it failed the test call: SIGSEGV');
  });

  it('keeps no build that fails the call', async () => {
    const { tools, log } = world({ prove: async () => ({ ok: false, message: 'no sound' }) });
    await expect(findWorker({ tools })).rejects.toThrow('no sound');
    expect(log.some((line) => line.startsWith('keep'))).toBe(false);
  });
});

import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, hasChromium, launchBrowser } from '../support/browser.ts';
import { ask, asleep, begin, enrolled, WITHOUT_PICTURE } from '../support/kiosk.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

/** Minutes of idling and calls; the whole hour in `npm run test:full`. */
const MINUTES = Number(process.env.GOVATAR_KIOSK_MINUTES ?? (process.env.GOVATAR_TEST_FULL === '1' ? 60 : 0));
/** The attract loop stands between two people for so long. ms */
const IDLE_MS = 15_000;
/** So much more in the last third than in the second is no growth: collections come when they come. */
const FLAT = 1.05;
/** The page is collected before it is counted; beside that a few elements of the attract loop come and go. */
const FLAT_NODES = 1.1;

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium || MINUTES === 0) return;
  server = await startTestServer();
  browser = await launchBrowser({ flags: WITHOUT_PICTURE });
});
afterAll(async () => {
  await browser?.close();
  if (server !== undefined) await dispose(server);
});

interface Sample {
  /** Bytes of the page's heap after a collection, its elements, and what listens. */
  pageHeap: number;
  nodes: number;
  listeners: number;
  /** Bytes of the server's heap after a collection. */
  serverHeap: number;
  /** Bytes that the media workers have. */
  workers: number;
}

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** Memory of this process's media workers, as the system counts it. */
function workersBytes(): number {
  const pids = execFileSync('ps', ['--ppid', String(process.pid), '-o', 'pid=,comm='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => /^\s*(\d+)\s+mediasoup/.exec(line)?.[1] ?? []);
  const pages = pids.map((pid) => Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]));
  return pages.reduce((sum, count) => sum + count * 4_096, 0);
}

async function sample(devtools: CDPSession): Promise<Sample> {
  await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string): number => metrics.find((one) => one.name === name)?.value ?? Number.NaN;
  collect();
  return {
    pageHeap: metric('JSHeapUsedSize'),
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
    serverHeap: process.memoryUsage().heapUsed,
    workers: workersBytes(),
  };
}

describe.skipIf(!hasChromium || MINUTES === 0)('a kiosk through an hour of idling and calls', () => {
  it(
    'needs no more memory at its end than in its middle: page, server, media workers',
    async () => {
      const { page, context } = await enrolled(browser, server, 'hour-1', {});
      const devtools = await context.newCDPSession(page);
      await devtools.send('Performance.enable');
      const samples: Sample[] = [];
      const until = performance.now() + MINUTES * 60_000;
      while (performance.now() < until) {
        await begin(page);
        await ask(page, '身份证丢了怎么办');
        await page.getByRole('button', { name: '结束并清除' }).tap();
        await asleep(page);
        await page.waitForTimeout(IDLE_MS);
        samples.push(await sample(devtools));
      }
      const third = Math.floor(samples.length / 3);
      expect(third).toBeGreaterThan(1);
      const of = (key: keyof Sample, from: number): number =>
        median(samples.slice(from, from + third).map((one) => one[key]));
      const grown = (key: keyof Sample): number =>
        of(key, samples.length - third) / of(key, samples.length - 2 * third);
      const all: Record<keyof Sample, number> = {
        pageHeap: grown('pageHeap'),
        nodes: grown('nodes'),
        listeners: grown('listeners'),
        serverHeap: grown('serverHeap'),
        workers: grown('workers'),
      };
      console.log(
        JSON.stringify({ minutes: MINUTES, calls: samples.length, grown: all, last: samples.at(-1) }),
      );
      for (const key of ['pageHeap', 'serverHeap', 'workers'] as const)
        expect(all[key], key).toBeLessThanOrEqual(FLAT);
      for (const key of ['nodes', 'listeners'] as const)
        expect(all[key], key).toBeLessThanOrEqual(FLAT_NODES);
      await context.close();
    },
    (MINUTES + 5) * 60_000,
  );
});

import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { build } from 'vite';
import type {} from '../../client/senses/harness.ts';
import { securityHeaders } from '../../server/http/security.ts';
import { type Browser, launchBrowser, type Page, type PageFaults, watch } from './browser.ts';

const PROJECT = new URL('../..', import.meta.url).pathname;

/** The ears in a real browser: built as the product is, and served with its security headers. */
export interface EarsBench {
  browser: Browser;
  open(): Promise<{ page: Page; faults: PageFaults }>;
  close(): Promise<void>;
}

export async function openEarsBench(): Promise<EarsBench> {
  const outDir = await mkdtemp(join(tmpdir(), 'govatar-ears-'));
  await build({
    configFile: join(PROJECT, 'vite.config.ts'),
    root: join(PROJECT, 'client'),
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: { harness: join(PROJECT, 'client/senses/harness.html') } },
    },
  });
  const app = express();
  app.use(securityHeaders({ tls: false, socketOrigins: [] }));
  app.use(express.static(outDir));
  const server = await new Promise<Server>((resolve) => {
    const listening: Server = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const address = server.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const browser = await launchBrowser();
  return {
    browser,
    async open() {
      const page = await browser.newPage();
      const faults = watch(page, url);
      await page.goto(`${url}/senses/harness.html`);
      await page.waitForFunction(() => 'earsHarness' in window);
      return { page, faults };
    },
    async close() {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      await rm(outDir, { recursive: true, force: true });
    },
  };
}

import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createServer, type ViteDevServer } from 'vite';
import type {} from '../../client/stage/harness.ts';
import { type Browser, launchBrowser, type Page } from './browser.ts';

const PROJECT = new URL('../..', import.meta.url).pathname;

/** The stage alone in a real browser, with avatars by file name under `/try/`. */
export interface StageBench {
  browser: Browser;
  url: string;
  /** A page with the harness. Files: paths, or bytes by name. */
  open(options?: { width?: number; height?: number; files?: Record<string, string | Buffer> }): Promise<Page>;
  close(): Promise<void>;
}

/** Path of a sample avatar among the downloads, and whether it is there. */
export function sample(name: string): { path: string; found: boolean } {
  const path = join(process.env.GOVATAR_ASSETS ?? '/nowhere', 'avatars', name);
  return { path, found: existsSync(path) };
}

/** Path of one of the product's own avatars. */
export const own = (name: string): string => join(PROJECT, 'avatars', `${name}.vrm`);

export async function openStageBench(): Promise<StageBench> {
  const server: ViteDevServer = await createServer({
    configFile: false,
    root: join(PROJECT, 'client'),
    cacheDir: join(PROJECT, 'node_modules/.vite/stage-test'),
    optimizeDeps: { entries: ['stage/harness.html'] },
    server: { port: 0, hmr: false, watch: null },
    logLevel: 'error',
  });
  await server.listen();
  const browser = await launchBrowser();
  const url = server.resolvedUrls?.local[0] ?? '';
  return {
    browser,
    url,
    async open({ width = 480, height = 400, files = {} } = {}) {
      const page = await browser.newPage({ viewport: { width, height } });
      await page.route('**/try/*', (route) => {
        const file = files[basename(new URL(route.request().url()).pathname)];
        if (file === undefined) return route.fulfill({ status: 404, body: '' });
        const body = typeof file === 'string' ? readFileSync(file) : file;
        return route.fulfill({ body, contentType: 'model/gltf-binary' });
      });
      await page.goto(`${url}stage/harness.html`);
      await page.waitForFunction(() => 'stageHarness' in window);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Loads an avatar of `/try/` onto the harness's stage; answers `ok` or the error's code. */
export function load(page: Page, name: string): Promise<string> {
  return page.evaluate(async (file) => {
    const { stageHarness: harness } = window;
    const stage = harness.stage ?? harness.open();
    try {
      await stage.load(`/try/${file}`);
      return 'ok';
    } catch (error) {
      return error instanceof Error && 'code' in error ? String(error.code) : String(error);
    }
  }, name);
}

/** Waits until `count` more frames were drawn. */
export async function frames(page: Page, count: number): Promise<void> {
  const last = await page.evaluate(() => window.stageHarness.frames.at(-1)?.drawnAt ?? 0);
  await page.waitForFunction(
    ([after, wanted]) =>
      window.stageHarness.frames.filter(({ drawnAt }) => drawnAt > (after ?? 0)).length >= (wanted ?? 1),
    [last, count],
  );
}

import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import { build } from 'vite';
import type { Case } from './cases.ts';
import type { Drawn, Loaded, SheetOptions } from './page.ts';

const CHROMIUM = process.env.CHROMIUM_BIN ?? '/usr/bin/chromium';
const ENTRY = resolve(import.meta.dirname, 'page.ts');

/** A figure before the camera; `close` ends its browser. */
export interface Sheet {
  readonly loaded: Loaded;
  /** The sheet, and each case with its own picture where `singles` is set; PNG files. */
  draw(
    cases: readonly Case[],
    options: SheetOptions,
  ): Promise<{ png: Buffer; drawn: (Omit<Drawn, 'png'> & { png: Buffer | null })[] }>;
  /** A PNG as WebP; `quality` 0 to 1. */
  webp(png: Buffer, quality: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** The page's code with the stage's own in it, as one script. */
async function bundle(): Promise<string> {
  const bundled = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry: ENTRY, formats: ['es'], fileName: 'sheet' } },
  });
  const first = Array.isArray(bundled) ? bundled[0] : bundled;
  if (first === undefined || !('output' in first)) throw new Error('nothing was bundled');
  return first.output.map((file) => ('code' in file ? file.code : '')).join('\n');
}

const bytesOf = (url: string): Buffer => Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');

/** Loads a VRM into one page with one renderer, in software. Rejects with what the loader says against the file. */
export async function openSheet(vrm: Buffer): Promise<Sheet> {
  const [code, browser] = await Promise.all([
    bundle(),
    chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--use-gl=angle', '--use-angle=gl-egl', '--ignore-gpu-blocklist'],
    }),
  ]);
  try {
    const page = await browser.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error') console.error(message.text());
    });
    page.on('pageerror', (error) => console.error(error.message));
    await page.route('http://sheet.test/**', (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === '/a.vrm') return route.fulfill({ body: vrm, contentType: 'model/gltf-binary' });
      if (pathname === '/page.js') return route.fulfill({ body: code, contentType: 'text/javascript' });
      return route.fulfill({
        contentType: 'text/html',
        body: '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
      });
    });
    await page.goto('http://sheet.test/');
    await page.waitForFunction(() => window.sheet !== undefined);
    const loaded = await page.evaluate(() => window.sheet.load('/a.vrm'));
    return {
      loaded,
      async draw(cases, options) {
        const result = await page.evaluate(([c, o]) => window.sheet.draw(c, o), [[...cases], options] as [
          Case[],
          SheetOptions,
        ]);
        return {
          png: bytesOf(result.png),
          drawn: result.drawn.map((one) => ({ ...one, png: one.png === null ? null : bytesOf(one.png) })),
        };
      },
      async webp(png, quality) {
        const url = await page.evaluate(
          async ([source, q]) => {
            const image = await createImageBitmap(await (await fetch(source)).blob());
            const canvas = document.createElement('canvas');
            canvas.width = image.width;
            canvas.height = image.height;
            canvas.getContext('2d')?.drawImage(image, 0, 0);
            return canvas.toDataURL('image/webp', q);
          },
          [`data:image/png;base64,${png.toString('base64')}`, quality] as const,
        );
        return bytesOf(url);
      },
      close: () => browser.close(),
    };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

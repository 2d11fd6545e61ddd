import { existsSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import type { FilmScene } from '../film/scene.ts';

const CHROMIUM = process.env.GOVATAR_CHROMIUM ?? '/usr/bin/chromium';

/** The page that draws the films, open in Chromium. */
export interface Studio {
  /** Hands over the frames `from` to `to` (without it) in order, as JPEG; the next is drawn while one is taken. */
  play(
    scenes: readonly FilmScene[],
    from: number,
    to: number,
    fps: number,
    take: (frame: Buffer) => Promise<void>,
  ): Promise<void>;
  /** One frame as a PNG. */
  still(scenes: readonly FilmScene[], t: number): Promise<Buffer>;
  close(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of request) parts.push(piece as Buffer);
  return Buffer.concat(parts);
}

/** Opens the drawing page. Rejects with one line and the remedy when there is no Chromium. */
export async function openStudio(): Promise<Studio> {
  if (!existsSync(CHROMIUM)) {
    throw new Error(
      `Chromium is missing (${CHROMIUM}): apt-get install chromium, or set GOVATAR_CHROMIUM to its program.`,
    );
  }
  let take: ((frame: Buffer) => Promise<void>) | null = null;
  let server: ViteDevServer | null = null;
  let browser: Browser | null = null;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.close();
  };
  try {
    server = await createServer({
      configFile: false,
      root: new URL('../film', import.meta.url).pathname,
      cacheDir: new URL('../../node_modules/.vite/media', import.meta.url).pathname,
      server: { port: 0, hmr: false, watch: null },
      optimizeDeps: { entries: ['page.html'] },
      logLevel: 'error',
      plugins: [
        {
          name: 'frames',
          configureServer: (vite) => {
            vite.middlewares.use('/frame', (request, response) => {
              bodyOf(request)
                .then((frame) => take?.(frame))
                .then(
                  () => response.end(),
                  () => {
                    response.statusCode = 500;
                    response.end();
                  },
                );
            });
          },
        },
      ],
    });
    await server.listen();
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--force-color-profile=srgb',
        '--font-render-hinting=none',
        '--disable-lcd-text',
        '--no-first-run',
      ],
    });
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}page.html`);
    await page.waitForFunction(() => 'film' in window);
    await fonts(page);
    return {
      play: async (scenes, from, to, fps, taker) => {
        take = taker;
        await page.evaluate(([s, a, b, f]) => window.film.play(s, a, b, f), [
          [...scenes],
          from,
          to,
          fps,
        ] as const);
        take = null;
      },
      still: async (scenes, t) =>
        Buffer.from(
          await page.evaluate(([s, at]) => window.film.still(s, at), [[...scenes], t] as const),
          'base64',
        ),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Fails when the Chinese type is not installed, so that no film is made with a stand-in. */
async function fonts(page: Page): Promise<void> {
  const found = await page.evaluate(() => {
    const c = document.createElement('canvas').getContext('2d');
    if (c === null) return false;
    const width = (family: string): number => {
      c.font = `100px ${family}`;
      return c.measureText('12345 govatar').width;
    };
    return width('"Noto Sans CJK SC", monospace') !== width('monospace');
  });
  if (!found) throw new Error('The type Noto Sans CJK SC is missing: apt-get install fonts-noto-cjk');
}

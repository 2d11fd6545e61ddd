import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import { begin } from '../bench/lib/page.ts';
import { type Browser, hasChromium, launchBrowser } from '../support/browser.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium) return;
  server = await startTestServer({ flags: ['--background', 'brand'] });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  if (server) await dispose(server);
});

describe.skipIf(!hasChromium)('a picture that is lost in the middle of a sentence (needs Chromium)', () => {
  it('is stood in for by the portrait; sound and captions go on; it comes back with moving lips', async () => {
    const context = await browser.newContext({ viewport: { width: 480, height: 640 } });
    const page = await context.newPage();
    await begin(page, server.url);
    expect(await page.locator('.frame-ground').getAttribute('data-background')).toBe('brand');
    await page.waitForSelector('.frame[data-picture="live"]');
    await page.waitForFunction(() => (window.__govatar?.call?.playhead.at(performance.now())?.ms ?? 0) > 200);
    await page.evaluate(() => {
      const canvas = document.querySelector('.frame-canvas canvas');
      const extension =
        canvas instanceof HTMLCanvasElement
          ? canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')
          : null;
      (window as unknown as { lost: typeof extension }).lost = extension;
      extension?.loseContext();
    });
    await page.waitForSelector('.frame[data-picture="waiting"]');
    const heard = () =>
      page.evaluate(() => {
        const reading = window.__govatar?.call?.playhead.at(performance.now());
        return { id: reading?.utterance.id, ms: reading?.ms ?? -1 };
      });
    const before = await heard();
    await page.waitForFunction(({ id, ms }) => {
      const reading = window.__govatar?.call?.playhead.at(performance.now());
      return reading !== null && (reading?.utterance.id !== id || (reading?.ms ?? 0) > ms + 300);
    }, before);
    const caption = await page.locator('.caption-line').innerText();
    expect(caption.length).toBeGreaterThan(0);

    await page.evaluate(() => (window as unknown as { lost: WEBGL_lose_context }).lost.restoreContext());
    await page.waitForSelector('.frame[data-picture="live"]');
    const back = await page.evaluate(() => performance.now());
    await page.evaluate(() => window.__govatar?.call?.say('公积金租房子能不能提', 'text'));
    await page.waitForFunction(
      (from) => window.__govatar?.frames.some(({ drawnAt, mouth }) => drawnAt > from && mouth > 0.2),
      back,
    );
    await context.close();
  });
});

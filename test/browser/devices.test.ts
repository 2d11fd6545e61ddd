import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import { type Browser, hasChromium, launchBrowser, type Page, watch } from '../support/browser.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

/** Keeps pictures of what is seen in this folder. */
const SHOTS = process.env.GOVATAR_TEST_SHOTS;

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  if (!hasChromium) return;
  [browser, server] = await Promise.all([launchBrowser(), startTestServer()]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  if (server) await dispose(server);
});

/** The microphone that the page has open, by name. */
const opened = (page: Page): Promise<(string | undefined)[]> =>
  page.evaluate(() =>
    (window as unknown as { opened: MediaStreamTrack[] }).opened
      .filter(({ readyState }) => readyState === 'live')
      .map(({ label }) => label),
  );

describe.runIf(hasChromium)('devices and network', () => {
  it('are looked at and chosen in the settings, and the choice holds at once and for the next visit', async () => {
    const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1280, height: 900 } });
    await context.addInitScript(() => {
      const tracks: MediaStreamTrack[] = [];
      Object.assign(window, { opened: tracks });
      const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
      navigator.mediaDevices.getUserMedia = async (constraints) => {
        const stream = await ask(constraints);
        tracks.push(...stream.getAudioTracks());
        return stream;
      };
    });
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const faults = watch(page, server.url);
    await page.goto(`${server.url}/citizen/`);
    await page.getByRole('switch', { name: /麦克风/ }).click();
    await page.getByRole('button', { name: '开始视频咨询' }).click();
    await expect.poll(() => opened(page), { timeout: 20_000 }).toHaveLength(1);
    const [first] = await opened(page);
    await page.getByRole('button', { name: '设置' }).click();
    const which = page.getByLabel('用哪个麦克风');
    await which.waitFor();
    const names = await which.locator('option').allInnerTexts();
    expect(names[0]).toBe('系统默认');
    expect(names.length).toBeGreaterThan(2);
    const other = names.slice(1).find((name) => name !== first && !first?.includes(name)) ?? '';
    await which.selectOption({ label: other });
    await expect.poll(() => opened(page), { timeout: 20_000 }).toEqual([other]);
    await page.getByRole('button', { name: '检查一下' }).click();
    await page.getByText(/网络很好/).waitFor();
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'devices.png') });

    await page.reload();
    await page.getByRole('button', { name: '设置' }).click();
    await page.getByRole('button', { name: '打开麦克风试试' }).click();
    await expect.poll(() => opened(page), { timeout: 20_000 }).toEqual([other]);
    // Pulled out, it gives way to another one that is there.
    await page.evaluate(() => {
      for (const track of (window as unknown as { opened: MediaStreamTrack[] }).opened) {
        track.stop();
        track.dispatchEvent(new Event('ended'));
      }
    });
    await expect.poll(() => opened(page), { timeout: 20_000 }).toHaveLength(1);
    expect(faults).toEqual({ errors: [], foreign: [] });
    await context.close();
  }, 90_000);
});

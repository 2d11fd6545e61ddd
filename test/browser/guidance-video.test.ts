import type { AddressInfo } from 'node:net';
import react from '@vitejs/plugin-react';
import axe from 'axe-core';
import express from 'express';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/video/harness.tsx';
import { VIDEOS_PATH } from '../../protocol/index.ts';
import { videoFiles } from '../../server/http/videos.ts';

/** The player in a real browser, with a real film served as the product serves it. */
let server: ViteDevServer;
let browser: Browser;
let page: Page;
let base: string;

beforeAll(async () => {
  const files = express().use(VIDEOS_PATH, videoFiles(new URL('../../media', import.meta.url).pathname));
  server = await createServer({
    configFile: false,
    root: new URL('../../client', import.meta.url).pathname,
    cacheDir: new URL('../../node_modules/.vite/video-test', import.meta.url).pathname,
    plugins: [react(), { name: 'videos', configureServer: (vite) => void vite.middlewares.use(files) }],
    optimizeDeps: { entries: ['citizen/video/harness.html'] },
    server: { port: 0, hmr: false, watch: null },
    logLevel: 'error',
  });
  await server.listen();
  const address = server.httpServer?.address() as AddressInfo;
  base = `http://localhost:${address.port}/citizen/video/harness.html`;
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--no-first-run'],
  });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
beforeEach(async () => {
  page = await browser.newPage({
    viewport: { width: 900, height: 1100 },
    locale: 'zh-CN',
    reducedMotion: 'no-preference',
  });
});
afterEach(() => page.close());

const button = (name: string) => page.getByRole('button', { name, exact: true });
const phaseIs = (phase: string) => page.waitForSelector(`.video[data-phase="${phase}"]`);
const open = async (query = ''): Promise<void> => {
  await page.goto(`${base}${query}`);
  await phaseIs('ready');
};
const caption = (): Promise<string> => page.locator('.video-caption').innerText();
const timeOf = (): Promise<number> => page.$eval('video', (video) => (video as HTMLVideoElement).currentTime);

describe('a guidance video', () => {
  it('plays its picture with captions, chapters, source and the note that nobody has checked it', async () => {
    await open();
    expect(await page.getByRole('heading', { name: '补换身份证' }).isVisible()).toBe(true);
    expect(await page.locator('.video-sources').innerText()).toMatch(/居民身份证法[\s\S]*2026-11-01/);
    expect(await page.getByText('演示数据，未核对').isVisible()).toBe(true);
    await page.locator('.video-main').click();
    await page.waitForFunction(() => (document.querySelector('video')?.currentTime ?? 0) > 0.6);
    const frame = await page.$eval('video', (element) => {
      const video = element as HTMLVideoElement;
      const canvas = new OffscreenCanvas(64, 36).getContext('2d');
      canvas?.drawImage(video, 0, 0, 64, 36);
      const { data = [] } = canvas?.getImageData(0, 0, 64, 36) ?? {};
      return { width: video.videoWidth, colours: new Set(data).size };
    });
    expect(frame.width).toBe(1280);
    expect(frame.colours).toBeGreaterThan(20);
    expect(await caption()).toBe('身份证丢了，或者到期了，别着急。');

    await button('多少钱').click();
    await page.waitForFunction(
      () => document.querySelector('.video-caption')?.textContent === '费用分三种。',
    );
    expect(await page.locator('[aria-current="step"]').innerText()).toContain('多少钱');
    await button('暂停').click();
    await phaseIs('paused');
    const stood = await timeOf();
    await button('后退10秒').click();
    await phaseIs('playing');
    expect(await timeOf()).toBeLessThan(stood - 8);
  });

  it('waits at the end of a scene for the voice, and goes on with it', async () => {
    await open('?narrated=1');
    await page.evaluate(() => window.videoHarness.controller?.seekChapter(1));
    await phaseIs('holding');
    const heard = await page.evaluate(() =>
      window.videoHarness.events.flatMap((e) => ('scene' in e ? [`${e.type} ${e.scene.id}`] : [])),
    );
    expect(heard).toEqual(['scene report', 'playing report', 'holding report']);
    const held = await timeOf();
    await page.evaluate(() => window.videoHarness.controller?.narrationDone('report'));
    await phaseIs('playing');
    await page.waitForFunction(
      (from) => (document.querySelector('video')?.currentTime ?? 0) > from + 0.3,
      held,
    );
    expect(await page.locator('[aria-current="step"]').innerText()).toContain('带什么');
  });

  it('says its steps in words when the picture does not come', async () => {
    await page.route('**/video.mp4*', (route) => route.abort());
    await open();
    expect(await page.getByText('视频现在放不出来').isVisible()).toBe(true);
    expect(await page.locator('.video-words').allInnerTexts()).toContain('丢了的，先办挂失，再申请补领。');
    await page.locator('.video-main').click();
    await phaseIs('playing');
    expect(await caption()).toBe('身份证丢了，或者到期了，别着急。一步一步来办。');
  });

  it('can be tried again, or closed, when nothing of it can be had', async () => {
    await page.route(`**${VIDEOS_PATH}/**`, (route) => route.abort());
    await page.goto(base);
    await page.getByRole('alert').waitFor();
    await button('关闭视频').click();
    expect(await page.evaluate(() => window.videoHarness.closed)).toBe(1);
    await page.unroute(`**${VIDEOS_PATH}/**`);
    await button('再试一次').click();
    await phaseIs('ready');
  });

  it('is steered by keys, and holds still for who asked for less motion', async () => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await open('?autoplay=1');
    expect(await page.getByText('已按您的设置减少动画').isVisible()).toBe(true);
    await page.locator('.video').focus();
    await page.keyboard.press(' ');
    await phaseIs('playing');
    expect(await page.$eval('video', (video) => (video as HTMLVideoElement).paused)).toBe(true);
    await page.keyboard.press(' ');
    await phaseIs('paused');
    await page.keyboard.press('Escape');
    expect(await page.evaluate(() => window.videoHarness.closed)).toBe(1);
  });

  it('has nothing that axe objects to, on a phone in English too', async () => {
    for (const [query, width] of [
      ['', 900],
      ['?lang=en', 360],
    ] as const) {
      await page.setViewportSize({ width, height: 900 });
      await open(query);
      await page.evaluate(axe.source);
      const found = (await page.evaluate("axe.run('.video')")) as axe.AxeResults;
      expect(found.violations.map((one) => `${one.id}: ${one.nodes[0]?.html}`)).toEqual([]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(over).toBeLessThanOrEqual(0);
    }
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../client/call/staff-harness.ts';
import type {} from '../../client/citizen/probe.ts';
import { type Browser, hasChromium, launchBrowser, type Page, watch } from '../support/browser.ts';
import { HandDesk, ZHANG } from '../support/handoff-desk.ts';
import { dispose, freePort, startTestServer, type TestServer } from '../support/server.ts';

const PROJECT = new URL('../..', import.meta.url).pathname;
/** Keeps pictures of what the citizen sees in this folder. */
const SHOTS = process.env.GOVATAR_TEST_SHOTS;

let browser: Browser;
let server: TestServer;
let pages: Server;
let staffUrl = '';
let outDir = '';
beforeAll(async () => {
  if (!hasChromium) return;
  outDir = await mkdtemp(join(tmpdir(), 'govatar-staff-'));
  const port = await freePort();
  staffUrl = `http://127.0.0.1:${port}`;
  await build({
    configFile: join(PROJECT, 'vite.config.ts'),
    root: join(PROJECT, 'client'),
    logLevel: 'error',
    build: {
      outDir,
      emptyOutDir: true,
      rolldownOptions: { input: { harness: join(PROJECT, 'client/call/staff-harness.html') } },
    },
  });
  const app = express().use(express.static(outDir));
  pages = await new Promise<Server>((resolve) => {
    const listening: Server = app.listen(port, '127.0.0.1', () => resolve(listening));
  });
  [browser, server] = await Promise.all([
    launchBrowser(),
    startTestServer({ env: { GOVATAR_ORIGINS: staffUrl } }),
  ]);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  pages?.close();
  if (server) await dispose(server);
  if (outDir !== '') await rm(outDir, { recursive: true, force: true });
});

const shot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `takeover-${name}.png`) });
};

/** How bright and how varied a video element's picture is: black and frozen ones have no variance. */
const variance = (page: Page, selector: string): Promise<number> =>
  page.evaluate((of) => {
    const video = document.querySelector<HTMLVideoElement>(of);
    if (!video || video.videoWidth === 0) return 0;
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 48;
    const context = canvas.getContext('2d');
    if (!context) return 0;
    context.drawImage(video, 0, 0, 64, 48);
    const { data } = context.getImageData(0, 0, 64, 48);
    let sum = 0;
    let squares = 0;
    for (let at = 0; at < data.length; at += 4) {
      const value = data[at] ?? 0;
      sum += value;
      squares += value * value;
    }
    const count = data.length / 4;
    return squares / count - (sum / count) ** 2;
  }, selector);

describe.runIf(hasChromium)('a human takes over in the browser', () => {
  it('is seen and heard, sees the citizen only after a fresh yes, and gives back to the avatar', async () => {
    const desk = new HandDesk();
    server.consultations.joinDesk(desk);
    const page = await (
      await browser.newContext({ locale: 'zh-CN', viewport: { width: 390, height: 844 } })
    ).newPage();
    const faults = watch(page, server.url);
    await page.goto(`${server.url}/citizen/?probe=1`);
    await page.getByRole('button', { name: '开始视频咨询' }).click();
    const box = page.getByRole('textbox', { name: '请输入您的问题' });
    await box.fill('转人工');
    await box.press('Enter');
    await page.getByText('正在为您转接人工').first().waitFor();
    await page.getByText('下一位就是您').first().waitFor();
    await shot(page, 'waiting');

    const { listener } = await desk.wish(1);
    const staff = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
    await staff.goto(`${staffUrl}/call/staff-harness.html`);
    await staff.waitForFunction(() => 'staffHarness' in window);
    const { token } = await listener.accepted(ZHANG);
    const consultation = desk.wanted[0]?.request.consultation ?? '';
    await staff.evaluate(
      async ([wsUrl, id, proof]) => {
        const call = window.staffHarness.createStaffCall({
          ...{ wsUrl, consultation: id, by: { token: proof } },
          onSecret: () => {},
        });
        window.staffHarness.call = call;
        await Promise.all([call.setCamera(true), call.setMicrophone(true)]);
      },
      [`${server.url.replace('http', 'ws')}/ws`, consultation, token] as const,
    );

    // The human's name and number in place of the machine's label, their picture over the avatar, their voice.
    await page.getByText('101号坐席张老师正在为您服务').waitFor();
    await expect.poll(() => page.locator('.frame-label').textContent()).toContain('人工坐席 张老师 101号');
    await expect.poll(() => variance(page, '.frame-human video'), { timeout: 20_000 }).toBeGreaterThan(50);
    await expect
      .poll(() => page.evaluate(() => window.__govatar?.call?.getState().remotes.map(({ source }) => source)))
      .toEqual(expect.arrayContaining(['camera', 'microphone']));
    await shot(page, 'human');

    // Nothing of the citizen's camera until they have looked at themselves and said yes.
    const seen = () =>
      staff.evaluate(
        () =>
          window.staffHarness.call
            ?.getState()
            .remotes.filter(({ role, source }) => role === 'citizen' && source === 'camera').length,
      );
    expect(await seen()).toBe(0);
    await page.getByRole('button', { name: '让坐席看到我' }).click();
    await expect
      .poll(() => variance(page, '.service-consent video'), { timeout: 20_000 })
      .toBeGreaterThan(50);
    expect(await seen()).toBe(0);
    await shot(page, 'consent');
    await page.getByRole('dialog').getByRole('button', { name: '让坐席看到我' }).click();
    await expect.poll(seen, { timeout: 20_000 }).toBe(1);
    await shot(page, 'showing');
    await page.getByRole('button', { name: '先静一下' }).click();
    await expect.poll(seen, { timeout: 20_000 }).toBe(0);

    // Typing goes to the human, and their words come back under their name.
    await box.fill('材料要带原件吗');
    await box.press('Enter');
    await expect
      .poll(() => staff.evaluate(() => window.staffHarness.call?.getState().transcript.at(-1)?.text))
      .toContain('材料要带原件吗');
    await staff.evaluate(() => window.staffHarness.call?.say('要的，带身份证原件'));
    // In the conversation, and as the caption for whoever looks at the picture.
    await page.locator('.line', { hasText: '要的，带身份证原件' }).waitFor();
    await page.locator('.caption-line', { hasText: '要的，带身份证原件' }).waitFor();
    await shot(page, 'typed');
    await page.getByText('人工坐席 张老师 101', { exact: true }).first().waitFor();

    // The avatar again, with its own label; the human's picture is gone.
    await staff.evaluate(() => window.staffHarness.call?.giveBack());
    await expect.poll(() => page.locator('.frame-label').textContent()).toContain('AI数字人');
    await expect.poll(() => page.locator('.frame-human').count()).toBe(0);
    await expect
      .poll(() => staff.evaluate(() => window.staffHarness.call?.getState().ended))
      .toBe('returned');
    await shot(page, 'back');
    expect(faults).toEqual({ errors: [], foreign: [] });
  }, 120_000);
});

import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { AuditPage } from '../../protocol/index.ts';
import { ffmpegRuns } from '../../server/rooms/recording/ffmpeg.ts';
import { type Browser, hasChromium, launchBrowser, type Page, watch } from '../support/browser.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';
import { firstAdministrator, newStaff, PASSWORD } from '../support/staff.ts';

/** Keeps pictures of what staff and citizen see in this folder. */
const SHOTS = process.env.GOVATAR_TEST_SHOTS;

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  if (hasChromium) browser = await launchBrowser();
}, 60_000);
beforeEach(async () => {
  if (hasChromium) server = await startTestServer({ flags: ['--trust-proxy', '1'] });
}, 60_000);
afterEach(async () => {
  for (const context of browser?.contexts() ?? []) await context.close();
  if (server) await dispose(server);
});
afterAll(() => browser?.close());

const shot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS) await page.screenshot({ path: join(SHOTS, `recording-${name}.png`) });
};

async function opened(path: string, size = { width: 1366, height: 768 }) {
  const page = await (await browser.newContext({ locale: 'zh-CN', viewport: size })).newPage();
  page.setDefaultTimeout(20_000);
  const { errors, foreign } = watch(page, server.url);
  await page.goto(`${server.url}${path}`);
  // Nobody is signed in at first: the answer to that question is no fault.
  const faults = (): string[] => [...errors, ...foreign].filter((text) => !/401|\.vrm|404/.test(text));
  return { page, faults };
}

async function signedIn(name: string) {
  const console_ = await opened('/desk/');
  const { page } = console_;
  await page.getByRole('textbox', { name: '账号' }).fill(name);
  await page.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: '登录' }).click();
  await page.getByText('设备检测').waitFor();
  return console_;
}

describe.runIf(hasChromium && (await ffmpegRuns('ffmpeg')))(
  'a recorded call in the browser (needs ffmpeg)',
  () => {
    it('is asked for, agreed to, seen by all, rests, and is played again by a supervisor', async () => {
      const admin = await firstAdministrator(server);
      await newStaff(server, admin, { name: 'zhang', publicName: '张老师', number: '101', roles: ['agent'] });
      await newStaff(server, admin, {
        name: 'wu',
        publicName: '吴主任',
        number: '201',
        roles: ['supervisor'],
      });
      const agent = await signedIn('zhang');
      await agent.page.locator('.presence').click();
      await agent.page.getByRole('menuitem', { name: '就绪', exact: true }).click();
      await agent.page.getByText('等待来电').waitFor();

      const citizen = await opened('/citizen/', { width: 1280, height: 800 });
      const { page } = citizen;
      // Drawn by software beside a console, the avatar leaves nobody time; its portrait stands for it.
      await page.route('**/*.vrm', (route) => route.fulfill({ status: 404, body: '' }));
      await page.getByRole('button', { name: '开始视频咨询' }).click();
      await page.locator('.line[data-role=avatar]').first().waitFor();
      // Nothing is recorded before it is agreed to, and it says so by not being there.
      expect(await page.locator('.recording-sign').count()).toBe(0);
      await page.getByRole('button', { name: '录音录像（未开）' }).click();
      await page.getByRole('dialog', { name: '同意录音录像吗？' }).waitFor();
      await shot(page, 'consent');
      await page.getByRole('button', { name: '不同意' }).click();
      const box = page.getByRole('textbox', { name: '请输入您的问题' });
      for (const text of ['公积金租房怎么提取', '转人工']) {
        await box.fill(text);
        await box.press('Enter');
        await page.locator('.line[data-role=citizen]', { hasText: text }).waitFor();
      }
      await agent.page.getByRole('alertdialog', { name: '视频来电' }).waitFor();
      await agent.page.keyboard.press('Enter');
      await page.getByText('101号坐席张老师正在为您服务').waitFor();
      await agent.page.getByText('未录音录像').waitFor();
      await agent.page.getByRole('button', { name: '请求录音录像' }).click();
      await agent.page.getByRole('textbox', { name: '原因' }).fill('记录投诉经过');
      await agent.page.getByRole('dialog').getByRole('button', { name: '确' }).click();
      await page.getByText('请您同意录音录像：记录投诉经过').waitFor();
      await shot(page, 'asked');
      await page.getByRole('button', { name: '同意', exact: true }).click();
      await page.locator('.recording-sign', { hasText: '正在录音录像' }).waitFor();
      await agent.page.getByText('● 录音录像中').waitFor();
      await page.locator('.frame-human video').waitFor();
      await shot(page, 'sign');
      await shot(agent.page, 'agent');
      await page.waitForTimeout(4_000);
      await agent.page.getByRole('button', { name: '暂停录' }).click();
      await page.getByText('录音录像已暂停').waitFor();
      await agent.page.getByRole('button', { name: '继续录' }).click();
      await page.locator('.recording-sign', { hasText: '正在录音录像' }).waitFor();
      // Back with the avatar, who goes on in the same recording.
      await page.getByRole('button', { name: '回到数字人' }).first().click();
      await page.getByRole('dialog').getByRole('button', { name: '回到数字人' }).click();
      await box.fill('要带什么材料');
      await box.press('Enter');
      await page.locator('.line[data-role=citizen]', { hasText: '要带什么材料' }).waitFor();
      await page.waitForTimeout(5_000);
      await page.getByRole('button', { name: '结束' }).first().click();
      await page.getByRole('dialog').getByRole('button', { name: /^结束/ }).last().click();

      const supervisor = await signedIn('wu');
      const desk = supervisor.page;
      await desk.getByRole('menuitem', { name: '记录' }).click();
      await desk.getByRole('checkbox', { name: '只看有录像的' }).check();
      for (let tries = 0; tries < 40 && (await desk.getByText('可播放').count()) === 0; tries += 1) {
        await desk.waitForTimeout(500);
        await desk.getByRole('button', { name: '查找' }).click();
      }
      await desk.getByText('可播放').waitFor();
      await shot(desk, 'list');
      await desk.locator('.records tbody button').first().click();
      await desk.getByRole('button', { name: '播放录音录像' }).click();
      await desk.locator('.player').waitFor();
      const sound = desk.locator('.player audio');
      await desk.getByRole('button', { name: '播放', exact: true }).click();
      await expect
        .poll(() => sound.evaluate((one: HTMLAudioElement) => one.currentTime), { timeout: 20_000 })
        .toBeGreaterThan(1);
      const video = desk.locator('.player-picture:not([hidden]) video').first();
      await video.waitFor();
      await expect
        .poll(() => video.evaluate((one: HTMLVideoElement) => one.videoWidth), { timeout: 20_000 })
        .toBeGreaterThan(0);
      await shot(desk, 'played');
      // Where the avatar speaks, it does so again: its words stand below.
      await sound.evaluate((one: HTMLAudioElement) => {
        one.currentTime = Math.max(0, one.duration - 3);
      });
      await expect
        .poll(() => desk.locator('.player-caption').textContent(), { timeout: 20_000 })
        .toMatch(/\S/);
      await shot(desk, 'performed');
      const audit = (await admin.get<AuditPage>('/audit')).body.rows.map(({ act }) => act);
      expect(audit).toEqual(expect.arrayContaining(['records.read', 'recording.play']));
      expect([citizen, agent, supervisor].flatMap(({ faults }) => faults())).toEqual([]);
    }, 240_000);
  },
);

import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import type {} from '../../client/citizen/probe.ts';
import { createKioskFiles } from '../../server/ops/kiosk-files.ts';
import { createKiosks, type Kiosks, type KioskWish } from '../../server/ops/kiosks.ts';
import type { Browser, BrowserContext, Page } from './browser.ts';
import type { TestServer } from './server.ts';

/** Flags of a browser without WebGL: the portrait stands for the avatar, and a small machine has its time. */
export const WITHOUT_PICTURE = ['--disable-3d-apis'];

/** The machines of a server, as an operator's command sees them. */
export const kiosksOf = (server: Pick<TestServer, 'dataDir'>): Kiosks =>
  createKiosks({
    files: createKioskFiles(join(server.dataDir, 'kiosks')),
    now: Date.now,
    randomBytes,
    randomInt,
  });

export interface Machine {
  context: BrowserContext;
  page: Page;
}

/** A machine that was enrolled by its link and sleeps now. */
export async function enrolled(
  browser: Browser,
  server: TestServer,
  id: string,
  wish: KioskWish,
  size = { width: 1080, height: 1920 },
  prepare: (page: Page) => Promise<unknown> = async () => undefined,
): Promise<Machine> {
  const code = await kiosksOf(server).enrol(id, wish);
  const context = await browser.newContext({
    ...{ viewport: size, hasTouch: true, locale: 'zh-CN', reducedMotion: 'reduce' },
    permissions: ['camera', 'microphone'],
  });
  const page = await context.newPage();
  await prepare(page);
  await page.goto(`${server.url}/citizen/kiosk/?kiosk=${id}&probe=1#${code}`);
  await asleep(page);
  return { context, page };
}

/** The attract loop stands. */
export const asleep = (page: Page): Promise<void> => page.locator('.kiosk[data-watch="asleep"]').waitFor();

/** Somebody touches it and begins. */
export async function begin(page: Page): Promise<void> {
  await page.locator('.kiosk-attract').tap();
  await page.getByRole('button', { name: '开始视频咨询' }).tap();
  await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
}

/** Types a question, and waits for the card that answers it. */
export async function ask(page: Page, words: string): Promise<void> {
  await page.getByRole('textbox', { name: '请输入您的问题' }).fill(words);
  await page.keyboard.press('Enter');
  await page.locator('[class*="card-"]').first().waitFor();
}

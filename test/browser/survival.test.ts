import { type ChildProcess, spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import { type Browser, hasChromium, launchBrowser, type Page } from '../support/browser.ts';
import { emptyData, freePort } from '../support/server.ts';

/** What the citizen has filled in outlives the page, the network and the server. The server is a process of its own. */
const PROJECT = resolve(import.meta.dirname, '../..');

let browser: Browser;
let page: Page;
let dataDir: string;
let port: number;
let server: ChildProcess | null = null;

beforeAll(async () => {
  if (hasChromium) browser = await launchBrowser();
});
afterAll(() => browser?.close());
beforeEach(async () => {
  dataDir = await emptyData();
  port = await freePort();
});
afterEach(async () => {
  await page?.context().close();
  await kill();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(): Promise<void> {
  const flags = [
    '--port',
    String(port),
    '--rtc-port',
    String(await freePort()),
    '--workers',
    '1',
    '--data',
    dataDir,
  ];
  server = spawn(process.execPath, ['server/main.ts', ...flags], {
    cwd: PROJECT,
    stdio: 'ignore',
    env: { ...process.env, GOVATAR_EARS: 'false' },
  });
  const ready = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await expect.poll(ready, { timeout: 60_000 }).toBe(true);
}

/** As a power cut: nothing is said, nothing is closed. */
async function kill(): Promise<void> {
  const dying = server;
  server = null;
  if (dying === null || dying.exitCode !== null) return;
  const gone = new Promise((done) => dying.once('exit', done));
  dying.kill('SIGKILL');
  await gone;
}

async function openForm(): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 900, height: 900 }, locale: 'zh-CN' });
  page = await context.newPage();
  // Starts and kills of whole servers run beside other tests.
  page.setDefaultTimeout(60_000);
  await page.goto(`http://127.0.0.1:${port}/citizen/?probe=1&mode=text`);
  await page.getByRole('button', { name: '用文字办理' }).click();
  await page.getByRole('button', { name: '反映问题' }).click();
  await page.getByRole('heading', { name: '什么事' }).waitFor();
}
const kept = () =>
  page.evaluate(() => {
    const form = window.__govatar?.call?.getState().forms[0];
    return { values: form?.values ?? {}, number: form?.form, status: form?.status };
  });
const allKept = () =>
  page.waitForFunction(() => {
    const state = window.__govatar?.call?.getState();
    return state?.phase === 'live' && Object.values(state.unsaved).every(({ saving }) => !saving);
  });
const live = (phase: string) =>
  page.waitForFunction((wanted) => window.__govatar?.call?.getState().phase === wanted, phase);

describe.runIf(hasChromium)('what was filled in', () => {
  it('survives a reload in the middle of a word', async () => {
    await start();
    await openForm();
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.getByLabel('事情经过').pressSequentially('楼下烧烤店半夜还在营业');
    await page.reload();
    await page.getByRole('heading', { name: '什么事' }).waitFor();
    expect(await page.getByLabel('事情经过').inputValue()).toBe('楼下烧烤店半夜还在营业');
    await allKept();
    expect((await kept()).values).toMatchObject({ category: 'complaint', content: '楼下烧烤店半夜还在营业' });
  }, 90_000);

  it('survives a server that is killed: what was kept, and what was typed while it was away', async () => {
    await start();
    await openForm();
    await page.getByLabel('您的诉求').fill('请督促整改');
    await allKept();
    const { number } = await kept();
    await kill();
    await live('reconnecting');
    await page.getByLabel('事情经过').fill('楼下烧烤店半夜还在营业，油烟很大');
    await page.getByText('没有网络，先存在本机').waitFor();
    // Even the page goes meanwhile, and finds nobody.
    await start();
    await live('live');
    await allKept();
    expect(await kept()).toEqual({
      number,
      status: 'open',
      values: expect.objectContaining({ demand: '请督促整改', content: '楼下烧烤店半夜还在营业，油烟很大' }),
    });
    await page.reload();
    await page
      .getByRole('heading', { name: '时间和地点' })
      .or(page.getByRole('heading', { name: '什么事' }))
      .waitFor();
    await expect.poll(async () => (await kept()).values).toMatchObject({ demand: '请督促整改' });
  }, 120_000);

  it('is sent once, though the server is killed while it is being sent', async () => {
    await start();
    await openForm();
    await page.evaluate(() => {
      const { forms, getState } = window.__govatar?.call ?? {};
      const form = getState?.().forms[0]?.form ?? '';
      const values = {
        category: 'complaint',
        content: '楼下烧烤店半夜还在营业，油烟很大',
        demand: '请督促整改',
        address: '建设路8号',
        anonymous: true,
        consent: true,
      };
      for (const [field, value] of Object.entries(values)) forms?.set(form, field, value);
    });
    await allKept();
    await page.evaluate(() => {
      const { forms, getState } = window.__govatar?.call ?? {};
      const form = getState?.().forms[0]?.form ?? '';
      // Nobody waits for the answer: the power goes.
      forms?.confirm(form).catch(() => undefined);
    });
    await kill();
    await start();
    await live('live');
    const answers = await page.evaluate(async () => {
      const { forms, getState } = window.__govatar?.call ?? {};
      const form = getState?.().forms[0]?.form ?? '';
      const first = await forms?.confirm(form);
      const again = await forms?.confirm(form);
      return [first?.number, again?.number];
    });
    expect(answers[0]).toMatch(/^\d+$/);
    expect(answers[1]).toBe(answers[0]);
    expect((await kept()).status).toBe('submitted');
  }, 120_000);
});

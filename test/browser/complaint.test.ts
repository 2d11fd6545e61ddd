import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import { axeFinds } from '../support/axe.ts';
import {
  type Browser,
  hasChromium,
  launchBrowser,
  type Page,
  type PageFaults,
  watch,
} from '../support/browser.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

/** A complaint from greeting to receipt, on the real page and the real server. */

let server: TestServer;
let browser: Browser;
let page: Page;
let faults: PageFaults;
beforeAll(async () => {
  if (!hasChromium) return;
  server = await startTestServer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  if (server) await dispose(server);
});
afterEach(() => page.context().close());

async function open(query: string, size = { width: 390, height: 844 }): Promise<void> {
  const context = await browser.newContext({ viewport: size, hasTouch: true, locale: 'zh-CN' });
  page = await context.newPage();
  faults = watch(page, server.url);
  await page.goto(`${server.url}/citizen/?probe=1${query}`);
}
async function begin(button: string): Promise<void> {
  await page.getByRole('button', { name: button }).tap();
  await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
}
async function say(text: string): Promise<void> {
  const before = await spoken();
  await page.getByRole('textbox', { name: '请输入您的问题' }).fill(text);
  await page.keyboard.press('Enter');
  await expect.poll(spoken).toBeGreaterThan(before);
}
/** Lines of the citizen and the avatar that stand. */
const spoken = (): Promise<number> =>
  page.evaluate(
    () =>
      (window.__govatar?.call?.getState().transcript ?? []).filter(
        ({ role, text }) => role === 'avatar' && text !== '',
      ).length,
  );
const state = () =>
  page.evaluate(() => {
    const call = window.__govatar?.call?.getState();
    return { forms: call?.forms ?? [], cards: call?.cards ?? [], transcript: call?.transcript ?? [] };
  });
const axe = (): Promise<string[]> => axeFinds(page);
const saved = () => page.locator('.form-saved[data-state="saved"]').waitFor();

describe.runIf(hasChromium)('a complaint', () => {
  it('is lodged by touch alone, beside the speaking avatar', async () => {
    await open('');
    await begin('开始视频咨询');
    await page.getByRole('button', { name: '反映问题' }).tap();
    await page.getByRole('heading', { name: '什么事' }).waitFor();
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.getByLabel('事情经过').fill('楼下烧烤店每天半夜还在营业，油烟和噪音很大');
    await page.getByLabel('您的诉求').fill('请督促晚上十点以后不要营业');
    await page.getByRole('button', { name: '下一步' }).tap();
    await page.getByLabel('发生地点').fill('建设路8号幸福小区3号楼');
    await page.getByRole('button', { name: '下一步' }).tap();
    await page.getByRole('radio', { name: '留姓名电话' }).check();
    await page.getByLabel('您的称呼').fill('王建国');
    const keypad = page.getByRole('button', { name: '数字键盘' });
    if (await keypad.isVisible()) await keypad.tap();
    for (const digit of '13900001234')
      await page.locator('.keypad').getByRole('button', { name: digit, exact: true }).tap();
    await page.getByRole('checkbox', { name: /同意/ }).check();
    await page.getByRole('button', { name: '填好了，去核对' }).tap();
    await page.getByRole('heading', { name: '请核对' }).waitFor();
    await saved();
    expect(await axe()).toEqual([]);
    expect((await state()).forms[0]?.status).toBe('open');
    await page.getByRole('button', { name: '确认提交' }).tap();

    const receipt = page.locator('.card-status');
    await receipt.locator('.status-codes').getByText('查询码').waitFor();
    expect(await receipt.locator('.status-codes dd').first().innerText()).toMatch(/[\d ]{8,}/);
    // What the page shows of the person is masked.
    expect(await receipt.innerText()).not.toContain('13900001234');
    expect(await axe()).toEqual([]);
    expect((await state()).forms[0]?.status).toBe('submitted');
    expect(faults).toEqual({ errors: [], foreign: [] });
    expect(server.logged.join('\n')).not.toContain('13900001234');
  }, 60_000);

  it('is lodged by typed talk alone, every answer beside it in the form', async () => {
    await open('&mode=text');
    await begin('用文字办理');
    await say('我要投诉，楼下烧烤店每天半夜还在营业，油烟噪音很大');
    await page.locator('.form-heading').waitFor();
    for (let turn = 0; turn < 14; turn += 1) {
      const { forms } = await state();
      const [form] = forms;
      if (form === undefined || form.status !== 'open') break;
      const field = form.review ? 'confirm' : (form.asking ?? 'none');
      // Such as the words of a citizen who is asked for this.
      const answer: Record<string, string> = {
        category: '投诉',
        content: '烧烤店半夜营业，油烟噪音很大',
        address: '建设路8号幸福小区3号楼',
        occur_time: '每天半夜',
        demand: '希望晚上十点以后不要营业',
        anonymous: '匿名',
        consent: '同意',
        confirm: '对，提交',
      };
      await say(answer[field] ?? '没有');
    }
    const { forms, cards, transcript } = await state();
    expect(forms[0]).toMatchObject({
      status: 'submitted',
      values: { category: 'complaint', anonymous: true, address: expect.stringContaining('建设路8号') },
    });
    expect(cards.filter(({ kind }) => kind === 'status')).toHaveLength(1);
    // Nothing was sent before the yes.
    const yes = transcript.findIndex(({ role, text }) => role === 'citizen' && text.includes('提交'));
    expect(yes).toBeGreaterThan(0);
    await page.locator('.status-codes').getByText('查询码').waitFor();
    expect(faults).toEqual({ errors: [], foreign: [] });
  }, 60_000);

  it('goes on by video where it stood by text, and back, with everything that was filled in', async () => {
    await open('&mode=text');
    await begin('用文字办理');
    await say('我要投诉，楼下烧烤店每天半夜还在营业，油烟噪音很大');
    await page.locator('.form-heading').waitFor();
    const before = await state();
    await page.getByRole('button', { name: '转视频' }).tap();
    await page.locator('.frame').waitFor();
    await page.waitForFunction(() => window.__govatar?.call?.getState().media === 'connected');
    expect((await state()).forms).toEqual(before.forms);
    await page.locator('.form-heading').waitFor();
    // By video it is spoken again.
    await page.getByRole('textbox', { name: '请输入您的问题' }).fill('地址是建设路8号');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.__govatar?.call?.playhead.at(performance.now())?.audible);
    await page.getByRole('button', { name: '转文字' }).tap();
    await page.locator('.text-bar').waitFor();
    // What was being said when the citizen changed is there to be read, whole.
    await expect
      .poll(async () => (await state()).transcript.at(-1))
      .toMatchObject({ role: 'avatar', cut: false, text: expect.stringMatching(/[。？！]$/) });
    expect((await state()).forms[0]?.values.address).toContain('建设路8号');
    expect(await page.evaluate(() => location.search)).toContain('mode=text');
    await page.reload();
    await page.locator('.form-heading').waitFor();
    expect(await page.locator('.frame').count()).toBe(0);
    expect((await state()).transcript.length).toBeGreaterThan(2);
  }, 60_000);

  it('can be looked up with number and query code, entered in private', async () => {
    await open('&mode=text', { width: 1440, height: 900 });
    await begin('用文字办理');
    await page.getByRole('button', { name: '查进度' }).tap();
    await page.getByLabel('编号').fill('12345678901234');
    await page.getByLabel('查询码').fill('ABCDEFGHJK');
    await page.getByRole('button', { name: '填好了，去核对' }).tap();
    await page.getByRole('button', { name: '查一查' }).tap();
    await page.getByText('没有查到').first().waitFor();
    expect(await axe()).toEqual([]);
  }, 60_000);

  it('ends with a rating where the citizen wants to give one', async () => {
    await open('&mode=text', { width: 1440, height: 900 });
    await begin('用文字办理');
    await say('身份证丢了怎么办');
    await page.getByRole('button', { name: '结束' }).first().tap();
    await page.getByRole('button', { name: '先评价再结束' }).tap();
    await page.getByRole('radio', { name: '非常满意' }).check();
    await page.getByRole('button', { name: '填好了，去核对' }).tap();
    await page.getByRole('button', { name: '提交评价' }).tap();
    await page.getByRole('heading', { name: '谢谢您的评价' }).waitFor();
    expect(faults).toEqual({ errors: [], foreign: [] });
  }, 60_000);
});

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import { axeFinds } from '../support/axe.ts';
import { type Browser, hasChromium, launchBrowser, type Page } from '../support/browser.ts';
import { ask, asleep, begin, enrolled, kiosksOf, type Machine, WITHOUT_PICTURE } from '../support/kiosk.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

/** A machine in a hall: it serves one person after the other, and knows nothing of the one before. */
const SECRET = '我在凤凰菜市场，身份证丢了怎么办';
const PHONE = '13812345678';
const SHOTS = process.env.GOVATAR_TEST_SHOTS;

let server: TestServer;
let browser: Browser;
let machine: Machine | null = null;

beforeAll(async () => {
  if (!hasChromium) return;
  server = await startTestServer();
  browser = await launchBrowser({ flags: WITHOUT_PICTURE });
});
afterAll(async () => {
  await browser?.close();
  if (server !== undefined) await dispose(server);
});
afterEach(async () => {
  await machine?.context.close();
  machine = null;
});

const shot = async (page: Page, name: string): Promise<void> => {
  if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/kiosk-${name}.png` });
};

/** Everything that a person or a script could find on this page and in this browser's storage. */
const everything = (page: Page): Promise<string> =>
  page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        cached.push(request.url, (await (await cache.match(request))?.text()) ?? '');
    }
    const fields = [...document.querySelectorAll('input, textarea')].map((field) =>
      'value' in field ? String(field.value) : '',
    );
    return JSON.stringify([
      document.documentElement.outerHTML,
      fields,
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      databases,
      cached,
      window.location.href,
      window.name,
      history.state,
      String(getSelection()),
      JSON.stringify(window.__govatar?.call?.getState() ?? null),
    ]);
  });

describe.skipIf(!hasChromium)('a kiosk', () => {
  it('asks for its code, keeps what it was given from every script, and asks again when it is locked out', async () => {
    const code = await kiosksOf(server).enrol('door-1', {});
    const context = await browser.newContext({ viewport: { width: 1080, height: 1920 }, hasTouch: true });
    const page = await context.newPage();
    machine = { context, page };
    await page.goto(`${server.url}/?kiosk=door-1`);
    await page.getByText('这台机器还没有登记').waitFor();
    expect(new URL(page.url()).pathname).toBe('/citizen/kiosk/');
    const press = async (digits: string): Promise<void> => {
      for (const digit of digits)
        await page.locator('.kiosk-keys').getByRole('button', { name: digit, exact: true }).tap();
      await page.getByRole('button', { name: '登记', exact: true }).tap();
    };
    await press(code === '00000001' ? '00000002' : '00000001');
    await page.getByText('登记码不对').waitFor();
    await shot(page, 'enrol');
    await press(code);
    await asleep(page);
    const found = await everything(page);
    expect(found).not.toContain('govatar_kiosk');
    expect(found).not.toContain(code);
    await expect
      .poll(async () => (await kiosksOf(server).list()).map(({ record, health }) => [record.id, health]))
      .toEqual([['door-1', 'well']]);
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({
      kiosks: { well: 1, failed: 0, lost: 0 },
    });
    await kiosksOf(server).revoke('door-1');
    await page.reload();
    await page.getByText('这台机器还没有登记').waitFor();
  });

  it('serves, warns who has gone, and then knows nothing of them: page, fields, storage, history, server', async () => {
    machine = await enrolled(browser, server, 'hall-1', { quietS: 15, warnS: 5 });
    const { page } = machine;
    await page.evaluate(() => {
      const { mediaDevices } = navigator;
      const ask = mediaDevices.getUserMedia.bind(mediaDevices);
      const asked: unknown[] = [];
      mediaDevices.getUserMedia = (wish) => {
        asked.push(wish);
        return ask(wish);
      };
      Object.assign(window, { asked });
    });
    const before = await page.evaluate(() => history.length);
    await begin(page);
    // No device was opened: nobody has consented to one.
    expect(await page.evaluate(() => Reflect.get(window, 'asked'))).toEqual([]);
    await ask(page, SECRET);
    await page.getByRole('button', { name: '按号码' }).tap();
    for (const digit of PHONE)
      await page.locator('.kiosk-keypad').getByRole('button', { name: digit, exact: true }).tap();
    expect(await page.locator('.kiosk-keypad').innerText()).not.toContain(PHONE);
    await shot(page, 'keypad');
    await page.getByRole('button', { name: '按好了' }).tap();
    await page.getByRole('textbox', { name: '请输入您的问题' }).fill('我家住在柳树巷');
    expect(await everything(page)).toContain('凤凰菜市场');
    const memory = await page.evaluate(() => sessionStorage.getItem('govatar.session'));
    expect(memory).not.toBeNull();
    const { consultation, secret } = JSON.parse(memory ?? '{}') as { consultation: string; secret: string };

    // The person goes. A touch in the last seconds keeps everything.
    await page.getByText('您还在吗？').waitFor({ timeout: 60_000 });
    await shot(page, 'leaving');
    await page.getByRole('button', { name: '我还在，继续' }).tap();
    expect(await everything(page)).toContain('凤凰菜市场');
    await page.getByText('您还在吗？').waitFor({ timeout: 60_000 });
    await asleep(page);

    const after = await everything(page);
    for (const word of ['凤凰菜市场', '菜市场', PHONE, PHONE.slice(3), '柳树巷', consultation, secret])
      expect(after, word).not.toContain(word);
    expect(await page.evaluate(() => history.length)).toBe(before);
    // Neither way of the history leads back to them.
    await page.goBack();
    expect(await page.content()).not.toContain('凤凰菜市场');
    await page.goForward();
    await asleep(page);
    expect(await everything(page)).not.toContain('凤凰菜市场');
    // What is over takes no secret, however right it was.
    await expect(server.consultations.resume({ consultation, secret, lastSeq: 0 })).rejects.toMatchObject({
      code: expect.stringMatching(/^resume_(invalid|expired)$/),
    });
    const [health] = (await kiosksOf(server).list()).filter(({ record }) => record.id === 'hall-1');
    expect(JSON.stringify(health)).not.toContain('凤凰菜市场');
  });

  it('wipes at once when the citizen presses it, and the next one begins in usual type and reach', async () => {
    machine = await enrolled(browser, server, 'hall-2', {});
    const { page } = machine;
    await begin(page);
    await ask(page, SECRET);
    await page.getByRole('button', { name: '低位操作' }).tap();
    await page.getByRole('button', { name: '黑白分明' }).tap();
    await page.getByRole('button', { name: '结束并清除' }).tap();
    await asleep(page);
    expect(await everything(page)).not.toContain('凤凰菜市场');
    expect(await page.evaluate(() => ({ ...document.documentElement.dataset }))).toMatchObject({
      reach: 'usual',
      contrast: 'usual',
    });
    await page.locator('.kiosk-attract').tap();
    await page.getByRole('button', { name: '开始视频咨询' }).waitFor();
  });

  for (const [name, width, height] of [
    ['portrait', 1080, 1920],
    ['landscape', 1920, 1080],
  ] as const)
    it(`brings every control into the lower third, large enough, where it is asked to: ${name}`, async () => {
      machine = await enrolled(browser, server, `reach-${name}`, { staffNumber: '8001' }, { width, height });
      const { page } = machine;
      await shot(page, `${name}-asleep`);
      await page.locator('.kiosk-attract').tap();
      await page.getByRole('button', { name: '开始视频咨询' }).waitFor();
      await shot(page, `${name}-welcome`);
      expect(await axeFinds(page)).toEqual([]);
      await page.getByRole('button', { name: '低位操作' }).tap();
      expect(await outside(page, height)).toEqual([]);
      await shot(page, `${name}-low-welcome`);
      await page.getByRole('button', { name: '开始视频咨询' }).tap();
      await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
      await ask(page, '身份证丢了怎么办');
      await shot(page, `${name}-low-answer`);
      expect(await outside(page, height)).toEqual([]);
      expect(await axeFinds(page)).toEqual([]);
      await page.getByRole('button', { name: '按号码' }).tap();
      await shot(page, `${name}-low-keypad`);
      expect(await outside(page, height)).toEqual([]);
      await page.getByRole('button', { name: '不用了' }).tap();
      await page.getByRole('button', { name: '低位操作' }).tap();
      await page.getByRole('button', { name: '黑白分明' }).tap();
      await shot(page, `${name}-contrast`);
      expect(await axeFinds(page)).toEqual([]);
      await page.getByRole('button', { name: '叫工作人员' }).tap();
      await page.getByText('8001').waitFor();
      await shot(page, `${name}-staff`);
    });

  it('lets nobody out: links, windows, menus, keys, files, selection', async () => {
    machine = await enrolled(browser, server, 'hall-4', {});
    const { page, context } = machine;
    await page.locator('.kiosk-attract').tap();
    await page.getByRole('button', { name: '开始视频咨询' }).waitFor();
    const home = page.url();
    await page.evaluate(() => {
      const out = (html: string): void =>
        document.querySelector('.kiosk-page')?.insertAdjacentHTML('beforeend', html);
      out('<a id="away" href="https://example.org/">x</a><a id="new" target="_blank" href="/text">y</a>');
      out('<input id="file" type="file">');
    });
    for (const id of ['away', 'new', 'file']) {
      await page.evaluate((which) => document.getElementById(which)?.click(), id);
      await page.locator('.kiosk-note').getByText('这台机器不能').waitFor();
    }
    const refused = await page.evaluate(() => {
      const body = document.querySelector('.start') ?? document.body;
      const was = (event: Event): boolean => !body.dispatchEvent(event);
      const options = { bubbles: true, cancelable: true };
      return {
        menu: was(new MouseEvent('contextmenu', options)),
        drag: was(new DragEvent('dragstart', options)),
        copy: was(new ClipboardEvent('copy', options)),
        select: was(new Event('selectstart', options)),
        zoom: was(new WheelEvent('wheel', { ...options, ctrlKey: true })),
        print: was(new KeyboardEvent('keydown', { ...options, key: 'p', ctrlKey: true })),
        reload: was(new KeyboardEvent('keydown', { ...options, key: 'F5' })),
        back: was(new KeyboardEvent('keydown', { ...options, key: 'ArrowLeft', altKey: true })),
        typing: was(new KeyboardEvent('keydown', { ...options, key: 'a' })),
        opened: window.open('https://example.org/') !== null,
      };
    });
    expect(refused).toEqual({
      ...{ menu: true, drag: true, copy: true, select: true, zoom: true, print: true, reload: true },
      ...{ back: true, typing: false, opened: false },
    });
    expect(page.url()).toBe(home);
    expect(context.pages()).toHaveLength(1);
  });

  it('is loaded anew when nothing stands on its page any more, and tells the server how often', async () => {
    machine = await enrolled(browser, server, 'hall-6', {});
    const { page } = machine;
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    const again = page.waitForEvent('framenavigated', { timeout: 90_000 });
    await page.evaluate(() => {
      for (const one of document.querySelectorAll('.kiosk')) one.remove();
    });
    await again;
    await asleep(page);
    await expect
      .poll(
        async () => (await kiosksOf(server).list()).find(({ record }) => record.id === 'hall-6')?.seen?.beat,
        { timeout: 60_000 },
      )
      .toMatchObject({ doing: 'asleep', hangs: 1 });
  });

  it('says the number where the server is gone, and comes back by itself', async () => {
    machine = await enrolled(browser, server, 'hall-5', {});
    const { page, context } = machine;
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    await expect.poll(() => page.evaluate(async () => (await caches.keys()).join())).toBe('kiosk-offline');
    await context.setOffline(true);
    await page.reload();
    await page.getByText('线路暂时不通').waitFor();
    expect(await page.locator('.n').innerText()).toBe('12345');
    await shot(page, 'offline');
    await context.setOffline(false);
    await asleep(page);
  });
});

/** Controls that can be pressed and do not lie in the lower third, or are too small for a finger. */
const outside = (page: Page, height: number): Promise<string[]> =>
  page.evaluate((tall) => {
    const faults: string[] = [];
    for (const control of document.querySelectorAll<HTMLElement>(
      'button, input, textarea, select, a[href], [role="switch"]',
    )) {
      if (!control.checkVisibility({ visibilityProperty: true })) continue;
      if (control.closest('[inert], .visually-hidden, .skip') !== null) continue;
      const box = control.getBoundingClientRect();
      if (box.width < 2 || box.height < 2) continue;
      // What a list has scrolled away is brought there by scrolling, and cannot be pressed before.
      const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (at === null || !(control.contains(at) || at.contains(control))) continue;
      const name = control.innerText || control.getAttribute('aria-label') || control.tagName;
      if (box.y < (tall * 2) / 3 - 2) faults.push(`${name}: at ${Math.round(box.y)} of ${tall}`);
      if (box.height < 44 && control.tagName === 'BUTTON') faults.push(`${name}: ${box.height} high`);
    }
    return faults;
  }, height);

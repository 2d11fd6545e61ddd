import react from '@vitejs/plugin-react';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';

/** The page itself in a real browser, on a call that the test drives (harness.tsx). */
const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1366, height: 768 },
  kiosk: { width: 1080, height: 1920 },
} as const;

let server: ViteDevServer;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  server = await createServer({
    configFile: false,
    root: new URL('..', import.meta.url).pathname,
    cacheDir: new URL('../../node_modules/.vite/page-test', import.meta.url).pathname,
    plugins: [react()],
    optimizeDeps: { entries: ['citizen/harness.html'] },
    server: { port: 0, hmr: false, watch: null },
    logLevel: 'error',
  });
  await server.listen();
  browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--no-first-run'],
  });
});
afterAll(async () => {
  await browser.close();
  await server.close();
});
afterEach(() => page.close());

async function open(options: { size?: keyof typeof SIZES; query?: string } = {}): Promise<void> {
  page = await browser.newPage({
    viewport: SIZES[options.size ?? 'desktop'],
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  });
  const base = server.resolvedUrls?.local[0] ?? '';
  await page.goto(`${base}citizen/harness.html${options.query ?? ''}`);
  await page.waitForFunction(() => 'harness' in window);
}

/** Every state a citizen can see, by name; each runs in the page. */
const STATES = {
  start: () => {},
  connecting: () => window.harness.call.set({ phase: 'joining' }),
  greeting: () => {
    const { call, SUGGESTIONS, UTTERANCE } = window.harness;
    call.set({ phase: 'live', avatar: 'greeting', suggestions: SUGGESTIONS });
    call.hear(UTTERANCE, 1300);
  },
  answer: () => {
    const { call, SUGGESTIONS, UTTERANCE, TRANSCRIPT, ANSWER } = window.harness;
    call.set({
      phase: 'live',
      avatar: 'speaking',
      transcript: TRANSCRIPT,
      cards: [ANSWER],
      suggestions: SUGGESTIONS,
      microphone: 'on',
      camera: 'on',
    });
    call.hear(UTTERANCE, 1300);
  },
  choices: () => {
    const { call, TRANSCRIPT, CHOICES } = window.harness;
    call.set({
      phase: 'live',
      avatar: 'listening',
      transcript: TRANSCRIPT,
      cards: [CHOICES],
      microphone: 'refused',
      camera: 'busy',
    });
  },
  emergency: () => {
    const { call, TRANSCRIPT, EMERGENCY } = window.harness;
    call.set({ phase: 'live', avatar: 'speaking', transcript: TRANSCRIPT, cards: [EMERGENCY] });
  },
  'waiting for a human': () => {
    const { call, TRANSCRIPT, HANDOFF, WAITING } = window.harness;
    const cards = [HANDOFF];
    call.set({ phase: 'live', avatar: 'listening', transcript: TRANSCRIPT, cards, service: WAITING });
  },
  'with a human': () => {
    const { call, TRANSCRIPT, ANSWER, SERVED } = window.harness;
    const transcript = [...TRANSCRIPT, window.harness.AGENT_LINE];
    const part = { transcript, cards: [ANSWER], service: SERVED, microphone: 'on' } as const;
    call.set({ phase: 'live', avatar: 'listening', ...part });
  },
  'a human whose line broke': () => {
    const { call, TRANSCRIPT, SERVED } = window.harness;
    const service = { ...SERVED, phase: 'away', until: 1_790_000_030_000 } as const;
    call.set({ phase: 'live', avatar: 'listening', transcript: TRANSCRIPT, service, showing: true });
  },
  'sound blocked': () => window.harness.call.set({ phase: 'live', avatar: 'greeting', audioBlocked: true }),
  'too fast': () =>
    window.harness.call.set({ phase: 'live', avatar: 'listening', problem: { code: 'rate_limited' } }),
  reconnecting: () =>
    window.harness.call.set({ phase: 'reconnecting', problem: { code: 'network' }, media: 'lost' }),
  busy: () =>
    window.harness.call.set({ phase: 'failed', problem: { code: 'server_busy', retryAfterMs: 60_000 } }),
  'server gone': () => window.harness.call.set({ phase: 'failed', problem: { code: 'network' } }),
  ended: () => {
    const { call, TRANSCRIPT, ANSWER } = window.harness;
    call.set({ phase: 'ended', avatar: 'ended', transcript: TRANSCRIPT, cards: [ANSWER] });
  },
} satisfies Record<string, () => void>;

const button = (name: string | RegExp) => page.getByRole('button', { name });
const asked = () => page.evaluate(() => window.harness.call.asked);

describe('the page for everyone', () => {
  const looks: [keyof typeof SIZES, string][] = [
    ['phone', ''],
    ['phone', '?large=1'],
    ['desktop', ''],
    ['desktop', '?lang=en'],
    ['kiosk', ''],
  ];
  for (const [size, query] of looks) {
    it(`has nothing for axe to find, nothing too small to hit and nothing cut off, in every state: ${size} ${query}`, async () => {
      await open({ size, query });
      await page.evaluate(axe.source);
      const least = size === 'kiosk' || query.includes('large') ? 60 : 44;
      for (const [name, enter] of Object.entries(STATES)) {
        await page.evaluate(() => window.harness.call.set(window.harness.IDLE));
        await page.evaluate(enter);
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
        const found = await page.evaluate(async () => {
          const result = await (window as unknown as { axe: typeof axe }).axe.run(document, {
            runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          });
          return result.violations.map(
            ({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`,
          );
        });
        expect.soft(found, `${name}: axe`).toEqual([]);
        const small = await page.evaluate((least) => {
          const targets = document.querySelectorAll<HTMLElement>(
            'button, .switch, textarea, a[href]:not(.skip)',
          );
          return [...targets]
            .filter((target) => target.checkVisibility())
            .filter((target) => target.closest('.problem-words') === null)
            .map((target) => ({ text: target.textContent, box: target.getBoundingClientRect() }))
            .filter(({ box }) => Math.round(box.height) < least || Math.round(box.width) < least)
            .map(({ text, box }) => `${text} ${box.width}×${box.height}`);
        }, least);
        expect.soft(small, `${name}: targets`).toEqual([]);
        const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        );
        expect.soft(wide, `${name}: sideways`).toBe(0);
      }
    });
  }

  it('speaks both languages and says which in <html lang>', async () => {
    await open();
    await button('开始视频咨询').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN');
    await button('English').click();
    await button('Start video service').waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('en');
    expect(await page.title()).toContain('Government Service');
    expect(await asked()).toContain('setLang "en"');
  });

  it('makes captions large: 24 px on a phone, 40 px on a kiosk', async () => {
    for (const [size, least] of [
      ['phone', 24],
      ['kiosk', 40],
    ] as const) {
      await open({ size });
      await page.evaluate(STATES.greeting);
      const px = await page
        .locator('.caption-line')
        .evaluate((line) => Number.parseFloat(getComputedStyle(line).fontSize));
      expect(px).toBeGreaterThanOrEqual(least);
      if (size === 'phone') await page.close();
    }
  });
});

describe('a human in the place of the avatar', () => {
  it('has a label with name and number once their picture covers the avatar, which keeps its own until then', async () => {
    await open();
    await page.evaluate(STATES['with a human']);
    const label = page.locator('.frame-label');
    expect(await label.textContent()).toContain('AI数字人');
    await page.locator('.human-name', { hasText: '人工坐席 张老师 101号' }).waitFor();
    await page.evaluate(() =>
      window.harness.call.set({
        remotes: [{ id: 'consumer_1', role: 'agent', source: 'camera', kind: 'video' }],
      }),
    );
    expect(await label.textContent()).toBe('人工坐席 张老师 101号');
    await page.evaluate(STATES.answer);
    await page.evaluate(() => window.harness.call.set({ service: window.harness.ALONE, remotes: [] }));
    expect(await label.textContent()).toContain('AI数字人');
  });

  it('shows place and time of the wait, and every way out of it', async () => {
    await open({ size: 'phone' });
    await page.evaluate(STATES['waiting for a human']);
    await page.getByText('您前面有2位 · 预计3到6分钟').waitFor();
    await button('不等了').click();
    await button('给我回电话').click();
    await page.locator('.service-bar').getByRole('button', { name: '登记诉求单' }).click();
    expect(await asked()).toEqual(['choose "avatar"', 'choose "callback"', 'choose "work_order"']);
  });

  it('sees the citizen only after a look at oneself and a yes, and no more after a private moment', async () => {
    await open();
    await page.evaluate(STATES['with a human']);
    await button('让坐席看到我').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('您现在是这个样子').waitFor();
    expect(await asked()).toEqual(['setCamera true']);
    await dialog.getByRole('button', { name: '不用了' }).click();
    expect(await asked()).toEqual(['setCamera true', 'setCamera false']);
    await button('让坐席看到我').click();
    await dialog.getByRole('button', { name: '让坐席看到我' }).click();
    await page.getByText('坐席现在能看到您').waitFor();
    await button('先静一下').click();
    expect((await asked()).slice(2)).toEqual([
      'setCamera true',
      'setShowing true',
      'setMicrophone false',
      'setShowing false',
    ]);
  });

  it('is left for the avatar after one question', async () => {
    await open();
    await page.evaluate(STATES['with a human']);
    await button('回到数字人').click();
    expect(await asked()).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: '回到数字人' }).click();
    expect(await asked()).toEqual(['choose "avatar"']);
  });
});

describe('the start', () => {
  it('begins with nothing switched on unless the citizen chose it', async () => {
    await open();
    await button('开始视频咨询').click();
    expect(await asked()).toEqual(['begin {"microphone":false,"camera":false}']);
  });

  it('takes along what was chosen', async () => {
    await open();
    await page.getByRole('switch', { name: '麦克风' }).check();
    await button('开始视频咨询').click();
    expect(await asked()).toEqual(['begin {"microphone":true,"camera":false}']);
  });

  it('uses no device in text only, whatever was chosen before', async () => {
    await open();
    await page.getByRole('switch', { name: '摄像头' }).check();
    await button('用文字办理').click();
    expect(await asked()).toEqual(['setMode "text"', 'begin {"microphone":false,"camera":false}']);
  });

  it('says that the devices cannot be used without TLS, and begins all the same', async () => {
    await open({ query: '?devices=0' });
    await page.getByText('当前网址没有加密').waitFor();
    expect(await page.getByRole('switch', { name: '麦克风' }).isDisabled()).toBe(true);
    await button('开始视频咨询').click();
    expect(await asked()).toEqual(['begin {"microphone":false,"camera":false}']);
  });

  it('shows the portrait and says so where the moving picture cannot be drawn', async () => {
    await open();
    await page.getByText('显示不了活动画面').waitFor();
    await page.getByText('AI数字人', { exact: true }).waitFor();
  });
});

describe('in the call', () => {
  const live = () => page.evaluate(STATES.answer);

  it('always says that the avatar is a machine', async () => {
    await open({ size: 'phone' });
    for (const enter of Object.values(STATES)) {
      await page.evaluate(enter);
      expect(await page.getByText('AI数字人', { exact: true }).isVisible()).toBe(true);
    }
  });

  it('marks the words that were heard, and tells a screen reader the whole sentence once', async () => {
    await open();
    await live();
    await page.locator('.caption-heard', { hasText: '可以提取，连' }).waitFor();
    expect(await page.locator('.caption-now').textContent()).toBe('续');
    expect(await page.locator('.caption [aria-live=polite]').textContent()).toBe(
      '可以提取，连续足额缴存满三个月就行。',
    );
    await page.evaluate(() => window.harness.call.hear(window.harness.UTTERANCE, 9000));
    await page.locator('.caption-heard', { hasText: '月就行。' }).waitFor();
    await page.evaluate(() => window.harness.call.hear(null));
    await page.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect(await page.locator('.caption-heard').textContent()).toBe('可以提取，连续足额缴存满三个月就行。');
  });

  it('sends with Enter, breaks the line with Shift+Enter, and never sends a word that is still being composed', async () => {
    await open();
    await live();
    const field = page.getByRole('textbox', { name: '请输入您的问题' });
    await field.fill('身份证');
    await field.press('Shift+Enter');
    await field.pressSequentially('丢了');
    await field.dispatchEvent('keydown', {
      key: 'Enter',
      isComposing: true,
      bubbles: true,
      cancelable: true,
    });
    expect(await asked()).toEqual([]);
    await field.press('Enter');
    expect(await asked()).toEqual(['say {"text":"身份证\\n丢了","via":"text"}']);
    expect(await field.inputValue()).toBe('');
  });

  it('takes 500 characters and counts the last of them', async () => {
    await open();
    await live();
    const field = page.getByRole('textbox', { name: '请输入您的问题' });
    await field.fill('好'.repeat(450));
    await page.getByText('还可以输入 50 个字').waitFor();
    await field.pressSequentially('好'.repeat(60), { delay: 0 });
    expect((await field.inputValue()).length).toBe(500);
    await page.getByRole('status').getByText('已经写满').waitFor({ state: 'attached' });
  });

  it('falls silent at Escape, wherever the focus is', async () => {
    await open();
    await live();
    await page.getByRole('textbox').focus();
    await page.keyboard.press('Escape');
    expect(await asked()).toEqual(['interrupt']);
  });

  it('closes the volume with the first Escape and silences with the second', async () => {
    await open();
    await live();
    await button(/音量/).click();
    await page.getByRole('slider', { name: '音量' }).press('ArrowLeft');
    expect(await asked()).toEqual(['setVolume 0.75']);
    await page.keyboard.press('Escape');
    expect(await page.getByRole('slider').isVisible()).toBe(false);
    expect(await asked()).not.toContain('interrupt');
    await page.keyboard.press('Escape');
    expect(await asked()).toContain('interrupt');
  });

  it('asks by a tap on a suggestion or a choice', async () => {
    await open();
    await live();
    expect(await page.getByRole('navigation', { name: '您可以说' }).getByRole('button').count()).toBe(4);
    await button('驾驶证补领').click();
    await page.evaluate(STATES.choices);
    await button('身份证丢了，要补领').click();
    expect(await asked()).toEqual([
      'say {"text":"驾驶证补领","via":"tap"}',
      'say {"text":"身份证丢失补领","via":"tap"}',
    ]);
  });

  it('shows a card with its source, its region, and that nobody has verified it', async () => {
    await open();
    await live();
    const card = page.getByRole('article', { name: '租房提取住房公积金' });
    for (const text of ['住房城乡建设部', '第一条', '2015-01-20', '全国', '演示数据，未核对']) {
      await card.getByText(text).first().waitFor();
    }
    expect(await card.getByRole('link', { name: /12329/ }).getAttribute('href')).toBe('tel:12329');
  });

  it('offers emergency numbers as links that dial', async () => {
    await open({ size: 'phone' });
    await page.evaluate(STATES.emergency);
    expect(await page.getByRole('link', { name: /119/ }).getAttribute('href')).toBe('tel:119');
    await page.getByRole('alert').getByText('马上拨打119').waitFor();
  });

  it('says what is wrong with a device and turns it on when asked again', async () => {
    await open();
    await page.evaluate(STATES.choices);
    await page.getByText('麦克风没有获得允许').waitFor();
    await page.getByText('摄像头正被别的程序使用').waitFor();
    await button(/^麦克风/).click();
    expect(await asked()).toEqual(['setMicrophone true']);
    await page.getByText('麦克风没有获得允许').waitFor({ state: 'detached' });
  });

  it('shows that it reconnects, and no longer when it has', async () => {
    await open();
    await page.evaluate(STATES.reconnecting);
    await page.getByText('正在重新连接').first().waitFor();
    await page.evaluate(() => window.harness.call.set({ phase: 'live', problem: null, media: 'connected' }));
    await page.getByText('正在重新连接').first().waitFor({ state: 'detached' });
  });

  it('opens blocked sound with one large button', async () => {
    await open();
    await page.evaluate(STATES['sound blocked']);
    await button('点这里打开声音').click();
    expect(await asked()).toEqual(['unlockAudio']);
    await button('点这里打开声音').waitFor({ state: 'detached' });
  });

  it('ends only after asking, and offers a new beginning', async () => {
    await open();
    await live();
    await button('结束').click();
    await button('继续咨询').click();
    expect(await asked()).toEqual([]);
    await button('结束').click();
    await button('结束咨询').click();
    await page.getByRole('heading', { name: '感谢您的来访，再见' }).waitFor();
    await button('再次咨询').click();
    expect(await asked()).toEqual(['end', 'restart']);
  });

  it('returns to the start with a call of its own', async () => {
    await open();
    await page.evaluate(STATES.ended);
    await button('返回首页').click();
    await button('开始视频咨询').click();
    expect(await asked()).toEqual(['begin {"microphone":false,"camera":false}']);
  });

  it('tries again by itself when a busy server said when', async () => {
    await open();
    await page.evaluate(() =>
      window.harness.call.set({ phase: 'failed', problem: { code: 'server_busy', retryAfterMs: 1 } }),
    );
    await page.getByText('现在咨询的人很多').waitFor();
    await page.waitForFunction(() => window.harness.call.asked.includes('restart'));
  });
});

describe('before the page', () => {
  it('helps a browser that is too old, in plain words and with the hotline', async () => {
    page = await browser.newPage();
    await page.addInitScript(() => {
      Reflect.deleteProperty(Array.prototype, 'toSorted');
    });
    await page.route('**/old.html', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: '<!doctype html><script src="/check.js"></script><div id="app">…</div>',
      }),
    );
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}old.html`);
    await page.getByRole('heading', { name: '这个浏览器打不开视频咨询' }).waitFor();
    expect(await page.getByRole('link', { name: '12345' }).getAttribute('href')).toBe('tel:12345');
    expect(await page.getByRole('link', { name: '用文字办理' }).getAttribute('href')).toBe('/text?lang=zh');
    expect(await page.getByRole('link', { name: 'Ask by text' }).getAttribute('href')).toBe('/text?lang=en');
  });

  it('helps when the page script does not load', async () => {
    page = await browser.newPage();
    await page.route('**/broken.html', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: '<!doctype html><script src="/check.js"></script><div id="app">…</div><script type="module" src="/gone.js"></script>',
      }),
    );
    await page.route('**/gone.js', (route) => route.fulfill({ status: 404, body: '' }));
    await page.goto(`${server.resolvedUrls?.local[0] ?? ''}broken.html`);
    await page.getByRole('heading', { name: '这个浏览器打不开视频咨询' }).waitFor();
  });
});

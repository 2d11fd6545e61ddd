import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { createServer, type ViteDevServer } from 'vite';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FormDefinition, FormState } from '../../protocol/index.ts';
import { loadForms } from '../../server/affairs/forms.ts';
import { type Browser, hasChromium, launchBrowser, type Page } from '../support/browser.ts';

/** Cards and forms in a real browser, on a call that the test drives (client/citizen/harness.tsx). */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PROJECT = resolve(import.meta.dirname, '../..');
const formId = (kind: string): string => `frm_${kind.replace('.', '_')}_0`;
const SIZES = {
  phone: { width: 390, height: 844 },
  desktop: { width: 1440, height: 900 },
  kiosk: { width: 1080, height: 1920 },
} as const;
const CARDS = [
  'STEPS',
  'CHECKLIST',
  'PLACE',
  'STATUS',
  'HANDOFF',
  'BIG_EMERGENCY',
  'CHOICES',
  'ANSWER',
] as const;

interface Axe {
  run: (options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
}
/** What the harness offers; its own types live with the page. */
interface Harness {
  call: {
    asked: string[];
    set: (change: object) => void;
    define: (form: string, definition: object) => void;
    getState: () => { unsaved: Record<string, { values: Record<string, unknown> }> };
  };
  TRANSCRIPT: object;
  formCard: (form: string, kind: string, title: string) => object;
  formState: (form: string, kind: string, change: object) => object;
}
type Page_ = Window & { harness: Harness & Record<string, object>; axe: Axe };

let server: ViteDevServer;
let browser: Browser;
let page: Page;
const forms = loadForms(resolve(PROJECT, 'affairs'));

beforeAll(async () => {
  server = await createServer({
    configFile: false,
    root: resolve(PROJECT, 'client'),
    cacheDir: resolve(PROJECT, 'node_modules/.vite/cards-test'),
    plugins: [react()],
    optimizeDeps: {
      entries: ['citizen/harness.html'],
      // Found only when a form is shown: a reload in the middle of a test would follow.
      include: [
        '@rjsf/core/lib/components/Form.js',
        '@rjsf/utils',
        '@cfworker/json-schema',
        'signature_pad',
        'uqr',
      ],
    },
    server: { port: 0, hmr: false, watch: null },
    logLevel: 'error',
  });
  await server.listen();
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser.close();
  await server.close();
});
afterEach(() => page.close());

async function open(size: keyof typeof SIZES, query = ''): Promise<void> {
  page = await browser.newPage({ viewport: SIZES[size], reducedMotion: 'reduce', locale: 'zh-CN' });
  await page.goto(`${server.resolvedUrls?.local[0]}citizen/harness.html${query}`);
  await page.waitForFunction(() => 'harness' in window);
}

const axe = async (): Promise<string[]> => {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() =>
    (window as unknown as Page_).axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }),
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`,
  );
};

/** Everything that can be hit is large enough; what is only seen by readers does not count. */
const tooSmall = (): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.flow button, .flow a, .flow label, .flow summary')]
      .filter((element) => element.checkVisibility() && !element.closest('.visually-hidden'))
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 1 && (box.height < 43.5 || box.width < 43.5))
      // A label beside its control is no target of its own.
      .filter(({ element }) => !element.matches('label.field-label'))
      .map(({ element, box }) => `${element.outerHTML.slice(0, 80)} ${box.width}×${box.height}`),
  );
const sideways = (): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

const show = (card: string): Promise<void> =>
  page.evaluate((name) => {
    const { harness } = window as unknown as Page_;
    const shown = harness[name];
    harness.call.set({ phase: 'live', avatar: 'listening', transcript: harness.TRANSCRIPT, cards: [shown] });
  }, card);

async function showForm(kind: string, change: Partial<FormState> = {}): Promise<void> {
  const definition = forms.form(kind);
  if (definition === null) throw new Error(`no ${kind}`);
  await page.evaluate(
    ({ form, kind, definition, change }) => {
      const { harness } = window as unknown as Page_;
      const state = harness.formState(form, kind, change);
      harness.call.define(form, definition);
      harness.call.set({
        phase: 'live',
        avatar: 'listening',
        transcript: harness.TRANSCRIPT,
        cards: [harness.formCard(form, kind, definition.title.zh)],
        forms: [state],
      });
    },
    { form: formId(kind), kind, definition: definition as FormDefinition, change },
  );
  await page.locator('.form-heading').waitFor({ timeout: 30_000 });
  await page.locator('.field, .review').first().waitFor();
}
const unsaved = (kind = 'f.work_order'): Promise<Record<string, unknown>> =>
  page.evaluate(
    (form) => (window as unknown as Page_).harness.call.getState().unsaved[form]?.values ?? {},
    formId(kind),
  );
const asked = (): Promise<string[]> => page.evaluate(() => (window as unknown as Page_).harness.call.asked);

describe.runIf(hasChromium)('cards', () => {
  it.each(
    Object.keys(SIZES) as (keyof typeof SIZES)[],
  )('are fit for everybody, one by one: %s', async (size) => {
    await open(size);
    for (const card of CARDS) {
      await show(card);
      await page.locator('.card').waitFor();
      expect.soft(await axe(), card).toEqual([]);
      expect.soft(await tooSmall(), card).toEqual([]);
      expect.soft(await sideways(), card).toBe(false);
    }
  }, 60_000);

  it('the checklist says in words what is missing, and sends each tick', async () => {
    await open('phone');
    await show('CHECKLIST');
    await page.getByText('还缺：无自有住房查询结果、本人名下银行卡 / 社会保障卡').waitFor();
    await page.getByRole('checkbox', { name: '本人名下银行卡' }).click();
    expect(await asked()).toEqual([
      'act {"card":"card_checklist1","act":{"kind":"tick","item":"m.card","have":true}}',
    ]);
  });

  it('a receipt can be carried away: as a QR code of an opaque link, and on paper', async () => {
    await open('desktop');
    await show('STATUS');
    await page.getByRole('button', { name: '发到手机' }).click();
    const code = page.getByRole('img', { name: /用手机扫一扫/ });
    await code.waitFor();
    expect(await axe()).toEqual([]);
    expect((await code.boundingBox())?.width).toBeGreaterThan(200);
    await page.getByRole('button', { name: '关闭' }).click();
    await page.evaluate(() => {
      window.print = () => undefined;
    });
    await page.getByRole('button', { name: '打印' }).click();
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.header').isVisible()).toBe(false);
    expect(await page.getByText('K7MP Q2XR').isVisible()).toBe(true);
    await page.evaluate(() => window.dispatchEvent(new Event('afterprint')));
    expect(await page.locator('[data-printed]').count()).toBe(0);
  });
});

describe.runIf(hasChromium)('forms', () => {
  it.each([
    ['phone', ''],
    ['desktop', '?lang=en'],
    ['kiosk', ''],
    ['phone', '?large=1'],
  ] as const)(
    'are fit for everybody, step by step: %s %s',
    async (size, query) => {
      await open(size, query);
      for (const definition of forms.list()) {
        for (const [step, { fields }] of definition.steps.entries()) {
          await showForm(definition.id, {
            asking: fields[0] ?? null,
            values: { anonymous: false, level: 2 },
          });
          const where = `${definition.id} ${step}`;
          await page.locator(`[data-field="${fields[0]}"][data-asking]`).waitFor();
          expect.soft(await axe(), where).toEqual([]);
          expect.soft(await tooSmall(), where).toEqual([]);
          expect.soft(await sideways(), where).toBe(false);
        }
      }
    },
    120_000,
  );

  it('take every kind of answer by touch, and each goes out at once', async () => {
    await open('desktop');
    await showForm('f.work_order');
    await page.getByRole('radio', { name: '投诉' }).check();
    await page.getByLabel('事情经过').fill('楼下烧烤店每天半夜还在营业');
    await page.getByLabel('您的诉求').fill('请督促整改');
    expect(await unsaved()).toEqual({
      category: 'complaint',
      content: '楼下烧烤店每天半夜还在营业',
      demand: '请督促整改',
    });
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByLabel('发生地点').fill('建设路8号');
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('radio', { name: '留姓名电话' }).check();
    await page.getByLabel('您的称呼').fill('王');
    await page.getByRole('button', { name: '数字键盘' }).click();
    for (const digit of '13900001234')
      await page.locator('.keypad').getByRole('button', { name: digit, exact: true }).click();
    await page.getByRole('checkbox', { name: '同意把以上内容转给承办单位办理' }).check();
    expect(await unsaved()).toMatchObject({
      address: '建设路8号',
      anonymous: false,
      name: '王',
      phone: '13900001234',
      consent: true,
    });
    await page.getByRole('button', { name: '填好了，去核对' }).click();
    await page.getByRole('heading', { name: '请核对' }).waitFor();
    await page.getByText('139 0000 1234').waitFor();
    expect(await axe()).toEqual([]);
    expect(await asked()).not.toContainEqual(expect.stringContaining('form.confirm'));
    await page.getByRole('button', { name: '确认提交' }).click();
    expect(await asked()).toContain(`form.confirm {"form":"${formId('f.work_order')}"}`);
  });

  it('say at the field, in words, what is wrong, and lead to it', async () => {
    await open('phone');
    await showForm('f.work_order', { asking: 'anonymous', values: { anonymous: false } });
    await page.getByLabel('联系电话').fill('1390000');
    await page.getByRole('button', { name: '填好了，去核对' }).click();
    await page.getByText('请填写您的称呼').waitFor();
    await page.getByText('电话号码不对').waitFor();
    await page.getByText('请勾选后再提交').waitFor();
    expect(await axe()).toEqual([]);
    await page.waitForFunction(() => document.activeElement?.id.endsWith('_name'));
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('This is no phone number').waitFor();
  });

  it('light the field that is spoken of, wherever it is, and leave the cursor where it was', async () => {
    await open('phone');
    await showForm('f.work_order', { asking: 'category' });
    const typing = page.getByRole('textbox', { name: '请输入您的问题' });
    await typing.fill('地址是建设路8号');
    await page.evaluate(
      ({ form }) => {
        const { harness } = window as unknown as Page_;
        const change = {
          asking: 'occur_time',
          revision: 2,
          values: { address: '建设路8号' },
          authors: { address: 'avatar' },
        };
        harness.call.set({ forms: [harness.formState(form, 'f.work_order', change)] });
      },
      { form: formId('f.work_order') },
    );
    await page.locator('[data-field="occur_time"][data-asking]').waitFor();
    await page.getByText('根据您说的填写，请看看对不对').waitFor();
    expect(await page.getByLabel('发生地点').inputValue()).toBe('建设路8号');
    expect(await typing.evaluate((element) => element === document.activeElement)).toBe(true);
  });

  it('show what was read back, and lead from there to each field', async () => {
    await open('phone');
    await showForm('f.work_order', {
      review: true,
      values: { category: 'complaint', address: '建设路8号', anonymous: true },
      authors: { address: 'avatar' },
    });
    await page.getByRole('button', { name: '修改：发生地点' }).click();
    await page.waitForFunction(() => document.activeElement?.id.endsWith('_address'));
  });

  it('say that what is typed without a network is kept here', async () => {
    await open('phone');
    await showForm('f.work_order');
    await page.getByText('已保存').waitFor();
    await page.evaluate(() => (window as unknown as Page_).harness.call.set({ phase: 'reconnecting' }));
    await page.getByLabel('您的诉求').fill('请督促整改');
    await page.getByText('没有网络，先存在本机').waitFor();
  });

  it('take a photo only after it was looked at, and a signature by pointer', async () => {
    await open('desktop');
    await showForm('f.work_order', { asking: 'photos' });
    const chooser = page.waitForEvent('filechooser');
    await page.getByRole('button', { name: '选照片' }).click();
    await (await chooser).setFiles({
      name: 'dark.png',
      mimeType: 'image/png',
      buffer: await page.screenshot({ clip: { x: 0, y: 0, width: 200, height: 60 } }),
    });
    await page
      .getByText('照片有点暗')
      .or(page.getByText('照片清楚'))
      .or(page.getByText('照片有点糊'))
      .first()
      .waitFor();
    expect(await asked()).not.toContainEqual(expect.stringContaining('photo.add'));
    await page.getByRole('button', { name: '用这张' }).click();
    await page.getByRole('img', { name: '照片 1' }).waitFor();
    expect(await unsaved()).toEqual({ photos: ['photo_0123456789abcdef'] });

    await showForm('f.hpf_rent', { asking: 'signature' });
    await page.locator('.signature-box').scrollIntoViewIfNeeded();
    const box = await page.locator('.signature-box').boundingBox();
    if (box === null) throw new Error('no box to sign in');
    await page.mouse.move(box.x + 40, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + 140, box.y + 120, { steps: 8 });
    await page.mouse.up();
    await page.getByRole('button', { name: '签好了' }).click();
    await page.getByText('已签名').waitFor();
    expect(await unsaved('f.hpf_rent')).toMatchObject({ signature: 'photo_0123456789abcdef' });
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import { type Browser, hasChromium, launchBrowser, type Page, watch } from '../support/browser.ts';
import { CuttableProxy } from '../support/cuttable-proxy.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const QUESTION = '公积金租房子能不能提';
const START = '开始视频咨询';

let server: TestServer;
let browser: Browser;
beforeAll(async () => {
  if (!hasChromium) return;
  server = await startTestServer();
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  if (server) await dispose(server);
});

async function open(url = server.url, using = browser): Promise<Page> {
  const context = await using.newContext({ viewport: { width: 640, height: 480 } });
  const page = await context.newPage();
  await page.goto(`${url}/citizen/?probe=1`);
  return page;
}

async function begin(page: Page): Promise<void> {
  await page.getByRole('button', { name: START }).click();
  await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
}

const quiet = (page: Page) =>
  page.waitForFunction(() => {
    const call = window.__govatar?.call;
    return call?.getState().avatar === 'listening' && call.playhead.at(performance.now()) === null;
  });

async function ask(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox').fill(text);
  await page.keyboard.press('Enter');
}

const transcript = (page: Page) => page.evaluate(() => window.__govatar?.call?.getState().transcript ?? []);

/** What axe finds, one line for each rule. */
async function axe(page: Page): Promise<string[]> {
  // Through the debugger: the page's own policy allows no foreign script.
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe: run } = window as unknown as {
      axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    // What is still fading in has not its colours yet.
    const passing = document
      .getAnimations()
      .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime ?? Infinity));
    await Promise.allSettled(passing.map(({ finished }) => finished));
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await run.run({ runOnly: tags });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160) ?? ''}`);
  });
}

describe.skipIf(!hasChromium)('the citizen (needs Chromium)', () => {
  it('asks, and is answered aloud, on a card, with lips and captions that match', async () => {
    const page = await open();
    const faults = watch(page, server.url);
    await begin(page);
    await quiet(page);
    await page.evaluate(() => {
      const record: { mouth: number; viseme: string | null; loud: number }[] = [];
      (window as unknown as { record: typeof record }).record = record;
      window.__govatar?.stage?.onFrame(({ drawnAt, mouth }) => {
        const call = window.__govatar?.call;
        const reading = call?.playhead.at(drawnAt, 40);
        const viseme = reading?.utterance.visemes.find(({ t, d }) => reading.ms >= t && reading.ms < t + d);
        record.push({ mouth, viseme: reading ? (viseme?.v ?? 'none') : null, loud: call?.loudness() ?? 0 });
      });
    });
    await ask(page, QUESTION);
    await page.getByText('演示数据，未核对').first().waitFor();
    const captions = new Set<string>();
    const spoken = new Set<string>();
    await page.waitForFunction(() => window.__govatar?.call?.playhead.at(performance.now())?.audible);
    while (await page.evaluate(() => window.__govatar?.call?.getState().avatar !== 'listening')) {
      const seen = await page.evaluate(() => {
        const reading = window.__govatar?.call?.playhead.at(performance.now());
        return { text: reading?.utterance.text ?? null, body: document.body.innerText.replaceAll('\n', '') };
      });
      if (seen.text === null) continue;
      spoken.add(seen.text);
      if (seen.body.includes(seen.text)) captions.add(seen.text);
    }
    await quiet(page);
    // Every sentence that was spoken stood in the captions, word for word.
    expect(spoken.size).toBeGreaterThan(0);
    expect([...captions]).toEqual([...spoken]);
    const [, answer] = (await transcript(page)).slice(-2);
    expect(answer?.cut).toBe(false);
    for (const text of spoken) expect(answer?.text).toContain(text);

    // The last drawn frame has a shut mouth.
    await page.waitForFunction(() => window.__govatar?.frames.at(-1)?.mouth === 0);
    const record = await page.evaluate(
      () =>
        (window as unknown as { record: { mouth: number; viseme: string | null; loud: number }[] }).record,
    );
    const during = record.filter(({ viseme }) => viseme !== null);
    expect(Math.max(...during.map(({ mouth }) => mouth))).toBeGreaterThan(0.3);
    const spokenAloud = server.speech.status().some(({ lang, engine }) => lang === 'zh' && engine !== null);
    if (spokenAloud) expect(Math.max(...during.map(({ loud }) => loud))).toBeGreaterThan(0.02);
    const vowels = during.filter(({ viseme }) => viseme === 'aa' || viseme === 'E' || viseme === 'O');
    const lips = during.filter(({ viseme }) => viseme === 'PP');
    const mean = (values: { mouth: number }[]): number =>
      values.reduce((sum, { mouth }) => sum + mouth, 0) / values.length;
    expect(lips.length).toBeGreaterThan(0);
    expect(mean(vowels)).toBeGreaterThan(0.2);
    // A frame may fall on the edge of b, p, m; each of them is shut somewhere (a unit test of the stage proves it).
    expect(Math.min(...lips.map(({ mouth }) => mouth))).toBeLessThanOrEqual(0.05);
    expect(mean(lips)).toBeLessThan(mean(vowels) / 2);
    expect(faults).toEqual({ errors: [], foreign: [] });
    await page.context().close();
  });

  it('is told that it is a machine, always', async () => {
    const page = await open();
    expect(await page.getByText('AI数字人').first().isVisible()).toBe(true);
    await begin(page);
    expect(await page.getByText('AI数字人').first().isVisible()).toBe(true);
    await quiet(page);
    expect((await transcript(page))[0]?.text).toMatch(/AI数字人/);
    // In English too, with its translation beside it.
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('AI digital human').first().waitFor();
    expect(await page.getByText('AI数字人', { exact: true }).isVisible()).toBe(true);
    await page.context().close();
  });

  it.each([
    ['phone', 390, 844],
    ['desktop', 1366, 768],
    ['kiosk', 1080, 1920],
  ])('axe finds nothing on a %s, before, during and with a card', async (_name, width, height) => {
    const page = await open();
    await page.setViewportSize({ width, height });
    expect(await axe(page)).toEqual([]);
    await begin(page);
    expect(await axe(page)).toEqual([]);
    await ask(page, QUESTION);
    await page.getByText('演示数据，未核对').first().waitFor();
    expect(await axe(page)).toEqual([]);
    // Nothing has to be scrolled sideways.
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    await page.context().close();
  });

  it('axe finds nothing on the text page, before and with a card', async () => {
    const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    const page = await context.newPage();
    await page.goto(`${server.url}/text`);
    expect(await axe(page)).toEqual([]);
    await page.getByRole('textbox').fill(QUESTION);
    await page.keyboard.press('Enter');
    await page.getByText('演示数据，未核对').first().waitFor();
    expect(await axe(page)).toEqual([]);
    await context.close();
  });

  it('can be used by the keyboard alone, and Escape silences the avatar', async () => {
    const page = await open();
    const start = page.getByRole('button', { name: START });
    for (let i = 0; i < 30 && !(await start.evaluate((node) => node === document.activeElement)); i += 1) {
      await page.keyboard.press('Tab');
    }
    await page.keyboard.press('Enter');
    await page.waitForFunction(
      () => (window.__govatar?.call?.playhead.at(performance.now())?.ms ?? 0) > 1_500,
    );
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => window.__govatar?.call?.getState().avatar === 'listening');
    await page.waitForFunction(() => (window.__govatar?.call?.getState().transcript.length ?? 0) > 0);
    const [greeting] = await transcript(page);
    expect(greeting?.cut).toBe(true);
    await page.context().close();
  });

  it('finds its consultation again after a reload, with what was said and the card', async () => {
    const page = await open();
    await begin(page);
    await ask(page, QUESTION);
    await page.getByText('演示数据，未核对').first().waitFor();
    await page.reload();
    await page.getByText('演示数据，未核对').first().waitFor();
    const lines = await transcript(page);
    expect(lines.some(({ role, text }) => role === 'citizen' && text === QUESTION)).toBe(true);
    // And goes on: the sound comes back, too.
    await page.getByRole('textbox').fill('要带什么材料');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => window.__govatar?.call?.playhead.at(performance.now())?.audible);
    await page.context().close();
  });

  it('ten seconds without a network lose nothing: what is typed meanwhile is answered afterwards', async () => {
    const proxy = await CuttableProxy.open(server.port);
    const page = await open(`http://127.0.0.1:${proxy.port}`);
    await begin(page);
    await quiet(page);
    const id = await page.evaluate(() => sessionStorage.getItem('govatar.session'));
    proxy.cut();
    await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'reconnecting');
    await ask(page, QUESTION);
    // The page waits longer after each vain try: the sixth comes more than ten seconds after the first.
    await expect.poll(() => proxy.refused, { timeout: 40_000 }).toBeGreaterThanOrEqual(6);
    proxy.mend();
    await page.getByText('演示数据，未核对').first().waitFor();
    expect(await page.evaluate(() => window.__govatar?.call?.getState().phase)).toBe('live');
    const asked = (await transcript(page)).filter(({ text }) => text === QUESTION);
    expect(asked).toHaveLength(1);
    expect(
      JSON.parse((await page.evaluate(() => sessionStorage.getItem('govatar.session'))) ?? '{}').consultation,
    ).toBe(JSON.parse(id ?? '{}').consultation);
    await page.context().close();
    await proxy.close();
  });

  it('what is sent before the call stands is kept, said to be, and goes as soon as it does', async () => {
    const page = await open();
    let connect = (): void => undefined;
    await page.routeWebSocket(/./, (socket) => {
      const up = new Promise<void>((done) => {
        connect = done;
      });
      const held: (string | Buffer)[] = [];
      socket.onMessage((message) => void held.push(message));
      void up.then(() => {
        const real = socket.connectToServer();
        for (const message of held) real.send(message);
        socket.onMessage((message) => real.send(message));
      });
    });
    await page.getByRole('button', { name: START }).click();
    const field = page.getByRole('textbox');
    await ask(page, QUESTION);
    await page.getByText('接通后马上发出').waitFor();
    expect(await field.inputValue()).toBe(QUESTION);
    connect();
    await expect.poll(async () => (await transcript(page)).map(({ text }) => text)).toContain(QUESTION);
    expect(await field.inputValue()).toBe('');
    await page.context().close();
  });

  it('a refused microphone is said in plain words, and typing goes on', async () => {
    const strict = await launchBrowser({ without: ['--use-fake-ui'] });
    const page = await open(server.url, strict);
    await page.getByRole('switch', { name: /麦克风/ }).click();
    await begin(page);
    await page.waitForFunction(() => window.__govatar?.call?.getState().microphone === 'refused');
    await page
      .getByText(/麦克风/)
      .first()
      .waitFor();
    await ask(page, '身份证丢了怎么办');
    await page.getByText('演示数据，未核对').first().waitFor();
    await strict.close();
  });

  it('an allowed microphone goes into the room, and out of it again', async () => {
    const page = await open();
    await page.getByRole('switch', { name: /麦克风/ }).click();
    await begin(page);
    await page.waitForFunction(() => window.__govatar?.call?.getState().microphone === 'on');
    const id = await page.evaluate(
      () => JSON.parse(sessionStorage.getItem('govatar.session') ?? '{}').consultation as string,
    );
    const producers = async (): Promise<number> => (await server.rooms.get(id)?.dump())?.producers ?? -1;
    await expect.poll(producers, { timeout: 10_000 }).toBe(1);
    await page.evaluate(() => window.__govatar?.call?.setMicrophone(false));
    await expect.poll(producers, { timeout: 10_000 }).toBe(0);
    await page.context().close();
  });

  it('without WebGL the portrait stands, and voice and captions go on', async () => {
    const plain = await launchBrowser({
      without: ['--use-gl', '--use-angle', '--ignore-gpu'],
      flags: ['--disable-3d-apis'],
    });
    const page = await open(server.url, plain);
    await begin(page);
    await page.waitForFunction(() => window.__govatar?.call?.playhead.at(performance.now())?.audible);
    expect(await page.evaluate(() => window.__govatar?.stage ?? null)).toBeNull();
    const portrait = await page.evaluate(() => {
      const image = [...document.images].find(({ src }) => src.includes('/avatars/'));
      return image ? image.complete && image.naturalWidth > 0 : false;
    });
    expect(portrait).toBe(true);
    await plain.close();
  });

  it('a server that goes and comes back is waited for, and the consultation goes on', async () => {
    const own = await startTestServer();
    const page = await open(own.url);
    await begin(page);
    await ask(page, QUESTION);
    await page.getByText('演示数据，未核对').first().waitFor();
    await own.close();
    await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'reconnecting');
    const again = await startTestServer({ dataDir: own.dataDir, port: own.port });
    await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
    await ask(page, '要带什么材料');
    await page.waitForFunction(() => window.__govatar?.call?.playhead.at(performance.now())?.audible);
    // What is heard just now may be the rest of the first answer: the question is told by the server a moment later.
    await expect
      .poll(
        async () => (await transcript(page)).filter(({ role }) => role === 'citizen').map(({ text }) => text),
        { timeout: 10_000 },
      )
      .toEqual([QUESTION, '要带什么材料']);
    await page.context().close();
    await dispose(again);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import { type Browser, hasChromium, launchBrowser, type Page, watch } from '../support/browser.ts';
import { fitMicrophone, speakInto } from '../support/microphone.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  if (!hasChromium) return;
  [browser, server] = await Promise.all([
    launchBrowser(),
    startTestServer({ env: { GOVATAR_EARS: 'true' } }),
  ]);
  await server.hearing.ready;
}, 120_000);
afterAll(async () => {
  await browser?.close();
  if (server) await dispose(server);
});

const hears = (): boolean =>
  server.hearing.status().some(({ lang, engine }) => lang === 'zh' && engine !== null) &&
  server.speech.status()[0]?.engine === 'recorded';

/** What the page knows of the talk. */
const talk = (page: Page) =>
  page.evaluate(() => {
    const call = window.__govatar?.call;
    const state = call?.getState();
    const lines = state?.transcript ?? [];
    return {
      citizen: lines.filter(({ role }) => role === 'citizen').map(({ text }) => text),
      avatar: lines.filter(({ role }) => role === 'avatar'),
      state: state?.avatar,
      saying: call?.playhead.at(performance.now()) ?? null,
    };
  });

const until = (page: Page, what: string, look: (now: Awaited<ReturnType<typeof talk>>) => boolean) =>
  expect.poll(async () => look(await talk(page)), { timeout: 45_000, message: what }).toBe(true);

describe.runIf(hasChromium)('a citizen who speaks', () => {
  it('is heard without a button, interrupts with a word, and has the rest said after 继续', async (context) => {
    if (!hears()) {
      context.skip('the models asr-zh and voice-cmn are not installed');
      return;
    }
    const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
    const faults = watch(page, server.url);
    await fitMicrophone(page);
    await page.goto(`${server.url}/citizen/?probe=1`);
    await page.getByRole('switch', { name: /麦克风/ }).click();
    await page.getByRole('button', { name: '开始视频咨询' }).click();
    await page.getByText('正在听').first().waitFor();
    await until(page, 'the greeting', ({ state, avatar }) => state === 'listening' && avatar.length > 0);

    // A machine that is busy with other tests may lose sound: a person says it again, too.
    const asked = async (): Promise<boolean> =>
      (await talk(page)).citizen.some((text) => text.includes('公积金'));
    for (let times = 0; times < 4 && !(await asked()); times += 1) {
      const { citizen } = await talk(page);
      await speakInto(page, server, '公积金租房提取');
      await until(page, 'what was said, as it was heard', (now) => now.citizen.length > citizen.length);
    }
    expect(await asked()).toBe(true);
    // What is heard with doubt is asked back, and a tap says yes as well as a word.
    const doubted = page.getByRole('button', { name: '对', exact: true });
    const answered = page.locator('.card').first();
    await doubted.or(answered).first().waitFor();
    if (await doubted.isVisible()) await doubted.click();
    await answered.waitFor();

    await until(page, 'the answer, aloud', ({ saying }) => saying !== null && saying.ms > 300);
    const spoken = (await talk(page)).saying?.utterance;
    await speakInto(page, server, '等一下');
    await until(page, 'the avatar silent in the middle', ({ avatar, saying }) => {
      return (
        saying?.utterance.turn !== spoken?.turn &&
        avatar.some(({ turn, cut }) => turn === spoken?.turn && cut)
      );
    });
    const cut = (await talk(page)).avatar.find(({ turn }) => turn === spoken?.turn);
    expect(cut?.text.length).toBeGreaterThan(0);
    await page.evaluate(() => window.__govatar?.call?.say('继续', 'text'));
    await until(page, 'the rest', ({ avatar, saying }) =>
      [saying?.utterance.text, ...avatar.slice(-1).map(({ text }) => text)].some(
        (text) => text !== undefined && spoken !== undefined && text.includes(spoken.text.slice(0, 4)),
      ),
    );
    expect(faults).toEqual({ errors: [], foreign: [] });
    await page.context().close();
  }, 240_000);
});

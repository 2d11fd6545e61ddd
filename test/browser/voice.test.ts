import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, hasChromium, launchBrowser, watch } from '../support/browser.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';
import { SpeakingCitizen, type Talk } from '../support/speaking.ts';

const ASSETS = process.env.GOVATAR_ASSETS ?? '/nowhere';
const CLIP = join(ASSETS, 'media/portrait_clip.mjpeg');
const FACES = join(ASSETS, 'models/face_landmarker.task');

/** Recogniser, eyes and page together need more than a machine has that runs other tests beside: in `npm run test:full`. */
const FULL = process.env.GOVATAR_TEST_FULL === '1';

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  if (!hasChromium || !FULL) return;
  const flags = existsSync(CLIP) ? [`--use-file-for-fake-video-capture=${CLIP}`] : [];
  [browser, server] = await Promise.all([
    launchBrowser({ flags }),
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

describe.runIf(hasChromium && FULL)('a citizen who only speaks', () => {
  it('asks, interrupts, hears the rest, answers what is asked, nods, and fills a form to its receipt', async (context) => {
    if (!hears() || !existsSync(CLIP) || !existsSync(FACES)) {
      context.skip('the models asr-zh, voice-cmn and face-landmarker, and the clip, are not installed');
      return;
    }
    const page = await (await browser.newContext({ locale: 'zh-CN' })).newPage();
    const faults = watch(page, server.url, /\.vrm$/);
    // Drawn by software the avatar leaves no time for the eyes, which are what gives way first; its portrait stands for it.
    await page.route('**/*.vrm', (route) => route.fulfill({ status: 404, body: '' }));
    const citizen = await SpeakingCitizen.arrive(page, server);

    // The question; the answer begins, and a word stops it in the middle.
    await citizen.say(
      '公积金租房提取',
      ({ citizen: lines, saying }) =>
        lines.some((text) => text.includes('公积金')) &&
        saying !== null &&
        // What asks back is no answer yet.
        !/您是说|没听清|请点一下|再说一遍/u.test(saying.text) &&
        saying.ms > 300,
    );
    const before = await citizen.talk();
    const spoken = before.saying;
    await citizen.speak('等一下');
    await citizen.until('the avatar silent in the middle', ({ avatar, saying }) => {
      return saying?.turn !== spoken?.turn && avatar.some(({ turn, cut }) => turn === spoken?.turn && cut);
    });
    expect(
      (await citizen.talk()).avatar.find(({ turn }) => turn === spoken?.turn)?.text.length,
    ).toBeGreaterThan(0);
    // The rest comes, to its question.
    const asked = (
      now: { avatar: { text: string }[]; state: string | undefined },
      question: string,
    ): boolean => now.state === 'listening' && (now.avatar.at(-1)?.text.includes(question) ?? false);
    await citizen.say('继续', (now) => asked(now, '自有住房吗'));
    await citizen.say('都没有', (now) => asked(now, '公租房还是商品房'));

    // The eyes are let in; a movement of the head answers what can be answered with yes or no.
    await citizen.say('商品房', (now) => asked(now, '满3个月了吗'));
    await page.getByRole('button', { name: '点头摇头也能答' }).click();
    await page.getByRole('button', { name: '同意，打开摄像头' }).click();
    const note = page.locator('.eyes-note');
    await note.filter({ hasText: /您(?:点|摇)头了/ }).waitFor({ timeout: 90_000 });
    const nodded = (await note.innerText()).includes('点头');
    await citizen.until('what the movement said', ({ citizen: lines }) =>
      lines.some((text) => text.endsWith(nodded ? '满了' : '没满')),
    );
    await page.locator('.eyes-sign').getByRole('button', { name: '关闭' }).click();

    // A form, field by field, read back, and sent by voice.
    const form = ({ forms }: Talk): Record<string, unknown> => forms.at(-1)?.values ?? {};
    await citizen.say('我要评价', ({ forms }) => forms.at(-1)?.status === 'open');
    await citizen.say('非常满意', (now) => form(now).level === 5);
    await citizen.say('解决了', (now) => form(now).solved === true);
    await citizen.say(
      '对，提交',
      ({ forms }) => forms.at(-1)?.status === 'submitted',
      /^(?:对|对的|可以|确认)?提交$/u,
    );
    await page.getByText('谢谢您的评价').first().waitFor();
    expect(faults).toEqual({ errors: [], foreign: [] });
    await page.context().close();
  }, 900_000);
});

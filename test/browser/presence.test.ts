import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Browser, hasChromium, launchBrowser, type Page } from '../support/browser.ts';
import { asleep, enrolled, WITHOUT_PICTURE } from '../support/kiosk.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

const ASSETS = process.env.GOVATAR_ASSETS ?? '/nowhere';
const CLIP = join(ASSETS, 'media/portrait_clip.mjpeg');
const MODEL = join(ASSETS, 'models/face_landmarker.task');
const SHOTS = process.env.GOVATAR_TEST_SHOTS;

/** The page's camera: somebody stands before it, or nobody does. */
interface Hall {
  there: boolean;
  /** Everything that was asked of the browser's devices. */
  asked: MediaStreamConstraints[];
  tracks: MediaStreamTrack[];
}
declare global {
  interface Window {
    __hall: Hall;
  }
}

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  if (!hasChromium) return;
  [browser, server] = await Promise.all([launchBrowser({ flags: WITHOUT_PICTURE }), startTestServer()]);
});
afterAll(async () => {
  await browser?.close();
  if (server !== undefined) await dispose(server);
});

/** The first picture of a clip of JPEG pictures. */
function firstPicture(clip: string): number[] {
  const bytes = readFileSync(clip);
  return [...bytes.subarray(0, bytes.indexOf(Buffer.from([0xff, 0xd9])) + 2)];
}

/** Gives the page a camera in which the person of the clip can come and go. */
async function stand(page: Page): Promise<void> {
  await page.addInitScript((jpeg) => {
    const hall: Hall = { there: false, asked: [], tracks: [] };
    window.__hall = hall;
    navigator.mediaDevices.getUserMedia = async (wish = {}) => {
      hall.asked.push(wish);
      const person = await createImageBitmap(new Blob([Uint8Array.from(jpeg)], { type: 'image/jpeg' }));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [640, 480];
      const paper = canvas.getContext('2d');
      setInterval(() => {
        if (paper === null) return;
        paper.fillStyle = `hsl(200 10% ${40 + Math.random()}%)`;
        paper.fillRect(0, 0, 640, 480);
        if (hall.there) paper.drawImage(person, 0, 0, 640, 480);
      }, 100);
      const stream = canvas.captureStream(10);
      hall.tracks.push(...stream.getTracks());
      return stream;
    };
  }, firstPicture(CLIP));
}

const comes = (page: Page, there: boolean): Promise<void> =>
  page.evaluate((now) => {
    window.__hall.there = now;
  }, there);
const devices = (page: Page) =>
  page.evaluate(() => ({
    asked: window.__hall.asked.map(({ audio, video }) => [Boolean(audio), Boolean(video)]),
    live: window.__hall.tracks.filter(({ readyState }) => readyState === 'live').length,
  }));
const watching = (page: Page, watch: string): Promise<void> =>
  page.locator(`.kiosk[data-watch="${watch}"]`).waitFor({ timeout: 60_000 });

describe.runIf(hasChromium && existsSync(CLIP) && existsSync(MODEL))(
  'a kiosk whose operator allows presence (needs face-landmarker and the portrait clip)',
  () => {
    it('wakes for who comes, lends its one camera to the eyes they agree to, and still notices that they have gone', async () => {
      const machine = await enrolled(
        browser,
        server,
        'eyes-1',
        { presence: true, quietS: 600, warnS: 5 },
        { width: 1080, height: 1920 },
        stand,
      );
      const { page } = machine;
      await expect.poll(async () => (await devices(page)).live, { timeout: 30_000 }).toBe(1);
      expect(await page.locator('.kiosk').getAttribute('data-watch')).toBe('asleep');
      await comes(page, true);
      await watching(page, 'welcome');
      // A camera alone, never a microphone, before anybody has agreed to anything.
      expect((await devices(page)).asked).toEqual([[false, true]]);

      await page.getByRole('button', { name: '开始视频咨询' }).tap();
      await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
      await page.getByRole('button', { name: '点头摇头也能答' }).tap();
      await page.getByRole('button', { name: '同意，打开摄像头' }).tap();
      await page.locator('.eyes-sign[data-status="on"]').waitFor({ timeout: 60_000 });
      await page.waitForFunction(() => window.__govatar?.cues.some(({ kind }) => kind === 'presence'));
      if (SHOTS !== undefined) await page.screenshot({ path: `${SHOTS}/presence-eyes.png` });
      // No second camera was opened for them.
      expect(await devices(page)).toEqual({ asked: [[false, true]], live: 1 });

      // Whoever the citizen's own eyes see go has gone for the machine too.
      await comes(page, false);
      await watching(page, 'leaving');
      await comes(page, true);
      await watching(page, 'serving');

      // The eyes closed again, the machine looks on by itself, through the same camera.
      await page.locator('.eyes-sign').getByRole('button', { name: '关闭' }).tap();
      await page.locator('.eyes-sign').waitFor({ state: 'detached' });
      expect(await devices(page)).toEqual({ asked: [[false, true]], live: 1 });
      await comes(page, false);
      await watching(page, 'leaving');
      await asleep(page);
      await machine.context.close();
    }, 240_000);
  },
);

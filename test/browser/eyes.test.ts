import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {} from '../../client/citizen/probe.ts';
import { FACE_MODEL_PATH } from '../../protocol/index.ts';
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

const ASSETS = process.env.GOVATAR_ASSETS ?? '/nowhere';
const CLIP = join(ASSETS, 'media/portrait_clip.mjpeg');
const MODEL = join(ASSETS, 'models/face_landmarker.task');

/** What could carry a picture away, as the page itself sees it. */
interface Carried {
  /** Kinds of every track that was given to a peer connection. */
  sent: string[];
  peers: RTCPeerConnection[];
  channels: number;
  /** Kinds and states of every track that a device gave. */
  captured: MediaStreamTrack[];
  recorders: number;
}
declare global {
  interface Window {
    __carried: Carried;
  }
}

let browser: Browser;
let server: TestServer;
beforeAll(async () => {
  if (!hasChromium) return;
  const flags = existsSync(CLIP) ? [`--use-file-for-fake-video-capture=${CLIP}`] : [];
  [browser, server] = await Promise.all([launchBrowser({ flags }), startTestServer()]);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  if (server) await dispose(server);
});

/** Everything that leaves a page over the network: bytes of bodies, and of messages. */
interface Sent {
  urls: string[];
  bodies: { url: string; bytes: number }[];
  messages: { bytes: number; binary: boolean }[];
}

async function call(
  prepare?: (page: Page) => Promise<unknown>,
): Promise<{ page: Page; faults: PageFaults; sent: Sent }> {
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 800, height: 700 } });
  const page = await context.newPage();
  const faults = watch(page, server.url);
  const sent: Sent = { urls: [], bodies: [], messages: [] };
  context.on('request', (request) => {
    sent.urls.push(request.url());
    sent.bodies.push({ url: request.url(), bytes: request.postDataBuffer()?.length ?? 0 });
  });
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) =>
      sent.messages.push({ bytes: payload.length, binary: typeof payload !== 'string' }),
    ),
  );
  // The avatar is not what is looked at here; its portrait leaves a small machine its time.
  await page.route('**/*.vrm', (route) => route.fulfill({ status: 404, body: '' }));
  await page.addInitScript(() => {
    const carried: Carried = { sent: [], peers: [], channels: 0, captured: [], recorders: 0 };
    window.__carried = carried;
    const peer = RTCPeerConnection.prototype;
    const { addTrack, addTransceiver, createDataChannel } = peer;
    const { replaceTrack } = RTCRtpSender.prototype;
    peer.addTrack = function (track, ...streams) {
      carried.sent.push(track.kind);
      if (!carried.peers.includes(this)) carried.peers.push(this);
      return addTrack.call(this, track, ...streams);
    };
    // What is asked for by kind alone (to learn what the browser can) carries nothing until it has a track.
    peer.addTransceiver = function (what, init) {
      if (typeof what !== 'string') carried.sent.push(what.kind);
      if (!carried.peers.includes(this)) carried.peers.push(this);
      return addTransceiver.call(this, what, init);
    };
    peer.createDataChannel = function (label, options) {
      carried.channels += 1;
      return createDataChannel.call(this, label, options);
    };
    RTCRtpSender.prototype.replaceTrack = function (track) {
      if (track !== null) carried.sent.push(track.kind);
      return replaceTrack.call(this, track);
    };
    const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const stream = await real(wanted);
      carried.captured.push(...stream.getTracks());
      return stream;
    };
    const Recorder = window.MediaRecorder;
    window.MediaRecorder = class extends Recorder {
      constructor(...given: ConstructorParameters<typeof Recorder>) {
        super(...given);
        carried.recorders += 1;
      }
    };
  });
  await prepare?.(page);
  await page.goto(`${server.url}/citizen/?probe=1`);
  await page.getByRole('button', { name: '开始视频咨询' }).click();
  await page.waitForFunction(() => window.__govatar?.call?.getState().phase === 'live');
  return { page, faults, sent };
}

const carried = (page: Page) =>
  page.evaluate(async () => {
    const { captured, peers, ...rest } = window.__carried;
    let videoBytes = 0;
    for (const peer of peers)
      for (const one of (await peer.getStats()).values())
        if (one.type === 'outbound-rtp' && one.kind === 'video') videoBytes += one.bytesSent;
    const senders = peers.flatMap((peer) => peer.getSenders().flatMap(({ track }) => track?.kind ?? []));
    return {
      ...rest,
      sent: [...rest.sent, ...senders],
      videoBytes,
      captured: captured.map(({ kind, readyState }) => `${kind} ${readyState}`),
    };
  });
const offer = (page: Page) => page.getByRole('button', { name: '点头摇头也能答' });
const agree = async (page: Page): Promise<void> => {
  await offer(page).click();
  await page.getByRole('button', { name: '同意，打开摄像头' }).click();
};
const seen = (page: Page, count: number) =>
  page.waitForFunction(
    (wanted) => (window.__govatar?.looks.filter(({ faces }) => faces.length > 0).length ?? 0) >= wanted,
    count,
    { timeout: 60_000 },
  );

describe.runIf(hasChromium)('the eyes in a call', () => {
  it('are off, and nothing of them is fetched, until the citizen has read what they do and agreed', async () => {
    const { page, sent } = await call();
    await offer(page).click();
    const dialog = page.getByRole('dialog', { name: '让数字人看见您的动作？' });
    await dialog.getByText('不上传、不保存').waitFor();
    expect(await axeFinds(page)).toEqual([]);
    await dialog.getByRole('button', { name: '不用了' }).click();
    await offer(page).waitFor();
    expect((await carried(page)).captured).toEqual([]);
    expect(sent.urls.filter((url) => /vision|landmark|eyes-worker/.test(url))).toEqual([]);
    await page.context().close();
  });

  it.runIf(existsSync(CLIP) && existsSync(MODEL))(
    'see on the device alone: no picture leaves by request, message, track or channel; off in one tap',
    { timeout: 150_000 },
    async () => {
      const { page, faults, sent } = await call();
      await agree(page);
      await seen(page, 40);
      await page.getByText('正在看您的动作').waitFor();
      const cues = await page.evaluate(() => window.__govatar?.cues.map(({ kind }) => kind));
      expect(cues?.slice(0, 1)).toEqual(['presence']);

      const now = await carried(page);
      expect(now.captured).toEqual(['video live']);
      expect(now.sent.filter((kind) => kind !== 'audio')).toEqual([]);
      expect([now.channels, now.recorders, now.videoBytes]).toEqual([0, 0, 0]);
      // A picture of 640 by 480 has some 20 kB as JPEG; all that is said has less, and no message of it is binary.
      expect(sent.messages.filter(({ binary, bytes }) => binary || bytes > 6_000)).toEqual([]);
      expect(sent.bodies.filter(({ bytes }) => bytes > 1_000)).toEqual([]);
      expect(sent.messages.length).toBeGreaterThan(0);
      const told = server.logged.join('\n');
      expect(told).not.toMatch(/presence|attention|"yaw"|landmark/);
      const kept = await page.evaluate(async () => ({
        local: Object.entries(localStorage).join(),
        session: Object.entries(sessionStorage).join(),
        databases: (await indexedDB.databases()).length,
        caches: (await caches.keys()).length,
      }));
      expect(kept.local.length + kept.session.length).toBeLessThan(2_000);
      expect([kept.databases, kept.caches]).toEqual([0, 0]);
      expect(faults.foreign).toEqual([]);
      expect(faults.errors.filter((text) => !text.includes('404'))).toEqual([]);

      await page.getByRole('button', { name: '关闭', exact: true }).click();
      await offer(page).waitFor();
      expect((await carried(page)).captured).toEqual(['video ended']);
      expect(await page.getByText('正在看您的动作').isVisible()).toBe(false);
      const looks = await page.evaluate(() => window.__govatar?.looks.length);
      await page.evaluate(
        () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
      );
      expect(await page.evaluate(() => window.__govatar?.looks.length)).toBe(looks);
      await page.context().close();
    },
  );

  it.runIf(existsSync(CLIP) && existsSync(MODEL))(
    'let a nod answer a question of yes or no, shown and put right by a tap',
    { timeout: 150_000 },
    async () => {
      const { page } = await call();
      await agree(page);
      await seen(page, 5);
      await page.evaluate(() => window.__govatar?.call?.say('公积金租房提取', 'text'));
      await page.waitForFunction(
        () => {
          const state = window.__govatar?.call?.getState();
          return state?.expects.kind === 'closed' && state.avatar === 'listening';
        },
        undefined,
        { timeout: 60_000 },
      );
      const note = page.locator('.eyes-note');
      await note.filter({ hasText: /您(?:点|摇)头了/ }).waitFor({ timeout: 60_000 });
      const [by, says] = (await note.locator('p').innerText()).split('：');
      expect(says).toBe(by === '您点头了' ? '有' : '都没有');
      await note.getByRole('button', { name: /^改成/ }).click();
      const instead = by === '您点头了' ? '都没有' : '有';
      await page.waitForFunction(
        (words) =>
          window.__govatar?.call
            ?.getState()
            .transcript.some(({ role, text }) => role === 'citizen' && text.endsWith(words)),
        instead,
      );
      await page.context().close();
    },
  );

  it('say once that they cannot see where the model is not installed, and ask for no camera', async () => {
    const { page } = await call((made) =>
      made.route(`**${FACE_MODEL_PATH}`, (route) => route.fulfill({ status: 404, body: '' })),
    );
    await agree(page);
    await page.getByText('不影响咨询').waitFor();
    expect((await carried(page)).captured).toEqual([]);
    await page.evaluate(() => window.__govatar?.call?.say('你好', 'text'));
    await page.waitForFunction(() =>
      window.__govatar?.call?.getState().transcript.some(({ role }) => role === 'citizen'),
    );
    expect(await page.getByText('不影响咨询').count()).toBe(1);
    await page.context().close();
  });

  it.runIf(existsSync(MODEL))('say once that the camera was refused, and the call goes on', async () => {
    const { page } = await call((made) =>
      made.addInitScript(() => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
      }),
    );
    await agree(page);
    await page.getByText('没有允许用摄像头，不影响咨询。').waitFor();
    await offer(page).waitFor();
    expect(await page.evaluate(() => window.__govatar?.call?.getState().phase)).toBe('live');
    await page.context().close();
  });
});

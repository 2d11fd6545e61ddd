// From a human's yes to their face and voice on the citizen's page. Two real browsers: the citizen's page, and the console, which
// takes the call by its button. Picture: the first frame of the agent's camera that the citizen's page presents. Sound: the first 20 ms of the
// agent's microphone (a steady tone) above RMS 0.005 on the citizen's page. Offer: from the citizen's words to the panel that rings.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type {} from '../../client/citizen/probe.ts';
import { launchBrowser, type Page } from '../support/browser.ts';
import { dispose, startTestServer } from '../support/server.ts';
import { firstAdministrator, newStaff, PASSWORD } from '../support/staff.ts';
import { begin } from './lib/page.ts';
import { percentile, progress, report, round } from './lib/report.ts';

const CALLS = 12;
const RATE = 48_000;
const SECONDS = 2;

/** A steady tone as a WAV file: the browser's own fake beeps once a second, which would be measured as well. */
function tone(): Buffer {
  const samples = RATE * SECONDS;
  const file = Buffer.alloc(44 + samples * 2);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + samples * 2, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(RATE, 24);
  file.writeUInt32LE(RATE * 2, 28);
  file.writeUInt16LE(2, 32);
  file.writeUInt16LE(16, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples * 2, 40);
  for (let i = 0; i < samples; i += 1)
    file.writeInt16LE(Math.round(9_000 * Math.sin((2 * Math.PI * 440 * i) / RATE)), 44 + i * 2);
  return file;
}

type Seen = { picture: number | null; sound: number | null };

/** Begins to look for the human on the citizen's page. */
const look = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const seen: Seen = { picture: null, sound: null };
    (window as unknown as { __seen: Seen }).__seen = seen;
    const now = (): number => performance.timeOrigin + performance.now();
    const context = new AudioContext();
    const heard = new Set<string>();
    const watchSound = (stream: MediaStream): void => {
      const analyser = context.createAnalyser();
      analyser.fftSize = 1024;
      context.createMediaStreamSource(stream).connect(analyser);
      const samples = new Float32Array(1024);
      const timer = setInterval(() => {
        analyser.getFloatTimeDomainData(samples);
        if (Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / 1024) < 0.005) return;
        seen.sound ??= now();
        clearInterval(timer);
      }, 5);
    };
    const timer = setInterval(() => {
      const call = window.__govatar?.call;
      for (const { id, kind, source } of call?.getState().remotes ?? []) {
        if (kind !== 'audio' || source !== 'microphone' || heard.has(id)) continue;
        const stream = call?.remoteStream(id);
        if (!stream) continue;
        heard.add(id);
        watchSound(stream);
      }
      const video = document.querySelector<HTMLVideoElement>('.frame-human video');
      if (video && !video.dataset.watched) {
        video.dataset.watched = 'yes';
        video.requestVideoFrameCallback(() => {
          seen.picture ??= now();
        });
      }
      if (seen.picture !== null && seen.sound !== null) clearInterval(timer);
    }, 5);
  });

const server = await startTestServer({ flags: ['--trust-proxy', '1'] });
const wav = join(server.dataDir, 'tone.wav');
await writeFile(wav, tone());
const browser = await launchBrowser({ flags: [`--use-file-for-fake-audio-capture=${wav}`] });
const pictures: number[] = [];
const sounds: number[] = [];
const offers: number[] = [];
try {
  const admin = await firstAdministrator(server);
  const account = { name: 'zhang', publicName: '张老师', number: '101', roles: ['agent' as const] };
  await newStaff(server, admin, account);
  const context = await browser.newContext({ locale: 'zh-CN', viewport: { width: 1366, height: 768 } });
  const agent = await context.newPage();
  await agent.goto(`${server.url}/desk/`);
  await agent.getByLabel('账号').fill('zhang');
  await agent.getByLabel('密码', { exact: true }).fill(PASSWORD);
  await agent.getByRole('button', { name: '登录' }).click();
  await agent.locator('.presence').click();
  await agent.getByRole('menuitem', { name: '就绪', exact: true }).click();
  const accept = agent.getByRole('button', { name: '接听' });
  for (let call = 0; call < CALLS; call += 1) {
    await agent.getByText('等待来电').waitFor();
    const citizens = await browser.newContext({ bypassCSP: true, viewport: { width: 800, height: 600 } });
    const citizen = await citizens.newPage();
    await begin(citizen, server.url);
    await citizen.waitForTimeout(1_000);
    const asked = await citizen.evaluate(() => {
      void window.__govatar?.call?.say('转人工', 'text');
      return performance.timeOrigin + performance.now();
    });
    await accept.waitFor();
    offers.push(performance.timeOrigin + performance.now() - asked);
    await look(citizen);
    const taken = await accept.evaluate((button: HTMLElement) => {
      button.click();
      return performance.timeOrigin + performance.now();
    });
    await citizen.waitForFunction(() => {
      const { picture, sound } = (window as unknown as { __seen: Seen }).__seen;
      return picture !== null && sound !== null;
    });
    const seen = await citizen.evaluate(() => (window as unknown as { __seen: Seen }).__seen);
    pictures.push((seen.picture ?? Number.NaN) - taken);
    sounds.push((seen.sound ?? Number.NaN) - taken);
    progress(
      `  ${call + 1} of ${CALLS}: picture ${round(pictures.at(-1) ?? 0)}, sound ${round(sounds.at(-1) ?? 0)}`,
    );
    await agent.getByRole('button', { name: '交还数字人' }).click();
    await agent.getByRole('dialog').getByRole('button', { name: '确定' }).click();
    await agent.getByRole('button', { name: '完成，恢复就绪' }).click();
    await citizens.close();
  }
  report('handoff', {
    accept_to_picture_p95_ms: round(percentile(pictures, 95)),
    accept_to_picture_p50_ms: round(percentile(pictures, 50)),
    accept_to_sound_p95_ms: round(percentile(sounds, 95)),
    request_to_offer_p95_ms: round(percentile(offers, 95)),
    calls: CALLS,
  });
} finally {
  await browser.close();
  await dispose(server);
}
process.exit(0);

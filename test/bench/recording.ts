// Sound and picture of a recorded call in step, and what recording costs; the real server, twice.
// In step: a peer made of libwebrtc in Node (Chromium's own media code, without its page: a busy page's timers would be measured as
// well) sends a picture that turns white and a tone of 880 Hz from the same moment on, once a second for a minute. Flashes and tones
// are then looked for in the recorded picture and in the mixed sound, placed by the manifest (av_offset_ms: signed median, positive:
// the picture comes late), and in the exported film (a frame of 33 ms is its grain).
// Cost: two Chromium pages, a citizen and an agent with camera and microphone. Processor time of this process (the server and the
// driver of the browsers), its media worker and ffmpeg, for 20 s without and 20 s with recording, three times in turn; the median of the differences.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {} from '../../client/citizen/probe.ts';
import { RecordingManifest } from '../../protocol/index.ts';
import { makeFilm } from '../../server/consult/recording/film.ts';
import { launchBrowser, type Page } from '../support/browser.ts';
import { flashingPeer } from '../support/flashing-peer.ts';
import { flashesIn, offsets, tonesIn } from '../support/in-step.ts';
import { joinNew } from '../support/peer.ts';
import { dispose, startTestServer } from '../support/server.ts';
import { firstAdministrator, newStaff, PASSWORD } from '../support/staff.ts';
import { childrenCpuMs } from './lib/cpu.ts';
import { begin, quiet } from './lib/page.ts';
import { percentile, progress, report, round } from './lib/report.ts';

const COST_S = 20;
const ROUNDS = 3;
const RECORDED_S = 60;
const CALM_MS = 4_000;

/** Processor time used so far by all that serves a call, ms. */
const used = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000 + childrenCpuMs(/^(mediasoup|ffmpeg)/);
};
/** Per cent of a core over the next seconds. */
const share = async (page: Page): Promise<number> => {
  const before = used();
  await page.waitForTimeout(COST_S * 1_000);
  return (used() - before) / (COST_S * 10);
};
const middle = (values: readonly number[]): number => percentile(values, 50);

const folder = await mkdtemp(join(tmpdir(), 'govatar-bench-'));
const server = await startTestServer({ flags: ['--trust-proxy', '1'] });
const service = server.recording;
if (service === null) throw new Error('ffmpeg is missing: apt-get install ffmpeg');

/** Resolves when this thread has been free for a while: right after a start it learns from the content. */
async function calm(): Promise<void> {
  for (let free = 0; free < CALM_MS; ) {
    const before = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 20));
    free = performance.now() - before > 60 ? 0 : free + 20;
  }
}

async function inStep(): Promise<Record<string, number>> {
  const { peer, welcome, id } = await joinNew(server.url);
  const room = server.rooms.get(id);
  if (room === undefined || service === null) throw new Error('no room');
  await calm();
  await peer.request('recording.choose', { agree: true, erase: false });
  const flashing = await flashingPeer(room, welcome.peer);
  await new Promise((resolve) => setTimeout(resolve, RECORDED_S * 1_000));
  flashing.close();
  void peer.request('session.end', {}).catch(() => {});
  const { store } = service.parts;
  let manifest: RecordingManifest | null = null;
  for (let tries = 0; manifest === null && tries < 600; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    const row = await store.ofConsultation(id);
    if (row?.state === 'ready') manifest = RecordingManifest.parse(row.manifest);
    if (row?.state === 'failed') throw new Error(server.logged.join(''));
  }
  if (manifest?.sound == null) throw new Error('nothing was recorded');
  const files = await store.files(manifest.id);
  const saved = async (name: string, from: AsyncIterable<Buffer>): Promise<string> => {
    const parts: Buffer[] = [];
    for await (const part of from) parts.push(part);
    await writeFile(join(folder, name), Buffer.concat(parts));
    return join(folder, name);
  };
  const tones = await tonesIn(await saved('sound.webm', files.read(manifest.sound.file)));
  const found: number[] = [];
  for (const { file, atMs } of manifest.pictures) {
    const shown = (await flashesIn(await saved(file, files.read(file)))).map((ms) => ms + atMs);
    found.push(...offsets(shown, tones));
  }
  const parts = { ffmpeg: 'ffmpeg', portrait: 'avatars/xiaozheng.webp', label: 'avatars/label.png' };
  const film = await makeFilm(parts, manifest, [], files, new AbortController().signal);
  const path = await saved('film.mp4', film.read());
  await film.close();
  const inFilm = offsets(await flashesIn(path, '600:440:660:116'), await tonesIn(path));
  progress(`  in step: ${found.map((ms) => Math.round(ms)).join(' ')}`);
  const bytes = manifest.sound.bytes + manifest.pictures.reduce((sum, one) => sum + one.bytes, 0);
  return {
    av_offset_ms: round(middle(found)),
    av_offset_p95_ms: round(percentile(found.map(Math.abs), 95)),
    film_offset_ms: round(middle(inFilm)),
    flashes: found.length,
    bytes_per_min: Math.round(bytes / (manifest.durationMs / 60_000)),
  };
}

async function cost(): Promise<Record<string, number>> {
  const browser = await launchBrowser();
  try {
    const admin = await firstAdministrator(server);
    await newStaff(server, admin, { name: 'zhang', publicName: '张老师', number: '101', roles: ['agent'] });
    const size = { locale: 'zh-CN', viewport: { width: 1366, height: 768 } };
    const agent = await (await browser.newContext(size)).newPage();
    await agent.goto(`${server.url}/desk/`);
    await agent.getByLabel('账号').fill('zhang');
    await agent.getByLabel('密码', { exact: true }).fill(PASSWORD);
    await agent.getByRole('button', { name: '登录' }).click();
    await agent.locator('.presence').click();
    await agent.getByRole('menuitem', { name: '就绪', exact: true }).click();
    const citizen = await (await browser.newContext({ viewport: { width: 800, height: 600 } })).newPage();
    // The avatar's drawing is not what is measured here.
    await citizen.route('**/*.vrm', (route) => route.fulfill({ status: 404, body: '' }));
    await begin(citizen, server.url);
    await citizen.evaluate(async () => {
      await window.__govatar?.call?.setMicrophone(true);
      window.__govatar?.call?.say('转人工', 'text');
    });
    await agent.getByRole('button', { name: '接听' }).click();
    await citizen.locator('.frame-human video').waitFor();
    await citizen.evaluate(() => window.__govatar?.call?.setShowing(true));
    await agent.locator('.stage-main').waitFor();
    await quiet(citizen);
    const differences: number[] = [];
    const before: number[] = [];
    for (let turn = 0; turn < ROUNDS; turn += 1) {
      await citizen.waitForTimeout(2_000);
      const without = await share(citizen);
      await citizen.evaluate(() => window.__govatar?.call?.chooseRecording({ agree: true, erase: false }));
      await citizen.waitForTimeout(2_000);
      const recorded = await share(citizen);
      await citizen.evaluate(() => window.__govatar?.call?.chooseRecording({ agree: false, erase: false }));
      progress(`  ${round(without)} % of a core without, ${round(recorded)} % with recording`);
      before.push(without);
      differences.push(recorded - without);
    }
    return { cpu_pct_per_call: round(middle(differences), 2), cpu_pct_without: round(middle(before), 2) };
  } finally {
    await browser.close();
  }
}

try {
  report('recording', { ...(await inStep()), ...(await cost()) });
} finally {
  await dispose(server);
  await rm(folder, { recursive: true, force: true });
}
process.exit(0);

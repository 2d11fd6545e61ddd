import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { RecordingManifest } from '../../protocol/index.ts';
import { makeFilm } from '../../server/consult/recording/film.ts';
import { ffmpegRuns } from '../../server/rooms/recording/ffmpeg.ts';
import type { RecordingRecord } from '../../server/store/recordings.ts';
import { flashingPeer } from '../support/flashing-peer.ts';
import { flashesIn, offsets, probed, tonesIn } from '../support/in-step.ts';
import { joinNew, TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let folder: string;
afterEach(async () => {
  await dispose(server);
  await rm(folder, { recursive: true, force: true });
});

async function begin(): Promise<{ peer: TestPeer; id: string; me: string; secret: string }> {
  server = await startTestServer();
  folder = await mkdtemp(join(tmpdir(), 'govatar-rec-'));
  const { peer, welcome } = await joinNew(server.url);
  await peer.request('talk.begin', {});
  return { peer, id: welcome.snapshot.consultation, me: welcome.peer, secret: welcome.resumeSecret };
}

async function resumed(url: string, consultation: string, secret: string) {
  const peer = await TestPeer.open(`${url.replace(/^http/, 'ws')}/ws`);
  const welcome = await peer.request('auth.resume', { consultation, secret, lastSeq: -1 });
  return { peer, welcome };
}

const service = () =>
  server.recording ??
  (() => {
    throw new Error('ffmpeg is missing');
  })();
const room = (id: string) =>
  server.rooms.get(id) ??
  (() => {
    throw new Error('no room');
  })();
const lasting = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Ends the consultation; resolves when its recording is ready. */
async function finished(
  peer: TestPeer,
  id: string,
): Promise<{ record: RecordingRecord; manifest: RecordingManifest }> {
  // The socket ends with the consultation, before an answer.
  void peer.request('session.end', {}).catch(() => {});
  const { store } = service().parts;
  for (let tries = 0; tries < 200; tries += 1) {
    const record = await store.ofConsultation(id);
    if (record?.state === 'ready') return { record, manifest: record.manifest as RecordingManifest };
    if (record?.state === 'failed') throw new Error(server.logged.join('\n'));
    await lasting(100);
  }
  throw new Error(`the recording was never ready: ${server.logged.slice(-5).join('\n')}`);
}

/** A file of the recording, opened. */
async function opened(recording: string, name: string): Promise<string> {
  const files = await service().parts.store.files(recording);
  const parts: Buffer[] = [];
  for await (const part of files.read(name)) parts.push(part);
  const path = join(folder, name);
  await writeFile(path, Buffer.concat(parts));
  return path;
}

// Without the program nothing is recorded; set-up installs it wherever it may.
describe.skipIf(!(await ffmpegRuns('ffmpeg')))('a call that is recorded (needs ffmpeg)', () => {
  it('is not before the citizen agrees, is told to be, and can be played with sound and picture in step', async () => {
    const { peer, id, me } = await begin();
    const flashing = await flashingPeer(room(id), me);
    await lasting(1_500);
    expect(await readdir(join(server.dataDir, 'recordings')).catch(() => [])).toEqual([]);

    await peer.request('recording.choose', { agree: true, erase: false });
    await peer.until('the sign', (it) => it.eventsOf('recording.state').some(({ on }) => on));
    await peer.until('the word about it', (it) =>
      it.eventsOf('talk.utterance').some(({ text }) => text.includes('录音录像')),
    );
    await lasting(7_000);
    flashing.close();
    const { record, manifest } = await finished(peer, id);

    expect(manifest.pictures).toMatchObject([
      { role: 'citizen', source: 'camera', name: null, mime: 'video/webm' },
    ]);
    expect(manifest.avatar.length).toBeGreaterThan(0);
    expect(manifest.avatar.map(({ utterance }) => utterance.text).join('')).toContain('录音录像');
    expect(manifest.durationMs).toBeGreaterThan(5_000);
    const [picture] = manifest.pictures;
    if (manifest.sound === null || picture === undefined) throw new Error('nothing to play');
    const tones = await tonesIn(await opened(record.id, manifest.sound.file));
    const shown = (await flashesIn(await opened(record.id, picture.file))).map((ms) => ms + picture.atMs);
    const found = offsets(shown, tones).toSorted((a, b) => a - b);
    expect(found.length).toBeGreaterThanOrEqual(4);
    // In step, not merely of the same second; the figure itself is the benchmark's.
    expect(Math.abs(found[Math.floor(found.length / 2)] ?? 999)).toBeLessThan(120);

    const film = await makeFilm(
      { ffmpeg: 'ffmpeg', portrait: 'avatars/xiaozheng.webp', label: 'avatars/label.png' },
      manifest,
      [],
      await service().parts.store.files(record.id),
      new AbortController().signal,
    );
    const path = join(folder, 'film.mp4');
    const bytes: Buffer[] = [];
    for await (const part of film.read()) bytes.push(part);
    await film.close();
    await writeFile(path, Buffer.concat(bytes));
    const inFilm = offsets(await flashesIn(path, '600:440:660:116'), await tonesIn(path)).toSorted(
      (a, b) => a - b,
    );
    expect(inFilm.length).toBeGreaterThanOrEqual(4);
    expect(Math.abs(inFilm[Math.floor(inFilm.length / 2)] ?? 999)).toBeLessThan(150);
    const told = await probed(path);
    expect(told).toMatchObject({ format: { tags: { AIGC: expect.stringContaining('"Label":"1"') } } });
    expect(told.streams.map(({ codec_type }) => codec_type).toSorted()).toEqual([
      'audio',
      'subtitle',
      'video',
    ]);

    // Nothing of it can be read on the disk, and what was written piece by piece is gone.
    const onDisk = join(server.dataDir, 'recordings', record.id);
    const names = await readdir(onDisk);
    expect(names.toSorted()).toEqual(['picture-0.webm', 'sound.webm']);
    for (const name of names) {
      const bytes = await readFile(join(onDisk, name));
      expect(bytes.includes(Buffer.from([0x1a, 0x45, 0xdf, 0xa3]))).toBe(false);
      expect(bytes.includes(Buffer.from('OpusHead'))).toBe(false);
    }
  });

  it('rests while a paper is shown, and what is shown meanwhile is nowhere in it', async () => {
    const { peer, id, me } = await begin();
    const flashing = await flashingPeer(room(id), me);
    flashing.mute(true);
    await peer.request('recording.choose', { agree: true, erase: false });
    await lasting(4_000);
    await peer.request('form.open', { kind: 'f.work_order' });
    const { form } = await peer.until('the form', (it) => it.eventsOf('form.state')[0]);
    await peer.request('form.focus', { form, field: 'photos' });
    await peer.until('the rest', (it) =>
      it.eventsOf('recording.state').some(({ rests }) => rests === 'document'),
    );
    await lasting(500);
    flashing.mute(false);
    await lasting(2_500);
    flashing.mute(true);
    await lasting(500);
    await peer.request('form.focus', { form, field: null });
    await lasting(2_000);
    flashing.close();
    const { record, manifest } = await finished(peer, id);
    expect(manifest.rests).toHaveLength(1);
    expect(manifest.pictures).toHaveLength(2);
    expect(await tonesIn(await opened(record.id, manifest.sound?.file ?? ''))).toEqual([]);
    for (const { file } of manifest.pictures)
      expect(await flashesIn(await opened(record.id, file))).toEqual([]);
  });

  it('is stopped and erased at once when the citizen says so', async () => {
    const { peer, id, me } = await begin();
    const flashing = await flashingPeer(room(id), me);
    await peer.request('recording.choose', { agree: true, erase: false });
    await lasting(2_000);
    await peer.request('recording.choose', { agree: false, erase: true });
    const status = await peer.until('the end', (it) =>
      it.eventsOf('recording.state').findLast(({ on, some }) => !on && !some),
    );
    expect(status.rests).toBeNull();
    expect(await service().parts.store.ofConsultation(id)).toBeNull();
    expect(await readdir(join(server.dataDir, 'recordings'))).toEqual([]);
    flashing.close();
    peer.close();
  });

  it('goes on after the page was reloaded and after the server was started anew', async () => {
    const { peer, id, me, secret } = await begin();
    let flashing = await flashingPeer(room(id), me);
    await peer.request('recording.choose', { agree: true, erase: false });
    await lasting(2_500);
    flashing.close();
    peer.close();
    const { dataDir, port } = server;
    await server.close();
    server = await startTestServer({ dataDir, port });
    const { peer: back, welcome } = await resumed(server.url, id, secret);
    expect(welcome.snapshot.recording).toMatchObject({ on: true, some: true });
    flashing = await flashingPeer(room(id), welcome.peer);
    await lasting(2_500);
    flashing.close();
    const { manifest } = await finished(back, id);
    expect(manifest.pictures).toHaveLength(2);
    const [first, second] = manifest.pictures;
    expect((second?.atMs ?? 0) - (first?.atMs ?? 0)).toBeGreaterThan(2_500);
  });
});

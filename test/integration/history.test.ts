import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  AuditPage,
  HistoryDetail,
  HistoryPage,
  RecordingManifest,
  Unmasked,
} from '../../protocol/index.ts';
import { ffmpegRuns } from '../../server/rooms/recording/ffmpeg.ts';
import { flashingPeer } from '../support/flashing-peer.ts';
import { joinNew, messageId, type TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';
import { firstAdministrator, newStaff, type StaffBrowser } from '../support/staff.ts';

let server: TestServer;
let administrator: StaffBrowser;
let agent: StaffBrowser;
let supervisor: StaffBrowser;
beforeAll(async () => {
  server = await startTestServer({ flags: ['--trust-proxy', '1'] });
  administrator = await firstAdministrator(server);
  const who = (name: string, number: string) => ({ name, publicName: name, number });
  agent = (await newStaff(server, administrator, { ...who('li.na', '1002'), roles: ['agent'] })).browser;
  supervisor = (await newStaff(server, administrator, { ...who('wu.lei', '1003'), roles: ['supervisor'] }))
    .browser;
});
afterAll(() => dispose(server));

const asks = async (peer: TestPeer, text: string): Promise<void> => {
  await peer.request('talk.say', { message: messageId(), text, via: 'text', lang: 'zh' });
};
const audited = async (): Promise<string[]> =>
  (await administrator.get<AuditPage>('/audit')).body.rows.map(({ act, on, why }) =>
    `${act} ${on} ${why ?? ''}`.trim(),
  );

describe('past consultations', () => {
  it('are found by words, masked, by whoever may see all; each look is audited and the words are not', async () => {
    const { peer, id } = await joinNew(server.url);
    await asks(peer, '我的电话是13912345678，身份证丢了怎么补办');
    await asks(peer, '多少钱');
    const all = (await supervisor.get<HistoryPage>('/records')).body;
    expect(all.rows.map(({ consultation }) => consultation)).toContain(id);
    expect(all.rows.find(({ consultation }) => consultation === id)?.matter).toMatch(/身份证/);

    const found = (await supervisor.get<HistoryPage>(`/records?text=${encodeURIComponent('怎么 补办')}`))
      .body;
    expect(found.rows).toHaveLength(1);
    expect(found.rows[0]).toMatchObject({ consultation: id, found: expect.stringContaining('怎么补办') });
    expect((await supervisor.get<HistoryPage>('/records?text=13912345678')).body.rows).toEqual([]);

    const { body } = await supervisor.get<HistoryDetail>(`/records/${id}`);
    expect(JSON.stringify(body)).not.toContain('13912345678');
    // Nobody was there to hear the answers: they are no lines of the talk.
    expect(body.transcript.map(({ role }) => role)).toEqual(['citizen', 'citizen']);
    const acts = await audited();
    expect(acts).toContain(`records.read ${id}`);
    expect(acts).toContain('records.search records');
    expect(acts.join()).not.toContain('补办');
    peer.close();
  });

  it('are nobody else’s: an agent sees what they served, an administrator nothing at all', async () => {
    const { peer, id } = await joinNew(server.url);
    await asks(peer, '公积金租房子能不能提');
    expect((await agent.get<HistoryPage>('/records')).body.rows).toEqual([]);
    expect((await agent.get(`/records/${id}`)).code).toBe('not_found');
    expect((await administrator.get('/records')).code).toBe('role_refused');
    expect((await agent.post(`/records/${id}/unmask`, { why: '核对电话' })).code).toBe('role_refused');
    expect((await agent.get('/records?before=abc')).code).toBe('message_invalid');
    peer.close();
  });

  it('are unmasked only with a reason, which is written down before anything is shown', async () => {
    const { peer, id } = await joinNew(server.url);
    expect((await supervisor.post(`/records/${id}/unmask`, {})).code).toBe('message_invalid');
    const shown = await supervisor.post<Unmasked>(`/records/${id}/unmask`, { why: '市民来电核对' });
    expect(shown.body).toEqual({ orders: [] });
    expect(await audited()).toContain(`records.unmask ${id} 市民来电核对`);
    peer.close();
  });
});

describe.skipIf(!(await ffmpegRuns('ffmpeg')))('a recording in the console (needs ffmpeg)', () => {
  it('is played in any part and exported with a reason by a supervisor alone', async () => {
    const { peer, welcome, id } = await joinNew(server.url);
    const room = server.rooms.get(id);
    if (room === undefined) throw new Error('no room');
    await peer.request('recording.choose', { agree: true, erase: false });
    const flashing = await flashingPeer(room, welcome.peer);
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    flashing.close();
    void peer.request('session.end', {}).catch(() => {});
    let recording: string | null = null;
    for (let tries = 0; tries < 200 && recording === null; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const [row] = (await supervisor.get<HistoryPage>('/records?recorded=true')).body.rows;
      if (row?.recording?.state === 'ready') recording = row.recording.id;
    }
    expect((await agent.post(`/recordings/${recording}/play`)).code).toBe('role_refused');
    const { body: manifest } = await supervisor.post<RecordingManifest>(`/recordings/${recording}/play`);
    const file = `/recordings/${recording}/files/${manifest.sound?.file}`;
    const part = await supervisor.request('GET', file, undefined, { range: 'bytes=10-19' });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes 10-19/${manifest.sound?.bytes}`);
    expect((await agent.get(file)).code).toBe('role_refused');
    expect((await supervisor.get(`/recordings/${recording}/files/index-0`)).code).toBe('not_found');

    expect((await supervisor.post(`/recordings/${recording}/export`, {})).code).toBe('message_invalid');
    const film = await supervisor.post(`/recordings/${recording}/export`, { why: '复核投诉' });
    expect([film.status, film.headers.get('content-type')]).toEqual([200, 'video/mp4']);
    const acts = await audited();
    expect(acts).toContain(`recording.play ${recording}`);
    expect(acts).toContain(`recording.export ${recording} 复核投诉`);
  });
});

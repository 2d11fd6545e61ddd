import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { REJOIN_WINDOW_MS } from '../../protocol/index.ts';
import { TOKEN_TTL_MS } from '../../server/consult/tokens.ts';
import { codeOf, createConsultation, joinNew, messageId, TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  // Only the calendar is moved by hand: sockets and timers run as they do.
  vi.useFakeTimers({ toFake: ['Date'] });
  server = await startTestServer();
});
afterAll(async () => {
  await dispose(server);
  vi.useRealTimers();
});
const pass = (ms: number): void => void vi.setSystemTime(Date.now() + ms);

describe('what nobody uses ends by itself', () => {
  afterEach(() => server.consultations.sweep());

  it('a consultation that is never joined, with its token', async () => {
    const { token, wsUrl } = await createConsultation(server.url);
    const before = server.consultations.size;
    pass(TOKEN_TTL_MS + 1_000);
    await server.consultations.sweep();
    expect(server.consultations.size).toBe(before - 1);
    const peer = await TestPeer.open(wsUrl);
    expect(await codeOf(peer.request('auth.join', { token }))).toBe('token_expired');
  });

  it('one that its page has left and not come back to, with its room; its secret opens nothing any more', async () => {
    const { peer, welcome, id, wsUrl } = await joinNew(server.url);
    await peer.request('talk.say', { message: messageId(), text: '身份证丢了', via: 'text', lang: 'zh' });
    peer.close();
    pass(REJOIN_WINDOW_MS - 60_000);
    await server.consultations.sweep();
    expect(server.rooms.get(id)).toBeDefined();
    // The server may have seen the page go only after the calendar was moved.
    await vi.waitFor(async () => {
      pass(REJOIN_WINDOW_MS / 3);
      await server.consultations.sweep();
      expect(server.rooms.get(id)).toBeUndefined();
    });
    const back = await TestPeer.open(wsUrl);
    const resume = back.request('auth.resume', {
      consultation: id,
      secret: welcome.resumeSecret,
      lastSeq: -1,
    });
    expect(['resume_invalid', 'resume_expired']).toContain(await codeOf(resume));
  });

  it('but not one whose page is still there', async () => {
    const { peer, id } = await joinNew(server.url);
    pass(3 * REJOIN_WINDOW_MS);
    await server.consultations.sweep();
    expect(server.rooms.get(id)).toBeDefined();
    await peer.request('talk.language', { lang: 'zh' });
    peer.close();
  });
});

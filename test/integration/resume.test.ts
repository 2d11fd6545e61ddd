import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf, joinNew, messageId, TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => dispose(server));

describe('coming back', () => {
  it('a dropped socket gets what it missed, with the secret rotated', async () => {
    const { peer, welcome, id, wsUrl } = await joinNew(server.url);
    await peer.request('talk.begin', {});
    const lastSeq = Math.max(...peer.events().map(({ seq }) => seq));
    peer.close();
    const back = await TestPeer.open(wsUrl);
    const resumed = await back.request('auth.resume', {
      consultation: id,
      secret: welcome.resumeSecret,
      lastSeq,
    });
    expect(resumed.resumeSecret).not.toBe(welcome.resumeSecret);
    await back.event('talk.turnClosed');
    const seqs = back.events().map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    expect(new Set(seqs).size).toBe(seqs.length);
    expect(seqs[0]).toBeGreaterThan(lastSeq);
    // What is still to be heard is told anew, once.
    expect(back.eventsOf('talk.utterance').length).toBeGreaterThan(0);
    back.close();
  });

  it('a used-up secret does not open again once its successor has been used', async () => {
    const { peer, welcome, id, wsUrl } = await joinNew(server.url);
    peer.close();
    let secret = welcome.resumeSecret;
    for (let i = 0; i < 2; i += 1) {
      const back = await TestPeer.open(wsUrl);
      secret = (await back.request('auth.resume', { consultation: id, secret, lastSeq: 0 })).resumeSecret;
      back.close();
    }
    const thief = await TestPeer.open(wsUrl);
    const stolen = { consultation: id, secret: welcome.resumeSecret, lastSeq: 0 };
    expect(await codeOf(thief.request('auth.resume', stolen))).toBe('resume_invalid');
  });

  it('a reload finds the transcript and the cards again, and a second tab takes over', async () => {
    const { peer, welcome, id, wsUrl } = await joinNew(server.url);
    await peer.request('talk.say', { message: messageId(), text: '驾照丢了怎么补', via: 'text', lang: 'zh' });
    const card = await peer.event('card.show');
    const tab = await TestPeer.open(wsUrl);
    const again = await tab.request('auth.resume', {
      consultation: id,
      secret: welcome.resumeSecret,
      lastSeq: -1,
    });
    expect(again.mediaKept).toBe(false);
    expect(again.snapshot.transcript[0]).toMatchObject({ role: 'citizen', text: '驾照丢了怎么补' });
    expect(again.snapshot.cards.map(({ id: cardId }) => cardId)).toEqual([card.id]);
    expect(await peer.event('session.ended')).toEqual({ reason: 'replaced' });
    await peer.until('the close', ({ closed }) => closed);
    expect(peer.closed?.code).toBe(4409);
    tab.close();
  });

  it('many sockets with one secret make one room, and all but one are told', async () => {
    const { peer, welcome, id, wsUrl } = await joinNew(server.url);
    const rooms = server.rooms.size;
    server.rooms.closeRoom(id);
    peer.close();
    const params = { consultation: id, secret: welcome.resumeSecret, lastSeq: -1 };
    const tabs = await Promise.all(Array.from({ length: 5 }, () => TestPeer.open(wsUrl)));
    const codes = await Promise.all(tabs.map((tab) => codeOf(tab.request('auth.resume', params))));
    // The secret and its successor: whoever used the first twice finds it used up.
    expect(codes.filter((code) => code === 'none').length).toBeGreaterThanOrEqual(1);
    expect(new Set(codes)).toEqual(
      new Set(codes.includes('resume_invalid') ? ['none', 'resume_invalid'] : ['none']),
    );
    expect(server.rooms.size).toBe(rooms);
    for (const tab of tabs) tab.close();
  });

  it('the same message sent twice is one turn', async () => {
    const { peer } = await joinNew(server.url);
    const say = { message: messageId(), text: '身份证丢了', via: 'text', lang: 'zh' } as const;
    const first = await peer.request('talk.say', say);
    const second = await peer.request('talk.say', say);
    expect(second).toEqual(first);
    expect(peer.eventsOf('talk.transcript').filter(({ role }) => role === 'citizen')).toHaveLength(1);
    peer.close();
  });

  it('after a restart of the server the page finds its consultation, whatever was said', async () => {
    const own = await startTestServer();
    const { peer, welcome, id } = await joinNew(own.url);
    await peer.request('talk.say', {
      message: messageId(),
      text: '公积金租房子能不能提',
      via: 'text',
      lang: 'zh',
    });
    await own.close();
    const again = await startTestServer({ dataDir: own.dataDir, port: own.port });
    const back = await TestPeer.open(`${again.url.replace('http', 'ws')}/ws`);
    const resumed = await back.request('auth.resume', {
      consultation: id,
      secret: welcome.resumeSecret,
      lastSeq: 3,
    });
    expect(resumed.snapshot.transcript[0]?.text).toBe('公积金租房子能不能提');
    expect(resumed.snapshot.cards).toHaveLength(1);
    expect(resumed.mediaKept).toBe(false);
    back.close();
    await dispose(again);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rtpDistance } from '../../protocol/index.ts';
import { MediaPeer } from '../support/media-peer.ts';
import { codeOf, joinNew, messageId, TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => dispose(server));

const QUESTION = '公积金租房提取多久到账';
const say = (text: string) => ({ message: messageId(), text, via: 'text', lang: 'zh' }) as const;

describe('one consultation, through a real room', () => {
  it('greets aloud in two sentences, says that it is a machine, and once only', async () => {
    const { peer, welcome } = await joinNew(server.url);
    const media = await MediaPeer.create(peer, welcome.routerRtpCapabilities);
    await media.receive();
    await peer.request('talk.begin', {});
    await peer.request('talk.begin', {});
    const { turn } = await peer.event('talk.turnClosed', ({ reason }) => reason === 'done');
    const utterances = peer.eventsOf('talk.utterance');
    expect(new Set(utterances.map((utterance) => utterance.turn))).toEqual(new Set([turn]));
    const text = utterances.map((utterance) => utterance.text).join('');
    expect(text).toMatch(/AI|人工智能|数字人/);
    expect(text.match(/[。？！]/g)).toHaveLength(2);
    // The voice of this installation: recorded, or another engine; only an installation without any is silent.
    if (server.speech.status().some((voice) => voice.lang === 'zh' && voice.engine !== null))
      await media.hears(1_000, 50);
    media.close();
    peer.close();
  });

  it('answers a question aloud and on a card with its source, and commits what was heard', async () => {
    const { peer, welcome, id } = await joinNew(server.url);
    const media = await MediaPeer.create(peer, welcome.routerRtpCapabilities);
    const voice = await media.receive();
    await peer.request('talk.say', say(QUESTION));
    const card = await peer.event('card.show');
    expect(card).toMatchObject({ kind: 'answer', service: 'hpf.rent', unverified: true });
    expect(card.kind === 'answer' && card.sources.length).toBeGreaterThan(0);
    const first = await peer.event('talk.utterance');
    expect(first.audio).toMatchObject({ producerId: voice.producer, epoch: voice.epoch });
    await peer.event('talk.turnClosed', ({ reason }) => reason === 'done');
    const answer = await peer.event('talk.transcript', ({ role, cut }) => role === 'avatar' && !cut);
    const utterances = peer.eventsOf('talk.utterance');
    expect(answer.text).toBe(utterances.map(({ text }) => text).join(''));
    // One behind the other on the track's clock, none over another.
    for (const [index, utterance] of utterances.slice(1).entries()) {
      const before = utterances[index]?.audio;
      const gap =
        rtpDistance(utterance.audio?.rtpStart ?? 0, before?.rtpStart ?? 0) / 48 - (before?.durationMs ?? 0);
      expect(gap).toBeGreaterThanOrEqual(-20);
    }
    const room = server.rooms.get(id);
    expect(await room?.dump()).toMatchObject({ peers: 1, transports: 1, consumers: 1 });
    media.close();
    peer.close();
  });

  it('an interruption stops the turn at once, and only what was heard is kept', async () => {
    const { peer } = await joinNew(server.url);
    await peer.request('talk.say', say(QUESTION));
    const utterance = await peer.event('talk.utterance');
    await peer.event('talk.beat', ({ sentMs }) => sentMs > 600);
    const heardMs = (utterance.words[1]?.t ?? 0) + (utterance.words[1]?.d ?? 0);
    await peer.request('talk.heard', { utterance: utterance.id, ms: heardMs });
    await peer.request('talk.interrupt', {});
    await peer.event('talk.turnClosed', ({ reason }) => reason === 'interrupted');
    const entry = await peer.event('talk.transcript', ({ role }) => role === 'avatar');
    expect(entry.cut).toBe(true);
    expect(utterance.text.startsWith(entry.text)).toBe(true);
    expect(entry.text).toBe(utterance.text.slice(0, utterance.words[1]?.to));
    const utterances = peer.eventsOf('talk.utterance').length;
    await peer.request('talk.language', { lang: 'zh' });
    expect(peer.eventsOf('talk.utterance')).toHaveLength(utterances);
    peer.close();
  });

  it('goes on with what an interruption kept it from saying, when it was none, and when 继续 is said', async () => {
    const { peer } = await joinNew(server.url);
    await peer.request('talk.say', say(QUESTION));
    const first = await peer.event('talk.utterance');
    await peer.event('talk.beat', ({ sentMs }) => sentMs > 400);
    await peer.request('talk.interrupt', {});
    await peer.event('talk.turnClosed', ({ turn }) => turn === first.turn);
    // A cough: the sentence that was cut off comes again, and the rest after it.
    await peer.request('talk.continue', {});
    const again = await peer.event('talk.utterance', ({ turn }) => turn !== first.turn);
    expect(again.text).toBe(first.text);
    await peer.event('talk.beat', ({ utterance, sentMs }) => utterance === again.id && sentMs > 400);
    await peer.request('talk.interrupt', {});
    await peer.event('talk.turnClosed', ({ turn }) => turn === again.turn);
    const before = peer.eventsOf('talk.utterance').length;
    await peer.request('talk.say', say('继续'));
    const rest = await peer.until('the rest', () => peer.eventsOf('talk.utterance')[before]);
    expect(rest.text).toBe(first.text);
    // While it is said, nothing is left to go on with.
    await peer.request('talk.continue', {});
    await peer.event('talk.turnClosed', ({ turn, reason }) => turn === rest.turn && reason === 'done');
    peer.close();
  }, 60_000);

  it('asks shorter when nobody says anything, then shows a way on, offers a person, and is quiet', async () => {
    const { peer } = await joinNew(server.url);
    await peer.request('talk.begin', {});
    await peer.event('talk.turnClosed', ({ reason }) => reason === 'done');
    const said: string[] = [];
    for (const ms of [6_000, 12_000, 20_000, 40_000]) {
      const known = peer.eventsOf('talk.utterance').length;
      await peer.request('talk.silence', { ms });
      const spoken = await peer.until('a word', () => peer.eventsOf('talk.utterance')[known]);
      await peer.event('talk.turnClosed', ({ turn }) => turn === spoken.turn);
      const ofTurn = peer.eventsOf('talk.utterance').filter(({ turn }) => turn === spoken.turn);
      said.push(ofTurn.map(({ text }) => text).join(''));
    }
    expect(said[0]).toContain('请说');
    expect(said[1]).toContain('打字');
    expect(said[2]).toContain('人工');
    expect(new Set(said).size).toBe(4);
    peer.close();
  }, 60_000);

  it('does not believe a page that claims to have heard what was not sent', async () => {
    const { peer } = await joinNew(server.url);
    await peer.request('talk.say', say(QUESTION));
    const utterance = await peer.event('talk.utterance');
    await peer.request('talk.heard', { utterance: utterance.id, ms: 600_000 });
    await peer.request('talk.interrupt', {});
    await peer.event('talk.turnClosed', ({ reason }) => reason === 'interrupted');
    const entry = peer.eventsOf('talk.transcript').find(({ role }) => role === 'avatar');
    expect(entry?.text ?? '').not.toBe(utterance.text);
    peer.close();
  });

  it('a new question takes the place of the running answer', async () => {
    const { peer } = await joinNew(server.url);
    await peer.request('talk.say', say(QUESTION));
    const old = await peer.event('talk.utterance');
    await peer.request('talk.say', say('驾照补证要多少钱'));
    await peer.event('talk.turnClosed', ({ turn, reason }) => turn === old.turn && reason === 'interrupted');
    const fresh = await peer.event('talk.utterance', ({ turn }) => turn !== old.turn);
    await peer.event('talk.turnClosed', ({ turn, reason }) => turn === fresh.turn && reason === 'done');
    const cards = peer.eventsOf('card.show');
    expect(cards.map((card) => card.kind === 'answer' && card.service)).toEqual(['hpf.rent', 'dl.lost']);
    peer.close();
  });

  it("takes the citizen's voice into the room, pauses it and frees it", async () => {
    const { peer, welcome, id } = await joinNew(server.url);
    const media = await MediaPeer.create(peer, welcome.routerRtpCapabilities);
    const { producer, stop } = await media.sendTone();
    await peer.request('media.pauseProducer', { producer: producer.id, paused: true });
    await peer.request('media.pauseProducer', { producer: producer.id, paused: false });
    expect(await server.rooms.get(id)?.dump()).toMatchObject({ producers: 1 });
    await peer.request('media.closeProducer', { producer: producer.id });
    expect(await server.rooms.get(id)?.dump()).toMatchObject({ producers: 0 });
    expect(await codeOf(peer.request('media.closeProducer', { producer: producer.id }))).toBe('not_found');
    stop();
    media.close();
    peer.close();
  });

  it('a peer of one room cannot touch what is in another', async () => {
    const owner = await joinNew(server.url);
    const media = await MediaPeer.create(owner.peer, owner.welcome.routerRtpCapabilities);
    const { producer, stop } = await media.sendTone();
    const thief = await joinNew(server.url);
    expect(await codeOf(thief.peer.request('media.closeProducer', { producer: producer.id }))).toBe(
      'not_found',
    );
    expect(
      await codeOf(
        thief.peer.request('media.connectTransport', {
          transport: media.receiving?.id ?? producer.id,
          dtlsParameters: { role: 'client', fingerprints: [{ algorithm: 'sha-256', value: 'AA' }] },
        }),
      ),
    ).toBe('not_found');
    // Nor the avatar's own voice in its own room.
    const voice = await new Promise<string>((resolve, reject) => {
      MediaPeer.create(thief.peer, thief.welcome.routerRtpCapabilities)
        .then((own) => own.receive())
        .then(({ producer: id }) => resolve(id), reject);
    });
    expect(await codeOf(thief.peer.request('media.closeProducer', { producer: voice }))).toBe('not_yours');
    stop();
    media.close();
    owner.peer.close();
    thief.peer.close();
  });

  it('the end frees the room, and the consultation cannot be entered again', async () => {
    const { peer, welcome, id, wsUrl } = await joinNew(server.url);
    await peer.request('session.end', {}).catch(() => undefined);
    expect(await peer.event('session.ended')).toEqual({ reason: 'citizen' });
    await peer.until('the close', ({ closed }) => closed);
    expect(server.rooms.get(id)).toBeUndefined();
    const back = await TestPeer.open(wsUrl);
    const resume = back.request('auth.resume', {
      consultation: id,
      secret: welcome.resumeSecret,
      lastSeq: -1,
    });
    expect(await codeOf(resume)).toBe('resume_invalid');
  });
});

describe('a media worker that dies', () => {
  it('ends neither the server nor the consultation: the room comes back and the sentence goes on', async () => {
    const { peer, welcome } = await joinNew(server.url);
    const media = await MediaPeer.create(peer, welcome.routerRtpCapabilities);
    const before = await media.receive();
    await peer.request('talk.say', say(QUESTION));
    await peer.event('talk.utterance');
    const [worker] = server.rooms.workers();
    process.kill(worker?.pid ?? 0, 'SIGKILL');
    const { routerRtpCapabilities } = await peer.event('media.rebuild');
    media.close();
    const again = await MediaPeer.create(peer, routerRtpCapabilities);
    const after = await again.receive(1);
    expect(after.epoch).toBe(before.epoch + 1);
    expect(after.producer).not.toBe(before.producer);
    // What was under way is announced again, on the new producer and the same clock.
    const announced = await peer.event('talk.utterance', ({ audio }) => audio?.epoch === after.epoch);
    expect(announced.audio?.producerId).toBe(after.producer);
    await peer.event('talk.turnClosed', ({ reason }) => reason === 'done');
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
    again.close();
    peer.close();
  });
});

describe('admission', () => {
  it('refuses a consultation beyond the limit with a code and a time to wait', async () => {
    const small = await startTestServer({ flags: ['--max-rooms', '1'] });
    const { peer } = await joinNew(small.url);
    const response = await fetch(`${small.url}/api/consultations`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"lang":"zh"}',
    });
    expect(response.status).toBe(503);
    expect(response.headers.get('retry-after')).not.toBeNull();
    expect(await response.json()).toMatchObject({ error: { code: 'server_busy' } });
    peer.close();
    await dispose(small);
  });

  it('limits new consultations per address', async () => {
    const strict = await startTestServer({ env: { GOVATAR_CREATE_PER_MINUTE: '2' } });
    const statuses = [];
    for (let i = 0; i < 3; i += 1) {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${strict.url}/api/consultations`, {
        method: 'POST',
        headers,
        body: '{"lang":"zh"}',
      });
      statuses.push(response.status);
    }
    expect(statuses).toEqual([201, 201, 429]);
    await dispose(strict);
  });

  it('two servers on one folder are told apart', async () => {
    const second = startTestServer({ dataDir: server.dataDir });
    expect(await codeOf(second)).toBe('data_locked');
  });

  it('two servers on one port are told apart', async () => {
    expect(await codeOf(startTestServer({ port: server.port }))).toBe('port_taken');
  });
});

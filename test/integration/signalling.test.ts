import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_MESSAGE_BYTES } from '../../protocol/index.ts';
import { codeOf, createConsultation, joinNew, messageId, TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => dispose(server));

const stillAnswers = async (): Promise<void> => {
  const { peer, welcome } = await joinNew(server.url);
  expect(welcome.role).toBe('citizen');
  await peer.request('talk.language', { lang: 'zh' });
  peer.close();
};

describe('who may come in', () => {
  it('a token opens once; the second use gets its code and the socket is closed', async () => {
    const { wsUrl, token } = await createConsultation(server.url);
    const first = await TestPeer.open(wsUrl);
    await first.request('auth.join', { token });
    const second = await TestPeer.open(wsUrl);
    expect(await codeOf(second.request('auth.join', { token }))).toBe('token_used');
    await second.until('the close', ({ closed }) => closed);
    expect(second.closed?.code).toBe(4401);
    // The first page is not disturbed.
    await first.request('talk.language', { lang: 'zh' });
    first.close();
  });

  it('forged and foreign tokens are refused', async () => {
    const { wsUrl } = await createConsultation(server.url);
    const peer = await TestPeer.open(wsUrl);
    expect(await codeOf(peer.request('auth.join', { token: 'a.b.c' }))).toBe('token_invalid');
  });

  it('a page of another origin, or none, gets no socket', async () => {
    const { wsUrl } = await createConsultation(server.url);
    await expect(TestPeer.open(wsUrl, 'https://evil.example')).rejects.toThrow('403');
    await expect(TestPeer.open(wsUrl, 'null')).rejects.toThrow('403');
  });

  it('nothing is answered before the token is proven', async () => {
    const { wsUrl } = await createConsultation(server.url);
    const peer = await TestPeer.open(wsUrl);
    expect(await codeOf(peer.request('talk.begin', {}))).toBe('token_missing');
    await peer.until('the close', ({ closed }) => closed);
  });

  it('a socket that proves nothing is told and closed', async () => {
    const { wsUrl } = await createConsultation(server.url);
    const peer = await TestPeer.open(wsUrl);
    expect(await peer.errorCode()).toBe('token_missing');
    await peer.until('the close', ({ closed }) => closed);
    expect(peer.closed?.code).toBe(4408);
  });

  it('a wrong or guessed resume secret opens nothing, for known and unknown consultations alike', async () => {
    const { peer, id, wsUrl } = await joinNew(server.url);
    for (const consultation of [id, 'con_AAAAAAAAAAAAAAAAAAAAAA']) {
      const other = await TestPeer.open(wsUrl);
      expect(await codeOf(other.request('auth.resume', { consultation, secret: 'guess', lastSeq: -1 }))).toBe(
        'resume_invalid',
      );
    }
    await peer.request('talk.language', { lang: 'zh' });
    peer.close();
  });

  it('the API refuses what is no request for a consultation', async () => {
    const post = async (body: string): Promise<[number, string]> => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(`${server.url}/api/consultations`, { method: 'POST', headers, body });
      return [response.status, ((await response.json()) as { error: { code: string } }).error.code];
    };
    expect(await post('{"lang":"fr"}')).toEqual([400, 'message_invalid']);
    expect(await post('{')).toEqual([400, 'message_not_json']);
    expect(await post(JSON.stringify({ lang: 'x'.repeat(9_000) }))).toEqual([413, 'message_too_large']);
  });
});

describe('what strangers send before they are anybody', () => {
  const raw = (text: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write(text));
      let answer = '';
      socket.on('data', (data) => {
        answer += String(data);
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });
  const upgrade = (path: string): string =>
    `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n`;

  it.each([
    '//',
    '/',
    '/ws/..',
    'http://[',
    '/%E0%A4%A',
    '*',
  ])('an upgrade of %s is refused and the socket closed', async (path) => {
    expect(await raw(upgrade(path))).toMatch(/^HTTP\/1\.1 4\d\d /);
    await stillAnswers();
  });

  it.each([
    '//',
    '/%E0%A4%A',
    '/api/consultations/%FF',
  ])('a page at %s is a client error, not one of ours', async (path) => {
    const answer = await raw(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 (4\d\d|302) /);
    expect(answer).not.toContain('internal');
  });
});

describe('bad messages get their code and the server lives', () => {
  it.each([
    ['no JSON', '{"id":1', null, 'message_not_json'],
    ['a JSON value that is no object', '42', null, 'message_unknown'],
    ['an unknown kind', '{"id":7,"method":"media.steal","params":{}}', 7, 'message_unknown'],
    [
      'a kind named like an inherited property',
      '{"id":8,"method":"toString","params":{}}',
      8,
      'message_unknown',
    ],
    ['wrong parameters', '{"id":9,"method":"talk.say","params":{"text":1}}', 9, 'message_invalid'],
    ['a surplus field', '{"id":10,"method":"talk.begin","params":{},"x":1}', 10, 'message_invalid'],
    ['a second join', '{"id":11,"method":"auth.join","params":{"token":"x"}}', 11, 'state_refused'],
    [
      'too long a text',
      JSON.stringify({
        id: 12,
        method: 'talk.say',
        params: { message: 'abcdefgh', text: '长'.repeat(501), via: 'text', lang: 'zh' },
      }),
      12,
      'message_invalid',
    ],
  ])('%s', async (_name, raw, id, code) => {
    const { peer } = await joinNew(server.url);
    peer.raw(raw);
    expect(await peer.errorCode(id)).toBe(code);
    await peer.request('talk.language', { lang: 'zh' });
    peer.close();
  });

  it('a message above 64 kB is refused with its code, one far above it closes the socket', async () => {
    const { peer } = await joinNew(server.url);
    peer.raw(`"${'x'.repeat(MAX_MESSAGE_BYTES)}"`);
    expect(await peer.errorCode()).toBe('message_too_large');
    peer.raw(`"${'x'.repeat(MAX_MESSAGE_BYTES * 5)}"`);
    await peer.until('the close', ({ closed }) => closed);
    expect(peer.closed?.code).toBe(1009);
    await stillAnswers();
  });

  it('binary frames are no messages', async () => {
    const { peer } = await joinNew(server.url);
    peer.raw(Buffer.from('{"id":1,"method":"talk.begin","params":{}}'));
    expect(await peer.errorCode()).toBe('message_not_json');
    peer.close();
  });

  it('too many messages are refused with a code that says how long to wait', async () => {
    const { peer } = await joinNew(server.url);
    for (let i = 0; i < 300; i += 1)
      peer.raw(JSON.stringify({ id: 1_000 + i, method: 'talk.interrupt', params: {} }));
    const refused = await peer.until('a refusal', () =>
      peer.messages.find(
        (message) => !('event' in message) && !message.ok && message.error.code === 'rate_limited',
      ),
    );
    expect('event' in refused || refused.ok ? undefined : refused.error.retryAfterMs).toBeGreaterThan(0);
    peer.close();
    await stillAnswers();
  });

  it("a stranger's ids are refused: transports, producers and consumers of another room and of nobody", async () => {
    const stranger = await joinNew(server.url);
    const offer = await stranger.peer.request('media.createTransport', { direction: 'send' });
    const { peer } = await joinNew(server.url);
    for (const id of [offer.id, 'nobody']) {
      expect(await codeOf(peer.request('media.restartIce', { transport: id }))).toBe('not_found');
      expect(await codeOf(peer.request('media.closeProducer', { producer: id }))).toBe('not_found');
      expect(await codeOf(peer.request('media.consumerReady', { consumer: id }))).toBe('not_found');
    }
    stranger.peer.close();
    peer.close();
  });

  it('parameters that mediasoup cannot use are a bad message, not a failure of ours', async () => {
    const { peer } = await joinNew(server.url);
    const { id } = await peer.request('media.createTransport', { direction: 'send' });
    const rtpParameters = {
      codecs: [{ mimeType: 'audio/nonsense', payloadType: 100, clockRate: 48_000 }],
      encodings: [{ ssrc: 1 }],
    };
    const produce = peer.request('media.produce', {
      transport: id,
      kind: 'audio',
      source: 'microphone',
      rtpParameters,
    });
    expect(await codeOf(produce)).toBe('message_invalid');
    peer.close();
    await stillAnswers();
  });

  it('ten thousand random messages leave it answering', async () => {
    const { peer } = await joinNew(server.url);
    let seed = 20_261_122;
    const random = (): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
      return seed / 0x7fff_ffff;
    };
    const pick = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
    const methods = [
      'auth.join',
      'auth.resume',
      'media.produce',
      'media.connectTransport',
      'talk.say',
      'talk.heard',
      'x',
      '',
      null,
    ];
    const values = [
      null,
      0,
      -1,
      1e308,
      'x',
      '💥',
      {},
      [],
      [[[[]]]],
      true,
      'con_AAAAAAAAAAAA',
      { __proto__: 1 },
      'x'.repeat(2_000),
    ];
    const randomMessage = (): string => {
      const shape = random();
      if (shape < 0.2)
        return String.fromCharCode(...Array.from({ length: 40 }, () => Math.floor(random() * 0xd7ff)));
      const params = Object.fromEntries(
        ['token', 'secret', 'transport', 'text', 'rtpParameters', 'lastSeq', 'ms'].map((key) => [
          key,
          pick(values),
        ]),
      );
      const text = JSON.stringify({
        id: pick([1, -1, 'a', null, 2 ** 60]),
        method: pick(methods),
        params: pick([params, null, [], 'p']),
      });
      return shape < 0.3 ? text.slice(0, Math.floor(random() * text.length)) : text;
    };
    for (let i = 0; i < 10_000 && peer.closed === null; i += 1) {
      peer.raw(randomMessage());
      // Let the server answer now and then, as a network would.
      if (i % 500 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await stillAnswers();
    peer.close();
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200);
  });
});

describe('what is not told', () => {
  it('logs hold nothing of what was said', async () => {
    const { peer } = await joinNew(server.url);
    const text = '我叫张三丰电话13812345678身份证丢了';
    await peer.request('talk.say', { message: messageId(), text, via: 'text', lang: 'zh' });
    const entry = await peer.event('talk.transcript', ({ role }) => role === 'citizen');
    expect(entry.text).not.toContain('13812345678');
    peer.close();
    expect(server.logged.join('')).not.toMatch(/张三丰|13812345678/);
  });
});

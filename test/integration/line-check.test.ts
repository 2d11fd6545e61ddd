import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LINE_CHECK_BYTES, LineCheckOffer } from '../../protocol/index.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => dispose(server));

async function post(path: string, body: unknown): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${server.url}/api/check${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: answer.status, body: await answer.json() };
}

describe('the check of a line', () => {
  it.each(['udp', 'tcp'] as const)('offers a way by %s alone, that carries nothing', async (protocol) => {
    const { status, body } = await post('/line', { protocol });
    expect(status).toBe(201);
    const offer = LineCheckOffer.parse(body);
    expect(offer.transport.iceCandidates.length).toBeGreaterThan(0);
    for (const candidate of offer.transport.iceCandidates) expect(candidate.protocol).toBe(protocol);
    expect(offer.iceServers).toEqual([]);
  });

  it('refuses what it does not know', async () => {
    expect(await post('/line', { protocol: 'smoke' })).toMatchObject({
      status: 400,
      body: { error: { code: 'message_invalid' } },
    });
    expect(await post('/line/nowhere', { dtlsParameters: {} })).toMatchObject({ status: 400 });
    const { body } = await post('/line', { protocol: 'udp' });
    const { dtlsParameters } = LineCheckOffer.parse(body).transport;
    expect(
      await post('/line/nowhere', { dtlsParameters: { ...dtlsParameters, role: 'client' } }),
    ).toMatchObject({
      status: 404,
      body: { error: { code: 'not_found' } },
    });
  });

  it('gives something to measure that cannot be packed, a few times a minute', async () => {
    const answer = await fetch(`${server.url}/api/check/bytes`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect((await answer.arrayBuffer()).byteLength).toBe(LINE_CHECK_BYTES);
    let status = 200;
    for (let times = 0; times < 12; times += 1) {
      const again = await fetch(`${server.url}/api/check/bytes`);
      status = again.status;
      await again.body?.cancel();
    }
    expect(status).toBe(429);
  });
});

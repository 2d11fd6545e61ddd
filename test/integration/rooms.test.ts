import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Room } from '../../server/rooms/room.ts';
import { VoiceTrack } from '../../server/rooms/voice-track.ts';
import { WorkerPool } from '../../server/rooms/workers.ts';
import { silenceFrame } from '../../server/speech/opus.ts';
import { MediaPeer } from '../support/media-peer.ts';
import { joinNew, messageId } from '../support/peer.ts';
import { dispose, freePort, startTestServer, type TestServer } from '../support/server.ts';

describe('a room on a real worker', () => {
  it('frees everything when it closes, on the worker too', async () => {
    const pool = await WorkerPool.create({
      workerBin: process.env.MEDIASOUP_WORKER_BIN,
      count: 1,
      listenAddress: '127.0.0.1',
      port: await freePort(),
    });
    const media = pool.pick();
    for (let i = 0; i < 20; i += 1) {
      const room = new Room(`con_${i}`, new VoiceTrack({ silence: silenceFrame() }));
      await room.stand(media);
      room.addPeer('peer_a', { role: 'citizen' });
      await room.createTransport('peer_a', 'recv', false);
      await room.createTransport('peer_a', 'send', true);
      room.close();
    }
    const { routerIds } = await media.worker.dump();
    expect(routerIds).toEqual([]);
    expect((await media.webRtcServer.dump()).webRtcTransportIds).toEqual([]);
    expect(media.rooms).toBe(0);
    pool.close();
  });

  it('says which port is taken', async () => {
    const options = {
      workerBin: process.env.MEDIASOUP_WORKER_BIN,
      count: 1,
      listenAddress: '127.0.0.1',
      port: await freePort(),
    };
    const pool = await WorkerPool.create(options);
    await expect(WorkerPool.create(options)).rejects.toMatchObject({
      code: 'port_taken',
      message: expect.stringContaining(String(options.port)),
    });
    pool.close();
  });
});

describe('the way to a room', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer();
  });
  afterAll(() => dispose(server));

  it('goes over TCP where UDP is refused', async () => {
    const { peer } = await joinNew(server.url);
    const offer = await peer.request('media.createTransport', { direction: 'recv', forceTcp: true });
    expect(new Set(offer.iceCandidates.map(({ protocol }) => protocol))).toEqual(new Set(['tcp']));
    peer.close();
  });

  it('is one port for UDP and TCP', async () => {
    const { peer } = await joinNew(server.url);
    const { iceCandidates } = await peer.request('media.createTransport', { direction: 'recv' });
    expect(new Set(iceCandidates.map(({ port }) => port)).size).toBe(1);
    expect(new Set(iceCandidates.map(({ protocol }) => protocol))).toEqual(new Set(['udp', 'tcp']));
    peer.close();
  });

  it('is found anew by an ICE restart while the avatar speaks', async () => {
    const { peer, welcome } = await joinNew(server.url);
    const media = await MediaPeer.create(peer, welcome.routerRtpCapabilities);
    await media.receive();
    await peer.request('talk.say', {
      message: messageId(),
      text: '公积金租房子能不能提',
      via: 'text',
      lang: 'zh',
    });
    await peer.event('talk.utterance');
    const transport = media.receiving;
    if (transport === null) throw new Error('no transport');
    const { iceParameters } = await peer.request('media.restartIce', { transport: transport.id });
    await transport.restartIce({ iceParameters: iceParameters as never });
    const from = media.heard.length;
    await peer.until('packets after the restart', () => media.heard.length > from + 50 || undefined);
    media.close();
    peer.close();
  });
});

describe('pages under TLS', () => {
  it('are served with a certificate of our own making, kept for the next start', async () => {
    const { request } = await import('node:https');
    const first = await startTestServer({ flags: ['--tls', 'self-signed'] });
    const fingerprint = (port: number): Promise<string> =>
      new Promise((resolve, reject) => {
        const asked = request(
          { port, host: '127.0.0.1', path: '/healthz', rejectUnauthorized: false },
          (response) => {
            const { socket } = response as unknown as { socket: import('node:tls').TLSSocket };
            resolve(`${response.statusCode} ${socket.getPeerCertificate().fingerprint256}`);
            response.resume();
          },
        );
        asked.on('error', reject);
        asked.end();
      });
    const seen = await fingerprint(first.port);
    expect(seen).toMatch(/^200 /);
    await first.close();
    const second = await startTestServer({ flags: ['--tls', 'self-signed'], dataDir: first.dataDir });
    expect(await fingerprint(second.port)).toBe(seen);
    await dispose(second);
  });
});

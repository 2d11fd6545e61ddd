import { OpusDecoder } from 'opus-decoder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MediaPeer } from '../support/media-peer.ts';
import { joinNew, type TestPeer } from '../support/peer.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer({ env: { GOVATAR_EARS: 'true' } });
}, 60_000);
afterAll(() => dispose(server));

/** What is said, in the voice of the pack; mono, 48 kHz. */
async function spoken(text: string): Promise<Int16Array> {
  const { frames } = await server.speech.speak({ text, lang: 'zh', rate: 0.85 });
  const decoder = new OpusDecoder({ channels: 1, sampleRate: 48_000 });
  await decoder.ready;
  const parts = frames.map((frame) => decoder.decodeFrame(Uint8Array.from(frame)).channelData[0] ?? []);
  decoder.free();
  return Int16Array.from(parts.flatMap((part) => [...part]).map((x) => Math.round(x * 32_000)));
}

async function arrive(): Promise<{ peer: TestPeer; media: MediaPeer }> {
  const { peer, welcome } = await joinNew(server.url);
  const media = await MediaPeer.create(peer, welcome.routerRtpCapabilities);
  return { peer, media };
}

const hears = (): boolean =>
  server.hearing.status().some(({ lang, engine }) => lang === 'zh' && engine !== null);

describe('a citizen who speaks', () => {
  it('is heard through the room and answered, with words shown while they are said', async (context) => {
    await server.hearing.ready;
    if (!hears() || server.speech.status()[0]?.engine === null) {
      context.skip('the models asr-zh and voice-cmn are not installed');
      return;
    }
    const { peer, media } = await arrive();
    expect(await peer.request('voice.turns', { turns: 'told' })).toEqual({ hears: true });
    const pcm = await spoken('公积金租房提取');
    const microphone = await media.openMicrophone();
    await peer.request('voice.begin', {});
    await microphone.speak(pcm);
    await peer.request('voice.end', {});
    const final = await peer.until('what was heard', () => peer.eventsOf('heard.final')[0]);
    expect(final.text).toContain('公积金');
    expect(peer.eventsOf('heard.partial').length).toBeGreaterThan(0);
    const line = await peer.until('the line', () =>
      peer.eventsOf('talk.transcript').find(({ role }) => role === 'citizen'),
    );
    expect(line.text).toBe(final.text);
    if (final.uncertain) {
      expect(peer.eventsOf('card.show')).toEqual([]);
      await peer.request('talk.say', { message: 'yes_it_is_so', text: '对', via: 'tap', lang: 'zh' });
    }
    const card = await peer.until('a card', () => peer.eventsOf('card.show')[0]);
    expect(JSON.stringify(card)).toMatch(/公积金|住房/);
    microphone.stop();
    media.close();
    peer.ws.close();
  }, 60_000);
});

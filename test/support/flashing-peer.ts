import { createRequire } from 'node:module';
import { Device, type types } from 'mediasoup-client';
import type { Room } from '../../server/rooms/room.ts';
import './media-peer.ts';

interface VideoSource {
  createTrack(): MediaStreamTrack;
  onFrame(frame: { width: number; height: number; data: Uint8ClampedArray }): void;
}
interface AudioSource {
  createTrack(): MediaStreamTrack;
  onData(data: {
    samples: Int16Array;
    sampleRate: number;
    bitsPerSample: number;
    channelCount: number;
    numberOfFrames: number;
  }): void;
}
const { nonstandard } = createRequire(import.meta.url)('@roamhq/wrtc') as {
  nonstandard: { RTCVideoSource: new () => VideoSource; RTCAudioSource: new () => AudioSource };
};

const WIDTH = 320;
const HEIGHT = 240;
const FRAME_MS = 40;
/** A flash and a tone together, so long, once in so many ms. */
const FLASH_MS = 200;
export const FLASH_EVERY_MS = 1_000;

/** I420: all of one brightness. */
function frame(luma: number): Uint8ClampedArray {
  const data = new Uint8ClampedArray((WIDTH * HEIGHT * 3) / 2).fill(128);
  data.fill(luma, 0, WIDTH * HEIGHT);
  return data;
}

/** A peer in a room, without signalling, whose picture turns white when its microphone gives a tone. */
export async function flashingPeer(
  room: Room,
  id: string,
): Promise<{ peer: string; mute(on: boolean): void; close(): void }> {
  const device = await Device.factory({ handlerName: 'Chrome111' });
  await device.load({
    routerRtpCapabilities: room.routerRtpCapabilities as unknown as types.RtpCapabilities,
  });
  const offer = await room.createTransport(id, 'send', false);
  const transport = device.createSendTransport(offer as unknown as types.TransportOptions);
  transport.on('connect', ({ dtlsParameters }, done, failed) => {
    room.connectTransport(id, transport.id, dtlsParameters as never).then(done, failed);
  });
  transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
    const source = appData.source as 'camera' | 'microphone';
    const request = { transport: transport.id, kind, source, rtpParameters: rtpParameters as never };
    room.produce(id, request).then((producer) => done({ id: producer }), failed);
  });
  const picture = new nonstandard.RTCVideoSource();
  const sound = new nonstandard.RTCAudioSource();
  const [dark, bright] = [frame(24), frame(235)];
  const startedAt = performance.now();
  let shown = 0;
  let given = 0;
  let muted = false;
  const flashes = (ms: number): boolean => !muted && ms % FLASH_EVERY_MS < FLASH_MS;
  const timer = setInterval(() => {
    const now = performance.now() - startedAt;
    for (; given * 10 <= now; given += 1) {
      const on = flashes(given * 10);
      const samples = Int16Array.from({ length: 480 }, (_, i) =>
        on ? Math.round(9_000 * Math.sin((2 * Math.PI * 880 * (given * 480 + i)) / 48_000)) : (i % 5) - 2,
      );
      sound.onData({ samples, sampleRate: 48_000, bitsPerSample: 16, channelCount: 1, numberOfFrames: 480 });
    }
    if (shown * FRAME_MS <= now) {
      shown = Math.floor(now / FRAME_MS) + 1;
      picture.onFrame({ width: WIDTH, height: HEIGHT, data: flashes(now) ? bright : dark });
    }
  }, 10);
  await transport.produce({ track: sound.createTrack(), appData: { source: 'microphone' } });
  await transport.produce({ track: picture.createTrack(), appData: { source: 'camera' } });
  return {
    peer: id,
    mute: (on) => {
      muted = on;
    },
    close: () => {
      clearInterval(timer);
      transport.close();
    },
  };
}

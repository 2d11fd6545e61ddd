import { createRequire } from 'node:module';
import { Device, type types } from 'mediasoup-client';
import type { EventData, Params, Result } from '../../protocol/index.ts';
import type { TestPeer } from './peer.ts';

// @roamhq/wrtc is CommonJS and brings no types; this is the part of it that is used here.
interface AudioSink {
  ondata: ((data: { samples: Int16Array; sampleRate: number }) => void) | null;
  stop(): void;
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
interface Wrtc {
  nonstandard: {
    RTCAudioSink: new (track: MediaStreamTrack) => AudioSink;
    RTCAudioSource: new () => AudioSource;
  };
  RTCPeerConnection: unknown;
  RTCSessionDescription: unknown;
  MediaStream: unknown;
  MediaStreamTrack: unknown;
}
const wrtc = createRequire(import.meta.url)('@roamhq/wrtc') as Wrtc;
for (const name of [
  'RTCPeerConnection',
  'RTCSessionDescription',
  'MediaStream',
  'MediaStreamTrack',
] as const) {
  Object.assign(globalThis, { [name]: wrtc[name] });
}

/** Real media for a `TestPeer`: ICE, DTLS, SRTP and Opus through mediasoup-client, without a browser. */
export class MediaPeer {
  readonly #peer: TestPeer;
  readonly #device: types.Device;
  receiving: types.Transport | null = null;
  readonly #sinks: AudioSink[] = [];
  /** Loudest sample of every 10 ms heard, in order. */
  readonly heard: number[] = [];

  private constructor(peer: TestPeer, device: types.Device) {
    this.#peer = peer;
    this.#device = device;
  }

  static async create(
    peer: TestPeer,
    routerRtpCapabilities: Result<'auth.join'>['routerRtpCapabilities'],
  ): Promise<MediaPeer> {
    const device = await Device.factory({ handlerName: 'Chrome111' });
    await device.load({ routerRtpCapabilities: routerRtpCapabilities as types.RtpCapabilities });
    return new MediaPeer(peer, device);
  }

  #wire(transport: types.Transport): types.Transport {
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      const params = { transport: transport.id, dtlsParameters } as Params<'media.connectTransport'>;
      this.#peer.request('media.connectTransport', params).then(() => done(), failed);
    });
    transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
      const params = {
        transport: transport.id,
        kind,
        source: 'microphone',
        rtpParameters,
      } as Params<'media.produce'>;
      this.#peer.request('media.produce', params).then(({ producer }) => done({ id: producer }), failed);
    });
    return transport;
  }

  /** Receives whatever the room gives; resolves when the avatar's voice flows. */
  async receive(after = 0): Promise<EventData<'media.newConsumer'>> {
    const offer = await this.#peer.request('media.createTransport', { direction: 'recv' });
    this.receiving = this.#wire(this.#device.createRecvTransport(offer as unknown as types.TransportOptions));
    const rtpCapabilities = this.#device
      .recvRtpCapabilities as Params<'media.capabilities'>['rtpCapabilities'];
    await this.#peer.request('media.capabilities', { rtpCapabilities });
    const voice = await this.#peer.until(
      'the voice',
      () => this.#peer.eventsOf('media.newConsumer').slice(after)[0],
    );
    const consumer = await this.receiving.consume({
      id: voice.consumer,
      producerId: voice.producer,
      kind: voice.kind,
      rtpParameters: voice.rtpParameters as types.RtpParameters,
    });
    const sink = new wrtc.nonstandard.RTCAudioSink(consumer.track);
    sink.ondata = ({ samples }) =>
      void this.heard.push(samples.reduce((max, sample) => Math.max(max, Math.abs(sample)), 0));
    this.#sinks.push(sink);
    await this.#peer.request('media.consumerReady', { consumer: voice.consumer });
    return voice;
  }

  /** Sends a tone as the citizen's microphone. */
  async sendTone(): Promise<{ producer: types.Producer; stop: () => void }> {
    const offer = await this.#peer.request('media.createTransport', { direction: 'send' });
    const transport = this.#wire(
      this.#device.createSendTransport(offer as unknown as types.TransportOptions),
    );
    const source = new wrtc.nonstandard.RTCAudioSource();
    let n = 0;
    const timer = setInterval(() => {
      const samples = Int16Array.from({ length: 480 }, () =>
        Math.round(8_000 * Math.sin((2 * Math.PI * 440 * n++) / 48_000)),
      );
      source.onData({ samples, sampleRate: 48_000, bitsPerSample: 16, channelCount: 1, numberOfFrames: 480 });
    }, 10);
    const producer = await transport.produce({ track: source.createTrack() });
    return {
      producer,
      stop: () => {
        clearInterval(timer);
        transport.close();
      },
    };
  }

  /** Opens the citizen's microphone: silence flows, and what is `spoken` (mono, 48 kHz) once each, in real time. */
  async openMicrophone(): Promise<{
    producer: types.Producer;
    speak: (pcm: Int16Array) => Promise<void>;
    stop: () => void;
  }> {
    const offer = await this.#peer.request('media.createTransport', { direction: 'send' });
    const transport = this.#wire(
      this.#device.createSendTransport(offer as unknown as types.TransportOptions),
    );
    const source = new wrtc.nonstandard.RTCAudioSource();
    let spoken = new Int16Array();
    let onSpoken = (): void => undefined;
    let given = 0;
    const startedAt = performance.now();
    const timer = setInterval(() => {
      // A timer alone runs late: what is due by the clock is given.
      for (; given * 10 <= performance.now() - startedAt; given += 1) {
        const samples = new Int16Array(480).map((_, i) => (i % 7) - 3);
        samples.set(spoken.subarray(0, 480));
        spoken = spoken.subarray(480);
        if (spoken.length === 0) onSpoken();
        source.onData({
          samples,
          sampleRate: 48_000,
          bitsPerSample: 16,
          channelCount: 1,
          numberOfFrames: 480,
        });
      }
    }, 10);
    const producer = await transport.produce({ track: source.createTrack() });
    return {
      producer,
      speak: (pcm) =>
        new Promise((resolve) => {
          // With a little silence after it: what is on its way through the room when it ends is not cut off.
          spoken = Int16Array.from([...pcm, ...new Int16Array(14_400)]);
          onSpoken = resolve;
        }),
      stop: () => {
        clearInterval(timer);
        transport.close();
      },
    };
  }

  /** Resolves when sound louder than `level` (of 32767) has been heard for `pieces` pieces of 10 ms since `from`. */
  hears(level: number, pieces: number, from = 0): Promise<true> {
    return this.#peer.until(`${pieces} pieces louder than ${level}`, () => {
      return this.heard.slice(from).filter((loudness) => loudness > level).length >= pieces || undefined;
    });
  }

  close(): void {
    for (const sink of this.#sinks) sink.stop();
    this.receiving?.close();
  }
}

import { Device, type types } from 'mediasoup-client';
import type { EventData, IceServer, Method, Params, Result, RtpCapabilities } from '../../protocol/index.ts';

/**
 * The receiver holds back at least this much sound: the timeline of an utterance, sent with its first packet, is on the
 * page before that packet is heard, and small jitter is not heard at all.
 */
const JITTER_BUFFER_MS = 100;
/** A transport that has lost its way gets this long to find it again by itself. */
const DISCONNECTED_GRACE_MS = 1_500;

export interface MediaParts {
  request: <M extends Method>(method: M, params: Params<M>) => Promise<Result<M>>;
  /** The avatar's voice has a (new) track. */
  onVoice: (track: MediaStreamTrack, receiver: RTCRtpReceiver | undefined, epoch: number) => void;
  onState: (state: 'connecting' | 'connected' | 'lost') => void;
}

/** What the server says of the room when a peer enters. */
export interface RoomAccess {
  routerRtpCapabilities: RtpCapabilities;
  iceServers: IceServer[];
}

/** The page's side of the room: one transport to receive, one to send once there is something to send. */
export class CallMedia {
  readonly #parts: MediaParts;
  #device: types.Device | null = null;
  #access: RoomAccess | null = null;
  #receiving: types.Transport | null = null;
  #sending: Promise<types.Transport> | null = null;
  readonly #consumers = new Map<string, types.Consumer>();
  #microphone: { track: MediaStreamTrack; producing: Promise<types.Producer> | null } | null = null;
  #restartTimer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;
  /** Grows with every set-up: what an older one still does is dropped. */
  #generation = 0;

  constructor(parts: MediaParts) {
    this.#parts = parts;
  }

  /** Builds device and receiving transport, and sends again what was sent before. Throws what the server throws. */
  async setUp(access: RoomAccess): Promise<void> {
    this.#tearDown();
    const generation = this.#generation;
    this.#access = access;
    this.#parts.onState('connecting');
    const device = await Device.factory();
    await device.load({ routerRtpCapabilities: access.routerRtpCapabilities as types.RtpCapabilities });
    if (generation !== this.#generation) return;
    this.#device = device;
    const offer = await this.#parts.request('media.createTransport', { direction: 'recv' });
    if (generation !== this.#generation) return;
    this.#receiving = device.createRecvTransport(this.#optionsOf(offer));
    this.#watch(this.#receiving);
    await this.#parts.request('media.capabilities', {
      rtpCapabilities: device.recvRtpCapabilities as RtpCapabilities,
    });
    await this.#produceMicrophone(device);
  }

  #optionsOf(offer: Result<'media.createTransport'>): types.TransportOptions {
    return {
      ...(offer as unknown as types.TransportOptions),
      iceServers: (this.#access?.iceServers ?? []) as RTCIceServer[],
    };
  }

  #watch(transport: types.Transport): void {
    transport.on('connect', ({ dtlsParameters }, done, failed) => {
      this.#parts
        .request('media.connectTransport', {
          transport: transport.id,
          dtlsParameters,
        } as Params<'media.connectTransport'>)
        .then(() => done(), failed);
    });
    transport.on('connectionstatechange', (state) => {
      if (transport.closed || this.#closed) return;
      if (state === 'connected') this.#parts.onState('connected');
      if (state === 'disconnected') this.#restartSoon(DISCONNECTED_GRACE_MS);
      if (state === 'failed') this.#restartSoon(0);
    });
  }

  #restartSoon(delayMs: number): void {
    if (this.#restartTimer !== null) return;
    this.#parts.onState('lost');
    this.#restartTimer = setTimeout(() => {
      this.#restartTimer = null;
      void this.restartIce();
    }, delayMs);
  }

  /**
   * New ICE on all transports: after a change of network, or when a transport has lost its way. `iceServers`: fresh
   * TURN credentials, when the server has given some.
   */
  async restartIce(iceServers?: IceServer[]): Promise<void> {
    if (iceServers !== undefined && this.#access !== null) this.#access = { ...this.#access, iceServers };
    const transports = [this.#receiving, await this.#sending?.catch(() => null)];
    for (const transport of transports) {
      if (!transport || transport.closed || transport.connectionState === 'new') continue;
      try {
        if (iceServers !== undefined)
          await transport.updateIceServers({ iceServers: iceServers as RTCIceServer[] });
        const { iceParameters } = await this.#parts.request('media.restartIce', { transport: transport.id });
        await transport.restartIce({ iceParameters: iceParameters as types.IceParameters });
      } catch {
        // Without a line there is nothing to restart; the resumed socket calls again.
      }
    }
  }

  /** Whether the sound flows, or will without our help. */
  get connected(): boolean {
    return (
      this.#receiving !== null && ['connected', 'connecting', 'new'].includes(this.#receiving.connectionState)
    );
  }

  async addConsumer(data: EventData<'media.newConsumer'>): Promise<void> {
    const { consumer: id, producer: producerId, kind, rtpParameters, source, epoch } = data;
    const transport = this.#receiving;
    if (transport === null || this.#consumers.has(id)) return;
    const consumer = await transport.consume({
      id,
      producerId,
      kind,
      rtpParameters: rtpParameters as types.RtpParameters,
      // The avatar's voice stands alone: it must not wait for pictures of somebody else.
      streamId: source,
    });
    this.#consumers.set(id, consumer);
    if (source === 'voice') {
      const receiver = consumer.rtpReceiver;
      if (receiver !== undefined && 'jitterBufferTarget' in receiver)
        receiver.jitterBufferTarget = JITTER_BUFFER_MS;
      this.#parts.onVoice(consumer.track, receiver, epoch);
    }
    await this.#parts.request('media.consumerReady', { consumer: id });
  }

  removeConsumer(id: string): void {
    this.#consumers.get(id)?.close();
    this.#consumers.delete(id);
  }

  /** Sends the citizen's voice into the room; while the room is being set up, as soon as it stands. */
  async sendMicrophone(track: MediaStreamTrack): Promise<void> {
    this.#microphone = { track, producing: null };
    if (this.#device !== null) await this.#produceMicrophone(this.#device);
  }

  /** Once per track and set-up, whoever comes first: the set-up or the microphone. */
  async #produceMicrophone(device: types.Device): Promise<void> {
    const microphone = this.#microphone;
    if (microphone === null || !device.canProduce('audio')) return;
    microphone.producing ??= this.#produce(device, microphone.track);
    await microphone.producing;
  }

  async #produce(device: types.Device, track: MediaStreamTrack): Promise<types.Producer> {
    this.#sending ??= this.#createSending(device);
    const transport = await this.#sending;
    return transport.produce({
      track,
      codecOptions: { opusFec: true, opusDtx: false },
      stopTracks: false,
      zeroRtpOnPause: true,
    });
  }

  async #createSending(device: types.Device): Promise<types.Transport> {
    const offer = await this.#parts.request('media.createTransport', { direction: 'send' });
    const transport = device.createSendTransport(this.#optionsOf(offer));
    this.#watch(transport);
    transport.on('produce', ({ kind, rtpParameters }, done, failed) => {
      const params = {
        transport: transport.id,
        kind,
        source: 'microphone',
        rtpParameters,
      } as Params<'media.produce'>;
      this.#parts.request('media.produce', params).then(({ producer }) => done({ id: producer }), failed);
    });
    return transport;
  }

  /** Takes the citizen's voice out of the room. */
  async stopMicrophone(): Promise<void> {
    const producing = this.#microphone?.producing ?? null;
    this.#microphone = null;
    const producer = await producing?.catch(() => null);
    if (!producer) return;
    producer.close();
    await this.#parts.request('media.closeProducer', { producer: producer.id }).catch(() => undefined);
  }

  #tearDown(): void {
    this.#generation += 1;
    if (this.#restartTimer !== null) clearTimeout(this.#restartTimer);
    this.#restartTimer = null;
    this.#consumers.clear();
    this.#receiving?.close();
    this.#receiving = null;
    void this.#sending?.then((transport) => transport.close()).catch(() => undefined);
    this.#sending = null;
    if (this.#microphone !== null) this.#microphone.producing = null;
    this.#device = null;
  }

  close(): void {
    this.#closed = true;
    this.#tearDown();
    this.#microphone = null;
  }
}

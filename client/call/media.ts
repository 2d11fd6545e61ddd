import { Device, type types } from 'mediasoup-client';
import type {
  EventData,
  IceServer,
  Method,
  Params,
  Result,
  RtpCapabilities,
  TrackSource,
} from '../../protocol/index.ts';

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
  /** A human's voice or picture, or their screen, has a track. */
  onRemote?: (data: EventData<'media.newConsumer'>, track: MediaStreamTrack) => void;
  /** It has ended; all have, where `consumer` is null. */
  onRemoteGone?: (consumer: string | null) => void;
  onState: (state: 'connecting' | 'connected' | 'lost') => void;
}

/** What a page can send. */
export type SentSource = Exclude<TrackSource, 'voice'>;

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
  /** What is sent, by source; it is sent again after every set-up. */
  readonly #sends = new Map<
    SentSource,
    { track: MediaStreamTrack; producing: Promise<types.Producer> | null }
  >();
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
    await Promise.all([...this.#sends.keys()].map((source) => this.#produceOnce(device, source)));
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
      streamId: source === 'voice' ? source : `${source}-${producerId}`,
    });
    this.#consumers.set(id, consumer);
    if (source === 'voice') {
      const receiver = consumer.rtpReceiver;
      if (receiver !== undefined && 'jitterBufferTarget' in receiver)
        receiver.jitterBufferTarget = JITTER_BUFFER_MS;
      this.#parts.onVoice(consumer.track, receiver, epoch);
    } else this.#parts.onRemote?.(data, consumer.track);
    await this.#parts.request('media.consumerReady', { consumer: id });
  }

  removeConsumer(id: string): void {
    this.#consumers.get(id)?.close();
    if (this.#consumers.delete(id)) this.#parts.onRemoteGone?.(id);
  }

  /** Sends the citizen's voice into the room; while the room is being set up, as soon as it stands. */
  sendMicrophone(track: MediaStreamTrack): Promise<void> {
    return this.send('microphone', track);
  }

  /** Sends a track into the room: one of each source; a new one takes the old one's place. */
  async send(source: SentSource, track: MediaStreamTrack): Promise<void> {
    if (source !== 'microphone' && this.#sends.has(source)) await this.stop(source);
    this.#sends.set(source, { track, producing: null });
    if (this.#device !== null) await this.#produceOnce(this.#device, source);
  }

  /** Once per track and set-up, whoever comes first: the set-up or the device. */
  async #produceOnce(device: types.Device, source: SentSource): Promise<void> {
    const sent = this.#sends.get(source);
    if (sent === undefined || !device.canProduce(source === 'microphone' ? 'audio' : 'video')) return;
    sent.producing ??= this.#produce(device, source, sent.track);
    await sent.producing;
  }

  async #produce(device: types.Device, source: SentSource, track: MediaStreamTrack): Promise<types.Producer> {
    this.#sending ??= this.#createSending(device);
    const transport = await this.#sending;
    return transport.produce({
      track,
      appData: { source },
      ...(source === 'microphone' ? { codecOptions: { opusFec: true, opusDtx: false } } : {}),
      stopTracks: false,
      zeroRtpOnPause: true,
    });
  }

  async #createSending(device: types.Device): Promise<types.Transport> {
    const offer = await this.#parts.request('media.createTransport', { direction: 'send' });
    const transport = device.createSendTransport(this.#optionsOf(offer));
    this.#watch(transport);
    transport.on('produce', ({ kind, rtpParameters, appData }, done, failed) => {
      const params = {
        transport: transport.id,
        kind,
        source: appData.source as SentSource,
        rtpParameters,
      } as Params<'media.produce'>;
      this.#parts.request('media.produce', params).then(({ producer }) => done({ id: producer }), failed);
    });
    return transport;
  }

  /** Takes the citizen's voice out of the room. */
  stopMicrophone(): Promise<void> {
    return this.stop('microphone');
  }

  /** Takes what is sent of a source out of the room. */
  async stop(source: SentSource): Promise<void> {
    const producing = this.#sends.get(source)?.producing ?? null;
    this.#sends.delete(source);
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
    this.#parts.onRemoteGone?.(null);
    this.#receiving?.close();
    this.#receiving = null;
    void this.#sending?.then((transport) => transport.close()).catch(() => undefined);
    this.#sending = null;
    for (const sent of this.#sends.values()) sent.producing = null;
    this.#device = null;
  }

  close(): void {
    this.#closed = true;
    this.#tearDown();
    this.#sends.clear();
  }
}

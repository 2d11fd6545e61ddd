import { EventEmitter } from 'node:events';
import type { types } from 'mediasoup';
import {
  AppError,
  type DtlsParameters,
  type EventData,
  type IceParameters,
  type RtpCapabilities,
  type RtpParameters,
  type TrackSource,
  type TransportOffer,
} from '../../protocol/index.ts';
import { MEDIA_CODECS, voiceRtpParameters } from './codecs.ts';
import { type SoundPacket, tapMicrophone } from './microphone-tap.ts';
import { RoomPeer } from './peer.ts';
import { RoomRecorder, type RoomRecorderParts, type RoomTrack } from './recording/room-recorder.ts';
import type { VoiceTrack } from './voice-track.ts';
import { maySend, type Party, receives } from './who-hears-whom.ts';
import type { MediaWorker } from './workers.ts';

interface RoomEvents {
  newConsumer: [peer: string, data: EventData<'media.newConsumer'>];
  consumerClosed: [peer: string, consumer: string];
  /** The avatar hears this peer from now on, or no more. */
  microphone: [peer: string, on: boolean];
  /** What it hears, packet by packet; nothing of it is kept here. */
  sound: [peer: string, packet: SoundPacket];
  /** Media stand again on another worker: every peer has to build its transports anew. */
  rebuilt: [];
  /** The tracks that flow here, or who may receive them, have changed. */
  tracks: [];
}

/** The avatar's own place in the room. */
const AVATAR: Party = { role: 'avatar' };
/** Bits per second a citizen's uplink may use: one HD camera, a document and a voice. */
const MAX_INCOMING_BPS = 3_500_000;

/**
 * One room: a router on one worker, its peers, and the avatar's voice. It outlives its worker: `stand` puts it on
 * another one. Who receives what is decided by `who-hears-whom.ts` alone.
 */
export class Room extends EventEmitter<RoomEvents> {
  readonly id: string;
  readonly voice: VoiceTrack;
  readonly #peers = new Map<string, RoomPeer>();
  #media: MediaWorker | null = null;
  #router: types.Router | null = null;
  #voiceProducer: types.Producer | null = null;
  #closed = false;

  constructor(id: string, voice: VoiceTrack) {
    super();
    this.id = id;
    this.voice = voice;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Index of the worker that carries the room, or null while there is none. */
  get workerIndex(): number | null {
    return this.#media?.index ?? null;
  }

  /** Whether the room has a worker under it. */
  get standing(): boolean {
    return this.#router !== null;
  }

  #standing(): { router: types.Router; media: MediaWorker } {
    if (this.#closed) throw new AppError('room_gone', 'The room is closed.');
    if (this.#router === null || this.#media === null) {
      throw new AppError('media_lost', 'The media are being restored.', { retryAfterMs: 500 });
    }
    return { router: this.#router, media: this.#media };
  }

  /** Capabilities of the room's router, as clients need them. @throws AppError `media_lost` while it is being restored. */
  get routerRtpCapabilities(): RtpCapabilities {
    return this.#standing().router.rtpCapabilities as RtpCapabilities;
  }

  /** Puts the room on a worker: router, the avatar's transport and producer. Called again after the worker died. */
  async stand(media: MediaWorker): Promise<void> {
    const again = this.#media !== null || this.voice.epoch > 0;
    media.rooms += 1;
    try {
      const router = await media.worker.createRouter({ mediaCodecs: MEDIA_CODECS });
      const transport = await router.createDirectTransport();
      const ssrc = 1 + Math.floor(Math.random() * 0xffff_fffe);
      const producer = await transport.produce({ kind: 'audio', rtpParameters: voiceRtpParameters(ssrc) });
      if (this.#closed) {
        router.close();
        media.rooms -= 1;
        return;
      }
      this.#media = media;
      this.#router = router;
      this.#voiceProducer = producer;
      const [codec] = producer.rtpParameters.codecs;
      this.voice.attach({
        producerId: producer.id,
        payloadType: codec?.payloadType ?? 0,
        ssrc,
        send: (packet) => {
          if (!producer.closed) producer.send(packet);
        },
      });
    } catch (error) {
      media.rooms -= 1;
      throw error;
    }
    this.emit('tracks');
    if (again) this.emit('rebuilt');
  }

  /** Records the room from now on, until the recorder is closed. */
  record(
    parts: Pick<RoomRecorderParts, 'sink' | 'ffmpeg' | 'now' | 'log'>,
    options: { rests?: boolean } = {},
  ): RoomRecorder {
    const onTracks = (listener: () => void): (() => void) => {
      this.on('tracks', listener);
      return () => void this.off('tracks', listener);
    };
    return new RoomRecorder(
      { ...parts, onTracks, router: () => this.#router, tracks: () => this.#tracks() },
      options,
    );
  }

  #tracks(): RoomTrack[] {
    const track = (
      producer: types.Producer,
      party: Party,
      info: Pick<RoomTrack['info'], 'peer' | 'role' | 'source' | 'epoch'>,
    ): RoomTrack => {
      const codec = producer.rtpParameters.codecs[0]?.mimeType.split('/')[1]?.toLowerCase() ?? '';
      return { producer, party, info: { ...info, kind: producer.kind, codec } };
    };
    const voice = this.#voiceProducer;
    const own = { peer: 'avatar', role: 'avatar', source: 'voice', epoch: this.voice.epoch } as const;
    return [
      ...(voice === null ? [] : [track(voice, AVATAR, own)]),
      ...[...this.#peers.values()].flatMap(({ id, party, producers }) =>
        [...producers.values()].map(({ producer, source }) =>
          track(producer, party, { peer: id, role: party.role, source, epoch: 0 }),
        ),
      ),
    ];
  }

  /** The worker died: everything on it is gone, the peers stay. */
  fall(): void {
    this.voice.detach();
    for (const peer of this.#peers.values()) peer.closeMedia();
    this.#router = null;
    this.#voiceProducer = null;
  }

  addPeer(id: string, party: Party): void {
    if (this.#closed) throw new AppError('room_gone', 'The room is closed.');
    if (!this.#peers.has(id)) this.#peers.set(id, new RoomPeer(id, party));
  }

  #peer(id: string): RoomPeer {
    const peer = this.#peers.get(id);
    if (peer === undefined) throw new AppError('not_found', 'You are not in this room.');
    return peer;
  }

  /**
   * Somebody is present in another way from now on (a supervisor who only heard takes part). What they may not send any
   * more is closed, and what they or others may not receive any more; what they now may, begins.
   */
  async setParty(id: string, party: Party): Promise<void> {
    const peer = this.#peer(id);
    peer.party = party;
    for (const { producer, source } of [...peer.producers.values()])
      if (!maySend(party, source)) producer.close();
    for (const other of this.#peers.values()) {
      if (other === peer) continue;
      await this.#flow(peer, other);
      await this.#flow(other, peer);
    }
    this.emit('tracks');
  }

  /** What flows from one to the other, as the table has it now. */
  async #flow(from: RoomPeer, to: RoomPeer): Promise<void> {
    for (const { producer, source } of [...from.producers.values()]) {
      if (receives(to.party, from.party, source)) {
        await this.#consume(to, from, producer, source);
        continue;
      }
      for (const consumer of [...to.consumers.values()]) {
        if (consumer.producerId !== producer.id) continue;
        consumer.close();
        this.emit('consumerClosed', to.id, consumer.id);
      }
    }
  }

  /** Closes what a peer sends of these sources (a camera that nobody is to see any more). */
  closeSources(id: string, sources: readonly TrackSource[]): void {
    for (const { producer, source } of [...(this.#peers.get(id)?.producers.values() ?? [])])
      if (sources.includes(source)) producer.close();
  }

  /** Takes a peer's media down but keeps its place (a reload, a longer loss). */
  resetPeer(id: string): void {
    this.#peers.get(id)?.closeMedia();
  }

  /** Whether a peer hears: something flows to it. A set-up that was cut off half-way does not count. */
  hasMedia(id: string): boolean {
    const peer = this.#peers.get(id);
    return peer !== undefined && [...peer.consumers.values()].some((consumer) => !consumer.paused);
  }

  removePeer(id: string): void {
    this.#peers.get(id)?.closeMedia();
    this.#peers.delete(id);
  }

  async setCapabilities(id: string, rtpCapabilities: RtpCapabilities): Promise<void> {
    const peer = this.#peer(id);
    peer.rtpCapabilities = rtpCapabilities as types.RtpCapabilities;
    await this.#consumeAll(peer);
  }

  async createTransport(id: string, direction: 'send' | 'recv', forceTcp: boolean): Promise<TransportOffer> {
    const peer = this.#peer(id);
    const { router, media } = this.#standing();
    const transport = await router.createWebRtcTransport({
      webRtcServer: media.webRtcServer,
      enableUdp: !forceTcp,
      enableTcp: true,
      preferUdp: true,
      initialAvailableOutgoingBitrate: 600_000,
      // ICE consent expires after this long without an answer; the page has restarted ICE by then or is gone.
      iceConsentTimeout: 35,
    });
    peer.addTransport(transport, direction);
    if (direction === 'send') await transport.setMaxIncomingBitrate(MAX_INCOMING_BPS);
    return {
      id: transport.id,
      iceParameters: transport.iceParameters,
      iceCandidates: transport.iceCandidates.map((candidate) => ({
        ...candidate,
        ip: candidate.ip ?? candidate.address,
      })),
      dtlsParameters: transport.dtlsParameters,
    } as TransportOffer;
  }

  #transport(peer: RoomPeer, transportId: string): types.WebRtcTransport {
    const transport = peer.transports.get(transportId);
    if (transport !== undefined) return transport;
    throw this.#foreign((other) => other.transports.has(transportId));
  }

  /** Tells an id of somebody else (`not_yours`) from one that is nobody's (`not_found`). */
  #foreign(owns: (peer: RoomPeer) => boolean): AppError {
    return [...this.#peers.values()].some(owns)
      ? new AppError('not_yours', 'This belongs to somebody else.')
      : new AppError('not_found', 'There is no such thing.');
  }

  async connectTransport(id: string, transportId: string, dtlsParameters: DtlsParameters): Promise<void> {
    const peer = this.#peer(id);
    const transport = this.#transport(peer, transportId);
    if (transport.dtlsState === 'connected' || transport.dtlsState === 'connecting') {
      throw new AppError('state_refused', 'This transport is connected already.');
    }
    await mediaCall(() => transport.connect({ dtlsParameters: dtlsParameters as types.DtlsParameters }));
    if (peer.receiving === transport) await this.#consumeAll(peer);
  }

  async restartIce(id: string, transportId: string): Promise<IceParameters> {
    return mediaCall(() => this.#transport(this.#peer(id), transportId).restartIce());
  }

  async produce(
    id: string,
    request: {
      transport: string;
      kind: 'audio' | 'video';
      source: TrackSource;
      rtpParameters: RtpParameters;
    },
  ): Promise<string> {
    const peer = this.#peer(id);
    const isAudio = request.source === 'microphone';
    if (!maySend(peer.party, request.source)) throw new AppError('role_refused', 'You may not send this.');
    if (isAudio !== (request.kind === 'audio'))
      throw new AppError('message_invalid', 'Kind and source do not fit.');
    const transport = this.#transport(peer, request.transport);
    peer.checkProducerLimit();
    // One microphone each: a new one takes the old one's place.
    if (request.source === 'microphone')
      for (const { producer, source } of peer.producers.values())
        if (source === 'microphone') producer.close();
    const producer = await mediaCall(() =>
      transport.produce({ kind: request.kind, rtpParameters: request.rtpParameters as types.RtpParameters }),
    );
    peer.addProducer(producer, request.source);
    if (request.source === 'microphone' && receives(AVATAR, peer.party, request.source))
      await this.#listen(peer, producer);
    for (const other of this.#peers.values())
      if (other !== peer) await this.#consume(other, peer, producer, request.source);
    this.emit('tracks');
    return producer.id;
  }

  /** The avatar listens: its side of the room is this process. */
  async #listen(peer: RoomPeer, producer: types.Producer): Promise<void> {
    const { router } = this.#standing();
    producer.observer.once('close', () => this.emit('microphone', peer.id, false));
    this.emit('microphone', peer.id, true);
    await tapMicrophone(router, producer, (packet) => this.emit('sound', peer.id, packet));
  }

  #producer(id: string, producerId: string): types.Producer {
    const entry = this.#peer(id).producers.get(producerId);
    if (entry !== undefined) return entry.producer;
    const isVoice = this.#voiceProducer?.id === producerId;
    throw isVoice
      ? new AppError('not_yours', 'This belongs to somebody else.')
      : this.#foreign((other) => other.producers.has(producerId));
  }

  async pauseProducer(id: string, producerId: string, paused: boolean): Promise<void> {
    const producer = this.#producer(id, producerId);
    await (paused ? producer.pause() : producer.resume());
  }

  closeProducer(id: string, producerId: string): void {
    this.#producer(id, producerId).close();
  }

  /** The page has built the consumer: let it flow, beginning with a key frame. */
  async consumerReady(id: string, consumerId: string): Promise<void> {
    const consumer = this.#peer(id).consumers.get(consumerId);
    if (consumer === undefined) throw this.#foreign((other) => other.consumers.has(consumerId));
    await consumer.resume();
    if (consumer.kind === 'video') await consumer.requestKeyFrame();
  }

  async #consumeAll(peer: RoomPeer): Promise<void> {
    const voice = this.#voiceProducer;
    if (voice !== null) await this.#consume(peer, { party: AVATAR }, voice, 'voice');
    for (const other of this.#peers.values()) {
      if (other === peer) continue;
      for (const { producer, source } of other.producers.values())
        await this.#consume(peer, other, producer, source);
    }
  }

  async #consume(
    peer: RoomPeer,
    from: { party: Party },
    producer: types.Producer,
    source: TrackSource,
  ): Promise<void> {
    const { router } = this.#standing();
    const { rtpCapabilities, receiving } = peer;
    if (rtpCapabilities === null || receiving === null || peer.consumed.has(producer.id)) return;
    if (!receives(peer.party, from.party, source)) return;
    if (!router.canConsume({ producerId: producer.id, rtpCapabilities })) return;
    peer.consumed.add(producer.id);
    let consumer: types.Consumer;
    try {
      // Paused until the page says that it is ready: a key frame sent before that would be lost (black picture).
      consumer = await receiving.consume({ producerId: producer.id, rtpCapabilities, paused: true });
    } catch (error) {
      peer.consumed.delete(producer.id);
      if (producer.closed || receiving.closed) return;
      throw error;
    }
    peer.addConsumer(consumer);
    consumer.once('producerclose', () => this.emit('consumerClosed', peer.id, consumer.id));
    this.emit('newConsumer', peer.id, {
      consumer: consumer.id,
      producer: producer.id,
      kind: consumer.kind,
      rtpParameters: consumer.rtpParameters as RtpParameters,
      peerRole: from.party.role,
      source,
      epoch: source === 'voice' ? this.voice.epoch : 0,
    });
  }

  /** What the room holds, for metrics and leak tests. */
  async dump(): Promise<{ peers: number; transports: number; producers: number; consumers: number }> {
    const peers = [...this.#peers.values()];
    const sum = (count: (peer: RoomPeer) => number): number =>
      peers.reduce((total, peer) => total + count(peer), 0);
    return {
      peers: peers.length,
      transports: sum((peer) => peer.transports.size),
      producers: sum((peer) => peer.producers.size),
      consumers: sum((peer) => peer.consumers.size),
    };
  }

  /** Frees everything the room holds, on both sides. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.voice.detach();
    for (const peer of this.#peers.values()) peer.closeMedia();
    this.#peers.clear();
    this.#router?.close();
    if (this.#media !== null) this.#media.rooms -= 1;
    this.#router = null;
    this.#media = null;
    this.#voiceProducer = null;
    this.removeAllListeners();
  }
}

/** mediasoup refuses what it cannot use with its own errors; on the wire they are a bad message. */
async function mediaCall<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('message_invalid', 'The media parameters cannot be used.', { cause });
  }
}

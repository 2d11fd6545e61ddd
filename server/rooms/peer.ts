import type { types } from 'mediasoup';
import { AppError, type TrackSource } from '../../protocol/index.ts';
import type { Party } from './who-hears-whom.ts';

/** A live peer has two transports; more than this is a client that went wrong (or means harm). */
const MAX_TRANSPORTS = 4;
const MAX_PRODUCERS = 6;

export interface PeerProducer {
  producer: types.Producer;
  source: TrackSource;
}

/** One participant's media in a room. Every lookup is by id and owner: a stranger's id finds nothing. */
export class RoomPeer {
  readonly id: string;
  party: Party;
  rtpCapabilities: types.RtpCapabilities | null = null;
  readonly transports = new Map<string, types.WebRtcTransport>();
  /** The transport that consumers are made on. */
  receiving: types.WebRtcTransport | null = null;
  readonly producers = new Map<string, PeerProducer>();
  readonly consumers = new Map<string, types.Consumer>();
  /** Producers for which a consumer exists or is being made, so that two paths never make two. */
  readonly consumed = new Set<string>();

  constructor(id: string, party: Party) {
    this.id = id;
    this.party = party;
  }

  addTransport(transport: types.WebRtcTransport, direction: 'send' | 'recv'): void {
    if (this.transports.size >= MAX_TRANSPORTS) {
      transport.close();
      throw new AppError('state_refused', 'Too many transports.');
    }
    this.transports.set(transport.id, transport);
    if (direction === 'recv') this.receiving = transport;
    transport.observer.once('close', () => {
      this.transports.delete(transport.id);
      if (this.receiving === transport) this.receiving = null;
    });
  }

  checkProducerLimit(): void {
    if (this.producers.size >= MAX_PRODUCERS) throw new AppError('state_refused', 'Too many tracks.');
  }

  addProducer(producer: types.Producer, source: TrackSource): void {
    this.producers.set(producer.id, { producer, source });
    producer.observer.once('close', () => this.producers.delete(producer.id));
  }

  addConsumer(consumer: types.Consumer): void {
    this.consumers.set(consumer.id, consumer);
    consumer.observer.once('close', () => {
      this.consumers.delete(consumer.id);
      this.consumed.delete(consumer.producerId);
    });
  }

  /** Closes all media; the peer itself stays in the room (its page builds them anew). */
  closeMedia(): void {
    for (const transport of [...this.transports.values()]) transport.close();
    this.transports.clear();
    this.producers.clear();
    this.consumers.clear();
    this.consumed.clear();
    this.receiving = null;
    this.rtpCapabilities = null;
  }
}

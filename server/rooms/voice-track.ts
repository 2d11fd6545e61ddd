import { FRAME_MS } from './pacer.ts';

const SAMPLES_PER_FRAME = 960; // 20 ms at 48 kHz
const RTP_HEADER_BYTES = 12;
const UINT32 = 0x1_0000_0000;

/** Something to be sent on the avatar's track. */
export interface VoiceItem {
  /** The turn it belongs to: cancelling the turn drops it. */
  turn: string;
  /** Its id; told back when it has been sent. */
  utterance: string;
  /** Opus packets of 20 ms. */
  frames: readonly Uint8Array[];
  /** Silence before it, after what was queued earlier. */
  gapMs: number;
}

/** Where an item lies on the track. */
export interface VoicePlacement {
  producerId: string;
  epoch: number;
  /** RTP timestamp of its first sample. */
  rtpStart: number;
  /** From now until its first packet leaves. */
  startsInMs: number;
}

interface Queued extends VoiceItem {
  /** Index of its first frame on the track's own count of frames. */
  startFrame: number;
  onSent: () => void;
}

/** Where packets go: the current producer, or null while a dead media worker is being replaced. */
export interface VoiceSink {
  producerId: string;
  payloadType: number;
  ssrc: number;
  send(packet: Buffer): void;
}

export interface VoiceTrackOptions {
  /** Coded silence, sent between sentences so that the receivers' clock never stops. */
  silence: Uint8Array;
  /** First RTP timestamp and sequence number (random by RFC 3550). */
  firstTimestamp?: number;
  firstSequence?: number;
}

/**
 * The avatar's voice as RTP: one packet at every tick, speech where it was placed, silence elsewhere. Its clock goes on
 * when the producer is replaced; only the epoch changes then.
 */
export class VoiceTrack {
  readonly #silence: Uint8Array;
  readonly #firstTimestamp: number;
  #sequence: number;
  #frame = 0;
  #epoch = -1;
  #sink: VoiceSink | null = null;
  #queue: Queued[] = [];
  /** Last sink's id, told for items placed while there is none. */
  #producerId = '';
  /** Observer of what is sent, for the pace benchmark: (turn or null for silence). */
  onPacket: ((turn: string | null) => void) | null = null;

  constructor(options: VoiceTrackOptions) {
    this.#silence = options.silence;
    this.#firstTimestamp = options.firstTimestamp ?? Math.floor(Math.random() * UINT32);
    this.#sequence = options.firstSequence ?? Math.floor(Math.random() * 0x8000);
  }

  get epoch(): number {
    return Math.max(0, this.#epoch);
  }

  /** Gives the track a (new) producer, in a new epoch: what is under way must be announced again. */
  attach(sink: VoiceSink): void {
    this.#sink = sink;
    this.#producerId = sink.producerId;
    this.#epoch += 1;
  }

  detach(): void {
    this.#sink = null;
  }

  /**
   * Places an item behind what is queued, at the earliest on the next packet: its timeline is told in the same breath, and
   * the receiver's buffer (100 ms) keeps the first sample from being heard before the timeline is there. `onSent` is called after its last packet
   * has left; never when its turn was cancelled.
   */
  play(item: VoiceItem, onSent: () => void): VoicePlacement {
    const last = this.#queue.at(-1);
    const earliest = this.#frame;
    const behind =
      last === undefined
        ? earliest
        : last.startFrame + last.frames.length + Math.round(item.gapMs / FRAME_MS);
    const queued: Queued = { ...item, startFrame: Math.max(earliest, behind), onSent };
    this.#queue.push(queued);
    return this.#placementOf(queued);
  }

  #placementOf(item: Queued): VoicePlacement {
    return {
      producerId: this.#producerId,
      epoch: this.epoch,
      rtpStart: this.#timestampOf(item.startFrame),
      startsInMs: (item.startFrame - this.#frame) * FRAME_MS,
    };
  }

  /** Where an item lies now (`startsInMs` is negative once it has begun); null when it is no longer on the track. */
  placement(utterance: string): VoicePlacement | null {
    const item = this.#queue.find((queued) => queued.utterance === utterance);
    return item === undefined ? null : this.#placementOf(item);
  }

  /** How much of an item has been sent, in ms; null when it is not (or no longer) on the track. */
  sentMs(utterance: string): number | null {
    const item = this.#queue.find((queued) => queued.utterance === utterance);
    if (item === undefined) return null;
    return Math.min(item.frames.length, Math.max(0, this.#frame - item.startFrame)) * FRAME_MS;
  }

  /** Drops everything of a turn; the next packet is silence (or the next turn's). */
  cancel(turn: string): void {
    this.#queue = this.#queue.filter((item) => item.turn !== turn);
  }

  /** Sends the packet that is due. `skipped`: frames left out before it after a standstill of the machine. */
  tick(skipped: number): void {
    this.#frame += skipped;
    const frame = this.#frame;
    this.#frame += 1;
    const current = this.#queue.find(
      (item) => frame >= item.startFrame && frame < item.startFrame + item.frames.length,
    );
    const payload = current?.frames[frame - current.startFrame] ?? this.#silence;
    this.#send(frame, payload, current !== undefined && frame === current.startFrame);
    this.onPacket?.(current?.turn ?? null);
    for (const done of this.#queue.filter((item) => this.#frame >= item.startFrame + item.frames.length)) {
      this.#queue = this.#queue.filter((item) => item !== done);
      done.onSent();
    }
  }

  #timestampOf(frame: number): number {
    return (this.#firstTimestamp + frame * SAMPLES_PER_FRAME) % UINT32;
  }

  #send(frame: number, payload: Uint8Array, marker: boolean): void {
    const sequence = this.#sequence;
    this.#sequence = (this.#sequence + 1) & 0xffff;
    if (this.#sink === null) return;
    // RTP fixed header, RFC 3550 section 5.1.
    const packet = Buffer.allocUnsafe(RTP_HEADER_BYTES + payload.length);
    packet[0] = 0x80;
    packet[1] = (marker ? 0x80 : 0) | this.#sink.payloadType;
    packet.writeUInt16BE(sequence, 2);
    packet.writeUInt32BE(this.#timestampOf(frame), 4);
    packet.writeUInt32BE(this.#sink.ssrc, 8);
    packet.set(payload, RTP_HEADER_BYTES);
    this.#sink.send(packet);
  }
}

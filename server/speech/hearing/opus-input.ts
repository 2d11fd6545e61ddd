import { OpusDecoder } from 'opus-decoder';
import { framingOf } from './opus-framing.ts';
import { HEARING_RATE, type OpusPacket } from './types.ts';

/** RTP's clock for Opus, whatever is coded (RFC 7587, 4.1). */
const RTP_RATE = 48_000;
/** The largest packet that is looked at: an Ethernet frame. Bytes. */
const LARGEST = 1500;
/**
 * The longest gap that is filled by the decoder's own guess; beyond it the guess has faded and silence follows. ms.
 * A gap longer than `LONGEST_GAP_MS` is a new source or a paused sender: its time is not filled at all.
 */
const CONCEALED_MS = 120;
const LONGEST_GAP_MS = 5000;
/** Silence with a last bit of noise: a recogniser's cepstral mean stumbles over digital zero. Of 32768. */
const NOISE = 6;

export interface OpusInputStats {
  received: number;
  /** Packets that never came in time. */
  lost: number;
  /** Packets too late, doubled or unreadable. */
  dropped: number;
}

/** Turns packets into sound: order kept, gaps concealed, straight to 16 kHz (libopus resamples by itself). */
export interface OpusInput {
  /** The sound that this packet completes, gaps before it included; empty for one that is dropped. */
  decode(packet: OpusPacket): Int16Array;
  readonly stats: Readonly<OpusInputStats>;
  close(): void;
}

/** Signed distance of two counters of `bits` bits: positive when `a` is after `b`. */
export function ahead(a: number, b: number, bits: 16 | 32): number {
  const size = 2 ** bits;
  const distance = (((a - b) % size) + size) % size;
  return distance < size / 2 ? distance : distance - size;
}

/** Resolves when the wasm decoder stands. @param random 0 to 1, for the noise in place of silence */
export async function openOpusInput(random: () => number = Math.random): Promise<OpusInput> {
  const decoder = new OpusDecoder({ channels: 1, sampleRate: HEARING_RATE, preSkip: 0 });
  await decoder.ready;
  const stats: OpusInputStats = { received: 0, lost: 0, dropped: 0 };
  let last: { sequence: number; timestamp: number; samples48: number; toc: number } | null = null;
  let closed = false;

  const decoded = (payload: Uint8Array): Int16Array => {
    const { channelData } = decoder.decodeFrame(payload);
    const samples = channelData[0] ?? new Float32Array();
    const pcm = new Int16Array(samples.length);
    for (let i = 0; i < pcm.length; i++)
      pcm[i] = Math.max(-32768, Math.min(32767, Math.round((samples[i] ?? 0) * 32768)));
    return pcm;
  };

  /** Fills `gap48` samples of 48 kHz after the last packet. */
  const fill = (gap48: number, after: { samples48: number; toc: number }): Int16Array[] => {
    const parts: Int16Array[] = [];
    let left = gap48;
    const frame48 = framingOf(Uint8Array.of(after.toc & 0xfc))?.frame48 ?? 960;
    // A packet of a table of contents and nothing else is a lost frame to every Opus decoder (RFC 6716, 3.4: DTX).
    while (left >= frame48 && gap48 - left < (CONCEALED_MS * RTP_RATE) / 1000) {
      parts.push(decoded(Uint8Array.of(after.toc & 0xfc)));
      left -= frame48;
    }
    if (left > 0) {
      const silence = new Int16Array(Math.round((left * HEARING_RATE) / RTP_RATE));
      for (let i = 0; i < silence.length; i++) silence[i] = Math.round((random() * 2 - 1) * NOISE);
      parts.push(silence);
    }
    return parts;
  };

  return {
    stats,
    decode(packet) {
      const framing = packet.payload.length <= LARGEST ? framingOf(packet.payload) : null;
      const step = last === null ? 1 : ahead(packet.sequence, last.sequence, 16);
      if (closed || framing === null || step <= 0) {
        stats.dropped++;
        return new Int16Array();
      }
      const parts: Int16Array[] = [];
      if (last !== null) {
        // Where the sender pauses (DTX) sequence numbers go on and time jumps: time is what counts.
        const gap = ahead(packet.timestamp, (last.timestamp + last.samples48) >>> 0, 32);
        stats.lost += step - 1;
        if (gap > 0 && gap <= (LONGEST_GAP_MS * RTP_RATE) / 1000) parts.push(...fill(gap, last));
      }
      parts.push(decoded(packet.payload));
      stats.received++;
      last = {
        sequence: packet.sequence,
        timestamp: packet.timestamp >>> 0,
        samples48: framing.samples48,
        toc: packet.payload[0] ?? 0,
      };
      return joined(parts);
    },
    close() {
      if (closed) return;
      closed = true;
      decoder.free();
    },
  };
}

/** One array of many. */
export function joined(parts: readonly Int16Array[]): Int16Array {
  if (parts.length === 1) return parts[0] ?? new Int16Array();
  const all = new Int16Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

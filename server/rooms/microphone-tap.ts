import type { types } from 'mediasoup';

/** A packet of sound as RTP carries it. */
export interface SoundPacket {
  sequence: number;
  timestamp: number;
  payload: Uint8Array;
}

/** Fixed part of an RTP header. */
const HEADER = 12;

/**
 * Sequence number, timestamp and payload of an RTP packet (RFC 3550, 5.1), without padding, contributing sources and
 * header extensions; null where it is none or carries nothing.
 */
export function readRtp(packet: Uint8Array): SoundPacket | null {
  const first = packet[0];
  if (first === undefined || packet.length < HEADER || first >> 6 !== 2) return null;
  const view = new DataView(packet.buffer, packet.byteOffset, packet.byteLength);
  let from = HEADER + (first & 0x0f) * 4;
  if ((first & 0x10) !== 0) {
    if (packet.length < from + 4) return null;
    from += 4 + view.getUint16(from + 2) * 4;
  }
  const padding = (first & 0x20) === 0 ? 0 : (packet[packet.length - 1] ?? 0);
  const to = packet.length - padding;
  if (to <= from) return null;
  return {
    sequence: view.getUint16(2),
    timestamp: view.getUint32(4),
    payload: packet.subarray(from, to),
  };
}

/**
 * Brings the sound of one producer to this process, packet by packet. It ends with the producer, or with its router;
 * nothing is kept.
 */
export async function tapMicrophone(
  router: types.Router,
  producer: types.Producer,
  onPacket: (packet: SoundPacket) => void,
): Promise<{ close(): void }> {
  const transport = await router.createDirectTransport();
  const close = (): void => transport.close();
  producer.observer.once('close', close);
  if (producer.closed) {
    close();
    return { close };
  }
  const consumer = await transport.consume({
    producerId: producer.id,
    rtpCapabilities: router.rtpCapabilities as types.RtpCapabilities,
  });
  consumer.on('rtp', (bytes) => {
    const packet = readRtp(bytes);
    if (packet !== null) onPacket(packet);
  });
  return { close };
}

/** Durations of one frame by the configuration number of the first byte, in samples of 48 kHz (RFC 6716, table 2). */
function frameOf(config: number): number {
  if (config < 12) return [480, 960, 1920, 2880][config % 4] ?? 960;
  if (config < 16) return [480, 960][config % 2] ?? 960;
  return [120, 240, 480, 960][config % 4] ?? 960;
}

export interface Framing {
  /** Samples of 48 kHz in a frame. */
  frame48: number;
  /** In the packet: frames times that. */
  samples48: number;
}

/** Longest packet: 120 ms. */
const MOST_SAMPLES = 5760;
/** Longest frame in bytes. */
const LARGEST_FRAME = 1275;

/** Length field of one frame (RFC 6716, 3.2.1): bytes it takes and the length it states; null when it is cut off. */
function lengthAt(payload: Uint8Array, at: number): { takes: number; length: number } | null {
  const first = payload[at];
  if (first === undefined) return null;
  if (first < 252) return { takes: 1, length: first };
  const second = payload[at + 1];
  return second === undefined ? null : { takes: 2, length: first + 4 * second };
}

/**
 * How a packet is framed, or null when it breaks one of the requirements R1 to R7 of RFC 6716, 3.4. What comes from the
 * network is looked at before the decoder sees it, which would complain on the console.
 */
export function framingOf(payload: Uint8Array): Framing | null {
  const toc = payload[0];
  if (toc === undefined) return null;
  const frame48 = frameOf(toc >> 3);
  const body = payload.length - 1;
  const made = (frames: number): Framing | null =>
    frames >= 1 && frames * frame48 <= MOST_SAMPLES ? { frame48, samples48: frames * frame48 } : null;
  switch (toc & 3) {
    case 0:
      return body <= LARGEST_FRAME ? made(1) : null;
    case 1:
      return body % 2 === 0 && body / 2 <= LARGEST_FRAME ? made(2) : null;
    case 2: {
      const first = lengthAt(payload, 1);
      if (first === null || first.takes + first.length > body) return null;
      return body - first.takes - first.length <= LARGEST_FRAME ? made(2) : null;
    }
    default:
      return manyFrames(payload, made);
  }
}

function manyFrames(payload: Uint8Array, made: (frames: number) => Framing | null): Framing | null {
  const head = payload[1];
  if (head === undefined) return null;
  const frames = head & 0x3f;
  let at = 2;
  let left = payload.length - 2;
  if ((head & 0x40) !== 0) {
    for (;;) {
      const byte = payload[at];
      if (byte === undefined) return null;
      at++;
      left -= 1 + (byte === 255 ? 254 : byte);
      if (byte !== 255) break;
    }
  }
  if (left < 0 || frames === 0) return null;
  if ((head & 0x80) === 0) {
    return left % frames === 0 && left / frames <= LARGEST_FRAME ? made(frames) : null;
  }
  for (let i = 0; i < frames - 1; i++) {
    const one = lengthAt(payload, at);
    if (one === null) return null;
    at += one.takes;
    left -= one.takes + one.length;
    if (left < 0) return null;
  }
  return left <= LARGEST_FRAME ? made(frames) : null;
}

import { createSocket } from 'node:dgram';
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_EVERY_MS = 15;
/** Ports are given out for a moment before somebody takes them: no other track gets them meanwhile. */
const GIVEN_MS = 10_000;
const given = new Map<number, number>();

/** Whether a UDP port of this machine is free. */
function isFree(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.bind(port, '127.0.0.1', () => {
      const bound = socket.address().port;
      socket.close(() => resolve(bound));
    });
  });
}

/**
 * An even UDP port of this machine that is free, with the odd one above it (RTP and RTCP; ffmpeg takes both).
 * @throws Error when none is found
 */
export async function freePort(): Promise<number> {
  const now = performance.now();
  for (const [port, until] of given) if (until < now) given.delete(port);
  for (let tries = 0; tries < 200; tries++) {
    const found = await isFree(0);
    if (found === null) continue;
    const port = found - (found % 2);
    if (given.has(port)) continue;
    given.set(port, now + GIVEN_MS);
    if ((await isFree(port)) !== null && (await isFree(port + 1)) !== null) return port;
  }
  throw new Error('no free UDP port for a recording');
}

/** An RTCP receiver report without a block (RFC 3550, 6.4.2): whoever expects RTP passes over it. */
const NOTHING = Buffer.from([0x80, 0xc9, 0, 1, 0, 0, 0, 0]);

/**
 * Resolves when somebody listens on the port: a datagram to it is not refused any more. The port itself is not touched; to
 * try whether it can be taken would take it away from whoever is about to.
 * @throws Error when nobody does within `withinMs`
 */
export async function taken(port: number, withinMs: number): Promise<void> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) if (await accepts(port)) return;
  throw new Error(`nobody listens on port ${port}`);
}

async function accepts(port: number): Promise<boolean> {
  const socket = createSocket('udp4');
  const refused = new Promise<boolean>((resolve) => socket.once('error', () => resolve(true)));
  socket.connect(port, '127.0.0.1', () => socket.send(NOTHING, () => {}));
  const was = await Promise.race([refused, wait(LOOK_EVERY_MS, false)]);
  socket.close();
  return !was;
}

/** An RTCP BYE of three sources (RFC 3550, 6.6): ffmpeg passes over what is shorter than the head of an RTP packet. */
const BYE = Buffer.from([0x83, 0xcb, 0, 3, ...new Uint8Array(12)]);

/**
 * Tells whoever listens on the port that the stream is over: they end as at the end of a file, and write what they hold. A signal
 * would be heeded with the next packet only, and none comes any more.
 */
export function sayBye(port: number): void {
  const socket = createSocket('udp4');
  socket.on('error', () => {});
  socket.send(BYE, port, '127.0.0.1', () => socket.close());
}

import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { fail, ok, warn } from './finding.mjs';

const NAME = 'TURN';
const MAGIC_COOKIE = 0x2112a442;
const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const HEADER_BYTES = 20;
const WAIT_MS = 3000;
/** UDP may lose one: sent again after these times (RFC 8489, 6.2.1, begins with 500 ms). */
const RESEND_MS = [0, 500, 1500];

/**
 * Parts of a TURN address (RFC 7065).
 * @param {string} url
 * @returns {{host: string, port: number, transport: 'udp' | 'tcp' | 'tls'} | null}
 */
export function parseTurnUrl(url) {
  const match = /^(turns?):(\[[0-9a-f:.]+\]|[^:?\s]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/i.exec(url);
  if (!match) return null;
  const secure = match[1]?.toLowerCase() === 'turns';
  return {
    host: String(match[2]).replace(/^\[|\]$/g, ''),
    port: Number(match[3] ?? (secure ? 5349 : 3478)),
    transport: secure ? 'tls' : match[4]?.toLowerCase() === 'tcp' ? 'tcp' : 'udp',
  };
}

/** A binding request of RFC 8489 without attributes. */
export function bindingRequest(transaction = randomBytes(12)) {
  const message = Buffer.alloc(HEADER_BYTES);
  message.writeUInt16BE(BINDING_REQUEST, 0);
  message.writeUInt32BE(MAGIC_COOKIE, 4);
  transaction.copy(message, 8);
  return message;
}

/** @param {Buffer} answer @param {Buffer} request */
export function isBindingSuccess(answer, request) {
  return (
    answer.length >= HEADER_BYTES &&
    answer.readUInt16BE(0) === BINDING_SUCCESS &&
    answer.subarray(4, HEADER_BYTES).equals(request.subarray(4))
  );
}

/**
 * Asks a server for a sign of life.
 * @param {NonNullable<ReturnType<typeof parseTurnUrl>>} address
 * @returns {Promise<string | null>} what went wrong
 */
export function askStun({ host, port, transport }, waitMs = WAIT_MS) {
  return new Promise((resolve) => {
    const request = bindingRequest();
    /** @type {NodeJS.Timeout[]} */
    const timers = [];
    let close = () => {};
    const end = (/** @type {string | null} */ problem) => {
      for (const timer of timers) clearTimeout(timer);
      close();
      resolve(problem);
    };
    const problemOf = (/** @type {NodeJS.ErrnoException} */ error) =>
      end(
        error.code === 'ENOTFOUND' || error.code === 'EAI_AGAIN'
          ? 'its name is not known'
          : String(error.code ?? error.message),
      );
    timers.push(setTimeout(() => end(`no answer within ${waitMs / 1000} s`), waitMs));
    if (transport === 'udp') {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
      close = () => socket.close();
      socket.on('error', problemOf);
      socket.on('message', (answer) => {
        if (isBindingSuccess(answer, request)) end(null);
      });
      for (const after of RESEND_MS)
        timers.push(
          setTimeout(() => {
            socket.send(request, port, host, (error) => error && problemOf(error));
          }, after),
        );
      return;
    }
    const send = () => socket.write(request);
    const socket =
      transport === 'tls'
        ? connectTls({ host, port, servername: host }, send)
        : connect({ host, port }, send);
    close = () => socket.destroy();
    let received = Buffer.alloc(0);
    socket.on('error', problemOf);
    socket.on('close', () => end('it closed the connection'));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (isBindingSuccess(received, request)) end(null);
    });
  });
}

/**
 * @param {{urls: readonly string[]} | null} turn
 * @param {{ask?: typeof askStun}} [world]
 * @returns {Promise<import('./finding.mjs').Finding[]>}
 */
export async function checkTurn(turn, { ask = askStun } = {}) {
  if (!turn)
    return [
      warn(
        NAME,
        'not configured: citizens behind strict firewalls may get no sound',
        'not needed in one network; for the public run a TURN server (coturn) and set GOVATAR_TURN_URLS and GOVATAR_TURN_SECRET',
      ),
    ];
  return Promise.all(
    turn.urls.map(async (url) => {
      const address = parseTurnUrl(url);
      if (!address)
        return fail(NAME, `${url} is no TURN address`, 'write it as turn:HOST:3478 or turns:HOST:5349');
      const problem = await ask(address);
      return problem === null
        ? ok(NAME, `${url} answers`)
        : fail(
            NAME,
            `${url}: ${problem}`,
            'check the address, that the TURN server runs, and the firewall between',
          );
    }),
  );
}

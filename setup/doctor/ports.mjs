import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import { fail, ok } from './finding.mjs';

/** @typedef {'free' | 'taken' | 'denied' | 'no-address' | string} PortState */

/** @param {NodeJS.ErrnoException} error @returns {PortState} */
function stateOf(error) {
  if (error.code === 'EADDRINUSE') return 'taken';
  if (error.code === 'EACCES') return 'denied';
  if (error.code === 'EADDRNOTAVAIL' || error.code === 'ENOTFOUND') return 'no-address';
  return error.code ?? error.message;
}

/**
 * Tries to listen, and stops at once.
 * @param {'udp' | 'tcp'} protocol
 * @param {string} host
 * @param {number} port
 * @returns {Promise<PortState>}
 */
export function tryPort(protocol, host, port) {
  return new Promise((resolve) => {
    if (protocol === 'tcp') {
      const server = createServer();
      server.once('error', (error) => resolve(stateOf(error)));
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve('free')));
    } else {
      const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
      socket.once('error', (error) => {
        socket.close();
        resolve(stateOf(error));
      });
      socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => resolve('free')));
    }
  });
}

/** @param {PortState} state @param {string} where @param {string} setting */
function adviceFor(state, where, setting) {
  if (state === 'taken')
    return `another program listens there: stop it (ss -lnp | grep ${where.split(':').at(-1)}) or set ${setting}`;
  if (state === 'denied')
    return `ports below 1024 need rights: set ${setting} to a higher one and put a proxy in front`;
  if (state === 'no-address') return 'this machine does not have that address: see  ip addr';
  return `the system refuses it (${state})`;
}

/**
 * @param {{host: string, port: number, rtc: {port: number, listenAddress: string, workers: number}}} config
 * @param {{isOurs: () => Promise<boolean>, attempt?: typeof tryPort}} tools  `isOurs`: whether a Govatar answers on the port of the pages
 * @returns {Promise<import('./finding.mjs').Finding[]>}
 */
export async function checkPorts(config, { isOurs, attempt = tryPort }) {
  const state = await attempt('tcp', config.host, config.port);
  if (state === 'taken' && (await isOurs()))
    return [ok('ports', `a Govatar is running on ${config.host}:${config.port}; its ports were not tried`)];
  const where = `${config.host}:${config.port}`;
  const pages =
    state === 'free'
      ? ok('port of the pages', `${where} (TCP) is free`)
      : fail('port of the pages', `${where} (TCP): ${state}`, adviceFor(state, where, 'GOVATAR_PORT'));
  const { listenAddress, port, workers } = config.rtc;
  for (let offset = 0; offset < workers; offset++)
    for (const protocol of /** @type {const} */ (['udp', 'tcp'])) {
      const found = await attempt(protocol, listenAddress, port + offset);
      if (found !== 'free') {
        const media = `${listenAddress}:${port + offset}`;
        const advice = adviceFor(
          found,
          media,
          found === 'no-address' ? 'GOVATAR_RTC_ADDRESS' : 'GOVATAR_RTC_PORT',
        );
        return [pages, fail('media ports', `${media} (${protocol.toUpperCase()}): ${found}`, advice)];
      }
    }
  const last = port + workers - 1;
  const local = /^(127\.|::1$)/.test(listenAddress);
  const range = last > port ? `${port}–${last}` : String(port);
  return [
    pages,
    ok(
      'media ports',
      `${listenAddress}:${range} (UDP and TCP) are free${local ? '' : '; open both in the firewall'}`,
    ),
  ];
}

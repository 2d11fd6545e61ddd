import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { fail, ok, warn } from './finding.mjs';

const NAME = 'announced address';
const isLoopback = (/** @type {string} */ address) => /^(127\.|localhost$|::1$)/.test(address);
const isAny = (/** @type {string} */ address) => /^(0\.0\.0\.0|::)$/.test(address);

/**
 * Whether browsers can reach the media: the address they are told must lead to this machine.
 * @param {{rtc: {listenAddress: string, announcedAddress?: string}}} config
 * @param {{interfaces?: ReturnType<typeof networkInterfaces>, lookup?: (host: string) => Promise<string[]>}} [world]
 * @returns {Promise<import('./finding.mjs').Finding>}
 */
export async function checkAddress({ rtc }, { interfaces = networkInterfaces(), lookup = lookupAll } = {}) {
  const own = Object.values(interfaces).flatMap((entries) => (entries ?? []).map(({ address }) => address));
  const announced = rtc.announcedAddress;
  if (!announced) {
    if (isLoopback(rtc.listenAddress))
      return warn(
        NAME,
        `media listen on ${rtc.listenAddress}: only browsers on this machine can call`,
        'for others set GOVATAR_HOST=0.0.0.0 and GOVATAR_ANNOUNCED_ADDRESS to the address they reach this machine at',
      );
    if (isAny(rtc.listenAddress)) {
      const outer = own.filter((address) => isIP(address) === 4 && !isLoopback(address));
      return outer.length === 1
        ? ok(NAME, `${outer[0]}, this machine's only address (set GOVATAR_ANNOUNCED_ADDRESS behind NAT)`)
        : warn(
            NAME,
            `not set, and this machine has ${outer.length === 0 ? 'no address in a network' : `several: ${outer.join(', ')}`}`,
            'set GOVATAR_ANNOUNCED_ADDRESS to the address at which browsers reach this machine',
          );
    }
    return own.includes(rtc.listenAddress)
      ? ok(NAME, `${rtc.listenAddress}, the address the media listen on`)
      : fail(
          NAME,
          `media shall listen on ${rtc.listenAddress}, which this machine does not have`,
          'set GOVATAR_RTC_ADDRESS to one of  ip addr',
        );
  }
  let addresses = [announced];
  if (isIP(announced) === 0) {
    addresses = await lookup(announced);
    if (addresses.length === 0)
      return fail(
        NAME,
        `${announced} has no address in the name service`,
        'mend the name, or set GOVATAR_ANNOUNCED_ADDRESS to an IP address',
      );
  }
  if (addresses.some((address) => isLoopback(address)))
    return warn(
      NAME,
      `${announced} is a loopback address: only browsers on this machine can call`,
      'set GOVATAR_ANNOUNCED_ADDRESS to the address others reach',
    );
  if (addresses.some((address) => own.includes(address)))
    return ok(NAME, `${announced} is an address of this machine`);
  return warn(
    NAME,
    `${announced} is not an address of this machine`,
    'right behind NAT, if the router or cloud passes the media ports (UDP and TCP) on to this machine; else mend GOVATAR_ANNOUNCED_ADDRESS',
  );
}

/** @param {string} host */
async function lookupAll(host) {
  const { lookup } = await import('node:dns/promises');
  return lookup(host, { all: true }).then(
    (found) => found.map(({ address }) => address),
    () => [],
  );
}

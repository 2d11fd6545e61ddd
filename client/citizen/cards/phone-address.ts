import type { Result } from '../../../protocol/index.ts';

/** Where a phone finds a card: everywhere, in the same network alone, or nowhere. */
export type PhoneAddress =
  | { url: string; reach: 'everywhere' | 'same_network' }
  | { url: null; reach: 'nowhere' };

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/u;
/** Addresses of a network of one's own (RFC 1918, RFC 4193, link-local), and names without a dot. */
const OWN_NETWORK =
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|\[?f[cd][0-9a-f]{2}:|\[?fe80:)|\.local$|^[^.:]+$/iu;

/**
 * The address to put into the code. The configured public address goes first; the address of this page serves where a
 * phone can open it too; on the machine itself, its address in the network does; else a code would lead nowhere.
 */
export function phoneAddress(
  { path, publicUrl, lanUrl }: Pick<Result<'card.link'>, 'path' | 'publicUrl' | 'lanUrl'>,
  page: { origin: string; hostname: string },
): PhoneAddress {
  const at = (base: string): string => new URL(path, `${base}/`).href;
  if (publicUrl !== null) return { url: at(publicUrl), reach: 'everywhere' };
  if (!LOOPBACK.test(page.hostname))
    return { url: at(page.origin), reach: OWN_NETWORK.test(page.hostname) ? 'same_network' : 'everywhere' };
  return lanUrl === null ? { url: null, reach: 'nowhere' } : { url: at(lanUrl), reach: 'same_network' };
}

import type { IncomingMessage } from 'node:http';
import type { Express } from 'express';

/**
 * The address of whoever sent a request, as express's `trust proxy` understands it: the same rule for sockets as for
 * pages, so that limits count people and not the proxy.
 */
export function clientAddress(app: Express): (request: IncomingMessage) => string {
  const trust = app.get('trust proxy fn') as (address: string, hop: number) => boolean;
  return (request) => {
    const forwarded = String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== '')
      .reverse();
    const chain = [request.socket.remoteAddress ?? '', ...forwarded];
    // From our side outwards: the first address that is not a trusted proxy, or the last there is.
    const index = chain.findIndex((address, hop) => !trust(address, hop));
    return chain[index === -1 ? chain.length - 1 : index] ?? '';
  };
}

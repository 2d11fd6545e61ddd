import type { Server } from 'node:http';
import { AppError } from '../protocol/index.ts';
import type { Config } from './config.ts';
import { lanAddress } from './network.ts';

/** Where others in this network find the pages; null where only this machine does. */
export function lanUrl(config: Config, web: Server): string | null {
  const bound = web.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : config.port;
  const address = ANYWHERE.has(config.host) ? lanAddress() : isLoopback(config.host) ? null : config.host;
  const scheme = config.tls.kind === 'off' ? 'http' : 'https';
  return address === null ? null : `${scheme}://${urlHost(address)}:${port}`;
}

const ANYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::']);
const isLoopback = (host: string): boolean => /^(127\.|localhost$|::1$)/.test(host);

/** A host as it stands in an address that a person opens. */
export const urlHost = (host: string): string =>
  host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;

/** @throws AppError `port_taken`, `config_invalid` */
export function listen(
  web: Server,
  config: Config,
  log: (level: 'error', event: string, fields: Record<string, unknown>) => void,
): Promise<void> {
  return new Promise((resolveListening, reject) => {
    web.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        taken
          ? new AppError(
              'port_taken',
              `Port ${config.port} is in use: end the other program or choose another with --port.`,
            )
          : new AppError(
              'config_invalid',
              `Cannot listen on ${config.host}:${config.port} (${error.code}).`,
              { cause: error },
            ),
      );
    });
    web.listen(config.port, config.host, () => {
      // Such as no file left for a new connection: those that stand go on.
      web.on('error', (error) => log('error', 'the web server', { error: String(error) }));
      resolveListening();
    });
  });
}

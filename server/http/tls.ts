import { X509Certificate } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';
import { AppError } from '../../protocol/index.ts';

export type TlsChoice =
  | { kind: 'off' }
  | { kind: 'self-signed' }
  | { kind: 'files'; cert: string; key: string };

/** A self-signed certificate is made anew when it ends within this. */
const RENEW_BEFORE_MS = 7 * 24 * 3_600_000;

/** An HTTP or HTTPS server (not yet listening). @throws AppError `config_invalid` when certificate files cannot serve. */
export async function createWebServer(tls: TlsChoice, dataDir: string): Promise<Server> {
  if (tls.kind === 'off') return createHttpServer();
  const pair = tls.kind === 'files' ? await readPair(tls) : await selfSignedPair(dataDir);
  try {
    return createHttpsServer(pair);
  } catch (cause) {
    throw new AppError('config_invalid', 'GOVATAR_TLS_CERT and GOVATAR_TLS_KEY do not fit each other.', {
      cause,
    });
  }
}

async function readPair(files: { cert: string; key: string }): Promise<{ cert: string; key: string }> {
  try {
    return { cert: await readFile(files.cert, 'utf8'), key: await readFile(files.key, 'utf8') };
  } catch (cause) {
    throw new AppError(
      'config_invalid',
      'GOVATAR_TLS_CERT or GOVATAR_TLS_KEY cannot be read: check path and rights.',
      { cause },
    );
  }
}

/** For a local network: browsers give cameras to https pages only. Kept, so that people accept it once. */
async function selfSignedPair(dataDir: string): Promise<{ cert: string; key: string }> {
  const files = { cert: join(dataDir, 'tls-cert.pem'), key: join(dataDir, 'tls-key.pem') };
  const addresses = Object.values(networkInterfaces()).flatMap((entries) =>
    (entries ?? []).map(({ address }) => address),
  );
  try {
    const pair = await readPair(files);
    const { validTo, subjectAltName } = new X509Certificate(pair.cert);
    const names = subjectAltName ?? '';
    const fresh = Date.parse(validTo) - Date.now() > RENEW_BEFORE_MS;
    // The machine may have moved to another address since.
    if (
      fresh &&
      addresses.filter((address) => !address.includes(':')).every((address) => names.includes(address))
    )
      return pair;
  } catch {
    // None yet.
  }
  const made = await generate([{ name: 'commonName', value: 'Govatar (self-signed)' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notAfterDate: new Date(Date.now() + 365 * 24 * 3_600_000),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyEncipherment: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          ...addresses.filter((address) => !address.includes('%')).map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
  const pair = { cert: made.cert, key: made.private };
  for (const name of ['key', 'cert'] as const) {
    await writeFile(`${files[name]}.new`, pair[name], { mode: 0o600 });
    await rename(`${files[name]}.new`, files[name]);
  }
  return pair;
}

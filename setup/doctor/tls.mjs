import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { fail, ok, warn } from './finding.mjs';

const NAME = 'TLS';
const DAY_MS = 24 * 3600_000;
/** An expiry within this is worth a word: certificates are renewed a month ahead. */
const SOON_DAYS = 21;

/**
 * @param {{host: string, publicUrl?: string, trustProxy: unknown, tls: {kind: 'off' | 'self-signed'} | {kind: 'files', cert: string, key: string}}} config
 * @param {{now?: number, read?: (file: string) => Buffer}} [world]
 * @returns {import('./finding.mjs').Finding}
 */
export function checkTls(
  { host, publicUrl, tls },
  { now = Date.now(), read = (file) => readFileSync(file) } = {},
) {
  if (tls.kind === 'self-signed')
    return warn(
      NAME,
      'self-signed: browsers warn once',
      'fit for a local network; for the public give GOVATAR_TLS_CERT and GOVATAR_TLS_KEY',
    );
  if (tls.kind === 'off') {
    if (publicUrl?.startsWith('https:')) return ok(NAME, `done by the proxy in front (${publicUrl})`);
    if (/^(127\.|localhost$|::1$)/.test(host))
      return ok(NAME, 'off: pages are for this machine only, which needs none');
    return fail(
      NAME,
      `off, with pages on ${host}: browsers give no microphone and no camera to http addresses`,
      'set GOVATAR_TLS=self-signed, or GOVATAR_TLS_CERT and GOVATAR_TLS_KEY, or GOVATAR_PUBLIC_URL=https://… behind a proxy',
    );
  }
  const files = /** @type {{cert: string, key: string}} */ (tls);
  /** @type {X509Certificate} */
  let certificate;
  try {
    certificate = new X509Certificate(read(files.cert));
  } catch (error) {
    return fail(
      NAME,
      `${files.cert}: ${reason(error)}`,
      'GOVATAR_TLS_CERT must name a PEM file with the chain, readable by this user',
    );
  }
  try {
    if (!certificate.checkPrivateKey(createPrivateKey(read(files.key))))
      return fail(
        NAME,
        'certificate and key are of two different pairs',
        'give the key that the certificate was made for as GOVATAR_TLS_KEY',
      );
  } catch (error) {
    return fail(
      NAME,
      `${files.key}: ${reason(error)}`,
      'GOVATAR_TLS_KEY must name a PEM file without a passphrase, readable by this user',
    );
  }
  const days = Math.floor((Date.parse(certificate.validTo) - now) / DAY_MS);
  if (Date.parse(certificate.validFrom) > now)
    return fail(
      NAME,
      `the certificate is valid only from ${certificate.validFrom}`,
      "check this machine's clock, or get another certificate",
    );
  if (days < 0) return fail(NAME, `the certificate expired on ${certificate.validTo}`, 'renew it');
  if (publicUrl) {
    const name = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
    const fits = isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name);
    if (!fits)
      return fail(
        NAME,
        `the certificate is not for ${name}`,
        `get one for ${name}, or mend GOVATAR_PUBLIC_URL`,
      );
  }
  if (days < SOON_DAYS) return warn(NAME, `the certificate expires in ${days} days`, 'renew it');
  return ok(NAME, `certificate and key fit, ${days} days left`);
}

/** @param {unknown} error */
function reason(error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  if (code === 'ENOENT') return 'there is no such file';
  if (code === 'EACCES') return 'it may not be read';
  return `it cannot be understood (${message})`;
}

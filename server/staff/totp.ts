import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** What every authenticator understands: SHA-1, six digits, thirty seconds (RFC 6238, RFC 4226). */
const PERIOD_MS = 30_000;
const DIGITS = 6;
/** 160 bits, as RFC 4226 section 4 recommends. */
const SECRET_BYTES = 20;
/** Steps on either side of now that still count: clocks of telephones differ, and people type slowly. */
const WINDOW = 1;

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Without signs that look alike (Crockford). */
const READABLE = '0123456789abcdefghjkmnpqrstvwxyz';
const RECOVERY_CODES = 10;

/** A new secret in base32, as people type it into an authenticator. */
export const newTotpSecret = (): string => toBase32(randomBytes(SECRET_BYTES));

/** The address that the QR code holds (Key Uri Format of Google Authenticator). */
export function totpUri(secret: string, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const query = new URLSearchParams({ secret, issuer, algorithm: 'SHA1', digits: '6', period: '30' });
  return `otpauth://totp/${label}?${query.toString().replaceAll('+', '%20')}`;
}

/** The code of a time step (RFC 6238). `secret` in base32. */
export function totpCode(secret: string, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', fromBase32(secret)).update(counter).digest();
  // Dynamic truncation: RFC 4226 section 5.3.
  const offset = (mac[mac.length - 1] ?? 0) & 0x0f;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, '0');
}

/** The time step of Unix ms. */
export const totpStep = (at: number): number => Math.floor(at / PERIOD_MS);

/**
 * The time step whose code this is, one before or after now at most; null when it is none. Whoever accepts it marks the
 * step as used: a code counts once.
 */
export function matchTotp(secret: string, code: string, at: number): number | null {
  const given = Buffer.from(code);
  let matched: number | null = null;
  for (let step = totpStep(at) - WINDOW; step <= totpStep(at) + WINDOW; step += 1) {
    const expected = Buffer.from(totpCode(secret, step));
    if (given.length === expected.length && timingSafeEqual(given, expected)) matched = step;
  }
  return matched;
}

/** Codes for the day on which the telephone is lost: ten, each of 50 bits. */
export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const signs = Array.from(randomBytes(10), (byte) => READABLE[byte % READABLE.length] ?? '').join('');
    return `${signs.slice(0, 5)}-${signs.slice(5)}`;
  });
}

/** The one form of a recovery code, however it was typed; null when it can be none. */
export function recoveryCodeOf(typed: string): string | null {
  const signs = typed.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return /^[0-9a-hjkmnp-tv-z]{10}$/.test(signs) ? `${signs.slice(0, 5)}-${signs.slice(5)}` : null;
}

function toBase32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(value >>> bits) & 31];
      value &= (1 << bits) - 1;
    }
  }
  return text;
}

function fromBase32(text: string): Uint8Array {
  const bytes: number[] = [];
  let bits = 0;
  let value = 0;
  for (const sign of text) {
    value = (value << 5) | BASE32.indexOf(sign);
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >>> bits) & 255);
    value &= (1 << bits) - 1;
  }
  return Uint8Array.from(bytes);
}

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { AppError } from '../../protocol/errors.ts';

/** Length of the key in bytes. */
export const KEY_BYTES = 32;

/** First byte of every sealed field; a later form gets the next number, and both can then be read. */
const VERSION = 1;
/** 96 bits, as NIST SP 800-38D 8.2.2 has it for random ones: one key serves for 2³² fields. */
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

/** Where a field stands. It is authenticated with the field, so a field moved to another place does not open. */
export interface Place {
  table: string;
  column: string;
  /** The row's primary key, part by part. */
  row: readonly string[];
}

/** Seals and opens fields with AES-256-GCM. */
export interface Cipher {
  /** Sealed bytes: version, IV, tag, ciphertext. */
  seal(text: string, place: Place): Uint8Array;
  /** The text again. `AppError('data_key_wrong')` when the key is another or the bytes or their place were changed. */
  open(sealed: Uint8Array, place: Place): string;
  /** The same for bytes, such as a picture. */
  sealBytes(bytes: Uint8Array, place: Place): Uint8Array;
  openBytes(sealed: Uint8Array, place: Place): Uint8Array;
  /**
   * A keyed hash (HMAC-SHA-256, hex) by which equal texts of one purpose can be found without being readable: short
   * ones, such as telephone numbers, cannot be guessed from it without the key.
   */
  blind(text: string, purpose: string): string;
}

/** A cipher over one key of 32 bytes. */
export function createCipher(key: Uint8Array): Cipher {
  if (key.length !== KEY_BYTES) throw new RangeError(`a key has ${KEY_BYTES} bytes, not ${key.length}`);
  // A key of its own for hashes: one key never serves two algorithms.
  const hashKey = new Uint8Array(hkdfSync('sha256', key, new Uint8Array(0), 'govatar blind', KEY_BYTES));
  const sealBytes = (bytes: Uint8Array, place: Place): Uint8Array => {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
    cipher.setAAD(aadOf(place));
    const body = cipher.update(bytes);
    cipher.final();
    // A buffer of its own: small Buffers share a pool, whose other bytes would travel to the database's thread.
    const sealed = new Uint8Array(HEAD_BYTES + body.length);
    sealed[0] = VERSION;
    sealed.set(iv, 1);
    sealed.set(cipher.getAuthTag(), 1 + IV_BYTES);
    sealed.set(body, HEAD_BYTES);
    return sealed;
  };
  const openBytes = (sealed: Uint8Array, place: Place): Buffer => {
    try {
      if (sealed.length < HEAD_BYTES || sealed[0] !== VERSION) throw new Error('unknown form');
      const iv = sealed.subarray(1, 1 + IV_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
      decipher.setAAD(aadOf(place));
      decipher.setAuthTag(sealed.subarray(1 + IV_BYTES, HEAD_BYTES));
      const head = decipher.update(sealed.subarray(HEAD_BYTES));
      return Buffer.concat([head, decipher.final()]);
    } catch (cause) {
      throw new AppError(
        'data_key_wrong',
        `A record does not open (${place.table}.${place.column} of ${place.row.join('/')}): ` +
          'it was sealed with another key, or it was changed in the database. Restore the key file or the backup.',
        { cause },
      );
    }
  };
  return {
    seal: (text, place) => sealBytes(Buffer.from(text, 'utf8'), place),
    open: (sealed, place) => openBytes(sealed, place).toString('utf8'),
    sealBytes,
    openBytes,
    blind: (text, purpose) =>
      createHmac('sha256', hashKey)
        .update(JSON.stringify([purpose, text]))
        .digest('hex'),
  };
}

/** JSON keeps the parts apart whatever characters they hold. */
function aadOf(place: Place): Uint8Array {
  return Buffer.from(JSON.stringify([VERSION, place.table, place.column, ...place.row]), 'utf8');
}

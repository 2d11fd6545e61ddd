import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { AppError, PASSWORD_MIN } from '../../protocol/index.ts';
import { isCommon } from './common-passwords.ts';

/**
 * argon2id with 19 MiB, two passes, one lane: OWASP Password Storage Cheat Sheet, "Argon2id", its second recommended
 * setting (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html). `memory` in KiB.
 */
export const ARGON2 = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 } as const;
const SALT_BYTES = 16;
/** Hashes made at a time: each takes a thread of Node's pool and 19 MiB, and the store of files needs threads as well. */
const AT_ONCE = 2;
/** Those that may wait; beyond, whoever asks is told to come back. */
const MAX_WAITING = 64;

/** Makes and checks hashes of passwords, in PHC form (`$argon2id$v=19$m=…,t=…,p=…$salt$hash`). */
export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * Whether the password is that of the hash. Of no hash (null): false after the same work, so that time does not tell
   * whether there is such an account. @throws AppError `server_busy` when too many wait
   */
  verify(password: string, hash: string | null): Promise<boolean>;
  /** Whether the hash was made with other parameters than today's. */
  isOld(hash: string): boolean;
}

interface Parameters {
  memory: number;
  passes: number;
  parallelism: number;
}

/** A factory, because how many hash at once is counted per process. */
export function createPasswords(): Passwords {
  let busy = 0;
  const waiting: (() => void)[] = [];
  const derive = async (message: string, nonce: Uint8Array, parameters: Parameters, tagLength: number) => {
    if (busy >= AT_ONCE) {
      if (waiting.length >= MAX_WAITING) {
        throw new AppError('server_busy', 'Too many are signing in just now.', { retryAfterMs: 2_000 });
      }
      await new Promise<void>((resolve) => waiting.push(resolve));
    } else busy += 1;
    try {
      return await new Promise<Uint8Array>((resolve, reject) => {
        argon2('argon2id', { message, nonce, tagLength, ...parameters }, (error, key) =>
          error === null ? resolve(key) : reject(error),
        );
      });
    } finally {
      const next = waiting.shift();
      if (next === undefined) busy -= 1;
      else next();
    }
  };
  const hash = async (password: string): Promise<string> => {
    const { tagLength, ...parameters } = ARGON2;
    const salt = randomBytes(SALT_BYTES);
    const key = await derive(prepared(password), salt, parameters, tagLength);
    const { memory, passes, parallelism } = parameters;
    return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${base64(salt)}$${base64(key)}`;
  };
  const nobody = { salt: randomBytes(SALT_BYTES), key: randomBytes(ARGON2.tagLength) };
  return {
    hash,
    async verify(password, phc) {
      const { tagLength: _length, ...today } = ARGON2;
      const { parameters, salt, key } = phc === null ? { parameters: today, ...nobody } : parse(phc);
      const given = await derive(prepared(password), salt, parameters, key.length);
      return timingSafeEqual(given, key) && phc !== null;
    },
    isOld(phc) {
      const { parameters, key } = parse(phc);
      return (
        parameters.memory !== ARGON2.memory ||
        parameters.passes !== ARGON2.passes ||
        parameters.parallelism !== ARGON2.parallelism ||
        key.length !== ARGON2.tagLength
      );
    },
  };
}

/**
 * What a password must be: long enough, none of the common ones, and not made of the account's own names. No rules on
 * kinds of characters, which make passwords worse (NIST SP 800-63B-4 3.1.1.2). @throws AppError `password_weak`
 */
export function checkPassword(password: string, own: readonly string[]): void {
  const text = prepared(password);
  if ([...text].length < PASSWORD_MIN) {
    throw new AppError('password_weak', `A password has at least ${PASSWORD_MIN} characters.`);
  }
  if (isCommon(text, own)) {
    throw new AppError('password_weak', 'This password is among the first that are tried: choose another.');
  }
}

/** The same password typed on different keyboards is one (NFKC, as NIST SP 800-63B-4 3.1.1.2 has it). */
const prepared = (password: string): string => password.normalize('NFKC');

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replaceAll('=', '');

const PHC = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/;

function parse(phc: string): { parameters: Parameters; salt: Uint8Array; key: Uint8Array } {
  const [, memory, passes, parallelism, salt = '', key = ''] = PHC.exec(phc) ?? [];
  if (memory === undefined) throw new AppError('internal', 'A password hash has an unknown form.');
  return {
    parameters: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    key: Buffer.from(key, 'base64'),
  };
}

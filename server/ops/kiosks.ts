import { createHash, timingSafeEqual } from 'node:crypto';
import { AppError, KIOSK_LOST_MS, type KioskBeat, KioskId } from '../../protocol/index.ts';
import type { KioskFiles, KioskRecord, KioskSeen } from './kiosk-files.ts';

/** How long a code may be typed in, ms. */
export const CODE_LIVES_MS = 30 * 60_000;
/** A code that was guessed at so often is void. */
export const CODE_TRIES = 10;

/** What an operator says about a machine. */
export interface KioskWish {
  name?: string | undefined;
  staffNumber?: string | null | undefined;
  staffWebhook?: string | null | undefined;
  presence?: boolean | undefined;
  /** Seconds, 15 to 600 and 5 to 60. */
  quietS?: number | undefined;
  warnS?: number | undefined;
}

export interface KioskHealth {
  record: KioskRecord;
  seen: KioskSeen | null;
  /** `waiting`: has a code, or none, and no token. */
  health: 'waiting' | 'well' | 'failed' | 'lost';
}

/** The machines in the halls: who they are, and when they were last heard of. */
export interface Kiosks {
  /** Makes a machine, or gives a known one a new code; its old token holds until the code is used. @returns 8 digits */
  enrol(id: string, wish: KioskWish): Promise<string>;
  /** Changes what is known; @throws AppError `not_found` */
  change(id: string, wish: KioskWish): Promise<KioskRecord>;
  /** @returns its new token. @throws AppError `token_invalid` (also for machines that do not exist), `token_expired` */
  redeem(id: string, code: string): Promise<string>;
  /** @throws AppError `token_missing`, `token_invalid` */
  check(token: string | null): Promise<KioskRecord>;
  /** Its token is worth nothing from now on. @throws AppError `not_found` */
  revoke(id: string): Promise<void>;
  beat(id: string, beat: KioskBeat): Promise<void>;
  list(): Promise<KioskHealth[]>;
}

interface KiosksOptions {
  files: KioskFiles;
  /** ms since 1970 */
  now: () => number;
  randomBytes: (count: number) => Buffer;
  /** Below `limit`, without a bias. */
  randomInt: (limit: number) => number;
}

const digest = (secret: string): string => createHash('sha256').update(secret).digest('hex');
const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Keeps the machines in `files`. */
export function createKiosks({ files, now, randomBytes, randomInt }: KiosksOptions): Kiosks {
  /** Changes of one machine wait for each other, so that ten tries are ten. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const run = last.then(work);
    last = run.catch(() => undefined);
    return run;
  };
  const known = async (id: string): Promise<KioskRecord> => {
    const record = KioskId.safeParse(id).success ? await files.read(id) : null;
    if (record === null) throw new AppError('not_found', `There is no kiosk ${id}.`);
    return record;
  };

  return {
    enrol: (id, wish) =>
      inTurn(async () => {
        if (!KioskId.safeParse(id).success)
          throw new AppError(
            'config_invalid',
            'The name of a kiosk has small letters, digits and hyphens: hall-1.',
          );
        const code = String(randomInt(100_000_000)).padStart(8, '0');
        const before = (await files.read(id)) ?? {
          ...{ id, name: id, staffNumber: null, staffWebhook: null, presence: false, quietS: 90, warnS: 20 },
          ...{ enrolledAt: null, token: null, code: null },
        };
        await files.write({
          ...withWish(before, wish),
          code: { digest: digest(code), until: now() + CODE_LIVES_MS, tries: 0 },
        });
        return code;
      }),
    change: (id, wish) =>
      inTurn(async () => {
        const record = withWish(await known(id), wish);
        await files.write(record);
        return record;
      }),
    redeem: (id, code) =>
      inTurn(async () => {
        const record = KioskId.safeParse(id).success ? await files.read(id) : null;
        const waits = record?.code ?? null;
        if (record === null || waits === null || waits.tries >= CODE_TRIES)
          throw new AppError('token_invalid', 'This code is not known.');
        if (now() > waits.until) throw new AppError('token_expired', 'This code is too old.');
        if (!same(waits.digest, digest(code))) {
          await files.write({ ...record, code: { ...waits, tries: waits.tries + 1 } });
          throw new AppError('token_invalid', 'This code is not known.');
        }
        const token = `${id}.${randomBytes(32).toString('base64url')}`;
        await files.write({ ...record, code: null, token: digest(token), enrolledAt: now() });
        return token;
      }),
    check: async (token) => {
      if (token === null) throw new AppError('token_missing', 'This kiosk is not enrolled.');
      const [id = ''] = token.split('.');
      const record = KioskId.safeParse(id).success ? await files.read(id) : null;
      if (record === null || record.token === null || !same(record.token, digest(token)))
        throw new AppError('token_invalid', 'This kiosk is not enrolled.');
      return record;
    },
    revoke: (id) =>
      inTurn(async () => {
        await files.write({ ...(await known(id)), token: null, code: null, enrolledAt: null });
      }),
    beat: (id, beat) => files.writeSeen(id, { at: now(), beat }),
    list: async () => {
      const all: KioskHealth[] = [];
      for (const id of await files.ids()) {
        const record = await files.read(id);
        if (record === null) continue;
        const seen = await files.seen(id);
        all.push({ record, seen, health: healthOf(record, seen, now()) });
      }
      return all;
    },
  };
}

function withWish(record: KioskRecord, wish: KioskWish): KioskRecord {
  return {
    ...record,
    name: wish.name ?? record.name,
    staffNumber: wish.staffNumber === undefined ? record.staffNumber : wish.staffNumber,
    staffWebhook: wish.staffWebhook === undefined ? record.staffWebhook : wish.staffWebhook,
    presence: wish.presence ?? record.presence,
    quietS: wish.quietS ?? record.quietS,
    warnS: wish.warnS ?? record.warnS,
  };
}

function healthOf(record: KioskRecord, seen: KioskSeen | null, now: number): KioskHealth['health'] {
  if (record.token === null) return 'waiting';
  // One that has just enrolled has time for its first word.
  const heard = Math.max(seen?.at ?? 0, record.enrolledAt ?? 0);
  if (now - heard > KIOSK_LOST_MS) return 'lost';
  return seen?.beat.doing === 'failed' ? 'failed' : 'well';
}

import { join } from 'node:path';
import { eq } from 'drizzle-orm';
import { AppError } from '../../protocol/errors.ts';
import { createAudit } from './audit.ts';
import { createBookings } from './bookings.ts';
import { createCases } from './cases.ts';
import { type Cipher, createCipher } from './cipher.ts';
import { createDeskStore } from './desk.ts';
import type { DeskStores } from './desk-types.ts';
import { createDrafts } from './drafts.ts';
import { createErase } from './erase.ts';
import { createHistory, type HistoryStore } from './history.ts';
import { createKey, isExposed, readKey } from './key.ts';
import { acquireDataLock, type DataLock } from './lock.ts';
import { migrate } from './migrate.ts';
import { createNotes } from './notes.ts';
import { createOutbox } from './outbox.ts';
import { openEmbedded } from './pglite.ts';
import { createPhotos } from './photos.ts';
import { openPostgres } from './postgres.ts';
import { createRecordings, type RecordingStore } from './recordings.ts';
import { createRecords } from './records.ts';
import { meta } from './schema.ts';
import type { Sql, StoreLog } from './sql.ts';
import { createStaffAccounts } from './staff-accounts.ts';
import { createStaffSessions } from './staff-sessions.ts';
import type { StaffStores } from './staff-types.ts';
import type { CaseStores, Store } from './types.ts';

/** Where the records are. */
export interface StoreOptions {
  /** The data folder; made when it is not there. Holds the embedded database (`pg/`), its lock and the key. */
  dataDir: string;
  /** Address of a PostgreSQL; absent or empty: the embedded database. */
  databaseUrl?: string | undefined;
  /** The key's file; `key` in the data folder when absent. Made at the first start. */
  keyFile?: string | undefined;
  log: StoreLog;
}

const KEY_CHECK = 'key_check';
const KEY_CHECK_PLACE = { table: 'meta', column: 'value', row: [KEY_CHECK] };
const KEY_CHECK_TEXT = 'govatar';

/**
 * Opens the store: takes the lock of the data folder (embedded database only), opens the database, applies the
 * migrations that it lacks, and proves the key.
 *
 * Errors, each saying what to do: `data_locked` another process has the folder; `data_key_wrong` the key is lost or not
 * that of the records; `config_invalid` the database does not answer, is newer than this version, or the key's file
 * cannot be made.
 */
export async function openStore(
  options: StoreOptions,
): Promise<
  Store & CaseStores & StaffStores & DeskStores & { recordings: RecordingStore; history: HistoryStore }
> {
  const { dataDir, log } = options;
  const startedAt = performance.now();
  const lock: DataLock | null = options.databaseUrl ? null : acquireDataLock(dataDir);
  let database: Sql | null = null;
  try {
    const opened = options.databaseUrl
      ? await openPostgres(options.databaseUrl, log)
      : await openEmbedded({ dir: join(dataDir, 'pg'), log });
    database = opened;
    const migrations = await migrate(opened);
    const cipher = await proveKey(opened, options.keyFile || join(dataDir, 'key'), log);
    const driver = options.databaseUrl ? 'postgresql' : 'embedded';
    log.info({ driver, migrations, ms: Math.round(performance.now() - startedAt) }, 'the store is open');

    const recordings = createRecordings(opened, cipher, join(dataDir, 'recordings'));
    let closing: Promise<void> | null = null;
    const close = async (): Promise<void> => {
      try {
        await opened.close();
      } finally {
        lock?.release();
      }
    };
    return {
      ...createRecords(opened, cipher),
      drafts: createDrafts(opened, cipher),
      cases: createCases(opened, cipher),
      bookings: createBookings(opened),
      photos: createPhotos(opened, cipher),
      notes: createNotes(opened, cipher),
      outbox: createOutbox(opened, cipher),
      erasure: createErase(opened, cipher, recordings),
      staff: { ...createStaffAccounts(opened, cipher), ...createStaffSessions(opened, cipher) },
      audit: createAudit(opened, cipher),
      desk: createDeskStore(opened, cipher),
      recordings,
      history: createHistory(opened, cipher),
      blind: cipher.blind,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await database?.close().catch(() => {});
    lock?.release();
    throw error;
  }
}

/**
 * The cipher of the key in `file`, proved against a record of the database. A key is made only for a database that has
 * no such record yet: over existing records, a new key would hide that the old one is lost.
 */
async function proveKey(database: Sql, file: string, log: StoreLog): Promise<Cipher> {
  const readCheck = async (): Promise<Uint8Array | null> => {
    const [row] = await database.db.select({ value: meta.value }).from(meta).where(eq(meta.name, KEY_CHECK));
    return row?.value ?? null;
  };
  let check = await readCheck();
  let key = await readKey(file);
  if (!key) {
    if (check) throw wrongKey(`The key file ${file} is missing`);
    key = await createKey(file);
    log.info(
      { file },
      'a new key was made; without it the records cannot be read: keep a copy in a safe place',
    );
  }
  if (await isExposed(file)) log.warn({ file }, 'others than the owner may read the key file: chmod 600');
  const cipher = createCipher(key);
  if (!check) {
    const value = cipher.seal(KEY_CHECK_TEXT, KEY_CHECK_PLACE);
    await database.db.insert(meta).values({ name: KEY_CHECK, value }).onConflictDoNothing();
    // Read again: another process may have been first, with another key.
    check = await readCheck();
  }
  try {
    if (!check || cipher.open(check, KEY_CHECK_PLACE) !== KEY_CHECK_TEXT) throw new Error('no key check');
  } catch (cause) {
    throw wrongKey(`The key in ${file} is not the one that the records were sealed with`, cause);
  }
  return cipher;
}

function wrongKey(what: string, cause?: unknown): AppError {
  return new AppError(
    'data_key_wrong',
    `${what}. Put the right key file back from its backup (GOVATAR_DATA_KEY_FILE names another place), or move the ` +
      'database aside to begin an empty one: records without their key cannot be read by anybody.',
    { cause },
  );
}

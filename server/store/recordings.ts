import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { and, eq, inArray, lt, ne, notExists } from 'drizzle-orm';
import { AppError } from '../../protocol/errors.ts';
import { type Cipher, KEY_BYTES } from './cipher.ts';
import { safely } from './safely.ts';
import { consultations } from './schema.ts';
import { type RecordingState, recordings } from './schema-recordings.ts';
import { readSealed, readSealedRange, SealedWriter } from './sealed-file.ts';
import type { Sql } from './sql.ts';

export type { RecordingState } from './schema-recordings.ts';

/** A recording as it is kept. `consent` and `manifest` are JSON of whoever records. Times are Unix ms. */
export interface RecordingRecord {
  id: string;
  consultation: string;
  state: RecordingState;
  startedAt: number;
  endedAt: number | null;
  consent: unknown;
  manifest: unknown;
  /** Of all that can be played. */
  bytes: number;
}

export type RecordingChange = Partial<
  Pick<RecordingRecord, 'state' | 'endedAt' | 'consent' | 'manifest' | 'bytes'>
>;

/** The sealed files of one recording. Names are of letters, digits, `-`, `_` and `.`. */
export interface RecordingFiles {
  create(name: string): Promise<SealedWriter>;
  /** Plain bytes of a file. `cut`: also of one that a killed process has left, as far as it goes. */
  read(name: string, options?: { cut?: boolean }): AsyncGenerator<Buffer>;
  /** Plain bytes `from` to `to` (not included) of a file that was written without `flush`. */
  range(name: string, from: number, to: number): AsyncGenerator<Buffer>;
  has(name: string): Promise<boolean>;
  list(): Promise<string[]>;
  remove(name: string): Promise<void>;
}

export interface RecordingStore {
  /** A new recording of a consultation, with a key of its own. @throws AppError when it has one already */
  create(
    record: Pick<RecordingRecord, 'id' | 'consultation' | 'startedAt' | 'consent'>,
  ): Promise<RecordingFiles>;
  find(id: string): Promise<RecordingRecord | null>;
  ofConsultation(consultation: string): Promise<RecordingRecord | null>;
  update(id: string, change: RecordingChange): Promise<void>;
  /** @throws AppError `not_found` */
  files(id: string): Promise<RecordingFiles>;
  /** Those that no process writes any more, or that are not ready yet. */
  unfinished(): Promise<RecordingRecord[]>;
  /** Those that began before: ids, at most so many. */
  before(at: number, most: number): Promise<string[]>;
  /** Those whose consultation is not kept any more: ids, at most so many. */
  orphans(most: number): Promise<string[]>;
  /** Which of the consultations have one, and how far it is. */
  states(consultations: readonly string[]): Promise<Map<string, { id: string; state: RecordingState }>>;
  /** Removes key, row and files: what may be left of the files cannot be opened by anybody. */
  remove(id: string): Promise<boolean>;
}

const NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,80}$/;

function filesOf(folder: string, key: Uint8Array, id: string): RecordingFiles {
  const at = (name: string): { path: string; place: { key: Uint8Array; name: string[] } } => {
    if (!NAME.test(name)) throw new RangeError(`no name of a file: ${name}`);
    return { path: join(folder, name), place: { key, name: [id, name] } };
  };
  return {
    async create(name) {
      const { path, place } = at(name);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      return SealedWriter.create(path, place);
    },
    read(name, options) {
      const { path, place } = at(name);
      return readSealed(path, place, options);
    },
    range(name, from, to) {
      const { path, place } = at(name);
      return readSealedRange(path, place, from, to);
    },
    has: (name) =>
      access(at(name).path).then(
        () => true,
        () => false,
      ),
    list: () => readdir(folder).catch(() => []),
    remove: (name) => rm(at(name).path, { force: true }),
  };
}

/** Recordings: rows in the database, sealed files in `folder`, a folder for each. */
export function createRecordings(database: Sql, cipher: Cipher, folder: string): RecordingStore {
  const { db } = database;
  const place = (column: string, id: string) => ({ table: 'recordings', column, row: [id] });
  const sealJson = (value: unknown, column: string, id: string): Uint8Array =>
    cipher.seal(JSON.stringify(value ?? null), place(column, id));
  const recordOf = (row: typeof recordings.$inferSelect): RecordingRecord => ({
    id: row.id,
    consultation: row.consultation,
    state: row.state,
    startedAt: row.startedAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
    consent: JSON.parse(cipher.open(row.consent, place('consent', row.id))),
    manifest: row.manifest === null ? null : JSON.parse(cipher.open(row.manifest, place('manifest', row.id))),
    bytes: row.bytes,
  });
  const one = async (where: ReturnType<typeof eq>): Promise<RecordingRecord | null> => {
    const [row] = await db.select().from(recordings).where(where);
    return row === undefined ? null : recordOf(row);
  };
  return {
    create: ({ id, consultation, startedAt, consent }) =>
      safely(async () => {
        const key = randomBytes(KEY_BYTES);
        await db.insert(recordings).values({
          ...{ id, consultation, state: 'open', startedAt: new Date(startedAt), endedAt: null, bytes: 0 },
          ...{ key: cipher.sealBytes(key, place('key', id)), manifest: null },
          consent: sealJson(consent, 'consent', id),
        });
        return filesOf(join(folder, id), key, id);
      }),
    find: (id) => safely(() => one(eq(recordings.id, id))),
    ofConsultation: (consultation) => safely(() => one(eq(recordings.consultation, consultation))),
    update: (id, { consent, manifest, endedAt, ...plain }) =>
      safely(async () => {
        await db
          .update(recordings)
          .set({
            ...plain,
            ...(endedAt === undefined ? {} : { endedAt: endedAt === null ? null : new Date(endedAt) }),
            ...(consent === undefined ? {} : { consent: sealJson(consent, 'consent', id) }),
            ...(manifest === undefined
              ? {}
              : { manifest: manifest === null ? null : sealJson(manifest, 'manifest', id) }),
          })
          .where(eq(recordings.id, id));
      }),
    files: (id) =>
      safely(async () => {
        const [row] = await db.select({ key: recordings.key }).from(recordings).where(eq(recordings.id, id));
        if (row === undefined) throw new AppError('not_found', 'There is no such recording.');
        return filesOf(join(folder, id), cipher.openBytes(row.key, place('key', id)), id);
      }),
    unfinished: () =>
      safely(async () => {
        const rows = await db
          .select()
          .from(recordings)
          .where(inArray(recordings.state, ['open', 'closed']));
        return rows.map(recordOf);
      }),
    before: (at, most) =>
      safely(async () => {
        const rows = await db
          .select({ id: recordings.id })
          .from(recordings)
          .where(and(lt(recordings.startedAt, new Date(at)), ne(recordings.state, 'open')))
          .limit(most);
        return rows.map(({ id }) => id);
      }),
    orphans: (most) =>
      safely(async () => {
        const rows = await db
          .select({ id: recordings.id })
          .from(recordings)
          .where(
            notExists(db.select().from(consultations).where(eq(consultations.id, recordings.consultation))),
          )
          .limit(most);
        return rows.map(({ id }) => id);
      }),
    states: (known) =>
      safely(async () => {
        if (known.length === 0) return new Map();
        const rows = await db
          .select({ id: recordings.id, consultation: recordings.consultation, state: recordings.state })
          .from(recordings)
          .where(inArray(recordings.consultation, [...known]));
        return new Map(rows.map(({ consultation, id, state }) => [consultation, { id, state }]));
      }),
    remove: (id) =>
      safely(async () => {
        const gone = await db
          .delete(recordings)
          .where(eq(recordings.id, id))
          .returning({ id: recordings.id });
        await rm(join(folder, id), { recursive: true, force: true });
        return gone.length > 0;
      }),
  };
}

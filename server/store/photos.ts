import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { PhotoInfo } from './case-types.ts';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { photos } from './schema-cases.ts';
import type { Sql } from './sql.ts';

export interface PhotoStore {
  /** `false` when the consultation has `most` pictures that belong to no case yet, or the bytes exceed `mostBytes`. */
  add(info: Omit<PhotoInfo, 'number' | 'bytes'>, bytes: Uint8Array, most: number): Promise<PhotoInfo | null>;
  /** Null when unknown or another consultation's. */
  read(consultation: string, photo: string): Promise<{ info: PhotoInfo; bytes: Uint8Array } | null>;
  /** Removes one that belongs to no case yet. */
  remove(consultation: string, photo: string): Promise<boolean>;
  ofCase(number: string): Promise<PhotoInfo[]>;
  /** The bytes of a picture of a case; for the city's own system. */
  ofNumber(number: string, photo: string): Promise<Uint8Array | null>;
}

const META = {
  photo: photos.photo,
  consultation: photos.consultation,
  form: photos.form,
  number: photos.number,
  purpose: photos.purpose,
  mime: photos.mime,
  width: photos.width,
  height: photos.height,
  bytes: photos.bytes,
  at: photos.at,
};
type MetaRow = Omit<PhotoInfo, 'at'> & { at: Date };

const infoOf = (row: MetaRow): PhotoInfo => ({ ...row, at: row.at.getTime() });
const placeOf = (photo: string) => ({ table: 'photos', column: 'data', row: [photo] });

export function createPhotos(database: Sql, cipher: Cipher): PhotoStore {
  return {
    add: (info, bytes, most) =>
      safely(() =>
        database.transaction(async (tx) => {
          // One upload of a consultation after the other, so that the count holds.
          await tx.execute(sql`select pg_advisory_xact_lock(hashtext(${info.consultation}))`);
          const loose = and(eq(photos.consultation, info.consultation), isNull(photos.number));
          const [row] = await tx.select({ count: sql<number>`count(*)` }).from(photos).where(loose);
          if (Number(row?.count ?? 0) >= most) return null;
          await tx.insert(photos).values({
            ...info,
            at: new Date(info.at),
            bytes: bytes.length,
            data: cipher.sealBytes(bytes, placeOf(info.photo)),
          });
          return { ...info, number: null, bytes: bytes.length };
        }),
      ),
    read: (consultation, photo) =>
      safely(async () => {
        const [row] = await database.db
          .select()
          .from(photos)
          .where(and(eq(photos.photo, photo), eq(photos.consultation, consultation)));
        if (row === undefined) return null;
        const { data, ...meta } = row;
        return { info: infoOf(meta), bytes: cipher.openBytes(data, placeOf(photo)) };
      }),
    remove: (consultation, photo) =>
      safely(async () => {
        const gone = await database.db
          .delete(photos)
          .where(and(eq(photos.photo, photo), eq(photos.consultation, consultation), isNull(photos.number)))
          .returning({ photo: photos.photo });
        return gone.length > 0;
      }),
    ofCase: (number) =>
      safely(async () => {
        const rows = await database.db
          .select(META)
          .from(photos)
          .where(eq(photos.number, number))
          .orderBy(asc(photos.at), asc(photos.photo));
        return rows.map(infoOf);
      }),
    ofNumber: (number, photo) =>
      safely(async () => {
        const [row] = await database.db
          .select({ data: photos.data })
          .from(photos)
          .where(and(eq(photos.photo, photo), eq(photos.number, number)));
        return row === undefined ? null : cipher.openBytes(row.data, placeOf(photo));
      }),
  };
}

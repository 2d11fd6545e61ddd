import { and, eq, inArray, isNotNull, isNull, lt, type SQL } from 'drizzle-orm';
import { readBooking } from './bookings.ts';
import type { CaseRole } from './case-types.ts';
import { addEvent } from './cases.ts';
import type { Cipher } from './cipher.ts';
import { addOutbox, dropUndelivered } from './outbox.ts';
import type { RecordingStore } from './recordings.ts';
import { safely } from './safely.ts';
import { consultations } from './schema.ts';
import {
  accessLog,
  bookings,
  cases,
  drafts,
  links,
  outbox,
  photos,
  ratings,
  supplements,
  unanswered,
} from './schema-cases.ts';
import type { Db, Sql } from './sql.ts';

/** What has a period after which it goes. */
export const RETENTION_KINDS = [
  'drafts',
  'photos',
  'recordings',
  'consultations',
  'cases',
  'ratings',
  'unanswered',
  'outbox',
  'audit',
] as const;
export type RetentionKind = (typeof RETENTION_KINDS)[number];

const ORPHANS_AT_ONCE = 20;

export interface EraseStore {
  /**
   * Removes everything personal of a case: content, code, words added, pictures, form, links, the words of its rating,
   * the talk that it came from once that has ended. Number, kind, states and dates stay. The city is told when it may
   * know of it. `false` when there is no such case or it is erased already.
   */
  erase(number: string, at: number, role: CaseRole): Promise<boolean>;
  /** Removes what of one kind is older than `before`, at most `most` at once. Resolves with how many. */
  purge(kind: RetentionKind, before: number, now: number, most: number): Promise<number>;
}

export function createErase(
  database: Sql,
  cipher: Cipher,
  recordings: Pick<RecordingStore, 'before' | 'orphans' | 'remove'>,
): EraseStore {
  const erase = (number: string, at: number, role: CaseRole): Promise<boolean> =>
    safely(async () => {
      const erased = await database.transaction((tx) => eraseIn(tx, cipher, number, at, role));
      // What was recorded of the talk goes with it.
      if (erased) for (const id of await recordings.orphans(ORPHANS_AT_ONCE)) await recordings.remove(id);
      return erased;
    });

  const purgeCases = async (before: Date, now: number, most: number): Promise<number> => {
    const old = await database.db
      .select({ number: cases.number })
      .from(cases)
      // Counted from its last change: one that is spoken of is not old.
      .where(and(isNull(cases.erasedAt), lt(cases.updatedAt, before)))
      .limit(most);
    for (const { number } of old) await erase(number, now, 'system');
    return old.length;
  };

  return {
    erase,
    purge: (kind, beforeMs, now, most) =>
      safely(async () => {
        const before = new Date(beforeMs);
        const { db } = database;
        const count = (rows: readonly unknown[]): number => rows.length;
        switch (kind) {
          case 'cases':
            return purgeCases(before, now, most);
          case 'drafts': {
            const old = some(db, drafts.form, drafts, lt(drafts.savedAt, before), most);
            return count(
              await db.delete(drafts).where(inArray(drafts.form, old)).returning({ id: drafts.form }),
            );
          }
          case 'photos': {
            const loose = and(isNull(photos.number), lt(photos.at, before));
            const old = some(db, photos.photo, photos, loose, most);
            return count(
              await db.delete(photos).where(inArray(photos.photo, old)).returning({ id: photos.photo }),
            );
          }
          case 'recordings': {
            const old = new Set([
              ...(await recordings.before(beforeMs, most)),
              ...(await recordings.orphans(most)),
            ]);
            for (const id of old) await recordings.remove(id);
            return old.size;
          }
          case 'consultations': {
            const old = some(db, consultations.id, consultations, lt(consultations.createdAt, before), most);
            return count(
              await db
                .delete(consultations)
                .where(inArray(consultations.id, old))
                .returning({ id: consultations.id }),
            );
          }
          case 'ratings':
            return count(
              await db
                .update(ratings)
                .set({ text: null })
                .where(and(lt(ratings.at, before), isNotNull(ratings.text)))
                .returning({ target: ratings.target }),
            );
          case 'unanswered':
            return count(
              await db
                .delete(unanswered)
                .where(lt(unanswered.at, before))
                .returning({ turn: unanswered.turn }),
            );
          case 'outbox': {
            const gone = await db
              .delete(outbox)
              .where(lt(outbox.deliveredAt, before))
              .returning({ id: outbox.id });
            return gone.length;
          }
          case 'audit': {
            const gone = await db
              .delete(accessLog)
              .where(lt(accessLog.at, before))
              .returning({ seq: accessLog.seq });
            // Links are of no use once they are over.
            await db.delete(links).where(lt(links.expiresAt, new Date(now)));
            return gone.length;
          }
        }
      }),
  };
}

/** The keys of at most so many rows. */
function some(
  db: Db,
  key: typeof drafts.form | typeof photos.photo | typeof consultations.id,
  table: typeof drafts | typeof photos | typeof consultations,
  which: SQL | undefined,
  most: number,
) {
  return db.select({ key }).from(table).where(which).limit(most);
}

async function eraseIn(tx: Db, cipher: Cipher, number: string, at: number, role: CaseRole): Promise<boolean> {
  const [row] = await tx.select().from(cases).where(eq(cases.number, number)).for('update');
  if (row === undefined || row.erasedAt !== null) return false;
  const now = new Date(at);
  const booking = await readBooking(tx, number);
  if (booking?.active && booking.kept.startsAt > at) await booking.release();
  await tx
    .update(bookings)
    .set({ person: `erased ${number}`, active: false })
    .where(eq(bookings.number, number));
  await tx.delete(supplements).where(eq(supplements.number, number));
  await tx.delete(photos).where(eq(photos.number, number));
  await tx.delete(drafts).where(eq(drafts.form, row.form));
  await tx.delete(links).where(eq(links.number, number));
  await tx.update(ratings).set({ text: null }).where(eq(ratings.target, number));
  if (row.consultation !== null) {
    // Words of the talk, and of what was rated in it; a talk that goes on is purged in its time.
    await tx
      .delete(consultations)
      .where(and(eq(consultations.id, row.consultation), isNotNull(consultations.endedAt)));
    if (row.purpose === 'rating') {
      await tx.update(ratings).set({ text: null }).where(eq(ratings.consultation, row.consultation));
    }
  }
  await tx
    .update(cases)
    .set({
      ...{ content: null, queryCode: null, consultation: null, erasedAt: now, updatedAt: now },
      closedAt: row.closedAt ?? now,
    })
    .where(eq(cases.number, number));
  await addEvent(tx, number, { at, role, from: row.state, to: row.state, reason: 'erased' });
  const mayBeKnown = await dropUndelivered(tx, number);
  if (mayBeKnown) {
    await addOutbox(tx, cipher, number, { id: `${number}.erased`, event: 'erased', at, payload: { number } });
  }
  return true;
}

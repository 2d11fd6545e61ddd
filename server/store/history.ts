import { and, asc, desc, eq, gte, inArray, isNotNull, lt, type SQL } from 'drizzle-orm';
import type { Disposition, Lang } from '../../protocol/index.ts';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { consultations } from './schema.ts';
import { cases } from './schema-cases.ts';
import { handoffs, wrapUps } from './schema-desk.ts';
import { recordings } from './schema-recordings.ts';
import type { Sql } from './sql.ts';

/** A past or running consultation in a list. Times are Unix ms. */
export interface HistoryRecord {
  consultation: string;
  lang: Lang;
  createdAt: number;
  endedAt: number | null;
  /** JSON of the dialog's state. */
  dialog: unknown;
}

/** What humans noted after a call. */
export interface WrapUpDone {
  consultation: string;
  staff: string;
  at: number;
  disposition: Disposition | null;
  summary: string;
  followUp: string | null;
}

export interface HistoryStore {
  /** The newest first. `staff`: only those that this account served. */
  list(which: {
    from?: number;
    before?: number;
    staff?: string;
    recorded?: boolean;
    consultations?: readonly string[];
    most: number;
  }): Promise<HistoryRecord[]>;
  /** Who served: account ids by consultation. */
  servedBy(ids: readonly string[]): Promise<{ consultation: string; staff: string }[]>;
  ordersOf(ids: readonly string[]): Promise<{ consultation: string; number: string }[]>;
  wrapUpsOf(ids: readonly string[]): Promise<WrapUpDone[]>;
  /** The consultation a work order came from; null where there is none. */
  consultationOf(number: string): Promise<string | null>;
}

/** Past consultations, for staff who may look at them. */
export function createHistory({ db }: Sql, cipher: Cipher): HistoryStore {
  return {
    list: ({ from, before, staff, recorded, consultations: ids, most }) =>
      safely(async () => {
        const wanted: SQL[] = [];
        if (from !== undefined) wanted.push(gte(consultations.createdAt, new Date(from)));
        if (before !== undefined) wanted.push(lt(consultations.createdAt, new Date(before)));
        if (ids !== undefined) wanted.push(inArray(consultations.id, [...ids]));
        if (recorded)
          wanted.push(inArray(consultations.id, db.select({ id: recordings.consultation }).from(recordings)));
        if (staff !== undefined) {
          const served = db
            .select({ id: handoffs.consultation })
            .from(handoffs)
            .where(eq(handoffs.staff, staff));
          wanted.push(inArray(consultations.id, served));
        }
        const { id, lang, createdAt, endedAt, dialog } = consultations;
        const rows = await db
          .select({ id, lang, createdAt, endedAt, dialog })
          .from(consultations)
          .where(and(...wanted))
          .orderBy(desc(createdAt))
          .limit(most);
        return rows.map((row) => ({
          consultation: row.id,
          lang: row.lang,
          createdAt: row.createdAt.getTime(),
          endedAt: row.endedAt?.getTime() ?? null,
          dialog: JSON.parse(
            cipher.open(row.dialog, { table: 'consultations', column: 'dialog', row: [row.id] }),
          ),
        }));
      }),
    servedBy: (ids) =>
      safely(async () => {
        if (ids.length === 0) return [];
        const { consultation, staff } = handoffs;
        const rows = await db
          .selectDistinct({ consultation, staff })
          .from(handoffs)
          .where(and(inArray(consultation, [...ids]), isNotNull(staff)));
        return rows.flatMap(({ consultation: of, staff: who }) =>
          who === null ? [] : [{ consultation: of, staff: who }],
        );
      }),
    ordersOf: (ids) =>
      safely(async () => {
        if (ids.length === 0) return [];
        const { consultation, number, submittedAt } = cases;
        const rows = await db
          .select({ consultation, number })
          .from(cases)
          .where(inArray(consultation, [...ids]))
          .orderBy(asc(submittedAt));
        return rows.flatMap(({ consultation: of, number: order }) =>
          of === null ? [] : [{ consultation: of, number: order }],
        );
      }),
    wrapUpsOf: (ids) =>
      safely(async () => {
        if (ids.length === 0) return [];
        const rows = await db
          .select()
          .from(wrapUps)
          .where(and(inArray(wrapUps.consultation, [...ids]), isNotNull(wrapUps.doneAt)))
          .orderBy(asc(wrapUps.beganAt));
        return rows.map((row) => {
          const key = [row.consultation, row.staff, String(row.beganAt.getTime())];
          const open = (column: string, sealed: Uint8Array | null): string | null =>
            sealed === null ? null : cipher.open(sealed, { table: 'wrap_ups', column, row: key });
          return {
            consultation: row.consultation,
            staff: row.staff,
            at: row.doneAt?.getTime() ?? row.beganAt.getTime(),
            disposition: row.disposition,
            summary: open('summary', row.summary) ?? '',
            followUp: open('follow_up', row.followUp),
          };
        });
      }),
    consultationOf: (number) =>
      safely(async () => {
        const [row] = await db
          .select({ consultation: cases.consultation })
          .from(cases)
          .where(eq(cases.number, number));
        return row?.consultation ?? null;
      }),
  };
}

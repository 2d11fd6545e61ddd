import { and, count, desc, eq, gte, isNotNull, isNull } from 'drizzle-orm';
import type { Cipher } from './cipher.ts';
import type { DeskStore } from './desk-types.ts';
import { safely } from './safely.ts';
import { handoffs, presences, suggestionRatings, wrapUps } from './schema-desk.ts';
import type { Sql } from './sql.ts';

/** Queue, presence and the work after calls, over either driver. */
export function createDeskStore(database: Sql, cipher: Cipher): DeskStore {
  const { db } = database;
  const place = (column: string, consultation: string, staff: string, beganAt: number) => ({
    table: 'wrap_ups',
    column,
    row: [consultation, staff, String(beganAt)],
  });
  return {
    openHandoff: ({ since, createdAt, skills, ...rest }) =>
      safely(async () => {
        await db
          .insert(handoffs)
          .values({ ...rest, skills: [...skills], since: new Date(since), createdAt: new Date(createdAt) });
      }),
    claimHandoff: (id, staff, at) =>
      safely(async () => {
        // One statement: the database lets one of any number of claims through.
        const rows = await db
          .update(handoffs)
          .set({ staff, claimedAt: new Date(at) })
          .where(and(eq(handoffs.id, id), isNull(handoffs.staff), isNull(handoffs.ended)))
          .returning({ id: handoffs.id });
        return rows.length === 1;
      }),
    endHandoff: (id, how, at) =>
      safely(async () => {
        await db
          .update(handoffs)
          .set({ ended: how, endedAt: new Date(at) })
          .where(and(eq(handoffs.id, id), isNull(handoffs.ended)));
      }),
    endAllHandoffs: (at) =>
      safely(async () => {
        const rows = await db
          .update(handoffs)
          .set({ ended: 'restarted', endedAt: new Date(at) })
          .where(isNull(handoffs.ended))
          .returning({ id: handoffs.id });
        return rows.length;
      }),
    handlingTimes: (count) =>
      safely(async () => {
        const rows = await db
          .select({ from: handoffs.claimedAt, to: handoffs.endedAt })
          .from(handoffs)
          .where(and(eq(handoffs.ended, 'served'), isNotNull(handoffs.claimedAt)))
          .orderBy(desc(handoffs.endedAt))
          .limit(count);
        return rows.flatMap(({ from, to }) => (from && to ? [to.getTime() - from.getTime()] : []));
      }),
    beginWrapUp: ({ consultation, staff, matter, proposal, beganAt }) =>
      safely(async () => {
        await db
          .insert(wrapUps)
          .values({
            ...{ consultation, staff, matter },
            proposal: cipher.seal(proposal, place('proposal', consultation, staff, beganAt)),
            beganAt: new Date(beganAt),
          })
          .onConflictDoNothing();
      }),
    finishWrapUp: ({ consultation, staff, beganAt }, { at, disposition, summary, followUp }) =>
      safely(async () => {
        const of = (column: string) => place(column, consultation, staff, beganAt);
        await db
          .update(wrapUps)
          .set({
            doneAt: new Date(at),
            disposition,
            summary: cipher.seal(summary, of('summary')),
            followUp: followUp === null ? null : cipher.seal(followUp, of('follow_up')),
          })
          .where(
            and(
              eq(wrapUps.consultation, consultation),
              eq(wrapUps.staff, staff),
              eq(wrapUps.beganAt, new Date(beganAt)),
            ),
          );
      }),
    openWrapUp: (staff) =>
      safely(async () => {
        const [row] = await db
          .select()
          .from(wrapUps)
          .where(and(eq(wrapUps.staff, staff), isNull(wrapUps.doneAt)))
          .orderBy(desc(wrapUps.beganAt))
          .limit(1);
        if (row === undefined) return null;
        const { consultation, matter } = row;
        const beganAt = row.beganAt.getTime();
        const proposal = cipher.open(row.proposal, place('proposal', consultation, staff, beganAt));
        return { consultation, staff, matter, proposal, beganAt };
      }),
    rateSuggestion: ({ at, ...rest }) =>
      safely(async () => {
        const { suggestion, staff } = suggestionRatings;
        const last = { useful: rest.useful, at: new Date(at) };
        await db
          .insert(suggestionRatings)
          .values({ ...rest, at: new Date(at) })
          .onConflictDoUpdate({ target: [suggestion, staff], set: last });
      }),
    suggestionRatings: (since) =>
      safely(async () => {
        const { rule, useful, at } = suggestionRatings;
        const rows = await db
          .select({ rule, useful, times: count() })
          .from(suggestionRatings)
          .where(gte(at, new Date(since)))
          .groupBy(rule, useful);
        const times = (of: string, wanted: boolean): number =>
          Number(rows.find((row) => row.rule === of && row.useful === wanted)?.times ?? 0);
        return [...new Set(rows.map((row) => row.rule))].map((of) => ({
          ...{ rule: of, useful: times(of, true), useless: times(of, false) },
        }));
      }),
    savePresence: (staff, at, presence, reason) =>
      safely(async () => {
        await db.insert(presences).values({ staff, at: new Date(at), presence, reason });
      }),
    lastPresence: (staff) =>
      safely(async () => {
        const [row] = await db
          .select()
          .from(presences)
          .where(eq(presences.staff, staff))
          .orderBy(desc(presences.at))
          .limit(1);
        return row === undefined
          ? null
          : { presence: row.presence, reason: row.reason, at: row.at.getTime() };
      }),
  };
}

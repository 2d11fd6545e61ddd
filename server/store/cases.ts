import { and, asc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm';
import { AppError } from '../../protocol/errors.ts';
import type { FieldValues } from '../../protocol/index.ts';
import { bookSlot, type NewBooking, readBooking } from './bookings.ts';
import type { CaseEvent, CaseRecord, CaseRole, CaseState, Supplement } from './case-types.ts';
import type { Cipher } from './cipher.ts';
import { lockDraft } from './drafts.ts';
import { addOutbox, type OutboxDraft } from './outbox.ts';
import { safely } from './safely.ts';
import { caseEvents, cases, drafts, photos, supplements } from './schema-cases.ts';
import type { Db, Sql } from './sql.ts';

/** A case that is to be made of a confirmed form. Times are Unix ms. */
export interface NewCase
  extends Omit<CaseRecord, 'number' | 'supplements' | 'updatedAt' | 'closedAt' | 'erasedAt'> {
  consultation: string;
  /** Numbers to try, in this order: one that is taken is passed over. */
  numbers: readonly string[];
  /** The revision of the form that was confirmed. */
  revision: number;
  role: CaseRole;
  /** Ids of pictures that belong to it. */
  photos: readonly string[];
  booking: NewBooking | null;
  /** What is told to the city's own system, when it has a number. */
  outbox: ((number: string) => readonly OutboxDraft[]) | null;
}

export type SubmitOutcome =
  | { kind: 'made' | 'again'; record: CaseRecord }
  /** The time is taken; the person has an appointment for that service already; a picture is not there. Nothing was written. */
  | { kind: 'full' | 'booked_already' | 'picture_gone'; record: null };

/** A change of a case's state, with what goes with it. */
export interface CaseChange {
  to: CaseState;
  role: CaseRole;
  reason: string;
  at: number;
  closes: boolean;
  supplement: { clientId: string; text: string } | null;
  outbox: readonly OutboxDraft[];
}

export interface CaseStore {
  /** One transaction: the case, its history, its pictures, its booking, the form's end, the word to the city. */
  submit(input: NewCase): Promise<SubmitOutcome>;
  find(number: string): Promise<CaseRecord | null>;
  eventsOf(number: string): Promise<CaseEvent[]>;
  /** Counts a try of the query code before it is compared; how many there were since the window began. Null: no such number. */
  countTry(number: string, at: number, windowMs: number): Promise<number | null>;
  clearTries(number: string): Promise<void>;
  /**
   * Changes a case that is still in the state `from`. `false` when it is in another one by now; a supplement of a
   * `clientId` that is there already changes nothing and is no error.
   */
  change(number: string, from: CaseState, change: CaseChange): Promise<boolean>;
}

class Undone extends Error {
  readonly outcome: 'full' | 'booked_already' | 'picture_gone';

  constructor(outcome: 'full' | 'booked_already' | 'picture_gone') {
    super(outcome);
    this.outcome = outcome;
  }
}

/** Cases over either driver. */
export function createCases(database: Sql, cipher: Cipher): CaseStore {
  return {
    submit: (input) =>
      safely(async () => {
        try {
          return await database.transaction((tx) => submitIn(tx, cipher, input));
        } catch (error) {
          if (error instanceof Undone) return { kind: error.outcome, record: null };
          throw error;
        }
      }),
    find: (number) => safely(() => readCase(database.db, cipher, eq(cases.number, number))),
    eventsOf: (number) =>
      safely(async () => {
        const rows = await database.db
          .select()
          .from(caseEvents)
          .where(eq(caseEvents.number, number))
          .orderBy(asc(caseEvents.seq));
        return rows.map(({ seq, at, role, from, to, reason }) => ({
          ...{ seq, at: at.getTime(), role },
          ...{ from, to, reason },
        }));
      }),
    countTry: (number, at, windowMs) =>
      safely(async () => {
        const begins = new Date(at - windowMs);
        const now = new Date(at).toISOString();
        const stale = sql`(${cases.triesSince} is null or ${cases.triesSince} < ${begins.toISOString()}::timestamptz)`;
        const [row] = await database.db
          .update(cases)
          .set({
            tries: sql`case when ${stale} then 1 else ${cases.tries} + 1 end`,
            triesSince: sql`case when ${stale} then ${now}::timestamptz else ${cases.triesSince} end`,
          })
          .where(eq(cases.number, number))
          .returning({ tries: cases.tries });
        return row?.tries ?? null;
      }),
    clearTries: (number) =>
      safely(async () => {
        await database.db.update(cases).set({ tries: 0, triesSince: null }).where(eq(cases.number, number));
      }),
    change: (number, from, change) =>
      safely(() => database.transaction((tx) => changeIn(tx, cipher, number, from, change))),
  };
}

async function submitIn(tx: Db, cipher: Cipher, input: NewCase): Promise<SubmitOutcome> {
  // The lock of the form lets one confirmation of it in after the other.
  const draft = await lockDraft(tx, input.form);
  if (draft.consultation !== input.consultation) throw notYours();
  const known = await readCase(
    tx,
    cipher,
    or(eq(cases.form, input.form), eq(cases.clientId, input.clientId)) ?? sql`false`,
  );
  if (known !== null) {
    if (known.form !== input.form) throw notYours();
    return { kind: 'again', record: known };
  }
  if (draft.status !== 'open' || draft.revision !== input.revision) {
    throw new AppError('state_refused', 'The form has changed since it was shown.');
  }
  const number = await insertCase(tx, cipher, input);
  await tx.insert(caseEvents).values({
    ...{ number, seq: 1, at: new Date(input.submittedAt), role: input.role },
    ...{ from: null, to: input.state, reason: 'submitted' },
  });
  if (input.photos.length > 0) {
    const free = and(
      inArray(photos.photo, [...input.photos]),
      eq(photos.consultation, input.consultation),
      isNull(photos.number),
    );
    const taken = await tx.update(photos).set({ number }).where(free).returning({ photo: photos.photo });
    if (taken.length !== new Set(input.photos).size) {
      throw new Undone('picture_gone');
    }
  }
  if (input.booking !== null) {
    const refused = await bookSlot(tx, number, input.booking, input.submittedAt);
    // Thrown, so that the whole transaction is undone.
    if (refused !== null) throw new Undone(refused);
  }
  await tx
    .update(drafts)
    .set({ status: 'submitted', number, savedAt: new Date(input.submittedAt) })
    .where(eq(drafts.form, input.form));
  for (const entry of input.outbox?.(number) ?? []) await addOutbox(tx, cipher, number, entry);
  const record = await readCase(tx, cipher, eq(cases.number, number));
  if (record === null) throw new AppError('internal', 'What was written is not there.');
  return { kind: 'made', record };
}

async function insertCase(tx: Db, cipher: Cipher, input: NewCase): Promise<string> {
  const at = new Date(input.submittedAt);
  for (const number of input.numbers) {
    const made = await tx
      .insert(cases)
      .values({
        number,
        clientId: input.clientId,
        form: input.form,
        consultation: input.consultation,
        purpose: input.purpose,
        kind: input.kind,
        category: input.category,
        state: input.state,
        lang: input.lang,
        channel: input.channel,
        submittedAt: at,
        updatedAt: at,
        dueAt: input.dueAt === null ? null : new Date(input.dueAt),
        queryCode: cipher.seal(input.queryCode, placeOf('query_code', number)),
        content: cipher.seal(JSON.stringify(input.content), placeOf('content', number)),
      })
      .onConflictDoNothing()
      .returning({ number: cases.number });
    if (made.length > 0) return number;
  }
  throw new AppError('server_busy', 'No number is free; please try again.', { retryAfterMs: 1_000 });
}

async function changeIn(
  tx: Db,
  cipher: Cipher,
  number: string,
  from: CaseState,
  change: CaseChange,
): Promise<boolean> {
  const [row] = await tx
    .select({ state: cases.state, erasedAt: cases.erasedAt })
    .from(cases)
    .where(eq(cases.number, number))
    .for('update');
  if (row === undefined || row.erasedAt !== null || row.state !== from) return false;
  const at = new Date(change.at);
  if (change.supplement !== null) {
    const { clientId, text } = change.supplement;
    const added = await tx
      .insert(supplements)
      .values({ number, clientId, at, text: cipher.seal(text, supplementPlace(number, clientId)) })
      .onConflictDoNothing()
      .returning({ number: supplements.number });
    if (added.length === 0) return true;
  }
  await tx
    .update(cases)
    .set({ state: change.to, updatedAt: at, ...(change.closes ? { closedAt: at } : {}) })
    .where(eq(cases.number, number));
  await addEvent(tx, number, { ...change, from });
  if (change.closes) await closeBooking(tx, number);
  for (const entry of change.outbox) await addOutbox(tx, cipher, number, entry);
  return true;
}

async function closeBooking(tx: Db, number: string): Promise<void> {
  const booking = await readBooking(tx, number);
  if (booking?.active) await booking.release();
}

/** Adds to the history; the row of the case is locked by the caller. */
export async function addEvent(
  tx: Db,
  number: string,
  event: { at: number; role: CaseRole; from: CaseState; to: CaseState; reason: string },
): Promise<void> {
  const [last] = await tx
    .select({ seq: sql<number>`coalesce(max(${caseEvents.seq}), 0)` })
    .from(caseEvents)
    .where(eq(caseEvents.number, number));
  const { at, role, from, to, reason } = event;
  const seq = Number(last?.seq ?? 0) + 1;
  await tx.insert(caseEvents).values({ number, seq, at: new Date(at), role, from, to, reason });
}

async function readCase(db: Db, cipher: Cipher, which: SQL): Promise<CaseRecord | null> {
  const [row] = await db.select().from(cases).where(which).limit(1);
  if (row === undefined) return null;
  const { number } = row;
  const added = await db
    .select()
    .from(supplements)
    .where(eq(supplements.number, number))
    .orderBy(asc(supplements.at), asc(supplements.clientId));
  return {
    ...{ number, purpose: row.purpose, kind: row.kind, category: row.category, state: row.state },
    ...{ lang: row.lang, channel: row.channel, consultation: row.consultation },
    ...{ form: row.form, clientId: row.clientId },
    queryCode: row.queryCode === null ? '' : cipher.open(row.queryCode, placeOf('query_code', number)),
    content:
      row.content === null
        ? {}
        : (JSON.parse(cipher.open(row.content, placeOf('content', number))) as FieldValues),
    supplements: added.map(
      (one): Supplement => ({
        at: one.at.getTime(),
        text: cipher.open(one.text, supplementPlace(number, one.clientId)),
      }),
    ),
    submittedAt: row.submittedAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
    dueAt: row.dueAt?.getTime() ?? null,
    closedAt: row.closedAt?.getTime() ?? null,
    erasedAt: row.erasedAt?.getTime() ?? null,
  };
}

const placeOf = (column: string, number: string) => ({ table: 'cases', column, row: [number] });
const supplementPlace = (number: string, clientId: string) => ({
  table: 'supplements',
  column: 'text',
  row: [number, clientId],
});
const notYours = (): AppError => new AppError('not_yours', 'This form belongs to another consultation.');

import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import { AppError } from '../../protocol/errors.ts';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { consultations, turns } from './schema.ts';
import { createKeyedSerial, type Db, type Sql } from './sql.ts';
import type { ConsultationRecord, Store, TurnRecord } from './types.ts';

type ConsultationChange = Partial<Omit<ConsultationRecord, 'id' | 'createdAt'>>;

/** The records of a store, over either driver; everything but `close`. */
export function createRecords(database: Sql, cipher: Cipher): Omit<Store, 'close'> {
  // Writes of one consultation keep the order in which they were asked for, also over a pool of connections.
  const inOrder = createKeyedSerial();

  const update = async (db: Db, id: string, change: ConsultationChange): Promise<void> => {
    const values = changeToRow(cipher, id, change);
    if (Object.keys(values).length === 0) return;
    const changed = await db
      .update(consultations)
      .set(values)
      .where(eq(consultations.id, id))
      .returning({ id: consultations.id });
    if (changed.length === 0) throw unknownConsultation();
  };

  return {
    createConsultation: (record) =>
      inOrder(record.id, () =>
        safely(async () => {
          await database.db.insert(consultations).values(recordToRow(cipher, record));
        }),
      ),
    findConsultation: (id) =>
      safely(async () => {
        const [row] = await database.db.select().from(consultations).where(eq(consultations.id, id));
        return row ? rowToRecord(cipher, row) : null;
      }),
    updateConsultation: (id, change) => inOrder(id, () => safely(() => update(database.db, id, change))),
    async appendTurns(added, change) {
      const ids = new Set(added.map((turn) => turn.consultation));
      if (change) ids.add(change.id);
      const [id] = ids;
      if (id === undefined) return { duplicate: null };
      if (ids.size > 1) throw new TypeError('turns of one exchange belong to one consultation');
      return inOrder(id, () =>
        safely(() =>
          database.transaction(async (tx) => {
            // The lock of the row keeps processes that share a database from writing one consultation at once.
            const [known] = await tx
              .select({ id: consultations.id })
              .from(consultations)
              .where(eq(consultations.id, id))
              .for('update');
            if (!known) throw unknownConsultation();
            const messages = added.flatMap((turn) => (turn.message === null ? [] : [turn.message]));
            if (messages.length > 0) {
              const [present] = await tx
                .select({ id: turns.id })
                .from(turns)
                .where(and(eq(turns.consultation, id), inArray(turns.message, messages)))
                .limit(1);
              if (present) return { duplicate: present.id };
            }
            if (added.length > 0) await tx.insert(turns).values(added.map((turn) => turnToRow(cipher, turn)));
            if (change) await update(tx, id, change.change);
            return { duplicate: null };
          }),
        ),
      );
    },
    setHeard: (consultation, turn, text, cut) =>
      inOrder(consultation, () =>
        safely(async () => {
          const changed = await database.db
            .update(turns)
            .set({ text: cipher.seal(text, turnPlace('text', consultation, turn)), cut })
            .where(and(eq(turns.consultation, consultation), eq(turns.id, turn)))
            .returning({ id: turns.id });
          if (changed.length === 0) throw new AppError('not_found', 'There is no such turn.');
        }),
      ),
    setCards: (consultation, turn, cards) =>
      inOrder(consultation, () =>
        safely(async () => {
          const changed = await database.db
            .update(turns)
            .set({ cards: cipher.seal(toJson(cards), turnPlace('cards', consultation, turn)) })
            .where(and(eq(turns.consultation, consultation), eq(turns.id, turn)))
            .returning({ id: turns.id });
          if (changed.length === 0) throw new AppError('not_found', 'There is no such turn.');
        }),
      ),
    listTurns: (consultation) =>
      safely(async () => {
        const rows = await database.db
          .select()
          .from(turns)
          .where(eq(turns.consultation, consultation))
          .orderBy(asc(turns.seq));
        return rows.map((row) => rowToTurn(cipher, row));
      }),
    ping: () =>
      safely(async () => {
        await database.db.execute(sql`select 1`);
      }),
  };
}

function unknownConsultation(): AppError {
  return new AppError('not_found', 'There is no such consultation.');
}

const consultationPlace = (column: string, id: string) => ({ table: 'consultations', column, row: [id] });
const turnPlace = (column: string, consultation: string, id: string) => ({
  table: 'turns',
  column,
  row: [consultation, id],
});

/** `undefined` has no JSON; it is kept as null. */
const toJson = (value: unknown): string => JSON.stringify(value ?? null);

const momentOf = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

function recordToRow(cipher: Cipher, record: ConsultationRecord): typeof consultations.$inferInsert {
  return {
    id: record.id,
    lang: record.lang,
    state: record.state,
    createdAt: new Date(record.createdAt),
    endedAt: momentOf(record.endedAt),
    endReason: record.endReason,
    dialog: cipher.seal(toJson(record.dialog), consultationPlace('dialog', record.id)),
    suggestions: cipher.seal(toJson(record.suggestions), consultationPlace('suggestions', record.id)),
    resumeHash: record.resumeHash,
  };
}

function changeToRow(
  cipher: Cipher,
  id: string,
  change: ConsultationChange,
): Partial<typeof consultations.$inferInsert> {
  const { dialog, suggestions, endedAt, ...plain } = change;
  return {
    ...plain,
    ...(endedAt === undefined ? {} : { endedAt: momentOf(endedAt) }),
    ...('dialog' in change ? { dialog: cipher.seal(toJson(dialog), consultationPlace('dialog', id)) } : {}),
    ...(suggestions === undefined
      ? {}
      : { suggestions: cipher.seal(toJson(suggestions), consultationPlace('suggestions', id)) }),
  };
}

function rowToRecord(cipher: Cipher, row: typeof consultations.$inferSelect): ConsultationRecord {
  return {
    id: row.id,
    lang: row.lang,
    state: row.state,
    createdAt: row.createdAt.getTime(),
    endedAt: row.endedAt?.getTime() ?? null,
    endReason: row.endReason,
    dialog: JSON.parse(cipher.open(row.dialog, consultationPlace('dialog', row.id))),
    suggestions: JSON.parse(cipher.open(row.suggestions, consultationPlace('suggestions', row.id))),
    resumeHash: row.resumeHash,
  };
}

function turnToRow(cipher: Cipher, turn: TurnRecord): typeof turns.$inferInsert {
  const place = (column: string) => turnPlace(column, turn.consultation, turn.turn);
  return {
    consultation: turn.consultation,
    id: turn.turn,
    message: turn.message,
    role: turn.role,
    lang: turn.lang,
    at: new Date(turn.at),
    cut: turn.cut,
    text: cipher.seal(turn.text, place('text')),
    understood: cipher.seal(toJson(turn.understood), place('understood')),
    cards: cipher.seal(toJson(turn.cards), place('cards')),
  };
}

function rowToTurn(cipher: Cipher, row: typeof turns.$inferSelect): TurnRecord {
  const place = (column: string) => turnPlace(column, row.consultation, row.id);
  return {
    consultation: row.consultation,
    turn: row.id,
    message: row.message,
    role: row.role,
    lang: row.lang,
    at: row.at.getTime(),
    cut: row.cut,
    text: cipher.open(row.text, place('text')),
    understood: JSON.parse(cipher.open(row.understood, place('understood'))),
    cards: JSON.parse(cipher.open(row.cards, place('cards'))),
  };
}

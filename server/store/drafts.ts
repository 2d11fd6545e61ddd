import { asc, eq } from 'drizzle-orm';
import { AppError } from '../../protocol/errors.ts';
import type { FieldAuthor, FieldValue } from '../../protocol/index.ts';
import type { Draft, FieldChange } from './case-types.ts';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { draftFields, drafts } from './schema-cases.ts';
import type { Db, Sql } from './sql.ts';

/** Forms while they are filled; what each function says, it says of `Orders` as well. */
export interface DraftStore {
  open(input: { form: string; consultation: string; kind: string; at: number }): Promise<Draft>;
  /** Keeps changes of one form, all or none. */
  save(changes: readonly FieldChange[]): Promise<Draft>;
  find(form: string): Promise<Draft | null>;
  ofConsultation(consultation: string): Promise<Draft[]>;
  /** Ends it unsent and removes its values. */
  cancel(form: string, at: number): Promise<void>;
}

/** Drafts over either driver. */
export function createDrafts(database: Sql, cipher: Cipher): DraftStore {
  return {
    open: (input) =>
      safely(() =>
        database.transaction(async (tx) => {
          const at = new Date(input.at);
          await tx
            .insert(drafts)
            .values({
              form: input.form,
              consultation: input.consultation,
              kind: input.kind,
              status: 'open',
              revision: 0,
              acked: 0,
              createdAt: at,
              savedAt: at,
            })
            .onConflictDoNothing();
          const draft = await readDraft(tx, cipher, input.form);
          if (draft === null || draft.consultation !== input.consultation || draft.kind !== input.kind) {
            throw new AppError('not_yours', 'This form belongs to another consultation.');
          }
          return draft;
        }),
      ),
    save: (changes) =>
      safely(() =>
        database.transaction(async (tx) => {
          const [first] = changes;
          if (first === undefined) throw new AppError('message_invalid', 'There is nothing to keep.');
          if (changes.some((change) => change.form !== first.form)) {
            throw new AppError('message_invalid', 'These changes are of several forms.');
          }
          const draft = await lockDraft(tx, first.form);
          if (draft.status !== 'open') throw closedForm();
          let { revision, acked } = draft;
          const rows = changes.flatMap((change): (typeof draftFields.$inferInsert)[] => {
            // Kept before: the answer to the page was lost, not the change.
            if (change.change !== null && change.change <= acked) return [];
            if (change.change !== null) acked = change.change;
            revision += 1;
            const { form, field, author } = change;
            const value = cipher.seal(JSON.stringify(change.value), placeOf(form, revision));
            return [{ form, field, author, revision, value, at: new Date(change.at) }];
          });
          if (rows.length > 0) {
            await tx.insert(draftFields).values(rows);
            await tx
              .update(drafts)
              .set({ revision, acked, savedAt: new Date(first.at) })
              .where(eq(drafts.form, first.form));
          }
          const saved = await readDraft(tx, cipher, first.form);
          if (saved === null) throw unknownForm();
          return saved;
        }),
      ),
    find: (form) => safely(() => readDraft(database.db, cipher, form)),
    ofConsultation: (consultation) =>
      safely(async () => {
        const rows = await database.db
          .select({ form: drafts.form })
          .from(drafts)
          .where(eq(drafts.consultation, consultation))
          .orderBy(asc(drafts.createdAt), asc(drafts.form));
        const found: Draft[] = [];
        for (const { form } of rows) {
          const draft = await readDraft(database.db, cipher, form);
          if (draft !== null) found.push(draft);
        }
        return found;
      }),
    cancel: (form, at) =>
      safely(() =>
        database.transaction(async (tx) => {
          const draft = await lockDraft(tx, form);
          if (draft.status === 'cancelled') return;
          if (draft.status !== 'open') throw closedForm();
          await tx.delete(draftFields).where(eq(draftFields.form, form));
          await tx
            .update(drafts)
            .set({ status: 'cancelled', revision: draft.revision + 1, savedAt: new Date(at) })
            .where(eq(drafts.form, form));
        }),
      ),
  };
}

/** The row of a form, held until the transaction ends. @throws AppError `not_found`. */
export async function lockDraft(tx: Db, form: string): Promise<typeof drafts.$inferSelect> {
  const [row] = await tx.select().from(drafts).where(eq(drafts.form, form)).for('update');
  if (row === undefined) throw unknownForm();
  return row;
}

/** A form with its values; null when unknown. */
export async function readDraft(db: Db, cipher: Cipher, form: string): Promise<Draft | null> {
  // One statement: the row and its values are of the same moment.
  const rows = await db
    .select()
    .from(drafts)
    .leftJoin(draftFields, eq(draftFields.form, drafts.form))
    .where(eq(drafts.form, form))
    .orderBy(asc(draftFields.revision));
  const [first] = rows;
  if (first === undefined) return null;
  const values = new Map<string, FieldValue>();
  const authors: Record<string, FieldAuthor> = {};
  const savedAts: Record<string, number> = {};
  for (const { draft_fields: row } of rows) {
    if (row === null) continue;
    const value = JSON.parse(cipher.open(row.value, placeOf(row.form, row.revision))) as FieldValue;
    values.set(row.field, value);
    authors[row.field] = row.author;
    savedAts[row.field] = row.at.getTime();
  }
  const { drafts: draft } = first;
  return {
    form: draft.form,
    consultation: draft.consultation,
    kind: draft.kind,
    status: draft.status,
    revision: draft.revision,
    acked: draft.acked,
    // A value that was taken back is not there any more; who took it back still is.
    values: Object.fromEntries([...values].filter(([, value]) => value !== null)),
    authors,
    savedAts,
    createdAt: draft.createdAt.getTime(),
    savedAt: draft.savedAt.getTime(),
    number: draft.number,
  };
}

const placeOf = (form: string, revision: number) => ({
  table: 'draft_fields',
  column: 'value',
  row: [form, String(revision)],
});

const unknownForm = (): AppError => new AppError('not_found', 'There is no such form.');
const closedForm = (): AppError => new AppError('state_refused', 'This form is closed.');

import { createHash } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Lang } from '../../protocol/index.ts';
import type { CaseRole } from './case-types.ts';
import type { Cipher } from './cipher.ts';
import { safely } from './safely.ts';
import { accessLog, links, ratings, unanswered } from './schema-cases.ts';
import type { Sql } from './sql.ts';

/** Ratings, questions without an answer, links, and the audit of access. Times are Unix ms. */
export interface NoteStore {
  rate(rating: {
    consultation: string;
    number: string | null;
    level: number;
    solved: boolean | null;
    reasons: readonly string[];
    text: string | null;
    at: number;
  }): Promise<void>;
  noteUnanswered(question: {
    consultation: string;
    turn: string;
    lang: Lang;
    text: string;
    reason: string;
    service: string | null;
    at: number;
  }): Promise<void>;
  addLink(link: {
    token: string;
    consultation: string;
    number: string | null;
    target: unknown;
    at: number;
    expiresAt: number;
  }): Promise<void>;
  /** Null when unknown or over. */
  openLink(token: string, at: number): Promise<{ target: unknown; expiresAt: number } | null>;
  audit(entry: {
    at: number;
    role: CaseRole;
    action: string;
    number: string | null;
    allowed: boolean;
    address: string | null;
  }): Promise<void>;
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

export function createNotes(database: Sql, cipher: Cipher): NoteStore {
  return {
    rate: ({ consultation, number, level, solved, reasons, text, at }) =>
      safely(async () => {
        const target = number ?? '';
        const place = { table: 'ratings', column: 'text', row: [consultation, target] };
        const values = {
          level,
          solved,
          reasons: [...reasons],
          at: new Date(at),
          text: text === null ? null : cipher.seal(text, place),
        };
        await database.db
          .insert(ratings)
          .values({ consultation, target, ...values })
          .onConflictDoUpdate({ target: [ratings.consultation, ratings.target], set: values });
      }),
    noteUnanswered: ({ text, at, ...question }) =>
      safely(async () => {
        const place = { table: 'unanswered', column: 'text', row: [question.consultation, question.turn] };
        await database.db
          .insert(unanswered)
          .values({ ...question, at: new Date(at), text: cipher.seal(text, place) })
          .onConflictDoNothing();
      }),
    addLink: ({ token, consultation, number, target, at, expiresAt }) =>
      safely(async () => {
        const hash = hashOf(token);
        await database.db.insert(links).values({
          ...{ hash, consultation, number, createdAt: new Date(at), expiresAt: new Date(expiresAt) },
          target: cipher.seal(JSON.stringify(target), linkPlace(hash)),
        });
      }),
    openLink: (token, at) =>
      safely(async () => {
        const hash = hashOf(token);
        const [row] = await database.db.select().from(links).where(eq(links.hash, hash));
        if (row === undefined || row.expiresAt.getTime() <= at) return null;
        const target: unknown = JSON.parse(cipher.open(row.target, linkPlace(hash)));
        return { target, expiresAt: row.expiresAt.getTime() };
      }),
    audit: ({ at, address, ...entry }) =>
      safely(async () => {
        // The row has no key yet when it is sealed; its time and its number hold the address in place.
        const place = { table: 'access_log', column: 'address', row: [String(at), entry.number ?? ''] };
        await database.db.insert(accessLog).values({
          ...entry,
          at: new Date(at),
          address: address === null ? null : cipher.seal(address, place),
        });
      }),
  };
}

const linkPlace = (hash: string) => ({ table: 'links', column: 'target', row: [hash] });

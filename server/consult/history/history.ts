import {
  AppError,
  type FormDefinition,
  type HistoryDetail,
  type HistoryPage,
  type HistoryQuery,
  type HistoryRow,
  type LocalText,
  MAX_SEARCHED,
  type TranscriptEntry,
  type Unmasked,
} from '../../../protocol/index.ts';
import { mask } from '../../dialog/mask.ts';
import type { CaseStore } from '../../store/cases.ts';
import type { HistoryRecord, HistoryStore } from '../../store/history.ts';
import type { RecordingStore } from '../../store/recordings.ts';
import type { Store } from '../../store/types.ts';
import { ServiceDesk } from '../takeover/service-desk.ts';

/** Rows of a page, and consultations read at once while searching. */
const PAGE = 20;
const BATCH = 50;
/** What is shown around the words that were found, characters on each side. */
const AROUND = 24;
const MAX_LINES = 2_000;

export interface HistoryParts {
  history: HistoryStore;
  turns: Pick<Store, 'listTurns'>;
  recordings: Pick<RecordingStore, 'states'>;
  cases: Pick<CaseStore, 'find'>;
  /** Short name of a service. */
  service: (id: string) => LocalText | null;
  definition: (kind: string) => FormDefinition | null;
  /** Accounts of staff: id, public name and number. */
  staff: () => Promise<readonly { id: string; publicName: string; number: string }[]>;
}

/** Whose consultations may be seen: all (null), or those that one account served. */
export type Whose = string | null;

/** Past consultations as staff may see them: found by words, number and time, masked. */
export interface History {
  search(query: HistoryQuery, whose: Whose): Promise<HistoryPage>;
  /** @throws AppError `not_found`, also where it is somebody else's */
  read(consultation: string, whose: Whose): Promise<HistoryDetail>;
  /** What was sent with forms, as it was written. @throws AppError `not_found` */
  unmask(consultation: string): Promise<Unmasked>;
}

/** Words as they are compared: width, case and spaces do not matter. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '');

/** The line in which all the words stand, as far as it is shown; null where there is none. */
export function foundIn(lines: readonly string[], words: string): string | null {
  const wanted = plain(words);
  for (const line of lines) {
    const at = plain(line).indexOf(wanted);
    if (at === -1) continue;
    const from = Math.max(0, at - AROUND);
    const part = line.slice(from, at + wanted.length + AROUND);
    return `${from > 0 ? '…' : ''}${part}${from + part.length < line.length ? '…' : ''}`.slice(0, 120);
  }
  return null;
}

export function createHistoryService(parts: HistoryParts): History {
  const { history, turns, recordings, cases } = parts;

  const rowsOf = async (
    records: readonly (HistoryRecord & { found: string | null })[],
  ): Promise<HistoryRow[]> => {
    const ids = records.map(({ consultation }) => consultation);
    const [served, orders, wrapUps, states, staff] = await Promise.all([
      history.servedBy(ids),
      history.ordersOf(ids),
      history.wrapUpsOf(ids),
      recordings.states(ids),
      parts.staff(),
    ]);
    const nameOf = (id: string): string => {
      const who = staff.find((one) => one.id === id);
      return who === undefined ? id : `${who.publicName} ${who.number}`;
    };
    return records.map(({ consultation, lang, createdAt, endedAt, dialog, found }) => ({
      ...{ consultation, lang, createdAt, endedAt, found },
      matter: matterOf(dialog),
      staff: [
        ...new Set(served.filter((one) => one.consultation === consultation).map((one) => nameOf(one.staff))),
      ].slice(0, 8),
      disposition: wrapUps.findLast((one) => one.consultation === consultation)?.disposition ?? null,
      orders: orders.flatMap((one) => (one.consultation === consultation ? [one.number] : [])).slice(0, 20),
      recording: states.get(consultation) ?? null,
    }));
  };

  const matterOf = (dialog: unknown): string | null => {
    const { dialog: state } = ServiceDesk.read(dialog);
    const id = (state as { service?: unknown } | null)?.service;
    return typeof id === 'string' ? (parts.service(id)?.zh.slice(0, 80) ?? null) : null;
  };

  /** Texts are sealed: they are read one consultation after the other, the newest first, and only so many in one search. */
  const searched = async (query: HistoryQuery, staff: string | undefined): Promise<HistoryPage> => {
    const hits: (HistoryRecord & { found: string | null })[] = [];
    let before = query.before ?? query.to;
    for (let looked = 0; looked < MAX_SEARCHED && hits.length < PAGE; ) {
      const some = await history.list({
        ...(query.from === undefined ? {} : { from: query.from }),
        ...(before === undefined ? {} : { before }),
        ...(staff === undefined ? {} : { staff }),
        ...{ recorded: query.recorded, most: BATCH },
      });
      for (const record of some) {
        before = record.createdAt;
        looked += 1;
        const lines = (await turns.listTurns(record.consultation)).map(({ text }) => mask(text));
        const found = foundIn(lines, query.text);
        if (found !== null) hits.push({ ...record, found });
        if (hits.length === PAGE) break;
      }
      if (some.length < BATCH && hits.length < PAGE) return { rows: await rowsOf(hits), next: null };
    }
    return { rows: await rowsOf(hits), next: before ?? null };
  };

  const one = async (consultation: string, whose: Whose): Promise<HistoryRecord> => {
    const [record] = await history.list({
      consultations: [consultation],
      most: 1,
      ...(whose === null ? {} : { staff: whose }),
    });
    if (record === undefined) throw new AppError('not_found', 'There is no such consultation.');
    return record;
  };

  return {
    async search(query, whose) {
      const staff = whose === null ? {} : { staff: whose };
      if (/^\d{14}$/.test(query.text)) {
        const id = await history.consultationOf(query.text);
        if (id === null) return { rows: [], next: null };
        const records = await history.list({ consultations: [id], most: 1, ...staff });
        return { rows: await rowsOf(records.map((record) => ({ ...record, found: null }))), next: null };
      }
      if (query.text !== '') return searched(query, staff.staff);
      const before = query.before ?? query.to;
      const records = await history.list({
        ...(query.from === undefined ? {} : { from: query.from }),
        ...(before === undefined ? {} : { before }),
        ...{ recorded: query.recorded, most: PAGE },
        ...staff,
      });
      const rows = await rowsOf(records.map((record) => ({ ...record, found: null })));
      return { rows, next: rows.length === PAGE ? (rows.at(-1)?.createdAt ?? null) : null };
    },

    async read(consultation, whose) {
      const record = await one(consultation, whose);
      const [row] = await rowsOf([{ ...record, found: null }]);
      if (row === undefined) throw new AppError('not_found', 'There is no such consultation.');
      const staff = await parts.staff();
      const lines = await turns.listTurns(consultation);
      const transcript = lines.flatMap(
        ({ turn, role, text, lang, at, cut, understood }): TranscriptEntry[] =>
          // What was typed or said is masked when it is kept; what staff wrote may not be.
          text === ''
            ? []
            : [{ turn, role, text: mask(text), lang, at, cut, ...ServiceDesk.byline(understood) }],
      );
      const wrapUps = (await history.wrapUpsOf([consultation])).map((done) => {
        const who = staff.find(({ id }) => id === done.staff);
        return {
          by: who === undefined ? done.staff : `${who.publicName} ${who.number}`,
          at: done.at,
          disposition: done.disposition,
          summary: mask(done.summary).slice(0, 4_000),
          followUp: done.followUp === null ? null : mask(done.followUp).slice(0, 2_000),
        };
      });
      return { ...row, transcript: transcript.slice(-MAX_LINES), wrapUps: wrapUps.slice(-20) };
    },

    async unmask(consultation) {
      await one(consultation, null);
      const numbers = (await history.ordersOf([consultation])).map(({ number }) => number).slice(0, 20);
      const orders: Unmasked['orders'] = [];
      for (const number of numbers) {
        const record = await cases.find(number);
        if (record === null || record.erasedAt !== null) continue;
        const definition = parts.definition(record.kind);
        const fields = Object.entries(record.content).flatMap(([name, value]) => {
          const hint = definition?.hints[name];
          // Pictures and signatures have ways of their own.
          if (value === null || hint?.widget === 'photos' || hint?.widget === 'signature') return [];
          const label = hint?.label.zh ?? name;
          const text = Array.isArray(value) ? value.join('、') : String(value);
          return [{ label: String(label).slice(0, 120), value: text.slice(0, 2_000) }];
        });
        orders.push({ number, fields: fields.slice(0, 60) });
      }
      return { orders };
    },
  };
}

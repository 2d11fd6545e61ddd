import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { z } from 'zod';
import {
  AppError,
  ConsultationId,
  ExportRequest,
  type HistoryDetail,
  type HistoryPage,
  HistoryQuery,
  RECORDINGS_PATH,
  RECORDS_PATH,
  RecordingFileName,
  RecordingId,
  RecordingManifest,
  StaffId,
  type StaffRight,
  type Unmasked,
  UnmaskRequest,
} from '../../protocol/index.ts';
import type { SignedIn } from '../staff/sessions.ts';
import type { Staff } from '../staff/staff.ts';
import type { RecordingStore } from '../store/recordings.ts';

/** Past consultations; `whose`: only those that this account served, null: all. */
export interface PastConsultations {
  search(query: HistoryQuery, whose: string | null): Promise<HistoryPage>;
  /** @throws AppError `not_found` */
  read(consultation: string, whose: string | null): Promise<HistoryDetail>;
  unmask(consultation: string): Promise<Unmasked>;
}

export interface StaffRecordsOptions {
  history: PastConsultations;
  recordings: Pick<RecordingStore, 'find' | 'files'>;
  /** Makes one film of a recording; null where it cannot be made here. */
  film:
    | ((
        recording: string,
        signal: AbortSignal,
      ) => Promise<{ bytes: number; read(): AsyncIterable<Buffer>; close(): Promise<void> }>)
    | null;
}

type SignedInHandler = (
  right: StaffRight | null | 'anybody',
  handle: (who: SignedIn, request: Request, response: Response) => Promise<void>,
) => RequestHandler;

/** Films that are made at once for all: each takes a core. */
const MOST_FILMS = 1;

/** Past consultations and recordings of the console; who looks at what is audited. */
export function staffRecordRoutes(
  { history, recordings, film }: StaffRecordsOptions,
  { staff, signedIn, now }: { staff: Staff; signedIn: SignedInHandler; now: () => number },
): Router {
  const router = express.Router();
  const record = (who: SignedIn, act: string, on: string, why?: string): Promise<void> =>
    staff.audit.record({
      ...{ at: now(), who: StaffId.parse(who.account.id), act, on },
      ...(why === undefined ? {} : { why }),
    });
  /** Everybody's, or one's own. @throws AppError `role_refused` */
  const whose = (who: SignedIn): string | null => {
    const { rights } = staff.sessions.me(who);
    if (rights.includes('records.read')) return null;
    if (rights.includes('records.own')) return who.account.id;
    throw new AppError('role_refused', 'Your account may not do this.');
  };

  router.get(
    RECORDS_PATH,
    signedIn(null, async (who, request, response) => {
      const query = parsed(HistoryQuery, request.query);
      const mine = whose(who);
      // What was looked for may be a name: that somebody searched is written down, not the words.
      if (query.text !== '' && query.before === undefined) await record(who, 'records.search', 'records');
      response.json(await history.search(query, mine));
    }),
  );
  router.get(
    `${RECORDS_PATH}/:id`,
    signedIn(null, async (who, request, response) => {
      const id = parsed(ConsultationId, request.params.id);
      const detail = await history.read(id, whose(who));
      await record(who, 'records.read', id);
      response.json(detail);
    }),
  );
  router.post(
    `${RECORDS_PATH}/:id/unmask`,
    signedIn('records.unmask', async (who, request, response) => {
      const id = parsed(ConsultationId, request.params.id);
      const { why } = parsed(UnmaskRequest, request.body);
      // Written down first: nobody sees it without a trace.
      await record(who, 'records.unmask', id, why);
      response.json(await history.unmask(id));
    }),
  );
  router.post(
    `${RECORDINGS_PATH}/:id/play`,
    signedIn('recording.play', async (who, request, response) => {
      const id = parsed(RecordingId, request.params.id);
      const known = await recordings.find(id);
      if (known?.state !== 'ready') throw new AppError('not_found', 'There is nothing to play.');
      await record(who, 'recording.play', id);
      response.json(RecordingManifest.parse(known.manifest));
    }),
  );
  router.get(
    `${RECORDINGS_PATH}/:id/files/:file`,
    signedIn('recording.play', async (_who, request, response) => {
      const id = parsed(RecordingId, request.params.id);
      const name = parsed(RecordingFileName, request.params.file);
      const known = await recordings.find(id);
      const manifest = RecordingManifest.safeParse(known?.manifest);
      const file = manifest.success ? fileOf(manifest.data, name) : null;
      if (file === null) throw new AppError('not_found', 'There is no such file.');
      const { from, to, partial } = rangeOf(request.get('range'), file.bytes);
      response.status(partial ? 206 : 200);
      response.setHeader('Accept-Ranges', 'bytes');
      response.setHeader('Content-Type', file.mime);
      response.setHeader('Content-Length', to - from);
      if (partial) response.setHeader('Content-Range', `bytes ${from}-${to - 1}/${file.bytes}`);
      const files = await recordings.files(id);
      await sent(files.range(name, from, to), response);
    }),
  );
  let filming = 0;
  router.post(
    `${RECORDINGS_PATH}/:id/export`,
    signedIn('recording.export', async (who, request, response) => {
      const id = parsed(RecordingId, request.params.id);
      const { why } = parsed(ExportRequest, request.body);
      const known = await recordings.find(id);
      if (known?.state !== 'ready' || film === null)
        throw new AppError('not_found', 'There is nothing to export.');
      if (filming >= MOST_FILMS)
        throw new AppError('server_busy', 'Another film is being made.', { retryAfterMs: 30_000 });
      await record(who, 'recording.export', id, why);
      const gone = new AbortController();
      response.once('close', () => gone.abort());
      filming += 1;
      try {
        const made = await film(id, gone.signal);
        try {
          response.setHeader('Content-Type', 'video/mp4');
          response.setHeader('Content-Length', made.bytes);
          response.setHeader('Content-Disposition', `attachment; filename="${id}.mp4"`);
          await sent(made.read(), response);
        } finally {
          await made.close();
        }
      } finally {
        filming -= 1;
      }
    }),
  );
  return router;
}

function fileOf(
  { sound, pictures }: RecordingManifest,
  name: string,
): { mime: string; bytes: number } | null {
  if (sound?.file === name) return sound;
  return pictures.find(({ file }) => file === name) ?? null;
}

/** One range of bytes (RFC 9110, 14.1.2); anything else is answered with the whole. */
export function rangeOf(
  header: string | undefined,
  bytes: number,
): { from: number; to: number; partial: boolean } {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === ''))
    return { from: 0, to: bytes, partial: false };
  const from = first === '' ? Math.max(0, bytes - Number(last)) : Number(first);
  const to = first === '' || last === '' ? bytes : Math.min(bytes, Number(last) + 1);
  return from < to ? { from, to, partial: true } : { from: 0, to: bytes, partial: false };
}

/** Sends bytes; a player that closes the line in the middle is nothing unusual. */
async function sent(bytes: AsyncIterable<Buffer>, response: Response): Promise<void> {
  try {
    await pipeline(Readable.from(bytes, { objectMode: false }), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  }
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  throw new AppError('message_invalid', 'The request cannot be used.');
}

import { createHash, randomBytes } from 'node:crypto';
import express, {
  type ErrorRequestHandler,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { z } from 'zod';
import {
  AppError,
  ConsultationId,
  type Lang,
  MAX_SAY_CHARS,
  REJOIN_WINDOW_MS,
  type Snapshot,
} from '../../protocol/index.ts';
import { type LogError, readError, retryAfter } from './errors.ts';
import { renderText, type TextView } from './text-view.ts';

interface Proof {
  consultation: string;
  secret: string;
}

/** Consultations by text alone, as the page needs them. All reject with an `AppError`. */
export interface TextMode {
  /** The first words, before there is a consultation. */
  greet: (lang: Lang) => { text: string; suggestions: readonly string[] };
  create: (lang: Lang) => Promise<{ id: string; secret: string }>;
  read: (proof: Proof) => Promise<Snapshot>;
  /** `address`: of whoever writes; wrong numbers and codes are counted by it. */
  say: (params: Proof & { message: string; text: string; lang: Lang }, address: string) => Promise<Snapshot>;
}

export interface TextPageOptions extends TextMode {
  hotline: string;
  /** Counts new consultations of an address, together with those by video. */
  newOnes: RequestHandler;
  perMinute: (limit: number, message: string) => RequestHandler;
  log: LogError;
}

/** Posts per minute and address: a hall of a dozen old machines behind one address, each with a question in six seconds. */
const POSTS_PER_MINUTE = 120;

/** The fields of our forms. Without `text`, the conversation is only shown. */
const Fields = z
  .strictObject({
    consultation: ConsultationId.optional(),
    secret: z
      .string()
      .regex(/^[A-Za-z0-9_-]{16,200}$/)
      .optional(),
    message: z.string().regex(/^[A-Za-z0-9_-]{22,40}$/),
    text: z.string().trim().optional(),
  })
  .refine(({ consultation, secret }) => (consultation === undefined) === (secret === undefined));

interface Form {
  proof: Proof | null;
  message: string;
  text: string | undefined;
}

function formOf(request: Request): Form | null {
  const fields = Fields.safeParse(request.body);
  if (!fields.success) return null;
  const { consultation, secret, message, text } = fields.data;
  const proof = consultation === undefined || secret === undefined ? null : { consultation, secret };
  return { proof, message, text };
}

const langOf = (request: Request): Lang => (request.query.lang === 'en' ? 'en' : 'zh');

/** 128 random bits: it opens what its page has opened, so nobody may guess it. */
const newMessage = (): string => randomBytes(16).toString('base64url');

/**
 * The id under which a text becomes a turn: the same page posted again is the same turn, while another text, written
 * after going back to that page, is another turn.
 */
const messageOf = (message: string, text: string): string =>
  createHash('sha256').update(`${message}\n${text}`).digest('base64url').slice(0, 40);

/**
 * A form of another site must not begin or lead a consultation in a citizen's name. Browsers too old to say where a
 * request comes from are let through: without the secret they reach nothing that is there already.
 */
const refuseForeign: RequestHandler = (request, _response, next) => {
  const site = request.get('sec-fetch-site');
  const foreign = site === 'cross-site' || site === 'same-site';
  next(foreign ? new AppError('origin_refused', 'Forms of other sites are refused.') : undefined);
};

/** The consultation without script, socket and media: plain pages and forms at the path where it is mounted. */
export function textPage(options: TextPageOptions): Router {
  const router = express.Router();
  const openings = new Openings(options.create);

  const send = (
    request: Request,
    response: Response,
    view: Pick<TextView, 'proof' | 'snapshot'> & Partial<TextView>,
  ) => {
    const lang = langOf(request);
    const { hotline } = options;
    const greeting = options.greet(lang);
    const page = { lang, hotline, greeting, message: newMessage(), typed: '', problem: null };
    response.type('html').send(renderText({ ...page, ...view }));
  };

  const showProblem: ErrorRequestHandler = async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, wire } = readError(error, options.log);
    const form = formOf(request);
    const lost = wire.code === 'resume_invalid' || wire.code === 'resume_expired';
    const proof = lost ? null : (form?.proof ?? null);
    // Whoever sends too fast is not read to as well.
    const mayRead = proof !== null && wire.code !== 'rate_limited';
    const snapshot = mayRead ? await options.read(proof).catch(() => null) : null;
    const seconds = retryAfter(wire);
    if (seconds !== null) response.setHeader('Retry-After', seconds);
    response.status(status);
    const typed = form?.text ?? '';
    // The same id again: should the turn have been kept after all, it stays one turn.
    const message = form === null || lost ? {} : { message: form.message };
    send(request, response, { proof, snapshot, typed, problem: wire.code, ...message });
  };

  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.get('/', (request, response) => send(request, response, { proof: null, snapshot: null }));
  router.post(
    '/',
    refuseForeign,
    express.urlencoded({ extended: false, limit: '8kb', parameterLimit: 8 }),
    options.perMinute(POSTS_PER_MINUTE, 'Too many questions from this address.'),
    (request, response, next) => {
      const form = formOf(request);
      if (form === null) throw new AppError('message_invalid', 'These are not the fields of our form.');
      const { text, message } = form;
      if (text === '') throw new AppError('message_invalid', 'The text is missing.');
      if (text !== undefined && text.length > MAX_SAY_CHARS) {
        throw new AppError('message_too_large', 'The text is too long.');
      }
      // A page posted again finds what it has opened, and does not count as a new one.
      if (form.proof !== null || text === undefined || openings.has(message)) next();
      else options.newOnes(request, response, next);
    },
    async (request, response) => {
      const form = formOf(request);
      const lang = langOf(request);
      if (form?.text === undefined) {
        const proof = form?.proof ?? null;
        send(request, response, { proof, snapshot: proof === null ? null : await options.read(proof) });
        return;
      }
      const { text, message } = form;
      const proof = form.proof ?? (await openings.open(message, lang));
      const said = { ...proof, message: messageOf(message, text), text, lang };
      const snapshot = await options.say(said, request.ip ?? '');
      send(request, response, { proof, snapshot });
    },
  );
  router.use(showProblem);
  return router;
}

/** What first questions have opened, by their message: a first page posted twice opens one consultation. */
class Openings {
  readonly #create: TextMode['create'];
  readonly #opened = new Map<string, { at: number; proof: Promise<Proof> }>();

  constructor(create: TextMode['create']) {
    this.#create = create;
  }

  has(message: string): boolean {
    return this.#opened.has(message);
  }

  open(message: string, lang: Lang): Promise<Proof> {
    const now = performance.now();
    for (const [key, { at }] of this.#opened) {
      // In the order of their age: behind the first young one there are no old ones.
      if (now - at <= REJOIN_WINDOW_MS) break;
      this.#opened.delete(key);
    }
    const known = this.#opened.get(message);
    if (known !== undefined) return known.proof;
    const proof = this.#create(lang).then(({ id, secret }) => ({ consultation: id, secret }));
    this.#opened.set(message, { at: now, proof });
    proof.catch(() => this.#opened.delete(message));
    return proof;
  }
}

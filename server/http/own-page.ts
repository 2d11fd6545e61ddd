import { randomBytes } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Router } from 'express';
import { z } from 'zod';
import { AppError, type Lang } from '../../protocol/index.ts';
import type { Orders } from '../orders/types.ts';
import { type LogError, readError, retryAfter } from './errors.ts';
import { renderAsk, renderLink, renderOwn } from './own-view.ts';
import { accessOf, refuseForeign } from './records.ts';

export interface OwnPageOptions {
  orders: Orders;
  perMinute: (limit: number, message: string) => RequestHandler;
  log: LogError;
}

/** Per minute and address: a hall of people who look up what is theirs. */
const POSTS_PER_MINUTE = 60;
const LINKS_PER_MINUTE = 120;

const Fields = z.strictObject({
  number: z.string().max(60),
  queryCode: z.string().max(40),
  act: z.enum(['see', 'supplement', 'export', 'withdraw', 'erase']).default('see'),
  sure: z.literal('yes').optional(),
  clientId: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,60}$/)
    .optional(),
  text: z.string().max(2_200).optional(),
});
const Token = z.string().regex(/^[A-Za-z0-9_-]{32}$/);

const langOf = (request: Request): Lang => (request.query.lang === 'en' ? 'en' : 'zh');
const newClientId = (): string => randomBytes(16).toString('base64url');

/** `/my`: what is one's own, by number and query code, without script. `/l/<token>`: what a QR code opens. */
export function ownPages(options: OwnPageOptions): Router {
  const { orders, log, perMinute } = options;
  const router = express.Router();
  const noStore: RequestHandler = (_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  };

  const showProblem: ErrorRequestHandler = async (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, wire } = readError(error, log);
    const seconds = retryAfter(wire);
    if (seconds !== null) response.setHeader('Retry-After', seconds);
    const lang = langOf(request);
    response.status(status).type('html');
    const fields = Fields.safeParse(request.body);
    // What was refused of a case that is open to them is said on its page; everything else where it is asked for.
    const view =
      fields.success && wire.code === 'state_refused'
        ? await orders.status(accessOf(request, fields.data)).catch(() => null)
        : null;
    if (view !== null && fields.success) {
      response.send(renderOwn(view, fields.data, lang, newClientId(), wire.code));
      return;
    }
    response.send(renderAsk(lang, wire.code, fields.success ? fields.data.number : '', null));
  };

  const own = express.Router();
  own.use(noStore);
  own.get('/', (request, response) => {
    response.type('html').send(renderAsk(langOf(request), null, '', null));
  });
  own.post(
    '/',
    refuseForeign,
    perMinute(POSTS_PER_MINUTE, 'Too many look-ups from this address.'),
    express.urlencoded({ extended: false, limit: '16kb', parameterLimit: 8 }),
    async (request, response) => {
      const lang = langOf(request);
      const parsed = Fields.safeParse(request.body);
      if (!parsed.success) throw new AppError('message_invalid', 'These are not the fields of our form.');
      const { act, sure, clientId, text, ...proof } = parsed.data;
      const access = accessOf(request, proof);
      if ((act === 'withdraw' || act === 'erase') && sure === undefined) {
        throw new AppError('message_invalid', 'This has to be confirmed.');
      }
      if (act === 'export') {
        const all = await orders.exportOwn(access);
        response.setHeader('Content-Disposition', `attachment; filename="12345-${String(all.number)}.json"`);
        response.type('json').send(JSON.stringify(all, null, 2));
        return;
      }
      response.type('html');
      if (act === 'erase') {
        await orders.erase(access);
        response.send(renderAsk(lang, null, '', 'erased'));
        return;
      }
      const view =
        act === 'withdraw'
          ? await orders.withdraw(access)
          : act === 'supplement'
            ? await orders.supplement(access, { clientId: clientId ?? newClientId(), text: text ?? '' })
            : await orders.status(access);
      response.send(renderOwn(view, proof, lang, newClientId(), null));
    },
  );
  own.use(showProblem);
  router.use('/my', own);

  const links = perMinute(LINKS_PER_MINUTE, 'Too many links from this address.');
  router.get('/l/:token', noStore, links, async (request, response) => {
    const token = Token.safeParse(request.params.token);
    const opened = token.success ? await orders.openLink(token.data, request.ip ?? '') : null;
    const lang = request.query.lang === undefined && opened?.kind === 'card' ? opened.lang : langOf(request);
    response.status(opened === null ? 404 : 200).type('html');
    response.send(renderLink(opened, lang, `/l/${token.success ? token.data : ''}`));
  });
  return router;
}

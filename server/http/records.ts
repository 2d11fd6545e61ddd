import express, { type Request, type RequestHandler, type Router } from 'express';
import { z } from 'zod';
import { AppError, ConsultationId, FormId } from '../../protocol/index.ts';
import { MAX_UPLOAD_BYTES } from '../orders/pictures.ts';
import type { Access, Orders } from '../orders/types.ts';

export interface RecordRoutes {
  orders: Orders;
  /** Resolves when the secret is that of the consultation. @throws AppError `resume_invalid`, `resume_expired` */
  prove: (proof: { consultation: string; secret: string }) => Promise<void>;
  perMinute: (limit: number, message: string) => RequestHandler;
}

/** Per minute and address: a whole form of pictures taken twice; and a hall of people who look up what is theirs. */
const UPLOADS_PER_MINUTE = 40;
const LOOKUPS_PER_MINUTE = 60;

const Proof = z
  .string()
  .regex(/^Consultation con_[A-Za-z0-9_-]{8,40}\.[A-Za-z0-9_-]{16,200}$/)
  .transform((header) => {
    const [consultation = '', secret = ''] = header.slice('Consultation '.length).split('.');
    return { consultation, secret };
  });
const PhotoId = z.string().regex(/^pho_[A-Za-z0-9_-]{22}$/);
const Upload = z.strictObject({
  purpose: z.enum(['photo', 'document', 'signature']).default('photo'),
  form: FormId.optional(),
});
export const OwnFields = z.strictObject({ number: z.string().max(60), queryCode: z.string().max(40) });
const Supplement = OwnFields.extend({
  clientId: z.string().regex(/^[A-Za-z0-9_-]{16,60}$/),
  text: z.string().trim().min(1).max(2_000),
});

/** Whose number and code these are: with the address that asks. */
export function accessOf(request: Request, fields: { number: string; queryCode: string }): Access {
  return { number: fields.number, queryCode: fields.queryCode, address: request.ip ?? '' };
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new AppError('message_invalid', 'The request cannot be used.');
  return result.data;
}

/** A form of another site changes nothing here; browsers that do not say where they are from are let through. */
export const refuseForeign: RequestHandler = (request, _response, next) => {
  const site = request.get('sec-fetch-site');
  const foreign = site === 'cross-site' || site === 'same-site';
  next(foreign ? new AppError('origin_refused', 'Requests of other sites are refused.') : undefined);
};

/**
 * `POST /photos` (the bytes as body, `?purpose=&form=`), `GET` and `DELETE /photos/:id`: with the header
 * `Authorization: Consultation <id>.<secret>`. `POST /orders/{status,export,supplement,withdraw,erase}`: JSON with
 * number and query code, in the body so that they stand in no log.
 */
export function recordRoutes({ orders, prove, perMinute }: RecordRoutes): Router {
  const router = express.Router();
  const proven = async (request: Request): Promise<string> => {
    const proof = Proof.safeParse(request.get('authorization') ?? '');
    if (!proof.success) throw new AppError('token_missing', 'Whose consultation this is has to be proven.');
    await prove(proof.data);
    return parsed(ConsultationId, proof.data.consultation);
  };

  const uploads = perMinute(UPLOADS_PER_MINUTE, 'Too many pictures from this address.');
  router.post(
    '/photos',
    uploads,
    // Proven before twelve megabytes are read.
    async (request, response, next) => {
      response.locals.consultation = await proven(request);
      next();
    },
    express.raw({ type: ['image/*', 'application/octet-stream'], limit: MAX_UPLOAD_BYTES }),
    async (request, response) => {
      const { purpose, form } = parsed(Upload, request.query);
      const bytes: unknown = request.body;
      if (!(bytes instanceof Uint8Array)) throw new AppError('message_invalid', 'There is no picture.');
      const consultation = String(response.locals.consultation);
      const info = await orders.addPhoto({ consultation, form: form ?? null, purpose, bytes });
      const { photo, mime, width, height } = info;
      response.status(201).json({ photo, mime, width, height, bytes: info.bytes });
    },
  );
  router.get('/photos/:photo', async (request, response) => {
    const consultation = await proven(request);
    const { info, bytes } = await orders.readPhoto(consultation, parsed(PhotoId, request.params.photo));
    response.type(info.mime).send(Buffer.from(bytes));
  });
  router.delete('/photos/:photo', async (request, response) => {
    const consultation = await proven(request);
    await orders.removePhoto(consultation, parsed(PhotoId, request.params.photo));
    response.status(204).end();
  });

  const own = express.Router();
  own.use(
    refuseForeign,
    perMinute(LOOKUPS_PER_MINUTE, 'Too many look-ups from this address.'),
    express.json({ limit: '16kb', strict: true }),
  );
  own.post('/status', async (request, response) => {
    response.json(await orders.status(accessOf(request, parsed(OwnFields, request.body))));
  });
  own.post('/export', async (request, response) => {
    response.json(await orders.exportOwn(accessOf(request, parsed(OwnFields, request.body))));
  });
  own.post('/withdraw', async (request, response) => {
    response.json(await orders.withdraw(accessOf(request, parsed(OwnFields, request.body))));
  });
  own.post('/erase', async (request, response) => {
    await orders.erase(accessOf(request, parsed(OwnFields, request.body)));
    response.status(204).end();
  });
  own.post('/supplement', async (request, response) => {
    const { clientId, text, ...fields } = parsed(Supplement, request.body);
    response.json(await orders.supplement(accessOf(request, fields), { clientId, text }));
  });
  router.use('/orders', own);
  return router;
}

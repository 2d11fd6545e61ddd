import { randomBytes } from 'node:crypto';
import express, { type RequestHandler, type Router } from 'express';
import {
  AppError,
  type DtlsParameters,
  type IceServer,
  LINE_CHECK_BYTES,
  LineCheckConnect,
  type LineCheckOffer,
  LineCheckRequest,
} from '../../protocol/index.ts';

export interface LineCheckOptions {
  checks: {
    open(protocol: 'udp' | 'tcp'): Promise<Omit<LineCheckOffer, 'iceServers'>>;
    connect(id: string, dtlsParameters: DtlsParameters): Promise<void>;
  };
  iceServers: () => IceServer[];
  perMinute: (limit: number, message: string) => RequestHandler;
}

/** A check asks about six times; several people may sit behind one address. */
const PER_MINUTE = 60;
/** The measure of the line costs the most: a few per minute and address. */
const MEASURES_PER_MINUTE = 10;

/** Whether a page can reach the media server, and how fast its line is; nothing of anybody is needed or kept. */
export function lineCheckRoutes({ checks, iceServers, perMinute }: LineCheckOptions): Router {
  const router = express.Router();
  const body = express.json({ limit: '8kb', strict: true });
  // It must not shrink on its way, so it is noise; one piece for all.
  const noise = randomBytes(LINE_CHECK_BYTES);
  router.get(
    '/bytes',
    perMinute(MEASURES_PER_MINUTE, 'Too many checks from this address.'),
    (_request, response) => {
      response.type('application/octet-stream').send(noise);
    },
  );
  router.use(perMinute(PER_MINUTE, 'Too many checks from this address.'));
  router.post('/line', body, async (request, response) => {
    const asked = LineCheckRequest.safeParse(request.body);
    if (!asked.success)
      throw new AppError('message_invalid', 'The body must be {"protocol": "udp" | "tcp"}.');
    const offer = await checks.open(asked.data.protocol);
    response.status(201).json({ ...offer, iceServers: iceServers() } satisfies LineCheckOffer);
  });
  router.post('/line/:id', body, async (request, response) => {
    const asked = LineCheckConnect.safeParse(request.body);
    if (!asked.success) throw new AppError('message_invalid', 'The body must be {"dtlsParameters"}.');
    await checks.connect(request.params.id, asked.data.dtlsParameters);
    response.json({});
  });
  return router;
}

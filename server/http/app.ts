import { join } from 'node:path';
import express, { type Express, type Request, type RequestHandler } from 'express';
import { rateLimit } from 'express-rate-limit';
import expressStaticGzip from 'express-static-gzip';
import {
  type About,
  AppError,
  CreateConsultationRequest,
  type CreateConsultationResponse,
  KIOSK_API,
  type Lang,
  LINE_CHECK_API,
  STAFF_API,
  toWireError,
  VIDEOS_PATH,
} from '../../protocol/index.ts';
import type { Orders } from '../orders/types.ts';
import { errorHandler } from './errors.ts';
import { type KioskRoutesOptions, kioskRoutes, toKioskPage } from './kiosk.ts';
import { type LineCheckOptions, lineCheckRoutes } from './line-check.ts';
import { deviceModels } from './models.ts';
import { ownPages } from './own-page.ts';
import { recordRoutes } from './records.ts';
import { permissionsPolicy, securityHeaders } from './security.ts';
import { type StaffRoutesOptions, staffRoutes } from './staff.ts';
import { type TextMode, textPage } from './text-page.ts';
import { videoFiles } from './videos.ts';

export interface HttpOptions {
  clientDir: string;
  avatarsDir: string;
  /** Folder of the guidance videos (`media/`). */
  mediaDir: string;
  /** Folders in which models for the citizen's browser may lie; the first that has one gives it. */
  modelDirs: readonly string[];
  tls: boolean;
  publicUrl: string | undefined;
  socketOrigins: readonly string[];
  trustProxy: boolean | number | string;
  createPerMinute: number;
  about: () => About;
  createConsultation: (lang: Lang) => Promise<{ id: string; token: string }>;
  /** Consultations without script, socket and media. */
  textMode: TextMode;
  /** Forms, cases and pictures; and how a page proves whose consultation it is. */
  orders: Orders;
  prove: (proof: { consultation: string; secret: string }) => Promise<void>;
  /** The machines in the halls. */
  kiosks: Pick<KioskRoutesOptions, 'kiosks' | 'callStaff'>;
  /** Members of staff. */
  staff: Pick<StaffRoutesOptions, 'staff' | 'oidcName' | 'isOriginAllowed' | 'records'>;
  /** Pages that try their line before a call. */
  lineChecks: Pick<LineCheckOptions, 'checks' | 'iceServers'>;
  /** Resolves when everything that a consultation needs stands; rejects with what does not. */
  ready: () => Promise<void>;
  /** What an operator should see beside readiness: words to the city that wait or were given up. */
  notes: () => { waiting: number; dead: number };
  metrics: (() => Promise<{ contentType: string; body: string }>) | null;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

/** Set-up has written a brotli and a gzip form beside each file that gains by it. */
const PRECOMPRESSED = { enableBrotli: true, orderPreference: ['br', 'gz'] };

/** Pages, REST and health. Pages are revalidated, hashed assets kept for ever. */
export function createApp(options: HttpOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  try {
    app.set('trust proxy', options.trustProxy);
  } catch (cause) {
    throw new AppError(
      'config_invalid',
      'GOVATAR_TRUST_PROXY must be false, a number, or addresses parted by commas.',
      { cause },
    );
  }
  app.use(securityHeaders(options), permissionsPolicy);

  app.get('/healthz', (_request, response) => {
    response.json({ ok: true });
  });
  app.get('/readyz', async (_request, response) => {
    try {
      await options.ready();
      const { waiting, dead } = options.notes();
      const all = await options.kiosks.kiosks.list();
      const count = (health: string): number => all.filter((one) => one.health === health).length;
      response.json({
        ok: true,
        outbox: { waiting, dead },
        kiosks: { well: count('well'), failed: count('failed'), lost: count('lost') },
      });
    } catch (error) {
      response.status(503).json({ ok: false, error: toWireError(error) });
    }
  });
  if (options.metrics !== null) {
    const { metrics } = options;
    app.get('/metrics', async (_request, response) => {
      const { contentType, body } = await metrics();
      response.type(contentType).send(body);
    });
  }
  // One count for both ways in.
  const newOnes = perMinute(options.createPerMinute, 'Too many consultations from this address.');
  const { hotline } = options.about();
  const { tls, log } = options;
  app.use(KIOSK_API, kioskRoutes({ ...options.kiosks, hotline, tls, perMinute, log }));
  app.use(STAFF_API, staffRoutes({ ...options.staff, tls, now: Date.now, perMinute, log }));
  app.use('/api', apiRouter(options, newOnes));
  app.use(ownPages({ orders: options.orders, perMinute, log: options.log }));
  app.use(
    '/text',
    textPage({ ...options.textMode, hotline: options.about().hotline, newOnes, perMinute, log: options.log }),
  );
  app.use(
    '/avatars',
    expressStaticGzip(options.avatarsDir, { ...PRECOMPRESSED, serveStatic: { index: false, maxAge: '1h' } }),
  );
  app.use(VIDEOS_PATH, videoFiles(options.mediaDir));
  app.use(deviceModels(options.modelDirs));
  app.use(toKioskPage);
  app.get('/', (request, response) => {
    const query = request.originalUrl.indexOf('?');
    response.redirect(302, `/citizen/${query === -1 ? '' : request.originalUrl.slice(query)}`);
  });
  app.use(
    '/',
    expressStaticGzip(options.clientDir, {
      ...PRECOMPRESSED,
      serveStatic: {
        setHeaders: (response, path) => {
          const hashed = path.startsWith(join(options.clientDir, 'assets'));
          // A kiosk's page is not kept for the way back either: the next citizen must not find it.
          const kiosk = path.startsWith(join(options.clientDir, 'citizen', 'kiosk', 'index.html'));
          const others = kiosk ? 'no-store' : 'no-cache';
          response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : others);
        },
      },
    }),
  );
  app.use((_request, _response, next) => next(new AppError('not_found', 'There is nothing here.')));
  app.use(errorHandler(options));
  return app;
}

function apiRouter(options: HttpOptions, newOnes: RequestHandler): express.Router {
  const api = express.Router();
  api.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  api.get('/about', (_request, response) => {
    response.json(options.about());
  });
  api.post(
    '/consultations',
    newOnes,
    express.json({ limit: '4kb', strict: true }),
    async (request, response) => {
      const body = CreateConsultationRequest.safeParse(request.body);
      if (!body.success) throw new AppError('message_invalid', 'The body must be {"lang": "zh" | "en"}.');
      const { id, token } = await options.createConsultation(body.data.lang);
      const answer: CreateConsultationResponse = { id, token, wsUrl: socketUrl(request, options.publicUrl) };
      response.status(201).json(answer);
    },
  );
  api.use(LINE_CHECK_API.replace('/api', ''), lineCheckRoutes({ ...options.lineChecks, perMinute }));
  api.use(recordRoutes({ orders: options.orders, prove: options.prove, perMinute }));
  return api;
}

/** So many requests per minute and address; those beyond go on as `rate_limited`. */
function perMinute(limit: number, message: string): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) =>
      next(new AppError('rate_limited', message, { retryAfterMs: 60_000 })),
  });
}

/** Where the page's socket goes: the public address when one is configured, else the host that was asked. */
function socketUrl(request: Request, publicUrl: string | undefined): string {
  const base = publicUrl ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`;
  return `${base.replace(/^http/, 'ws')}/ws`;
}

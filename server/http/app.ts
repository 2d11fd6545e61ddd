import { join } from 'node:path';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { rateLimit } from 'express-rate-limit';
import expressStaticGzip from 'express-static-gzip';
import {
  type About,
  AppError,
  CreateConsultationRequest,
  type CreateConsultationResponse,
  type ErrorCode,
  type Lang,
  toWireError,
} from '../../protocol/index.ts';
import { permissionsPolicy, securityHeaders } from './security.ts';

export interface HttpOptions {
  clientDir: string;
  avatarsDir: string;
  tls: boolean;
  publicUrl: string | undefined;
  socketOrigins: readonly string[];
  trustProxy: boolean | number | string;
  createPerMinute: number;
  about: () => About;
  createConsultation: (lang: Lang) => Promise<{ id: string; token: string }>;
  /** Resolves when everything that a consultation needs stands; rejects with what does not. */
  ready: () => Promise<void>;
  metrics: (() => Promise<{ contentType: string; body: string }>) | null;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

const STATUS: Partial<Record<ErrorCode, number>> = {
  message_not_json: 400,
  message_invalid: 400,
  message_too_large: 413,
  not_found: 404,
  rate_limited: 429,
  server_busy: 503,
  server_closing: 503,
  origin_refused: 403,
};

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
      response.json({ ok: true });
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
  app.use('/api', apiRouter(options));
  app.use(
    '/avatars',
    expressStaticGzip(options.avatarsDir, { ...PRECOMPRESSED, serveStatic: { index: false, maxAge: '1h' } }),
  );
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
          response.setHeader('Cache-Control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
        },
      },
    }),
  );
  app.use((_request, _response, next) => next(new AppError('not_found', 'There is nothing here.')));
  app.use(errorHandler(options));
  return app;
}

function apiRouter(options: HttpOptions): express.Router {
  const api = express.Router();
  api.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  api.get('/about', (_request, response) => {
    response.json(options.about());
  });
  const perAddress = rateLimit({
    windowMs: 60_000,
    limit: options.createPerMinute,
    standardHeaders: 'draft-8',
    legacyHeaders: false,
    handler: (_request, _response, next) =>
      next(
        new AppError('rate_limited', 'Too many consultations from this address.', { retryAfterMs: 60_000 }),
      ),
  });
  api.post(
    '/consultations',
    perAddress,
    express.json({ limit: '4kb', strict: true }),
    async (request, response) => {
      const body = CreateConsultationRequest.safeParse(request.body);
      if (!body.success) throw new AppError('message_invalid', 'The body must be {"lang": "zh" | "en"}.');
      const { id, token } = await options.createConsultation(body.data.lang);
      const answer: CreateConsultationResponse = { id, token, wsUrl: socketUrl(request, options.publicUrl) };
      response.status(201).json(answer);
    },
  );
  return api;
}

/** Where the page's socket goes: the public address when one is configured, else the host that was asked. */
function socketUrl(request: Request, publicUrl: string | undefined): string {
  const base = publicUrl ?? `${request.protocol}://${request.get('host') ?? 'localhost'}`;
  return `${base.replace(/^http/, 'ws')}/ws`;
}

function errorHandler(options: HttpOptions): ErrorRequestHandler {
  return (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const known = bodyError(error) ?? error;
    const wire = toWireError(known);
    if (wire.code === 'internal') {
      options.log('error', 'request failed', {
        pii: error instanceof Error ? (error.stack ?? '') : String(error),
      });
    }
    if (wire.retryAfterMs !== undefined)
      response.setHeader('Retry-After', Math.ceil(wire.retryAfterMs / 1000));
    response.status(statusOf(error) ?? STATUS[wire.code] ?? 500).json({ error: wire });
  };
}

/** The status of an error that express blames on the client (400 to 499). */
function statusOf(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null && 'status' in error ? error.status : null;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** What express and its body parser throw over bad input, in our codes. */
function bodyError(error: unknown): AppError | null {
  const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
  if (type === 'entity.too.large') return new AppError('message_too_large', 'The body is too large.');
  if (type === 'entity.parse.failed') return new AppError('message_not_json', 'The body is no JSON.');
  if (statusOf(error) === 404) return new AppError('not_found', 'There is nothing here.');
  return statusOf(error) === null ? null : new AppError('message_invalid', 'The request cannot be used.');
}

import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import {
  AppError,
  KIOSK_API,
  KIOSK_PAGE,
  KioskBeat,
  KioskEnrolment,
  KioskId,
  type KioskSettings,
} from '../../protocol/index.ts';
import type { KioskRecord } from '../ops/kiosk-files.ts';
import type { Kiosks } from '../ops/kiosks.ts';

export interface KioskRoutesOptions {
  kiosks: Kiosks;
  hotline: string;
  /** Cookies go over TLS alone. */
  tls: boolean;
  /** Tells the hall's own system; false: it was not taken, or there is none. */
  callStaff: (record: KioskRecord) => Promise<boolean>;
  perMinute: (limit: number, message: string) => RequestHandler;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

/**
 * The machine's token. No script of the page can read it, so it outlives the wipe of everything a citizen could have
 * left, and a page that was tampered with cannot carry it away.
 */
const COOKIE = 'govatar_kiosk';
/** Chromium keeps none longer; each beat renews it. */
const COOKIE_LIVES_MS = 400 * 86_400_000;
/** Several machines may stand behind one address. */
const PER_MINUTE = 600;
const ENROLMENTS_PER_MINUTE = 10;

/** Enrolment, settings, signs of life and the button for staff, below `/api/kiosk`. */
export function kioskRoutes(options: KioskRoutesOptions): Router {
  const { kiosks, log } = options;
  const router = express.Router();
  const body = express.json({ limit: '4kb', strict: true });
  const own = (request: Request): Promise<KioskRecord> => kiosks.check(tokenOf(request));

  router.use((_request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    next();
  });
  router.use(options.perMinute(PER_MINUTE, 'Too many requests from this address.'));
  router.get('/', async (request, response) => {
    response.json(settingsOf(await own(request), options.hotline));
  });
  router.post(
    '/enrolment',
    options.perMinute(ENROLMENTS_PER_MINUTE, 'Too many codes from this address.'),
    body,
    async (request, response) => {
      const { kiosk, code } = parsed(KioskEnrolment, request.body);
      const token = await kiosks.redeem(kiosk, code);
      giveToken(response, token, options.tls);
      log('info', 'a kiosk has enrolled', { kiosk });
      response.status(201).json(settingsOf(await kiosks.check(token), options.hotline));
    },
  );
  router.post('/beat', body, async (request, response) => {
    const record = await own(request);
    await kiosks.beat(record.id, parsed(KioskBeat, request.body));
    giveToken(response, tokenOf(request) ?? '', options.tls);
    response.json(settingsOf(record, options.hotline));
  });
  router.post(
    '/staff',
    options.perMinute(30, 'Staff were called too often.'),
    body,
    async (request, response) => {
      const record = await own(request);
      const called = await options.callStaff(record);
      log('info', 'staff called at a kiosk', { kiosk: record.id, called });
      response.json({ called });
    },
  );
  return router;
}

/** `/?kiosk=ID` and `/citizen/?kiosk=ID` lead to the machine's own page. */
export const toKioskPage: RequestHandler = (request, response, next) => {
  if ((request.path === '/' || request.path === '/citizen/') && request.query.kiosk !== undefined) {
    const id = KioskId.safeParse(request.query.kiosk);
    if (!id.success) throw new AppError('not_found', 'There is no such kiosk.');
    const query = new URLSearchParams({ kiosk: id.data });
    response.redirect(302, `${KIOSK_PAGE}?${query}`);
  } else next();
};

function settingsOf(record: KioskRecord, hotline: string): KioskSettings {
  const { id, name, staffNumber, staffWebhook, presence, quietS, warnS } = record;
  const staff = { number: staffNumber, calls: staffWebhook !== null };
  return { id, name, hotline, staff, presence, quietS, warnS };
}

function giveToken(response: Response, token: string, secure: boolean): void {
  response.cookie(COOKIE, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure,
    path: KIOSK_API,
    maxAge: COOKIE_LIVES_MS,
  });
}

function tokenOf(request: Request): string | null {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE && value !== undefined && value !== '') return decoded(value);
  }
  return null;
}

/** What is no encoding is no token of ours either. */
function decoded(value: string): string | null {
  try {
    return decodeURIComponent(value);
  } catch {
    return null;
  }
}

function parsed<T>(
  shape: { safeParse(value: unknown): { success: true; data: T } | { success: false } },
  value: unknown,
): T {
  const result = shape.safeParse(value);
  if (!result.success) throw new AppError('message_invalid', 'The body has not the agreed shape.');
  return result.data;
}

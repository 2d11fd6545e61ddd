import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import type { z } from 'zod';
import {
  AccountChange,
  type AccountList,
  AppError,
  type AuditPage,
  AuditQuery,
  CSRF_HEADER,
  NewAccount,
  PasswordRequest,
  ResetRequest,
  SetupLookRequest,
  SetupRequest,
  SignInRequest,
  type SignInWays,
  StaffId,
  type StaffRight,
  TotpBeginRequest,
  TotpConfirmRequest,
  TotpRemoveRequest,
} from '../../protocol/index.ts';
import type { SignedIn } from '../staff/sessions.ts';
import type { Staff } from '../staff/staff.ts';
import { clearCookie, cookieOf, deviceCookie, setCookie, staffCookie } from './staff-cookie.ts';
import { oidcRoutes } from './staff-oidc.ts';
import { type StaffRecordsOptions, staffRecordRoutes } from './staff-records.ts';

export interface StaffRoutesOptions {
  staff: Staff;
  /** What stands on the button of the city's own sign-in; null where there is none. */
  oidcName: string | null;
  records: StaffRecordsOptions;
  /** Whether the pages are served over TLS, by us or by a proxy. */
  tls: boolean;
  isOriginAllowed: (origin: string | undefined, host: string | undefined) => boolean;
  now: () => number;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
  perMinute: (limit: number, message: string) => RequestHandler;
}

/** Per minute and address: a whole centre that begins its shift behind one address; and its work all day. */
const SIGN_INS_PER_MINUTE = 60;
const REQUESTS_PER_MINUTE = 1_200;

type Handler = (who: SignedIn, request: Request, response: Response) => Promise<void>;

/** `/api/staff`: see protocol/staff-api.ts for each request, its answer and its errors. */
export function staffRoutes(options: StaffRoutesOptions): Router {
  const { staff, tls, now } = options;
  const { sessions, signIn, links, own, accounts, tickets, audit, devices } = staff;
  const router = express.Router();
  const cookie = staffCookie(tls);
  const device = deviceCookie(tls);
  const addressOf = (request: Request): string => request.ip ?? '';
  const record = (who: SignedIn, act: string, on: string): Promise<void> =>
    audit.record({ at: now(), who: StaffId.parse(who.account.id), act, on });

  router.use(options.perMinute(REQUESTS_PER_MINUTE, 'Too many requests from this address.'));
  router.use((request, response, next) => {
    response.setHeader('Cache-Control', 'no-store');
    if (request.method !== 'GET' && !options.isOriginAllowed(request.get('origin'), request.get('host'))) {
      throw new AppError('origin_refused', 'Requests of other sites are refused.');
    }
    next();
  });
  const fewSignIns = options.perMinute(SIGN_INS_PER_MINUTE, 'Too many sign-ins from this address.');
  if (staff.oidc !== null) {
    const { oidc } = staff;
    router.use('/oidc', oidcRoutes({ staff, oidc, tls, limit: fewSignIns, log: options.log }));
  }
  router.use(express.json({ limit: '16kb', strict: true }));

  /** One who is signed in and may; requests that change something prove that their page is. */
  const signedIn = (right: StaffRight | null | 'anybody', handle: Handler): RequestHandler => {
    return async (request, response) => {
      const who = await sessions.find(cookieOf(request, cookie.name));
      if (request.method !== 'GET') sessions.checkCsrf(who, request.get(CSRF_HEADER));
      if (right !== 'anybody') sessions.demand(who, right);
      await handle(who, request, response);
    };
  };
  /** A password over a line that anybody can read is no secret. */
  const private_: RequestHandler = (request, _response, next) => {
    if (!tls && !isLocal(request.hostname)) throw new AppError('tls_needed', 'Staff sign in over https.');
    next();
  };
  const welcome = async (who: SignedIn, request: Request, response: Response): Promise<void> => {
    await staff.signedInNow(who, addressOf(request));
    setCookie(response, cookie, who.token);
    const known = await devices.remember(cookieOf(request, device.name), who.account.id);
    if (known !== null) setCookie(response, device, known);
    response.json(sessions.me(who));
  };

  router.get('/ways', (_request, response) => {
    const ways: SignInWays = { password: true, oidc: staff.oidc === null ? null : options.oidcName };
    response.json(ways);
  });
  router.post('/sign-in', fewSignIns, private_, async (request, response) => {
    const given = parsed(SignInRequest, request.body);
    const account = await signIn.prove(given, addressOf(request), cookieOf(request, device.name));
    const before = cookieOf(request, cookie.name);
    await welcome(await sessions.open(account, { before }), request, response);
  });
  router.post('/setup/look', fewSignIns, async (request, response) => {
    response.json(await links.look(parsed(SetupLookRequest, request.body).token));
  });
  router.post('/setup', fewSignIns, private_, async (request, response) => {
    const account = await links.use(parsed(SetupRequest, request.body));
    // Whoever has an authenticator proves it at the sign-in: the link alone opens nothing.
    if (account.totp) {
      throw new AppError('code_needed', 'The password is set: sign in with the code of the authenticator.');
    }
    const before = cookieOf(request, cookie.name);
    await welcome(await sessions.open(account, { before }), request, response);
  });

  router.get(
    '/me',
    signedIn('anybody', async (who, _request, response) => {
      response.json(sessions.me(who));
    }),
  );
  router.post(
    '/sign-out',
    signedIn('anybody', async (who, _request, response) => {
      await sessions.end(who);
      await record(who, 'staff.sign_out', who.account.id);
      clearCookie(response, cookie);
      response.status(204).end();
    }),
  );
  router.post(
    '/password',
    fewSignIns,
    signedIn('anybody', async (who, request, response) => {
      await own.changePassword(who, parsed(PasswordRequest, request.body), addressOf(request));
      response.status(204).end();
    }),
  );
  router.post(
    '/totp/begin',
    fewSignIns,
    signedIn('anybody', async (who, request, response) => {
      response.json(await own.beginTotp(who, parsed(TotpBeginRequest, request.body), addressOf(request)));
    }),
  );
  router.post(
    '/totp/confirm',
    fewSignIns,
    signedIn('anybody', async (who, request, response) => {
      response.json(await own.confirmTotp(who, parsed(TotpConfirmRequest, request.body).code));
    }),
  );
  router.post(
    '/totp/remove',
    fewSignIns,
    signedIn(null, async (who, request, response) => {
      await own.removeTotp(who, parsed(TotpRemoveRequest, request.body), addressOf(request));
      response.status(204).end();
    }),
  );
  router.post(
    '/ticket',
    signedIn(null, async (who, _request, response) => {
      response.json({ ticket: await tickets.issue(who.account.id) });
    }),
  );

  router.use(staffRecordRoutes(options.records, { staff, signedIn, now }));
  router.get(
    '/accounts',
    signedIn('accounts.manage', async (_who, _request, response) => {
      const list: AccountList = { accounts: await accounts.list() };
      response.json(list);
    }),
  );
  router.post(
    '/accounts',
    signedIn('accounts.manage', async (who, request, response) => {
      response.status(201).json(await accounts.create(who.account.id, parsed(NewAccount, request.body)));
    }),
  );
  router.patch(
    '/accounts/:id',
    signedIn('accounts.manage', async (who, request, response) => {
      const id = parsed(StaffId, request.params.id);
      response.json(await accounts.change(who.account.id, id, parsed(AccountChange, request.body)));
    }),
  );
  router.post(
    '/accounts/:id/reset',
    signedIn('accounts.manage', async (who, request, response) => {
      const id = parsed(StaffId, request.params.id);
      response.json(await accounts.reset(who.account.id, id, parsed(ResetRequest, request.body)));
    }),
  );
  router.get(
    '/audit',
    signedIn('audit.read', async (who, request, response) => {
      const query = parsed(AuditQuery, request.query);
      // Whoever reads the audit stands in it; turning its pages is one reading.
      if (query.before === undefined) await record(who, 'audit.read', 'audit');
      const rows = await audit.list(query);
      const last = rows.at(-1);
      const more = rows.length === query.limit && last !== undefined && last.seq > 1;
      const page: AuditPage = { rows, next: more ? last.seq : null };
      response.json(page);
    }),
  );
  router.post(
    '/audit/verify',
    signedIn('audit.read', async (who, _request, response) => {
      await record(who, 'audit.verify', 'audit');
      response.json(await audit.verify());
    }),
  );
  return router;
}

const isLocal = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[?::1\]?)$/.test(host);

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined ? '' : ` (${issue.path.join('.')})`;
  throw new AppError('message_invalid', `The request cannot be used${where}.`);
}

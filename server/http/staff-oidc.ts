import express, { type RequestHandler, type Response, type Router } from 'express';
import { AppError } from '../../protocol/index.ts';
import { Answer, type Oidc } from '../staff/oidc/oidc.ts';
import type { Staff } from '../staff/staff.ts';
import { clearCookie, cookieOf, oidcCookie, setCookie, staffCookie } from './staff-cookie.ts';

/**
 * `GET /` sends the browser to the city's own sign-in; `GET /callback` takes it back, to the desk. What went wrong stands
 * there as `?problem=<code>`: a person is looking, not a program.
 */
export function oidcRoutes(options: {
  staff: Staff;
  oidc: Oidc;
  tls: boolean;
  limit: RequestHandler;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}): Router {
  const { staff, oidc, tls, log } = options;
  const router = express.Router();
  const journey = oidcCookie(tls);
  const session = staffCookie(tls);
  const toDesk = (response: Response, error: unknown): void => {
    const code = error instanceof AppError ? error.code : 'internal';
    const fields = error instanceof AppError ? { code } : { code, pii: String(error) };
    log('warn', "the city's own sign-in did not work", fields);
    response.redirect(303, `/desk/?problem=${code}`);
  };

  router.get('/', options.limit, async (_request, response) => {
    try {
      const { url, state } = await oidc.begin();
      setCookie(response, journey, state);
      response.redirect(303, url);
    } catch (error) {
      toDesk(response, error);
    }
  });
  router.get('/callback', options.limit, async (request, response) => {
    const state = cookieOf(request, journey.name);
    clearCookie(response, journey);
    try {
      const answer = Answer.safeParse(request.query);
      if (!answer.success) throw new AppError('message_invalid', 'The request cannot be used.');
      const address = request.ip ?? '';
      const account = await oidc.finish(answer.data, state, address);
      const before = cookieOf(request, session.name);
      const signedIn = await staff.sessions.open(account, { external: true, before });
      await staff.signedInNow(signedIn, address);
      setCookie(response, session, signedIn.token);
      response.redirect(303, '/desk/');
    } catch (error) {
      toDesk(response, error);
    }
  });
  return router;
}

import type { ErrorRequestHandler } from 'express';
import { AppError, type ErrorCode, toWireError, type WireError } from '../../protocol/index.ts';
import { renderTrouble } from './trouble-page.ts';

export type LogError = (
  level: 'info' | 'warn' | 'error',
  event: string,
  fields: Record<string, unknown>,
) => void;

const STATUS: Partial<Record<ErrorCode, number>> = {
  message_not_json: 400,
  message_invalid: 400,
  message_too_large: 413,
  not_found: 404,
  rate_limited: 429,
  server_busy: 503,
  server_closing: 503,
  origin_refused: 403,
  resume_invalid: 403,
  token_missing: 401,
  token_invalid: 401,
  token_expired: 410,
  not_yours: 403,
  resume_expired: 410,
  state_refused: 409,
  role_refused: 403,
  sign_in_needed: 401,
  sign_in_refused: 401,
  sign_in_locked: 429,
  code_needed: 401,
  totp_needed: 403,
  password_weak: 422,
  name_taken: 409,
  csrf_refused: 403,
  tls_needed: 403,
};

/** What an error is to whoever asked: the HTTP status and the wire form. What is our own fault goes to the log. */
export function readError(error: unknown, log: LogError): { status: number; wire: WireError } {
  const wire = toWireError(bodyError(error) ?? error);
  if (wire.code === 'internal') {
    log('error', 'request failed', { pii: error instanceof Error ? (error.stack ?? '') : String(error) });
  }
  return { status: statusOf(error) ?? STATUS[wire.code] ?? 500, wire };
}

/** The value of `Retry-After` in whole seconds; null when waiting does not help. */
export const retryAfter = (wire: WireError): string | null =>
  wire.retryAfterMs === undefined ? null : String(Math.ceil(wire.retryAfterMs / 1000));

/** Answers what went wrong: a page to a browser that asks for one, JSON to every program. */
export function errorHandler(options: { log: LogError }): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const { status, wire } = readError(error, options.log);
    const seconds = retryAfter(wire);
    if (seconds !== null) response.setHeader('Retry-After', seconds);
    response.status(status);
    if (request.method === 'GET' && request.accepts(['json', 'html']) === 'html') {
      response.type('html').send(renderTrouble(wire.code, request.query.lang === 'en' ? 'en' : 'zh'));
      return;
    }
    response.json({ error: wire });
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

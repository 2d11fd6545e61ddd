import { z } from 'zod';

/**
 * Stable error codes. They go over the wire and into tests and monitoring, so they never change their meaning;
 * the words that a person reads are made from them on the page (`client/ui/texts`).
 */
export const ERROR_CODES = [
  // who you are
  'token_missing',
  'token_invalid',
  'token_expired',
  'token_used',
  'token_foreign',
  'resume_invalid',
  'resume_expired',
  'origin_refused',
  'role_refused',
  // who you are, as a member of staff
  'sign_in_needed',
  'sign_in_refused',
  'sign_in_locked',
  'code_needed',
  'totp_needed',
  'password_weak',
  'name_taken',
  'csrf_refused',
  'tls_needed',
  // what you sent
  'message_not_json',
  'message_too_large',
  'message_unknown',
  'message_invalid',
  'rate_limited',
  'not_found',
  'not_yours',
  'state_refused',
  // what we could not do
  'server_busy',
  'server_closing',
  'room_gone',
  'media_lost',
  'timeout',
  'internal',
  // what an operator has to mend
  'config_invalid',
  'port_taken',
  'data_locked',
  'data_key_wrong',
  'worker_missing',
  'content_invalid',
  // what a designer has to mend in an avatar
  'avatar_not_vrm',
  'avatar_bones_missing',
  'avatar_too_large',
  'avatar_broken',
  'avatar_texture',
] as const;

export const ErrorCode = z.enum(ERROR_CODES);
export type ErrorCode = z.infer<typeof ErrorCode>;

/** An error as it crosses the wire. `retryAfterMs` is present when waiting helps. */
export const WireError = z.strictObject({
  code: ErrorCode,
  message: z.string().max(500),
  retryAfterMs: z.number().int().nonnegative().optional(),
});
export type WireError = z.infer<typeof WireError>;

/**
 * An error with a stable code. `message` is for a person; anything that is not an `AppError` becomes
 * `internal` before it reaches the wire.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The wire form of any error; unknown ones tell nothing about themselves. */
export function toWireError(error: unknown): WireError {
  if (error instanceof AppError) {
    return {
      code: error.code,
      message: error.message.slice(0, 500),
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    };
  }
  return { code: 'internal', message: 'Something went wrong on our side.' };
}

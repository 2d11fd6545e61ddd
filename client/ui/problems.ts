import type { CallProblem } from '../call/types.ts';
import type { Texts } from './texts/zh.ts';

/** Every code that a citizen's page can meet. */
export type ProblemCode = CallProblem['code'];
/** The key of its words under `problem.` */
export type ProblemText = keyof Texts['problem'];
/**
 * What the citizen can do: `retry` connects again, `restart` begins a new consultation, `wait` counts down and tries
 * by itself, `reload` opens the page anew, `dismiss` only closes the note.
 */
export type ProblemAction = 'retry' | 'restart' | 'wait' | 'reload' | 'dismiss';

export interface Explanation {
  text: ProblemText;
  action: ProblemAction;
}

const session: Explanation = { text: 'session', action: 'restart' };
const request: Explanation = { text: 'request', action: 'dismiss' };
/** Of the sign-in of staff, whose pages have words of their own. */
const staff: Explanation = { text: 'door', action: 'reload' };
const internal: Explanation = { text: 'internal', action: 'restart' };

/** Words and way out of each problem. A record, so that a new code cannot be forgotten. */
export const PROBLEMS: Readonly<Record<ProblemCode, Explanation>> = {
  network: { text: 'network', action: 'retry' },
  no_webrtc: { text: 'noWebrtc', action: 'dismiss' },
  insecure_context: { text: 'insecure', action: 'dismiss' },
  taken_over: { text: 'takenOver', action: 'restart' },
  token_missing: session,
  token_invalid: session,
  token_expired: session,
  token_used: session,
  token_foreign: session,
  resume_invalid: session,
  resume_expired: session,
  origin_refused: { text: 'door', action: 'reload' },
  role_refused: { text: 'door', action: 'reload' },
  sign_in_needed: staff,
  sign_in_refused: staff,
  sign_in_locked: staff,
  code_needed: staff,
  totp_needed: staff,
  password_weak: staff,
  name_taken: staff,
  csrf_refused: staff,
  tls_needed: staff,
  message_not_json: request,
  message_too_large: { text: 'tooLong', action: 'dismiss' },
  message_unknown: request,
  message_invalid: request,
  rate_limited: { text: 'tooFast', action: 'dismiss' },
  not_found: session,
  not_yours: session,
  state_refused: request,
  server_busy: { text: 'busy', action: 'wait' },
  server_closing: { text: 'closing', action: 'wait' },
  room_gone: { text: 'roomGone', action: 'restart' },
  media_lost: { text: 'media', action: 'dismiss' },
  timeout: { text: 'timeout', action: 'retry' },
  internal,
  config_invalid: internal,
  port_taken: internal,
  data_locked: internal,
  data_key_wrong: internal,
  worker_missing: internal,
  content_invalid: internal,
  avatar_not_vrm: internal,
  avatar_bones_missing: internal,
  avatar_too_large: internal,
  avatar_broken: internal,
  avatar_texture: internal,
};

/** How long to wait before trying again, in ms, when the server named no time. */
export const DEFAULT_RETRY_MS = 10_000;

/** The wait of a problem, in ms; null when waiting is not what helps. */
export function retryDelayMs(problem: CallProblem): number | null {
  if (PROBLEMS[problem.code].action !== 'wait') return null;
  const told = 'retryAfterMs' in problem ? problem.retryAfterMs : undefined;
  // At least a second, so that a wrong answer cannot make a page hammer the server.
  return Math.max(1000, told ?? DEFAULT_RETRY_MS);
}

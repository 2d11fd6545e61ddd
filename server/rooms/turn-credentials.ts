import { createHmac } from 'node:crypto';
import type { IceServer } from '../../protocol/index.ts';

/** Credentials live this long; a consultation that lasts longer gets new ones when it resumes. */
const TTL_SECONDS = 3_600;

/**
 * Time-limited TURN credentials as coturn's `use-auth-secret` checks them (draft-uberti-behave-turn-rest): the user
 * name is the expiry in Unix seconds and a name, the password its HMAC-SHA1 under the shared secret, in base64.
 */
export function turnServers(
  turn: { urls: readonly string[]; secret: string } | null,
  peer: string,
  nowMs: number,
): IceServer[] {
  if (turn === null || turn.urls.length === 0) return [];
  const username = `${Math.floor(nowMs / 1000) + TTL_SECONDS}:${peer}`;
  const credential = createHmac('sha1', turn.secret).update(username).digest('base64');
  return [{ urls: [...turn.urls], username, credential }];
}

import { errors, jwtVerify, SignJWT } from 'jose';
import { AppError, newId, type Role, Role as RoleSchema } from '../../protocol/index.ts';

/** Long enough to load a slow page, short enough to be worthless later. */
export const TOKEN_TTL_MS = 120_000;
const AUDIENCE = 'govatar:room';

/** What a token grants: one room, one role, once. */
export interface Grant {
  consultation: string;
  peer: string;
  role: Role;
}

/**
 * Room tokens: signed (HS256), short-lived, used once. The key lives in memory: after a restart old tokens are void and
 * the page asks for a new one.
 */
export class Tokens {
  readonly #key = crypto.getRandomValues(new Uint8Array(32));
  readonly #now: () => number;
  /** Used token ids until they would have expired anyway. */
  readonly #used = new Map<string, number>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  async issue(grant: Grant): Promise<string> {
    const seconds = Math.floor(this.#now() / 1000);
    return new SignJWT({ con: grant.consultation, role: grant.role })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(grant.peer)
      .setJti(newId('peer'))
      .setAudience(AUDIENCE)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + TOKEN_TTL_MS / 1000)
      .sign(this.#key);
  }

  /**
   * Proves a token and uses it up.
   * @throws AppError `token_invalid`, `token_expired`, `token_foreign` (made for something else) or `token_used`.
   */
  async redeem(token: string): Promise<Grant> {
    const now = this.#now();
    const payload = await this.#verify(token, now);
    const role = RoleSchema.safeParse(payload.role);
    if (typeof payload.con !== 'string' || typeof payload.sub !== 'string' || !role.success || !payload.jti) {
      throw new AppError('token_foreign', 'This token is for something else.');
    }
    for (const [jti, until] of this.#used) if (until < now) this.#used.delete(jti);
    if (this.#used.has(payload.jti)) throw new AppError('token_used', 'This token has been used.');
    this.#used.set(payload.jti, now + TOKEN_TTL_MS);
    return { consultation: payload.con, peer: payload.sub, role: role.data };
  }

  async #verify(token: string, now: number) {
    try {
      const { payload } = await jwtVerify(token, this.#key, {
        algorithms: ['HS256'],
        audience: AUDIENCE,
        currentDate: new Date(now),
      });
      return payload;
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new AppError('token_expired', 'This token has expired.');
      if (error instanceof errors.JWTClaimValidationFailed) {
        throw new AppError('token_foreign', 'This token is for something else.');
      }
      throw new AppError('token_invalid', 'This token is not valid.');
    }
  }
}

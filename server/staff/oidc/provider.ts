import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, type JWTPayload, jwtVerify } from 'jose';
import { z } from 'zod';
import { AppError } from '../../../protocol/index.ts';

/** What is configured of the city's own sign-in (an OpenID provider). */
export interface ProviderOptions {
  /** Exactly as the provider names itself. */
  issuer: string;
  clientId: string;
  /** Absent for a public client, which PKCE alone protects. */
  clientSecret?: string | undefined;
  scope: string;
  /** Where the provider sends people back. */
  redirectUri: string;
  now: () => number;
}

/** What is kept between leaving and coming back. */
export interface Journey {
  nonce: string;
  verifier: string;
}

export interface Provider {
  /** Where to send somebody who signs in, and what must be known when they come back with this state. */
  leave(state: string): Promise<{ url: string; journey: Journey }>;
  /**
   * Claims of whoever came back, from the ID token and, where it has more, the user info.
   * @throws AppError `sign_in_refused` when anything of the answer is not as it must be, `timeout` when it does not come
   */
  arrive(answer: { code: string; iss: string | undefined }, journey: Journey): Promise<Claims>;
}

export type Claims = JWTPayload & { sub: string };

/** An answer of the provider takes no longer. */
const ANSWER_MS = 10_000;
const MAX_ANSWER_BYTES = 256 * 1024;
/** Clocks of two machines, in seconds. */
const CLOCKS_S = 60;
/** The provider's metadata are read again after so long: keys and addresses move seldom. */
const METADATA_MS = 60 * 60_000;
/** Signatures with a key pair: never `none`, never a shared secret. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

const Metadata = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
  userinfo_endpoint: z.url().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).default(['client_secret_basic']),
  id_token_signing_alg_values_supported: z.array(z.string()).default(['RS256']),
  authorization_response_iss_parameter_supported: z.boolean().default(false),
});
type Metadata = z.infer<typeof Metadata>;
const Tokens = z.object({
  id_token: z.string().max(64_000),
  access_token: z.string().max(64_000).optional(),
});

/**
 * An OpenID provider, reached by authorization code with PKCE (OpenID Connect Core 3.1, RFC 7636), its answers checked as
 * OpenID Connect Core 3.1.3.7, RFC 9207 and RFC 9700 want it.
 */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, clientId, clientSecret, scope, redirectUri, now } = options;
  let known: { metadata: Metadata; keys: ReturnType<typeof createRemoteJWKSet>; at: number } | null = null;

  const discover = async (): Promise<NonNullable<typeof known>> => {
    if (known !== null && now() < known.at + METADATA_MS) return known;
    const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const parsed = Metadata.safeParse(await ask(address, {}));
    // OpenID Connect Discovery 4.3: another issuer's metadata would send people, and the secret, elsewhere.
    if (!parsed.success || parsed.data.issuer !== issuer)
      throw refused('the metadata are not those of the issuer');
    const metadata = parsed.data;
    const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = metadata;
    for (const url of [authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint]) {
      if (url !== undefined && !isPrivate(url)) throw refused('an address of the provider is not https');
    }
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri), { timeoutDuration: ANSWER_MS });
    known = { metadata, keys, at: now() };
    return known;
  };

  const exchange = async (
    metadata: Metadata,
    code: string,
    verifier: string,
  ): Promise<z.infer<typeof Tokens>> => {
    const body = new URLSearchParams({
      ...{ grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier },
    });
    const headers: Record<string, string> = {};
    if (clientSecret === undefined) body.set('client_id', clientId);
    else if (metadata.token_endpoint_auth_methods_supported.includes('client_secret_basic')) {
      // RFC 6749 2.3.1: each part is form-encoded before it is put together.
      const pair = [clientId, clientSecret].map(formEncode).join(':');
      headers.authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
    } else {
      body.set('client_id', clientId);
      body.set('client_secret', clientSecret);
    }
    const tokens = Tokens.safeParse(await ask(metadata.token_endpoint, { method: 'POST', body, headers }));
    if (!tokens.success) throw refused('there is no ID token');
    return tokens.data;
  };

  return {
    async leave(state) {
      const { metadata } = await discover();
      const journey = { nonce: secret(), verifier: secret() };
      const url = new URL(metadata.authorization_endpoint);
      const query = {
        ...{ response_type: 'code', client_id: clientId, redirect_uri: redirectUri, scope, state },
        nonce: journey.nonce,
        code_challenge: createHash('sha256').update(journey.verifier).digest('base64url'),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
      return { url: url.href, journey };
    },
    async arrive({ code, iss }, { nonce, verifier }) {
      const { metadata, keys } = await discover();
      // RFC 9207: an answer that another provider gave is not taken to this one.
      const missing = iss === undefined && metadata.authorization_response_iss_parameter_supported;
      if (missing || (iss !== undefined && iss !== issuer)) throw refused('the answer is of another issuer');
      const tokens = await exchange(metadata, code, verifier);
      const algorithms = metadata.id_token_signing_alg_values_supported.filter((one) =>
        ALGORITHMS.includes(one),
      );
      const { payload } = await jwtVerify(tokens.id_token, keys, {
        ...{ issuer, audience: clientId, algorithms, clockTolerance: CLOCKS_S },
        currentDate: new Date(now()),
        requiredClaims: ['sub', 'exp', 'iat'],
      }).catch((cause: unknown) => {
        throw refused(
          `the ID token does not hold (${cause instanceof Error ? cause.name : 'unknown'})`,
          cause,
        );
      });
      if (payload.nonce !== nonce) throw refused('the ID token is of another sign-in');
      const several = Array.isArray(payload.aud) && payload.aud.length > 1;
      if ((several || payload.azp !== undefined) && payload.azp !== clientId) {
        throw refused('the ID token was made for somebody else');
      }
      const { sub } = payload;
      if (typeof sub !== 'string' || sub === '' || sub.length > 255)
        throw refused('the ID token names nobody');
      if (metadata.userinfo_endpoint === undefined || tokens.access_token === undefined)
        return { ...payload, sub };
      const info = z.looseObject({ sub: z.string() }).safeParse(
        await ask(metadata.userinfo_endpoint, {
          headers: { authorization: `Bearer ${tokens.access_token}` },
        }),
      );
      if (!info.success || info.data.sub !== sub) throw refused('the user info is of somebody else');
      // What is signed goes before what is not.
      return { ...info.data, ...payload, sub };
    },
  };
}

/** JSON from an address of the provider, within bounds. */
async function ask(address: string, init: RequestInit): Promise<unknown> {
  let text: string;
  let ok: boolean;
  try {
    const response = await fetch(address, {
      ...init,
      headers: { accept: 'application/json', ...init.headers },
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    ok = response.ok;
    text = await bounded(response);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError('timeout', "The city's own sign-in does not answer.", { cause });
  }
  try {
    if (ok) return JSON.parse(text);
  } catch {
    // Said below.
  }
  throw refused('the provider refused a request');
}

async function bounded(response: Response): Promise<string> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER_BYTES) throw refused('an answer of the provider is too large');
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** https, or this machine. */
export function isPrivate(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

const secret = (): string => randomBytes(32).toString('base64url');
const formEncode = (text: string): string => new URLSearchParams({ '': text }).toString().slice(1);

/** `why` goes to the audit; whoever signs in is only told that it did not work. */
function refused(why: string, cause?: unknown): AppError {
  return new AppError('sign_in_refused', `The city's own sign-in was refused: ${why}.`, { cause });
}

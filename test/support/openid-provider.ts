import { createHash, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';

/** What a test makes the provider do other than right. */
export interface Bent {
  /** Claims over those of a right ID token; undefined leaves one out. */
  claims?: Record<string, unknown>;
  /** Signs with a key that is not in its key set, with the client's secret, or not at all. */
  signs?: 'other' | 'secret' | 'none';
  userinfo?: Record<string, unknown>;
  /** The token endpoint refuses. */
  refuses?: boolean;
}

interface Granted {
  query: URLSearchParams;
  person: Record<string, unknown>;
  bent: Bent;
}

interface Keys {
  right: CryptoKey;
  other: CryptoKey;
  jwks: object;
}

export const CLIENT = { id: 'govatar desk', secret: 'a secret+with/signs' };

/** An OpenID provider for tests: real keys and tokens, one person per authorization. */
export class OpenIdProvider {
  readonly #server: Server;
  readonly #codes = new Map<string, Granted>();
  readonly #bearers = new Map<string, Granted>();
  readonly #keys: Keys;
  issuer = '';

  private constructor(server: Server, keys: Keys) {
    this.#server = server;
    this.#keys = keys;
  }

  static async start(): Promise<OpenIdProvider> {
    const [right, other] = await Promise.all([generateKeyPair('ES256'), generateKeyPair('ES256')]);
    const jwk = { ...(await exportJWK(right.publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    const server = createServer((request, response) => {
      provider.#answer(request, response).catch((error: unknown) => {
        response.writeHead(500).end(String(error));
      });
    });
    const keys = { right: right.privateKey, other: other.privateKey, jwks: { keys: [jwk] } };
    const provider = new OpenIdProvider(server, keys);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realms/city`;
    return provider;
  }

  /** The person agrees at the page to which `location` leads; the query with which the browser comes back. */
  authorize(location: string, person: Record<string, unknown>, bent: Bent = {}): URLSearchParams {
    const { searchParams: query, origin, pathname } = new URL(location);
    if (`${origin}${pathname}` !== `${this.issuer}/authorize`) throw new Error(`led to ${location}`);
    const fixed = { response_type: 'code', client_id: CLIENT.id, code_challenge_method: 'S256' };
    for (const [name, value] of Object.entries(fixed)) {
      if (query.get(name) !== value) throw new Error(`${name} is ${query.get(name)}`);
    }
    const code = randomBytes(8).toString('hex');
    this.#codes.set(code, { query, person, bent });
    return new URLSearchParams({ code, state: query.get('state') ?? '', iss: this.issuer });
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').replace('/realms/city', '');
    const json = (status: number, body: unknown): void => {
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    if (path === '/.well-known/openid-configuration') {
      json(200, {
        issuer: this.issuer,
        authorization_endpoint: `${this.issuer}/authorize`,
        token_endpoint: `${this.issuer}/token`,
        jwks_uri: `${this.issuer}/keys`,
        userinfo_endpoint: `${this.issuer}/userinfo`,
        id_token_signing_alg_values_supported: ['ES256', 'HS256', 'none'],
        authorization_response_iss_parameter_supported: true,
      });
    } else if (path === '/keys') json(200, this.#keys.jwks);
    else if (path === '/token') {
      const granted = this.#redeem(request, new URLSearchParams(await read(request)));
      if (granted === null) json(400, { error: 'invalid_grant' });
      else {
        const bearer = randomBytes(8).toString('hex');
        this.#bearers.set(bearer, granted);
        json(200, { token_type: 'Bearer', access_token: bearer, id_token: await this.#idToken(granted) });
      }
    } else if (path === '/userinfo') {
      const granted = this.#bearers.get((request.headers.authorization ?? '').replace('Bearer ', ''));
      if (granted === undefined) json(401, {});
      else json(200, { sub: granted.person.sub, ...granted.bent.userinfo });
    } else json(404, {});
  }

  /** Checks what a provider checks: the client, the code, once, where it goes, and PKCE. */
  #redeem(request: IncomingMessage, body: URLSearchParams): Granted | null {
    const code = body.get('code') ?? '';
    const granted = this.#codes.get(code);
    this.#codes.delete(code);
    const pair = [CLIENT.id, CLIENT.secret]
      .map((part) => encodeURIComponent(part).replaceAll('%20', '+'))
      .join(':');
    const authorized = request.headers.authorization === `Basic ${Buffer.from(pair).toString('base64')}`;
    const challenge = createHash('sha256')
      .update(body.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      authorized &&
      body.get('grant_type') === 'authorization_code' &&
      challenge === granted?.query.get('code_challenge') &&
      body.get('redirect_uri') === granted.query.get('redirect_uri') &&
      granted.bent.refuses !== true;
    return right ? granted : null;
  }

  async #idToken({ query, person, bent }: Granted): Promise<string> {
    const seconds = Math.floor(Date.now() / 1000);
    const right = {
      iss: this.issuer,
      aud: CLIENT.id,
      nonce: query.get('nonce'),
      iat: seconds,
      exp: seconds + 300,
    };
    const all = { ...right, ...person, ...bent.claims };
    const payload = Object.fromEntries(
      Object.entries(all).filter(([, value]) => value !== undefined),
    ) as JWTPayload;
    const { signs } = bent;
    if (signs === 'none') {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      return `${part({ alg: 'none' })}.${part(payload)}.`;
    }
    const key = signs === 'secret' ? new TextEncoder().encode(CLIENT.secret) : this.#keys[signs ?? 'right'];
    const alg = signs === 'secret' ? 'HS256' : 'ES256';
    return new SignJWT(payload).setProtectedHeader({ alg, kid: 'k1' }).sign(key);
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

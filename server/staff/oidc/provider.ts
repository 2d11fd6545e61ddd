import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type ClientAuth,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  type CustomFetch,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  type ServerMetadata,
} from 'openid-client';
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
  state: string;
  nonce: string;
  verifier: string;
}

export interface Provider {
  /** Where to send somebody who signs in, and what must be known when they come back with this state. */
  leave(state: string): Promise<{ url: string; journey: Journey }>;
  /**
   * Claims of whoever came back, from the ID token and, where it has more, the user info. `answer`: the query that the
   * provider sent them back with.
   * @throws AppError `sign_in_refused` when anything of the answer is not as it must be, `timeout` when it does not come
   */
  arrive(answer: Readonly<Record<string, string>>, journey: Journey): Promise<Claims>;
}

export type Claims = Readonly<Record<string, unknown>> & { sub: string };

/** An answer of the provider takes no longer. */
const ANSWER_S = 10;
const MAX_ANSWER_BYTES = 256 * 1024;
/** Clocks of two machines. */
const CLOCKS_S = 60;
/** The provider's metadata are read again after so long: keys and addresses move seldom. */
const METADATA_MS = 60 * 60_000;

/**
 * An OpenID provider, reached by authorization code with PKCE. openid-client checks its answers (OpenID Connect Core
 * 3.1.3.7, RFC 9207), signatures of ID tokens among them although the line is private: they are what a person is known by.
 */
export function createProvider(options: ProviderOptions): Provider {
  const { issuer, clientId, clientSecret, scope, redirectUri, now } = options;
  let known: { configuration: Configuration; at: number } | null = null;
  // For trying out on one machine; the configuration refuses an open line to any other.
  const insecure = issuer.startsWith('http:') ? [allowInsecureRequests] : [];

  const authenticationOf = ({
    token_endpoint_auth_methods_supported: methods,
  }: ServerMetadata): ClientAuth => {
    if (clientSecret === undefined) return None();
    const post = methods?.includes('client_secret_basic') === false && methods.includes('client_secret_post');
    return post ? ClientSecretPost(clientSecret) : ClientSecretBasic(clientSecret);
  };
  const discover = async (): Promise<Configuration> => {
    if (known !== null && now() < known.at + METADATA_MS) return known.configuration;
    const found = await discovery(new URL(issuer), clientId, undefined, None(), {
      ...{ execute: insecure, timeout: ANSWER_S, [customFetch]: bounded },
    });
    const metadata = found.serverMetadata();
    // OpenID Connect Discovery 4.3, to the letter.
    if (metadata.issuer !== issuer) throw refused('the metadata are not those of the issuer');
    const { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint } = metadata;
    for (const url of [authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint]) {
      if (url !== undefined && !isPrivate(url)) throw refused('an address of the provider is not https');
    }
    const client = { [clockTolerance]: CLOCKS_S };
    const configuration = new Configuration(metadata, clientId, client, authenticationOf(metadata));
    configuration.timeout = ANSWER_S;
    configuration[customFetch] = bounded;
    for (const change of [enableNonRepudiationChecks, ...insecure]) change(configuration);
    known = { configuration, at: now() };
    return configuration;
  };

  return {
    leave: (state) =>
      told(async () => {
        const configuration = await discover();
        const journey = { state, nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
        const url = buildAuthorizationUrl(configuration, {
          ...{ response_type: 'code', redirect_uri: redirectUri, scope, state, nonce: journey.nonce },
          code_challenge: await calculatePKCECodeChallenge(journey.verifier),
          code_challenge_method: 'S256',
        });
        return { url: url.href, journey };
      }),
    arrive: (answer, { state, nonce, verifier }) =>
      told(async () => {
        const configuration = await discover();
        const address = new URL(redirectUri);
        address.search = new URLSearchParams(answer).toString();
        const tokens = await authorizationCodeGrant(configuration, address, {
          ...{
            expectedState: state,
            expectedNonce: nonce,
            pkceCodeVerifier: verifier,
            idTokenExpected: true,
          },
        });
        const claims = tokens.claims();
        if (claims === undefined) throw refused('there is no ID token');
        const { sub } = claims;
        if (configuration.serverMetadata().userinfo_endpoint === undefined) return { ...claims, sub };
        const info = await fetchUserInfo(configuration, tokens.access_token, sub);
        // What is signed goes before what is not.
        return { ...info, ...claims, sub };
      }),
  };
}

/** A request to the provider; an answer without end is broken off. */
const bounded: CustomFetch = async (url, { method, headers, body, redirect, signal }) => {
  const response = await fetch(url, {
    method,
    headers,
    body: body instanceof Uint8Array ? new Uint8Array(body) : (body ?? null),
    redirect,
    signal: signal ?? null,
  });
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > MAX_ANSWER_BYTES) throw refused('an answer of the provider is too large');
    parts.push(part);
  }
  const empty = size === 0 || response.status === 204 || response.status === 304;
  return new Response(empty ? null : Buffer.concat(parts), {
    ...{ status: response.status, headers: response.headers },
  });
};

/** Runs what asks the provider; whatever it throws is told in our codes. */
async function told<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const codes: string[] = [];
    for (let one: unknown = error; one instanceof Error; one = one.cause) {
      if (one instanceof AppError) throw one;
      codes.push(codeOf(one));
    }
    if (codes.some((code) => UNANSWERED.test(code))) {
      throw new AppError('timeout', "The city's own sign-in does not answer.", { cause: error });
    }
    // The innermost tells most.
    throw refused(codes.findLast((code) => code !== '') ?? 'unknown', error);
  }
}

/** No connection, or none in time: codes of openid-client, of undici and of the system. */
const UNANSWERED = /^(OAUTH_TIMEOUT|OAUTH_ABORT|UND_ERR_\w+|E[A-Z]+|TimeoutError|AbortError)$/;

/** The stable code of an error, with the claim that it is about. */
function codeOf(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const { cause } = error;
  const claim =
    typeof cause === 'object' && cause !== null && 'claim' in cause ? ` ${String(cause.claim)}` : '';
  return `${code}${claim}`;
}

/** https, or this machine. */
export function isPrivate(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** `why` goes to the audit; whoever signs in is only told that it did not work. */
function refused(why: string, cause?: unknown): AppError {
  return new AppError('sign_in_refused', `The city's own sign-in was refused: ${why}.`, { cause });
}

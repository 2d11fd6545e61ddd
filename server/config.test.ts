import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const messageOf = (argv: string[], env: Record<string, string>): string => {
  try {
    readConfig(argv, env, '/somewhere');
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
};

describe('configuration', () => {
  it('has defaults that serve this machine alone', () => {
    const config = readConfig([], {}, '/somewhere');
    expect(config).toMatchObject({
      host: '127.0.0.1',
      port: 12_345,
      dataDir: '/somewhere/data',
      tls: { kind: 'off' },
    });
    expect(config.rtc.listenAddress).toBe('127.0.0.1');
  });

  it('takes a flag before the environment, and an empty variable as not set', () => {
    const env = { GOVATAR_PORT: '8000', GOVATAR_RTC_PORT: '' };
    expect(readConfig(['--port', '9000'], env, '/').port).toBe(9_000);
    expect(readConfig([], env, '/').port).toBe(8_000);
    expect(readConfig([], env, '/').rtc.port).toBe(40_000);
  });

  it('names every wrong setting and how to mend it, all at once', () => {
    const message = messageOf([], {
      GOVATAR_PORT: 'eighty',
      GOVATAR_PUBLIC_URL: 'example',
      GOVATAR_TLS: 'yes',
    });
    expect(message.split('\n')).toHaveLength(3);
    expect(message).toContain('GOVATAR_PORT (--port) must be a port from 1 to 65535');
  });

  it('takes periods of keeping by kind, and refuses what is none', () => {
    const env = { GOVATAR_RETENTION: 'drafts=3, cases=730' };
    expect(readConfig([], env, '/').retention).toEqual({ drafts: 3, cases: 730 });
    expect(readConfig([], {}, '/').retention).toEqual({});
    expect(messageOf([], { GOVATAR_RETENTION: 'drafts for ever' })).toContain('days per kind');
  });

  it('refuses a short secret for the city', () => {
    const env = { GOVATAR_CITY_URL: 'https://12345.example.cn', GOVATAR_CITY_SECRET: 'short' };
    expect(messageOf([], env)).toContain('at least 32 signs');
  });

  it('refuses an unknown flag', () => {
    expect(messageOf(['--prot', '1'], {})).toContain('--prot');
  });

  it.each([
    [{ GOVATAR_TLS_CERT: 'cert.pem' }, 'go together'],
    [{ GOVATAR_TLS: 'self-signed', GOVATAR_TLS_CERT: 'c', GOVATAR_TLS_KEY: 'k' }, 'exclude each other'],
    [{ GOVATAR_TURN_URLS: 'turn:x' }, 'needs GOVATAR_TURN_SECRET'],
    [{ GOVATAR_CITY_URL: 'https://12345.example.cn/orders' }, 'go together'],
    [{ GOVATAR_CITY_SECRET: 's'.repeat(32) }, 'go together'],
    [{ GOVATAR_CITY_URL: 'http://12345.example.cn', GOVATAR_CITY_SECRET: 's'.repeat(32) }, 'must be https'],
  ])('finds the contradiction in %o', (env, words) => {
    expect(messageOf([], env)).toContain(words);
  });

  it('listens for media everywhere when the pages are served everywhere', () => {
    expect(readConfig(['--host', '0.0.0.0'], {}, '/').rtc.listenAddress).toBe('0.0.0.0');
  });

  it('asks staff for an authenticator wherever others reach the server, and takes the word of whoever runs it', () => {
    const totp = (...flags: string[]) => readConfig(flags, {}, '/').staffTotp;
    expect(totp()).toBe('offered');
    expect(totp('--host', '0.0.0.0')).toBe('required');
    expect(totp('--public-url', 'https://12345.example.cn')).toBe('required');
    expect(totp('--host', '0.0.0.0', '--staff-totp', 'offered')).toBe('offered');
  });

  it("takes the city's own sign-in whole or not at all", () => {
    const all = {
      GOVATAR_PUBLIC_URL: 'https://12345.example.cn',
      GOVATAR_OIDC_ISSUER: 'https://sso.example.cn/realms/city',
      GOVATAR_OIDC_CLIENT_ID: 'desk',
      GOVATAR_OIDC_ROLES: 'hotline=agent, heads=agent,heads=supervisor, cn=ops,ou=12345=operator',
    };
    expect(readConfig([], {}, '/').oidc).toBeNull();
    const wrong = () => readConfig([], all, '/');
    // A name with an equals sign ends at the last one; one without a role is a slip.
    expect(wrong).toThrow(/GOVATAR_OIDC_ROLES .* must be which of theirs gives which role/);
    const right = {
      ...all,
      GOVATAR_OIDC_ROLES: 'hotline=agent, heads=agent,heads=supervisor,ou=12345=operator',
    };
    expect(readConfig([], right, '/').oidc).toMatchObject({
      ...{ clientId: 'desk', clientSecret: undefined, scope: 'openid profile' },
      roles: { hotline: ['agent'], heads: ['agent', 'supervisor'], 'ou=12345': ['operator'] },
    });
    for (const name of ['GOVATAR_PUBLIC_URL', 'GOVATAR_OIDC_CLIENT_ID', 'GOVATAR_OIDC_ROLES']) {
      expect(() => readConfig([], { ...right, [name]: '' }, '/')).toThrow(
        `GOVATAR_OIDC_ISSUER needs ${name}.`,
      );
    }
    expect(() => readConfig([], { ...right, GOVATAR_OIDC_ISSUER: 'http://sso.example.cn' }, '/')).toThrow(
      /https/,
    );
  });
});

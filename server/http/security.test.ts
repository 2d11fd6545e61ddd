import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { describe, expect, it } from 'vitest';
import { clientAddress } from './client-address.ts';
import { originCheck, securityHeaders } from './security.ts';

describe('whose pages may open a socket', () => {
  const own = originCheck({ publicUrl: undefined, origins: ['https://kiosk.example.cn'], trustHost: true });

  it('our own, by the host that was asked', () => {
    expect(own('http://localhost:12345', 'localhost:12345')).toBe(true);
    expect(own('http://localhost:9999', 'localhost:12345')).toBe(false);
  });

  it('configured ones', () => {
    expect(own('https://kiosk.example.cn', 'localhost:12345')).toBe(true);
    expect(own('http://kiosk.example.cn', 'localhost:12345')).toBe(false);
  });

  it('nobody without an origin, or with one that is none', () => {
    for (const origin of [undefined, 'null', '', 'file://', 'nonsense'])
      expect(own(origin, 'localhost:12345')).toBe(false);
  });

  it('behind a proxy only the public address, whatever Host says', () => {
    const behind = originCheck({ publicUrl: 'https://12345.example.cn', origins: [], trustHost: false });
    expect(behind('https://12345.example.cn', 'internal:80')).toBe(true);
    expect(behind('http://internal', 'internal')).toBe(false);
  });
});

async function headersOf(tls: boolean): Promise<Headers> {
  const app = express().use(securityHeaders({ tls, socketOrigins: [] }));
  app.get('/', (_request, response) => response.send('x'));
  const server = createServer(app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { headers } = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  server.close();
  return headers;
}

describe('security headers', () => {
  it('allow no inline script, no eval, no other origin', async () => {
    const policy = (await headersOf(false)).get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).not.toMatch(/'unsafe-inline'|'unsafe-eval'|https?:|\*/);
  });

  it('promise TLS only where there is TLS', async () => {
    const [plain, secure] = [await headersOf(false), await headersOf(true)];
    expect(plain.get('strict-transport-security')).toBeNull();
    expect(plain.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
    expect(secure.get('strict-transport-security')).toContain('max-age=');
    expect(secure.get('content-security-policy')).toContain('upgrade-insecure-requests');
  });
});

describe('the address of a socket', () => {
  const request = (forwarded: string | undefined) =>
    ({ socket: { remoteAddress: '10.0.0.1' }, headers: { 'x-forwarded-for': forwarded } }) as never;

  it('is the peer itself when no proxy is trusted, whatever it claims', () => {
    const app = express();
    expect(clientAddress(app)(request('1.2.3.4'))).toBe('10.0.0.1');
  });

  it('is what the trusted proxy saw, and no further', () => {
    const app = express();
    app.set('trust proxy', 1);
    expect(clientAddress(app)(request('6.6.6.6, 1.2.3.4'))).toBe('1.2.3.4');
  });
});

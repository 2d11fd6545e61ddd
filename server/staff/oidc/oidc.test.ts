import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { nameOf, numberOf, publicNameOf, rolesOf } from './claims.ts';
import { createProvider, isPrivate } from './provider.ts';

const claims = (over: object = {}) => ({ sub: 'u-1', ...over });

describe('claims', () => {
  const table = { heads: ['supervisor', 'agent'], staff: ['agent'] } as const;

  it('give the roles of the table, each once, wherever they stand', () => {
    const roles = (over: object, path = 'roles') => rolesOf(claims(over), path, table);
    expect(roles({ roles: ['staff', 'heads', 'canteen'] })).toEqual(['supervisor', 'agent']);
    expect(roles({ roles: 'staff canteen' })).toEqual(['agent']);
    expect(roles({ realm_access: { roles: ['staff'] } }, 'realm_access.roles')).toEqual(['agent']);
    expect(roles({ 'https://city.cn/roles': ['staff'] }, 'https://city.cn/roles')).toEqual(['agent']);
    for (const none of [undefined, null, 7, {}, [], ['Staff'], { staff: true }]) {
      expect(roles({ roles: none })).toEqual([]);
    }
    expect(roles({}, '__proto__.roles')).toEqual([]);
  });

  it('keep the full name of a person back from citizens', () => {
    expect(publicNameOf(claims({ name: '王小明' }))).toBe('王老师');
    expect(publicNameOf(claims({ name: '欧阳娜' }))).toBe('欧阳老师');
    expect(publicNameOf(claims({ name: 'Mary Smith', given_name: 'Mary' }))).toBe('Mary');
    expect(publicNameOf(claims({ name: '王小明', nickname: '小王' }))).toBe('小王');
    expect(publicNameOf(claims({ name: 'Mary Smith' }))).toBeNull();
    expect(publicNameOf(claims({ nickname: '名'.repeat(41) }))).toBeNull();
  });

  it('give number and name in the forms that accounts have', () => {
    expect(numberOf(claims({ employee_number: 32 }), 'employee_number')).toBe('32');
    expect(numberOf(claims({ ids: { no: ' A-7 ' } }), 'ids.no')).toBe('A-7');
    expect(numberOf(claims({ employee_number: '' }), 'employee_number')).toBeNull();
    expect(nameOf(claims({ preferred_username: 'Wang.Min' }))).toBe('wang.min');
    expect(nameOf(claims({ preferred_username: '<b>', email: 'wang@city.cn' }))).toBe('wang@city.cn');
    expect(nameOf(claims())).toBeNull();
  });
});

describe('an OpenID provider', () => {
  let server: Server | null = null;
  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    server = null;
  });
  const listen = async (answer: RequestListener): Promise<string> => {
    const listening = createServer(answer);
    server = listening;
    await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  };
  const codeOf = (issuer: string): Promise<string> =>
    createProvider({
      ...{ issuer, clientId: 'c', clientSecret: 's', scope: 'openid', now: Date.now },
      redirectUri: 'https://12345.example.cn/api/staff/oidc/callback',
    })
      .leave('state')
      .then(
        () => 'ok',
        (error: { code: string }) => error.code,
      );
  const metadata = (issuer: string, over: object = {}) => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    ...over,
  });

  it('names itself exactly, and sends nobody and no secret over an open line', async () => {
    let over: object = {};
    const issuer = await listen((_request, response) => response.end(JSON.stringify(metadata(issuer, over))));
    expect(await codeOf(issuer)).toBe('ok');
    expect(await codeOf(`${issuer}/`)).toBe('sign_in_refused');
    for (const name of ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint']) {
      over = { [name]: 'http://op.example/x' };
      expect(await codeOf(issuer)).toBe('sign_in_refused');
    }
    expect(isPrivate('https://op.example/')).toBe(true);
    expect(isPrivate('http://127.0.0.1.op.example/')).toBe(false);
  });

  it('that answers with anything else is refused', async () => {
    const answers = ['', 'no json', '{}', `"${'x'.repeat(300_000)}"`];
    const issuer = await listen((_request, response) => response.end(answers.shift()));
    while (answers.length > 0) expect(await codeOf(issuer)).toBe('sign_in_refused');
  });

  it('that is not there is said not to answer', async () => {
    const issuer = await listen((request) => request.socket.destroy());
    expect(await codeOf(issuer)).toBe('timeout');
  });
});

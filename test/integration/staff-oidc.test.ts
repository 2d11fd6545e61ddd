import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountList, AuditPage, Me } from '../../protocol/index.ts';
import { type Bent, CLIENT, OpenIdProvider } from '../support/openid-provider.ts';
import { dispose, freePort, startTestServer, type TestServer } from '../support/server.ts';
import { firstAdministrator, newStaff, StaffBrowser } from '../support/staff.ts';

let provider: OpenIdProvider;
let server: TestServer;

beforeAll(async () => {
  provider = await OpenIdProvider.start();
  const port = await freePort();
  server = await startTestServer({
    port,
    flags: [
      ...['--trust-proxy', '1', '--public-url', `http://127.0.0.1:${port}`, '--staff-totp', 'offered'],
      ...[
        '--oidc-issuer',
        provider.issuer,
        '--oidc-client-id',
        CLIENT.id,
        '--oidc-client-secret',
        CLIENT.secret,
      ],
      ...['--oidc-name', '省统一认证', '--oidc-roles-claim', 'realm_access.roles'],
      ...['--oidc-roles', 'hotline=agent, heads=agent, heads=supervisor'],
    ],
  });
});
afterAll(async () => {
  await dispose(server);
  await provider.close();
});

let people = 0;
/** Claims of somebody new. */
const person = (over: Record<string, unknown> = {}): Record<string, unknown> & { sub: string } => {
  people += 1;
  return {
    ...{ sub: `u-${people}`, preferred_username: `wang.${people}`, name: '王小明' },
    ...{ employee_number: `88${people}`, realm_access: { roles: ['hotline', 'canteen'] } },
    ...over,
  };
};

/** Leaves for the provider, and comes back as this person: where the browser ends. */
async function goRound(
  browser: StaffBrowser,
  who: Record<string, unknown>,
  bent: Bent = {},
): Promise<string> {
  const { headers, status } = await browser.get('/oidc');
  expect(status).toBe(303);
  const query = provider.authorize(headers.get('location') ?? '', who, bent);
  return comeBack(browser, query);
}
async function comeBack(browser: StaffBrowser, query: URLSearchParams): Promise<string> {
  const answer = await browser.get(`/oidc/callback?${query}`);
  return answer.headers.get('location') ?? '';
}
const meOf = async (browser: StaffBrowser): Promise<Me> => {
  const me = Me.parse((await browser.get('/me')).body);
  browser.csrf = me.csrf;
  return me;
};

describe("the city's own sign-in", () => {
  it('stands beside passwords, by its name', async () => {
    const { body } = await new StaffBrowser(server).get('/ways');
    expect(body).toEqual({ password: true, oidc: '省统一认证' });
  });

  it('makes an account at the first time: roles by the table, a public name that keeps the full one back', async () => {
    const browser = new StaffBrowser(server);
    const who = person();
    expect(await goRound(browser, who)).toBe('/desk/');
    const me = await meOf(browser);
    expect(me).toMatchObject({ external: true, rights: ['call.take', 'records.own'] });
    expect(me.account).toMatchObject({
      ...{
        name: who.preferred_username,
        publicName: '王老师',
        number: who.employee_number,
        roles: ['agent'],
      },
    });
    const identity = await server.staff.tickets.redeem(await browser.ticket());
    expect(identity.staff).toBe(me.account.id);
    // The cookie of the way there is gone.
    expect([...browser.cookies.keys()]).toEqual(['staff']);
  });

  it('knows them again, with the roles of today, and ends what was open with those of before', async () => {
    const [first, second] = [new StaffBrowser(server), new StaffBrowser(server)];
    const who = person({ name: '欧阳娜' });
    await goRound(first, who);
    const before = await meOf(first);
    expect(before.account.publicName).toBe('欧阳老师');
    await goRound(second, { ...who, realm_access: { roles: ['heads'] } });
    const after = await meOf(second);
    expect(after.account.id).toBe(before.account.id);
    expect(after.account.roles).toEqual(['agent', 'supervisor']);
    expect((await first.get('/me')).code).toBe('sign_in_needed');
  });

  it('lets nobody in who has no role, and takes the roles of one who has lost theirs', async () => {
    const stranger = new StaffBrowser(server);
    expect(await goRound(stranger, person({ realm_access: { roles: ['canteen'] } }))).toBe(
      '/desk/?problem=role_refused',
    );
    expect(stranger.cookies.size).toBe(0);
    const browser = new StaffBrowser(server);
    const who = person();
    await goRound(browser, who);
    const { account } = await meOf(browser);
    expect(await goRound(new StaffBrowser(server), { ...who, realm_access: {} })).toBe(
      '/desk/?problem=role_refused',
    );
    expect((await browser.get('/me')).code).toBe('sign_in_needed');
    expect((await server.staff.identity(account.id))?.roles).toEqual([]);
  });

  it('reads roles from the user info where the ID token has none', async () => {
    const browser = new StaffBrowser(server);
    const userinfo = { realm_access: { roles: ['heads'] } };
    expect(await goRound(browser, person({ realm_access: undefined }), { userinfo })).toBe('/desk/');
    expect((await meOf(browser)).account.roles).toEqual(['agent', 'supervisor']);
  });

  it('never joins somebody to the account of another who has that name here', async () => {
    const admin = await firstAdministrator(server);
    const local = await newStaff(server, admin, {
      ...{ name: 'liu.yang', publicName: '刘老师', number: '7001', roles: ['agent'] },
    });
    const browser = new StaffBrowser(server);
    expect(await goRound(browser, person({ preferred_username: 'liu.yang', employee_number: '7001' }))).toBe(
      '/desk/',
    );
    const { account } = await meOf(browser);
    expect(account.id).not.toBe(local.id);
    expect(account.name).toMatch(/^liu\.yang\.\d{4}$/);

    // And it is managed here, but for what comes from there.
    const patch = (change: object) => admin.patch(`/accounts/${account.id}`, { ...change, why: 'test' });
    expect((await patch({ roles: ['administrator'] })).code).toBe('state_refused');
    expect((await admin.post(`/accounts/${account.id}/reset`, { why: 'test' })).code).toBe('state_refused');
    expect((await patch({ skills: [{ skill: 'lang.en', level: 1 }] })).status).toBe(200);
    expect((await browser.post('/password', { current: 'x', password: 'seven calm herons' })).code).toBe(
      'state_refused',
    );
    const { accounts } = AccountList.parse((await admin.get('/accounts')).body);
    expect(accounts.find(({ id }) => id === account.id)).toMatchObject({ external: true, state: 'active' });
    const { rows } = AuditPage.parse((await admin.get(`/audit?on=${account.id}&act=staff.sign_in`)).body);
    expect(rows[0]?.why).toMatch(/^external, 10\.0\./);
  });

  it('keeps one out who is disabled here', async () => {
    const browser = new StaffBrowser(server);
    const who = person();
    await goRound(browser, who);
    const { account } = await meOf(browser);
    await server.staff.accounts.change(account.id, account.id, { disabled: true, why: 'test' });
    expect(await goRound(browser, who)).toBe('/desk/?problem=sign_in_refused');
    expect((await browser.get('/me')).code).toBe('sign_in_needed');
  });
});

describe('what comes back from elsewhere', () => {
  it('is taken once, in the browser that left, with the answer to its own question', async () => {
    const browser = new StaffBrowser(server);
    const leave = async (from: StaffBrowser): Promise<URLSearchParams> => {
      const { headers } = await from.get('/oidc');
      return provider.authorize(headers.get('location') ?? '', person());
    };
    // Somebody else's answer, planted into this browser: the sign-in of another.
    const theirs = await leave(new StaffBrowser(server));
    expect(await comeBack(browser, theirs)).toBe('/desk/?problem=token_invalid');
    const own = await leave(browser);
    expect(await comeBack(browser, theirs)).toBe('/desk/?problem=token_invalid');
    // That ended this journey; the next one holds.
    expect(await comeBack(browser, own)).toBe('/desk/?problem=token_invalid');
    const next = await leave(browser);
    const twin = new StaffBrowser(server).copy(browser);
    expect(await comeBack(browser, next)).toBe('/desk/');
    expect(await comeBack(twin, next)).toBe('/desk/?problem=token_invalid');
  });

  const bents: [string, Bent][] = [
    ['signed by somebody else', { signs: 'other' }],
    ['not signed', { signs: 'none' }],
    ['signed with the shared secret', { signs: 'secret' }],
    ['of another sign-in', { claims: { nonce: 'another' } }],
    ['without a nonce', { claims: { nonce: undefined } }],
    ['of another issuer', { claims: { iss: 'https://op.example' } }],
    ['for another product', { claims: { aud: 'another' } }],
    ['for several, of whom another asked', { claims: { aud: [CLIENT.id, 'another'], azp: 'another' } }],
    ['over', { claims: { exp: 1_700_000_000 } }],
    ['without an end', { claims: { exp: undefined } }],
    ['of nobody', { claims: { sub: undefined } }],
    ['with the user info of somebody else', { userinfo: { sub: 'u-0' } }],
    ['refused', { refuses: true }],
  ];
  it.each(bents)('is refused when it is %s', async (_what, bent) => {
    const browser = new StaffBrowser(server);
    expect(await goRound(browser, person(), bent)).toBe('/desk/?problem=sign_in_refused');
    expect(browser.cookies.size).toBe(0);
  });

  it('is refused when another provider says it gave it, when none says so, and when the person declined', async () => {
    const bend = async (change: (query: URLSearchParams) => void): Promise<string> => {
      const browser = new StaffBrowser(server);
      const { headers } = await browser.get('/oidc');
      const query = provider.authorize(headers.get('location') ?? '', person());
      change(query);
      return comeBack(browser, query);
    };
    expect(await bend((query) => query.set('iss', 'https://op.example'))).toBe(
      '/desk/?problem=sign_in_refused',
    );
    expect(await bend((query) => query.delete('iss'))).toBe('/desk/?problem=sign_in_refused');
    const declined = await bend((query) => {
      query.delete('code');
      query.set('error', 'access_denied');
    });
    expect(declined).toBe('/desk/?problem=sign_in_refused');
    expect(await bend((query) => query.set('code', 'x'.repeat(9_000)))).toBe(
      '/desk/?problem=message_invalid',
    );
    expect(await bend(() => undefined)).toBe('/desk/');
  });

  it('leaves a trace of each refusal, and no token in any log', async () => {
    const rows = await server.staff.audit.list({ limit: 200, on: 'external' });
    expect(rows.length).toBeGreaterThan(15);
    expect(rows.every(({ act, who }) => act === 'staff.sign_in_refused' && who === 'nobody')).toBe(true);
    expect(rows.map(({ why }) => why).join('\n')).toContain('OAUTH_JWT_CLAIM_COMPARISON_FAILED nonce');
    expect(server.logged.join('\n')).not.toMatch(/eyJ|Bearer/);
    expect(await server.staff.audit.verify()).toMatchObject({ ok: true });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  AccountLink,
  AccountList,
  AuditCheck,
  AuditPage,
  ManagedAccount,
  Me,
  RecoveryCodes,
  type SetupLook,
  TotpOffer,
} from '../../protocol/index.ts';
import { totpCode, totpStep } from '../../server/staff/totp.ts';
import { dispose, startTestServer, type TestServer } from '../support/server.ts';
import { ADMIN, firstAdministrator, newStaff, PASSWORD, StaffBrowser } from '../support/staff.ts';

let server: TestServer;
let admin: StaffBrowser;
let counter = 0;
const someone = (over: object = {}) => {
  counter += 1;
  return {
    ...{ name: `zhou.${counter}`, publicName: '周老师', number: `2${counter}`, roles: ['agent' as const] },
    ...over,
  };
};
/** What the audit says of an object, the newest first. */
const acts = async (on: string): Promise<string[]> => {
  const page = AuditPage.parse((await admin.get(`/audit?limit=200&on=${on}`)).body);
  return page.rows.map(({ act }) => act);
};

beforeAll(async () => {
  server = await startTestServer({ flags: ['--trust-proxy', '1'] });
});
afterAll(() => dispose(server));

describe('the first start', () => {
  it('gives a link that makes one administrator, refuses a weak password without being used up, and opens once', async () => {
    const browser = new StaffBrowser(server);
    const token = new URL(server.setupLink ?? '', 'http://x').searchParams.get('setup') ?? '';
    expect(server.setupLink).toMatch(/^\/desk\/\?setup=[A-Za-z0-9_-]{43}$/);
    expect((await browser.post<SetupLook>('/setup/look', { token })).body).toEqual({
      kind: 'first',
      name: null,
    });
    expect((await browser.setUp(server.setupLink ?? '', 'password1234', ADMIN)).code).toBe('password_weak');
    expect((await browser.setUp(server.setupLink ?? '', 'tooshort', ADMIN)).code).toBe('message_invalid');
    expect((await browser.setUp(server.setupLink ?? '', PASSWORD)).code).toBe('message_invalid');
    const answer = await browser.setUp(server.setupLink ?? '', PASSWORD, ADMIN);
    expect(answer.status).toBe(200);
    const me = Me.parse(answer.body);
    expect(me.account).toMatchObject({ ...ADMIN, roles: ['administrator'], skills: [] });
    expect(me.rights).toEqual(['accounts.manage', 'audit.read']);
    expect((await new StaffBrowser(server).setUp(server.setupLink ?? '', PASSWORD, ADMIN)).code).toBe(
      'token_invalid',
    );
    admin = browser;
  });

  it('is over once there is an administrator', async () => {
    expect(await server.staff.links.first()).toBeNull();
  });
});

describe('a session', () => {
  it('is a cookie that scripts and other sites do not get, under a new value at each sign-in', async () => {
    const browser = new StaffBrowser(server);
    const first = await browser.signIn(ADMIN.name, PASSWORD);
    const [set = '', device = ''] = first.headers.getSetCookie();
    expect(set).toMatch(/^staff=[A-Za-z0-9_-]{43}; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(device).toMatch(/^staff-device=[A-Za-z0-9_-]{43}; Max-Age=7776000; .*HttpOnly; SameSite=Strict$/);
    const old = new StaffBrowser(server).copy(browser);
    await browser.signIn(ADMIN.name.toUpperCase(), PASSWORD);
    expect(browser.cookies.get('staff')).not.toBe(old.cookies.get('staff'));
    expect((await browser.get('/me')).status).toBe(200);
    // The one before has ended with it.
    expect(await old.get('/me')).toMatchObject({ status: 401, code: 'sign_in_needed' });
    await browser.post('/sign-out');
    expect([...browser.cookies.keys()]).toEqual(['staff-device']);
    expect((await browser.get('/me')).code).toBe('sign_in_needed');
  });

  it('takes the sockets of its owner with it when it was the last one', async () => {
    const { id, browser } = await newStaff(server, admin, someone());
    const { name } = Me.parse((await browser.get('/me')).body).account;
    const second = new StaffBrowser(server);
    await second.signIn(name, PASSWORD);
    const told: string[] = [];
    const stop = server.staff.onRevoked((staff) => told.push(staff));
    await browser.post('/sign-out');
    expect(told).toEqual([]);
    await second.post('/sign-out');
    expect(told).toEqual([id]);
    stop();
  });

  it('is not taken up under a value that somebody else has chosen', async () => {
    const browser = new StaffBrowser(server);
    const planted = 'a'.repeat(43);
    browser.setCookie('staff', planted);
    expect((await browser.get('/me')).code).toBe('sign_in_needed');
    await browser.signIn(ADMIN.name, PASSWORD);
    expect(browser.cookies.get('staff')).not.toBe(planted);
  });

  it('changes nothing without the value that only its page knows, nor from another site', async () => {
    const account = someone();
    const change = (headers: Record<string, string | undefined>) =>
      admin.request('POST', '/accounts', account, headers);
    expect(await change({ 'x-csrf': undefined })).toMatchObject({ status: 403, code: 'csrf_refused' });
    expect((await change({ 'x-csrf': 'x'.repeat(43) })).code).toBe('csrf_refused');
    expect(await change({ origin: 'https://evil.example' })).toMatchObject({
      status: 403,
      code: 'origin_refused',
    });
    expect((await change({ origin: undefined })).code).toBe('origin_refused');
    expect((await change({ origin: 'null' })).code).toBe('origin_refused');
    const { body } = await admin.get('/accounts');
    expect(AccountList.parse(body).accounts.map(({ name }) => name)).not.toContain(account.name);
  });

  it('signs nobody in from another site, and nobody over an open line', async () => {
    const body = { name: ADMIN.name, password: PASSWORD };
    const browser = new StaffBrowser(server);
    const foreign = await browser.request('POST', '/sign-in', body, { origin: 'https://evil.example' });
    expect(foreign.code).toBe('origin_refused');
    const open = { 'x-forwarded-host': '12345.example.cn' };
    expect(await browser.request('POST', '/sign-in', body, open)).toMatchObject({
      status: 403,
      code: 'tls_needed',
    });
    expect(browser.cookies.size).toBe(0);
  });

  it('is asked for no more often from one address than a whole centre signs in', async () => {
    const browser = new StaffBrowser(server);
    const answers = await Promise.all(Array.from({ length: 61 }, () => browser.post('/sign-in', {})));
    expect(answers.filter(({ code }) => code === 'message_invalid')).toHaveLength(60);
    expect(answers.filter(({ code }) => code === 'rate_limited')).toHaveLength(1);
    expect((await new StaffBrowser(server).post('/sign-in', {})).code).toBe('message_invalid');
  });
});

describe('a sign-in', () => {
  it('tells nobody whether it was the name or the password', async () => {
    const browser = new StaffBrowser(server);
    const wrong = await browser.signIn(ADMIN.name, 'another password');
    const unknown = await browser.signIn('nobody.here', 'another password');
    expect(wrong).toMatchObject({ status: 401, code: 'sign_in_refused' });
    expect(unknown.body).toEqual(wrong.body);
    expect(unknown.headers.getSetCookie()).toEqual([]);
    // A password that was typed where the name goes stands nowhere.
    await browser.signIn(PASSWORD, PASSWORD);
    expect(JSON.stringify((await admin.get('/audit?limit=200')).body)).not.toContain(PASSWORD);
    expect(server.logged.join('\n')).not.toContain(PASSWORD);
  });

  it('locks a name after five failures at once, for known and unknown alike, and the right password with it', async () => {
    const { browser } = await newStaff(server, admin, someone({ name: 'lock.me' }));
    await browser.post('/sign-out');
    for (const name of ['lock.me', 'lock.nobody']) {
      const tries = await Promise.all(
        Array.from({ length: 12 }, () => new StaffBrowser(server).signIn(name, 'a wrong password')),
      );
      const count = (code: string) => tries.filter((one) => one.code === code).length;
      expect(count('sign_in_refused')).toBe(5);
      expect(count('sign_in_locked')).toBe(7);
      const locked = tries.find((one) => one.code === 'sign_in_locked');
      expect(locked?.status).toBe(429);
      expect(Number(locked?.headers.get('retry-after'))).toBeGreaterThan(20);
    }
    expect((await new StaffBrowser(server).signIn('lock.me', PASSWORD)).code).toBe('sign_in_locked');
    const { accounts } = AccountList.parse((await admin.get('/accounts')).body);
    expect(accounts.find(({ name }) => name === 'lock.me')?.state).toBe('locked');
    // Its owner, in a browser where they have signed in before, is not kept out by strangers; their own slips count there.
    expect((await browser.signIn('lock.me', PASSWORD)).status).toBe(200);
    const codes: (string | null)[] = [];
    for (let n = 0; n < 6; n += 1) codes.push((await browser.signIn('lock.me', 'a wrong password')).code);
    expect(codes).toEqual([...Array(5).fill('sign_in_refused'), 'sign_in_locked']);
    // What one browser holds of one account counts for no other.
    const { browser: other } = await newStaff(server, admin, someone());
    expect((await other.signIn('lock.me', PASSWORD)).code).toBe('sign_in_locked');
  });
});

describe('an account', () => {
  it('is made by an administrator and gets its password from its owner alone', async () => {
    const account = someone({ skills: [{ skill: 'topic.housing_fund', level: 3 }] });
    const made = await admin.post('/accounts', account);
    expect(made.status).toBe(201);
    const { account: managed, link } = AccountLink.parse(made.body);
    expect(managed).toMatchObject({ ...account, state: 'invited', totp: false, lastSignInAt: null });
    expect(JSON.stringify(made.body)).not.toMatch(/password|argon2/);
    const browser = new StaffBrowser(server);
    expect((await browser.signIn(account.name, PASSWORD)).code).toBe('sign_in_refused');
    const me = Me.parse((await browser.setUp(link, PASSWORD)).body);
    expect(me.account).toEqual({ id: managed.id, ...account });
    expect(me.rights).toEqual(['call.take', 'records.own']);
    expect((await browser.setUp(link, PASSWORD)).code).toBe('token_invalid');
    expect(await acts(managed.id)).toEqual([
      'staff.sign_in',
      'staff.password_chosen',
      'staff.sign_in_refused',
      'staff.account_created',
    ]);
  });

  it('has a name and a number of its own', async () => {
    expect(await admin.post('/accounts', someone({ name: ADMIN.name }))).toMatchObject({
      status: 409,
      code: 'name_taken',
    });
    expect((await admin.post('/accounts', someone({ number: ADMIN.number }))).code).toBe('name_taken');
  });

  it('is managed by administrators alone', async () => {
    const { id, browser } = await newStaff(server, admin, someone({ roles: ['agent', 'supervisor'] }));
    const tries = [
      browser.get('/accounts'),
      browser.post('/accounts', someone()),
      browser.patch(`/accounts/${id}`, { roles: ['administrator'], why: 'because' }),
      browser.post(`/accounts/${id}/reset`, { why: 'because' }),
      browser.get('/audit'),
      browser.post('/audit/verify'),
    ];
    for (const answer of await Promise.all(tries)) {
      expect(answer).toMatchObject({ status: 403, code: 'role_refused' });
    }
    expect((await new StaffBrowser(server).get('/accounts')).code).toBe('sign_in_needed');
  });

  it('loses its sessions and tickets with its roles, and keeps them when only its skills change', async () => {
    const { id, browser } = await newStaff(server, admin, someone());
    const skills = [{ skill: 'sign', level: 2 }];
    const skilled = await admin.patch(`/accounts/${id}`, { skills, why: '手语培训合格' });
    expect(ManagedAccount.parse(skilled.body).skills).toEqual(skills);
    expect(Me.parse((await browser.get('/me')).body).account.skills).toEqual(skills);
    const ticket = await browser.ticket();
    const told: string[] = [];
    const stop = server.staff.onRevoked((staff) => told.push(staff));
    await admin.patch(`/accounts/${id}`, { roles: ['agent', 'supervisor'], why: '升任班长' });
    stop();
    expect(told).toEqual([id]);
    expect((await browser.get('/me')).code).toBe('sign_in_needed');
    await expect(server.staff.tickets.redeem(ticket)).rejects.toMatchObject({ code: 'token_invalid' });
    const page = AuditPage.parse((await admin.get(`/audit?on=${id}&act=staff.roles_changed`)).body);
    expect(page.rows).toMatchObject([{ name: ADMIN.name, why: 'agent → agent supervisor: 升任班长' }]);
  });

  it('that is disabled signs in no more, and again once it is enabled', async () => {
    const { id, browser } = await newStaff(server, admin, someone());
    const { name } = Me.parse((await browser.get('/me')).body).account;
    await admin.patch(`/accounts/${id}`, { disabled: true, why: '离职' });
    expect((await browser.get('/me')).code).toBe('sign_in_needed');
    expect((await browser.signIn(name, PASSWORD)).code).toBe('sign_in_refused');
    expect(await server.staff.identity(id)).toBeNull();
    await admin.patch(`/accounts/${id}`, { disabled: false, why: '返聘' });
    expect((await browser.signIn(name, PASSWORD)).status).toBe(200);
    expect(await acts(id)).toEqual(
      expect.arrayContaining(['staff.account_disabled', 'staff.account_enabled', 'staff.sign_in_refused']),
    );
  });

  it('is never the last administrator that goes', async () => {
    const { id } = Me.parse((await admin.get('/me')).body).account;
    for (const change of [{ disabled: true }, { roles: ['agent'] }]) {
      expect(await admin.patch(`/accounts/${id}`, { ...change, why: 'test' })).toMatchObject({
        status: 409,
        code: 'state_refused',
      });
    }
    expect((await admin.post(`/accounts/${id}/reset`, { why: 'test' })).code).toBe('state_refused');
    expect((await admin.get('/me')).status).toBe(200);
  });

  it('is changed with a reason, and only where it is one', async () => {
    const { id } = await newStaff(server, admin, someone());
    expect((await admin.patch(`/accounts/${id}`, { disabled: true })).code).toBe('message_invalid');
    const nobody = `stf_${'x'.repeat(22)}`;
    expect((await admin.patch(`/accounts/${nobody}`, { why: 'why not' })).code).toBe('not_found');
    expect((await admin.patch('/accounts/1', { why: 'why not' })).code).toBe('message_invalid');
  });

  it('that is reset signs in by its new link only', async () => {
    const { id, browser } = await newStaff(server, admin, someone());
    const { name } = Me.parse((await browser.get('/me')).body).account;
    const { link, account } = AccountLink.parse(
      (await admin.post(`/accounts/${id}/reset`, { why: '忘记密码' })).body,
    );
    expect(account.state).toBe('invited');
    expect((await browser.get('/me')).code).toBe('sign_in_needed');
    expect((await browser.signIn(name, PASSWORD)).code).toBe('sign_in_refused');
    // A second reset makes the first link worthless.
    const again = AccountLink.parse((await admin.post(`/accounts/${id}/reset`, { why: '邮件没收到' })).body);
    expect((await browser.setUp(link, 'nine grey boats sail')).code).toBe('token_invalid');
    expect((await browser.setUp(again.link, 'nine grey boats sail')).status).toBe(200);
  });

  it('changes its own password, and its other sessions end', async () => {
    const { browser } = await newStaff(server, admin, someone());
    const { name } = Me.parse((await browser.get('/me')).body).account;
    const other = new StaffBrowser(server);
    await other.signIn(name, PASSWORD);
    const next = 'eleven tin drums roll';
    expect((await browser.post('/password', { current: 'not the one', password: next })).code).toBe(
      'sign_in_refused',
    );
    expect((await browser.post('/password', { current: PASSWORD, password: `${name}${name}` })).code).toBe(
      'password_weak',
    );
    expect((await browser.post('/password', { current: PASSWORD, password: next })).status).toBe(204);
    expect((await browser.get('/me')).status).toBe(200);
    expect((await other.get('/me')).code).toBe('sign_in_needed');
    expect((await other.signIn(name, PASSWORD)).code).toBe('sign_in_refused');
    expect((await other.signIn(name, next)).status).toBe(200);
  });
});

describe('an authenticator', () => {
  it('is enrolled with its first code, asked for at sign-in, and each code and recovery code counts once', async () => {
    const { browser, id } = await newStaff(server, admin, someone());
    const { name } = Me.parse((await browser.get('/me')).body).account;
    expect((await browser.post('/totp/begin', { current: 'not the one' })).code).toBe('sign_in_refused');
    const { secret, uri } = TotpOffer.parse((await browser.post('/totp/begin', { current: PASSWORD })).body);
    expect(uri).toContain(`secret=${secret}`);
    // Until its first code has come, it does not count.
    expect(Me.parse((await browser.get('/me')).body).totp).toBe('off');
    const step = totpStep(Date.now());
    expect((await browser.post('/totp/confirm', { code: totpCode(secret, step + 40) })).code).toBe(
      'code_needed',
    );
    // The step before now, so that now and the next are still to be used.
    const enrolled = await browser.post('/totp/confirm', { code: totpCode(secret, step - 1) });
    const { recoveryCodes } = RecoveryCodes.parse(enrolled.body);
    expect(recoveryCodes).toHaveLength(10);

    const other = new StaffBrowser(server);
    expect(await other.signIn(name, PASSWORD)).toMatchObject({ status: 401, code: 'code_needed' });
    expect((await other.signIn(name, PASSWORD, totpCode(secret, step - 1))).code).toBe('code_needed');
    expect((await other.signIn(name, PASSWORD, totpCode(secret, step))).status).toBe(200);
    expect((await other.signIn(name, PASSWORD, totpCode(secret, step))).code).toBe('code_needed');
    const [lost = ''] = recoveryCodes;
    const recovered = await other.signIn(name, PASSWORD, lost.toUpperCase());
    expect(Me.parse(recovered.body)).toMatchObject({ totp: 'on', recoveryCodes: 9 });
    expect((await other.signIn(name, PASSWORD, lost)).code).toBe('code_needed');
    expect(await acts(id)).toEqual(
      expect.arrayContaining(['staff.totp_enrolled', 'staff.recovery_code_used']),
    );
  });

  it('is asked for after a reset of the password too: the link alone opens nothing', async () => {
    const { browser, id } = await newStaff(server, admin, someone());
    const { secret } = TotpOffer.parse((await browser.post('/totp/begin', { current: PASSWORD })).body);
    const step = totpStep(Date.now());
    await browser.post('/totp/confirm', { code: totpCode(secret, step - 1) });
    const kept = AccountLink.parse((await admin.post(`/accounts/${id}/reset`, { why: '忘记密码' })).body);
    expect(kept.account.totp).toBe(true);
    const chosen = await browser.setUp(kept.link, 'four warm loaves rise');
    expect(chosen.code).toBe('code_needed');
    expect(chosen.headers.getSetCookie()).toEqual([]);
    const lost = await admin.post(`/accounts/${id}/reset`, { totp: true, why: '手机丢失' });
    expect(AccountLink.parse(lost.body).account.totp).toBe(false);
  });
});

describe('a ticket', () => {
  it('proves once who somebody is and what they may', async () => {
    const account = someone({ roles: ['supervisor'], skills: [{ skill: 'lang.en', level: 2 }] });
    const { browser, id } = await newStaff(server, admin, account);
    const ticket = await browser.ticket();
    expect(await server.staff.tickets.redeem(ticket)).toEqual({ staff: id, ...account });
    await expect(server.staff.tickets.redeem(ticket)).rejects.toMatchObject({ code: 'token_invalid' });
    await expect(server.staff.tickets.redeem('x')).rejects.toMatchObject({ code: 'token_invalid' });
    const disabled = await browser.ticket();
    await admin.patch(`/accounts/${id}`, { disabled: true, why: '离职' });
    await expect(server.staff.tickets.redeem(disabled)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('is for those who are signed in', async () => {
    expect((await new StaffBrowser(server).post('/ticket')).code).toBe('sign_in_needed');
  });
});

describe('the audit', () => {
  it('is read page by page, by those who may, and whoever reads it stands in it', async () => {
    const first = AuditPage.parse((await admin.get('/audit?limit=3')).body);
    expect(first.rows).toHaveLength(3);
    expect(first.rows[0]).toMatchObject({ act: 'audit.read', name: ADMIN.name });
    const second = AuditPage.parse((await admin.get(`/audit?limit=3&before=${first.next}`)).body);
    expect(second.rows[0]?.seq).toBe((first.rows[2]?.seq ?? 0) - 1);
    expect((await admin.get('/audit?limit=100000')).code).toBe('message_invalid');
    expect(AuditCheck.parse((await admin.post('/audit/verify')).body)).toMatchObject({
      ok: true,
      fault: null,
    });
  });
});

describe('a server that others reach', () => {
  it('lets nobody work without an authenticator, and nobody give theirs up', async () => {
    const flags = ['--staff-totp', 'required', '--trust-proxy', '1'];
    const strict = await startTestServer({ flags });
    try {
      const browser = await firstAdministrator(strict);
      expect(Me.parse((await browser.get('/me')).body).totp).toBe('needed');
      for (const answer of [await browser.get('/accounts'), await browser.post('/ticket')]) {
        expect(answer).toMatchObject({ status: 403, code: 'totp_needed' });
      }
      const { secret } = TotpOffer.parse((await browser.post('/totp/begin', { current: PASSWORD })).body);
      await browser.post('/totp/confirm', { code: totpCode(secret, totpStep(Date.now())) });
      expect((await browser.get('/accounts')).status).toBe(200);
      const removed = await browser.post('/totp/remove', { current: PASSWORD, code: '000000' });
      expect(removed.code).toBe('totp_needed');
    } finally {
      await dispose(strict);
    }
  });
});

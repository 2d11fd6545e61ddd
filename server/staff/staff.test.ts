import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../store/store.ts';
import { LINK_MS } from './links.ts';
import { createPasswords, type Passwords } from './password.ts';
import { ABSOLUTE_MS, IDLE_MS } from './sessions.ts';
import { createStaff, type Staff } from './staff.ts';
import { TICKET_TTL_MS } from './tickets.ts';

const PASSWORD = 'seven calm herons wade';
const quiet = { info() {}, warn() {}, error() {} };
const run = promisify(execFile);

let dataDir: string;
let store: Awaited<ReturnType<typeof openStore>>;
let staff: Staff;
let at = 1_795_000_000_000;
let made = 0;
/** Passwords that were worked on. */
let verified = 0;
const passwords = createPasswords();
const counted: Passwords = {
  ...passwords,
  verify: (password, hash) => {
    verified += 1;
    return passwords.verify(password, hash);
  },
};

const open = async (): Promise<void> => {
  store = await openStore({ dataDir, log: quiet });
  staff = createStaff({
    ...{
      store: store.staff,
      audit: store.audit,
      now: () => at,
      secondFactor: 'offered',
      log() {},
      passwords: counted,
    },
  });
};
const shut = async (): Promise<void> => {
  staff.close();
  await store.close();
};
const codeOf = (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'ok',
    (error: { code: string }) => error.code,
  );
const tokenOf = (link: string): string => link.replace(/^.*setup=/, '');

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'govatar-staff-'));
  await open();
});
afterAll(async () => {
  await shut();
  await rm(dataDir, { recursive: true, force: true });
});

/** An account with a password, signed in. */
async function someone(over: { roles?: ('agent' | 'administrator')[] } = {}) {
  made += 1;
  const id = `stf_${String(made).padStart(22, '0')}`;
  const account = { id, name: `zhou.${made}`, publicName: '周老师', number: String(made), skills: [] };
  await store.staff.create({ roles: ['agent'], ...account, ...over, createdAt: at });
  const record = await store.staff.find(id);
  if (record === null) throw new Error('no account');
  const owner = await staff.links.use({ token: tokenOf(await staff.links.of(record)), password: PASSWORD });
  return { id, name: account.name, record: owner, session: await staff.sessions.open(owner, {}) };
}

describe('a session', () => {
  it('ends half an hour after the last request', async () => {
    const { session } = await someone();
    for (let n = 0; n < 4; n += 1) {
      at += IDLE_MS - 1;
      expect(await codeOf(staff.sessions.find(session.token))).toBe('ok');
    }
    at += IDLE_MS;
    expect(await codeOf(staff.sessions.find(session.token))).toBe('sign_in_needed');
    at -= IDLE_MS;
    expect(await codeOf(staff.sessions.find(session.token))).toBe('sign_in_needed');
  });

  it('ends after twelve hours, however busy it was', async () => {
    const { session } = await someone();
    const end = at + ABSOLUTE_MS;
    while (at < end - IDLE_MS) {
      at += IDLE_MS - 1;
      if (at < end) expect(await codeOf(staff.sessions.find(session.token))).toBe('ok');
    }
    at = end - 1;
    expect(await codeOf(staff.sessions.find(session.token))).toBe('ok');
    at = end;
    expect(await codeOf(staff.sessions.find(session.token))).toBe('sign_in_needed');
  });

  it('stands in the database by its hash alone', async () => {
    const { session } = await someone();
    expect(await store.staff.findSession(session.token)).not.toBeNull();
    expect(session.token).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(staff.sessions.me(session).csrf).not.toContain(session.token);
  });
});

describe('a ticket', () => {
  it('is over after a minute', async () => {
    const { id } = await someone();
    const [early, late] = [await staff.tickets.issue(id), await staff.tickets.issue(id)];
    at += TICKET_TTL_MS - 1;
    expect((await staff.tickets.redeem(early)).staff).toBe(id);
    at += 1;
    expect(await codeOf(staff.tickets.redeem(late))).toBe('token_invalid');
  });

  it('tells the roles of the moment in which it is used', async () => {
    const { id } = await someone();
    const ticket = await staff.tickets.issue(id);
    await store.staff.update(id, { roles: ['supervisor'] });
    expect((await staff.tickets.redeem(ticket)).roles).toEqual(['supervisor']);
  });
});

describe('a one-time link', () => {
  it('is over after a day', async () => {
    const { record } = await someone();
    const token = tokenOf(await staff.links.of(record));
    at += LINK_MS - 1;
    expect(await staff.links.look(token)).toEqual({ kind: 'reset', name: record.name });
    at += 1;
    expect(await codeOf(staff.links.look(token))).toBe('token_invalid');
    expect(await codeOf(staff.links.use({ token, password: PASSWORD }))).toBe('token_invalid');
  });

  it('makes no second administrator, of however many hold one', async () => {
    const links = await Promise.all([staff.links.first(), staff.links.first(), staff.links.first()]);
    const tries = links.map((link, n) =>
      codeOf(
        staff.links.use({
          ...{ token: tokenOf(link ?? ''), password: PASSWORD, publicName: '陈老师' },
          ...{ name: `first.${n}`, number: `a${n}` },
        }),
      ),
    );
    const outcomes = await Promise.all(tries);
    expect(outcomes.filter((one) => one === 'ok')).toHaveLength(1);
    expect(
      outcomes.filter((one) => one !== 'ok').every((one) => /^(state_refused|token_invalid)$/.test(one)),
    ).toBe(true);
    expect(await staff.links.first()).toBeNull();
  });
});

describe('failed attempts', () => {
  beforeEach(() => {
    at += 2 * 60 * 60_000;
  });
  const wrong = (name: string, address = '10.1.1.1') =>
    staff.signIn.prove({ name, password: 'not the password' }, address);
  const right = (name: string, address = '10.1.1.1') =>
    staff.signIn.prove({ name, password: PASSWORD }, address);

  it('lock a name twice as long each time, a quarter of an hour at most, and open by themselves', async () => {
    const { name } = await someone();
    for (let n = 0; n < 5; n += 1) expect(await codeOf(wrong(name))).toBe('sign_in_refused');
    const waits: number[] = [];
    for (let n = 0; n < 7; n += 1) {
      const locked = await right(name).catch((error: { retryAfterMs: number }) => error);
      const wait = 'retryAfterMs' in locked ? locked.retryAfterMs : 0;
      waits.push(wait / 1000);
      at += wait;
      expect(await codeOf(wrong(name))).toBe('sign_in_refused');
    }
    expect(waits).toEqual([30, 60, 120, 240, 480, 900, 900]);
    at += 900_000;
    expect(await codeOf(right(name))).toBe('ok');
    expect(await codeOf(wrong(name))).toBe('sign_in_refused');
  });

  it('of few names forget themselves, and a right password forgets them at once', async () => {
    const { name } = await someone();
    for (let round = 0; round < 3; round += 1) {
      for (let n = 0; n < 4; n += 1) await codeOf(wrong(name));
      expect(await codeOf(right(name))).toBe('ok');
    }
  });

  it('lock an address that tries many names, though each has had few, and no other address', async () => {
    const { name } = await someone();
    for (let n = 0; n < 41; n += 1)
      expect(await codeOf(wrong(`guess.${n}`, '10.9.9.9'))).toBe('sign_in_refused');
    expect(await codeOf(right(name, '10.9.9.9'))).toBe('sign_in_locked');
    expect(await codeOf(right(name, '10.9.9.8'))).toBe('ok');
  });

  it('of an unknown name are worked on like those of a known one, and locked ones not at all', async () => {
    const { name } = await someone();
    const worked = async (typed: string, address: string): Promise<number> => {
      verified = 0;
      await codeOf(wrong(typed, address));
      return verified;
    };
    expect(await worked(name, '10.2.2.2')).toBe(1);
    expect(await worked('nobody.at.all', '10.2.2.2')).toBe(1);
    expect(await worked('<no name>', '10.2.2.2')).toBe(1);
    for (let n = 0; n < 4; n += 1) await codeOf(wrong(name));
    expect(await worked(name, '10.2.2.2')).toBe(0);
  });
});

describe('npm run staff', () => {
  const TOOL = fileURLToPath(new URL('./staff-main.ts', import.meta.url));
  const tool = (...args: string[]): Promise<{ stdout: string; stderr: string }> =>
    run(process.execPath, [TOOL, ...args, '--data', dataDir], {
      env: { ...process.env, DATABASE_URL: '', GOVATAR_DATA_KEY_FILE: '', GOVATAR_PUBLIC_URL: '' },
    }).catch((error: { stdout: string; stderr: string }) => error);

  it('says what to do while the server has the embedded database', async () => {
    const { stderr, stdout } = await tool('reset', 'zhou.1');
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^data_locked: The server is running on the embedded database .* Stop the server/);
  });

  it('gives one who is locked out a link, after which nothing of before opens', async () => {
    const { id, name, session } = await someone({ roles: ['administrator'] });
    const totp = { secret: 'JBSWY3DPEHPK3PXP', recoveryCodes: ['aaaaa-bbbbb'], step: 0 };
    await store.staff.update(id, { totp, disabled: true });
    await shut();
    expect((await tool('reset', 'who.is.this')).stderr).toContain('not_found');
    expect((await tool('reset', name)).stderr).toContain('add --enable');
    const { stdout } = await tool(
      'reset',
      name.toUpperCase(),
      '--enable',
      '--url',
      'https://desk.example.cn/',
    );
    expect((await tool('verify')).stdout).toMatch(/^The audit is whole: \d+ rows/);
    expect((await tool('list')).stdout).toContain(`${name}  administrator`);
    await open();
    const token = /https:\/\/desk\.example\.cn\/desk\/\?setup=([A-Za-z0-9_-]{43})\n/.exec(stdout)?.[1] ?? '';
    expect(await codeOf(staff.signIn.prove({ name, password: PASSWORD }, '10.3.3.3'))).toBe(
      'sign_in_refused',
    );
    expect(await codeOf(staff.sessions.find(session.token))).toBe('sign_in_needed');
    // The tool reads the machine's clock.
    at = Date.now();
    const account = await staff.links.use({ token, password: 'nine grey boats sail' });
    expect(account).toMatchObject({ id, totp: false, disabled: false });
    const [row] = await store.audit.list({ limit: 1, act: 'staff.rescued_and_enabled', on: id });
    expect(row).toMatchObject({ who: 'system' });
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type TestStore, testDrivers } from './fixtures/stores.ts';
import type { LockRule, NewStaffRecord, StaffStore } from './staff-types.ts';

const NOW = 1_795_000_000_000;
let made = 0;

function account(over: Partial<NewStaffRecord> = {}): NewStaffRecord {
  made += 1;
  return {
    ...{ id: `stf_${String(made).padStart(22, '0')}`, name: `name${made}`, number: String(1000 + made) },
    ...{ publicName: '张老师', roles: ['agent'], skills: [], createdAt: NOW, password: 'hash' },
    ...over,
  };
}

describe.each(await testDrivers())('staff in $name', ({ open }) => {
  let opened: TestStore;
  let staff: StaffStore;
  beforeAll(async () => {
    opened = await open();
    staff = opened.store.staff;
  });
  afterAll(() => opened.dispose());

  it('has one first administrator, of however many ask at once', async () => {
    expect(await staff.hasAdministrator()).toBe(false);
    const tries = await Promise.allSettled(
      Array.from({ length: 8 }, () => staff.createFirst(account({ roles: ['administrator'] }))),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await staff.hasAdministrator()).toBe(true);
  });

  it('keeps the last administrator, whoever asks for what', async () => {
    const [first] = (await staff.list()).filter(({ roles }) => roles.includes('administrator'));
    const id = first?.id ?? '';
    const keep = { keepAdministrator: true };
    await expect(staff.update(id, { roles: ['agent'] }, keep)).rejects.toMatchObject({
      code: 'state_refused',
    });
    await expect(staff.update(id, { disabled: true }, keep)).rejects.toMatchObject({ code: 'state_refused' });
    expect(await staff.find(id)).toMatchObject({ roles: ['administrator'], disabled: false });
    const invited = account({ roles: ['administrator'] });
    delete invited.password;
    await staff.create(invited);
    // One who was only invited cannot sign in yet: that is no administrator to rely on.
    await expect(staff.update(id, { disabled: true }, keep)).rejects.toMatchObject({ code: 'state_refused' });
    await staff.update(invited.id, { password: 'hash' });
    expect(await staff.update(id, { disabled: true }, keep)).toMatchObject({ disabled: true });
  });

  it('gives an account back as it was given, by id, name and where it comes from', async () => {
    const external = { issuer: 'https://op.test', subject: 'u-1' };
    const given = account({ skills: [{ skill: 'lang.en', level: 2 }], external });
    delete given.password;
    await staff.create(given);
    const { id, name, number, publicName, roles, skills } = given;
    const kept = {
      ...{ id, name, number, publicName, roles, skills, disabled: false, external: true, password: false },
      ...{ totp: false, recoveryCodes: 0, createdAt: NOW, lastSignInAt: null },
    };
    expect(await staff.find(id)).toEqual(kept);
    expect(await staff.findByName(name)).toEqual(kept);
    expect(await staff.findExternal('https://op.test', 'u-1')).toEqual(kept);
    expect(await staff.findExternal('https://other.test', 'u-1')).toBeNull();
    expect(await staff.find(`stf_${'x'.repeat(22)}`)).toBeNull();
  });

  it('gives a name and a number to one account only', async () => {
    const first = account();
    await staff.create(first);
    await expect(staff.create(account({ name: first.name }))).rejects.toMatchObject({ code: 'name_taken' });
    await expect(staff.create(account({ number: first.number }))).rejects.toMatchObject({
      code: 'name_taken',
    });
    const second = account();
    await staff.create(second);
    await expect(staff.update(second.id, { number: first.number })).rejects.toMatchObject({
      code: 'name_taken',
    });
    expect(await staff.update(second.id, { number: second.number })).toMatchObject({ number: second.number });
  });

  it('changes what is named and leaves the rest', async () => {
    const given = account();
    await staff.create(given);
    expect(await staff.update(given.id, {})).toMatchObject({ publicName: '张老师', password: true });
    const skills = [{ skill: 'sign', level: 3 }];
    expect(await staff.update(given.id, { skills, lastSignInAt: NOW + 5 })).toMatchObject({
      ...{ skills, lastSignInAt: NOW + 5, publicName: '张老师', roles: ['agent'] },
    });
    expect(await staff.update(`stf_${'y'.repeat(22)}`, { disabled: true })).toBeNull();
  });

  it('keeps an act and its trace together, or neither', async () => {
    const { audit } = opened.store;
    const given = account();
    const entry = (act: string) => ({ at: NOW, who: 'system' as const, act, on: given.id });
    await staff.create(given, entry('staff.made'));
    const taken = staff.create(account({ name: given.name }), entry('staff.made_twice'));
    await expect(taken).rejects.toMatchObject({ code: 'name_taken' });
    await staff.update(
      given.id,
      { number: 'n-1' },
      { audited: ({ id, number }) => ({ ...entry(`n.${number.slice(2)}`), on: id }) },
    );
    const broken = staff.update(
      given.id,
      { publicName: '李老师' },
      {
        audited: () => {
          throw new Error('the audit is full');
        },
      },
    );
    await expect(broken).rejects.toThrow('the audit is full');
    expect((await staff.find(given.id))?.publicName).toBe('张老师');
    expect((await audit.list({ limit: 10, on: given.id })).map(({ act }) => act)).toEqual([
      'n.1',
      'staff.made',
    ]);
    expect(await audit.verify()).toMatchObject({ ok: true, rows: 2 });
  });

  it('uses a time step and a recovery code once, of however many who try at once', async () => {
    const { id, ...rest } = account();
    await staff.create({ id, ...rest });
    const totp = { secret: 'JBSWY3DPEHPK3PXP', recoveryCodes: ['aaaaa-bbbbb', 'ccccc-ddddd'], step: 9 };
    expect(await staff.update(id, { totp })).toMatchObject({ totp: true, recoveryCodes: 2 });
    expect(await staff.secrets(id)).toEqual({ password: 'hash', totp: 'JBSWY3DPEHPK3PXP' });
    const won = async (tries: Promise<boolean>[]) => (await Promise.all(tries)).filter(Boolean).length;
    expect(await staff.takeStep(id, 9)).toBe(false);
    expect(await won(Array.from({ length: 6 }, () => staff.takeStep(id, 10)))).toBe(1);
    expect(await staff.takeStep(id, 8)).toBe(false);
    expect(await won(Array.from({ length: 6 }, () => staff.takeRecoveryCode(id, 'aaaaa-bbbbb')))).toBe(1);
    expect(await staff.takeRecoveryCode(id, 'zzzzz-zzzzz')).toBe(false);
    expect(await staff.find(id)).toMatchObject({ recoveryCodes: 1 });
    expect(await staff.update(id, { totp: null })).toMatchObject({ totp: false, recoveryCodes: 0 });
    expect(await staff.takeRecoveryCode(id, 'ccccc-ddddd')).toBe(false);
  });

  it('ends one session, or all but the one that asks', async () => {
    const { id, ...rest } = account();
    await staff.create({ id, ...rest });
    const session = { staff: id, external: false, createdAt: NOW, seenAt: NOW, endsAt: NOW + 1000 };
    for (const token of ['one', 'two', 'three']) await staff.openSession(`${id}${token}`, session);
    await staff.touchSession(`${id}one`, NOW + 500);
    await staff.touchSession(`${id}one`, NOW + 400);
    expect(await staff.findSession(`${id}one`)).toEqual({ ...session, seenAt: NOW + 500 });
    await staff.endSession(`${id}two`);
    expect(await staff.findSession(`${id}two`)).toBeNull();
    await staff.endSessions(id, `${id}one`);
    expect(await staff.findSession(`${id}three`)).toBeNull();
    expect(await staff.findSession(`${id}one`)).not.toBeNull();
    expect(await staff.hasSession(id, NOW + 999, NOW + 499)).toBe(true);
    expect(await staff.hasSession(id, NOW + 999, NOW + 500)).toBe(false);
    expect(await staff.hasSession(id, NOW + 1000, NOW)).toBe(false);
    await staff.endSessions(id);
    expect(await staff.hasSession(id, NOW, NOW - 1)).toBe(false);
    expect(await staff.findSession(`${id}one`)).toBeNull();
  });

  it('gives a token to one taker, of its kind, in its time', async () => {
    const value = { kind: 'ticket' as const, staff: null, payload: { a: ['中'] }, endsAt: NOW + 10 };
    await staff.putToken('t1', value);
    expect(await staff.takeToken('t1', ['invite', 'reset'], NOW)).toBeNull();
    expect(await staff.takeToken('t1', ['ticket'], NOW + 10)).toBeNull();
    expect(await staff.peekToken('t1', ['ticket'], NOW)).toEqual(value);
    const taken = await Promise.all(Array.from({ length: 6 }, () => staff.takeToken('t1', ['ticket'], NOW)));
    expect(taken.filter((one) => one !== null)).toEqual([value]);
  });

  it('drops the tokens of one account and kind', async () => {
    const value = { kind: 'invite' as const, payload: null, endsAt: NOW + 10 };
    await staff.putToken('d1', { ...value, staff: 'stf_1' });
    await staff.putToken('d2', { ...value, staff: 'stf_2' });
    await staff.putToken('d3', { ...value, kind: 'first', staff: null });
    await staff.dropTokens(['invite', 'reset'], 'stf_1');
    await staff.dropTokens(['first'], null);
    const left = await Promise.all(
      ['d1', 'd2', 'd3'].map((token) => staff.peekToken(token, ['invite', 'first'], NOW)),
    );
    expect(left.map((one) => one?.staff ?? null)).toEqual([null, 'stf_2', null]);
  });

  describe('failed attempts', () => {
    const rule: LockRule = { waitMs: (failures) => (failures < 3 ? 0 : 1000 * failures), forgetMs: 60_000 };

    it('lock after so many, longer each time, and open by themselves', async () => {
      const charge = (at: number) => staff.charge('k1', NOW + at, rule);
      expect(await charge(0)).toEqual({ lockedUntil: null });
      expect(await charge(1)).toEqual({ lockedUntil: null });
      expect(await charge(2)).toEqual({ lockedUntil: null });
      expect(await charge(3)).toEqual({ lockedUntil: NOW + 2 + 3000 });
      expect(await staff.locks(['k1', 'k0'], NOW + 3)).toEqual(new Map([['k1', NOW + 3002]]));
      expect(await charge(3002)).toEqual({ lockedUntil: null });
      expect(await charge(3003)).toEqual({ lockedUntil: NOW + 3002 + 4000 });
      expect(await charge(70_000)).toEqual({ lockedUntil: null });
      expect(await charge(70_001)).toEqual({ lockedUntil: null });
    });

    it('are counted before they are made: many at once get no more than the rule allows', async () => {
      const all = await Promise.all(Array.from({ length: 12 }, () => staff.charge('k2', NOW, rule)));
      expect(all.filter(({ lockedUntil }) => lockedUntil === null)).toHaveLength(3);
    });

    it('are taken back where it was none', async () => {
      for (let n = 0; n < 5; n += 1) {
        expect(await staff.charge('k3', NOW, rule)).toEqual({ lockedUntil: null });
        await staff.refund('k3');
      }
      for (let n = 0; n < 3; n += 1) await staff.charge('k3', NOW, rule);
      await staff.clearFailures('k3');
      expect(await staff.charge('k3', NOW, rule)).toEqual({ lockedUntil: null });
    });
  });

  it('removes what is over and leaves what is not', async () => {
    const { id, ...rest } = account();
    await staff.create({ id, ...rest });
    const session = { staff: id, external: false, createdAt: NOW, seenAt: NOW };
    await staff.openSession('p1', { ...session, endsAt: NOW + 10 });
    await staff.openSession('p2', { ...session, endsAt: NOW + 11 });
    const token = { kind: 'ticket' as const, staff: id, payload: 0 };
    await staff.putToken('p3', { ...token, endsAt: NOW + 11 });
    await staff.purge(NOW + 10, 60_000);
    expect(await staff.findSession('p1')).toBeNull();
    expect(await staff.findSession('p2')).not.toBeNull();
    expect(await staff.peekToken('p3', ['ticket'], NOW)).not.toBeNull();
  });
});

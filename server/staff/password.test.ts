import { describe, expect, it } from 'vitest';
import { ARGON2, checkPassword, createPasswords } from './password.ts';

describe('a password', () => {
  const passwords = createPasswords();

  it('is kept as an argon2id hash with the parameters of OWASP, each with a salt of its own', async () => {
    const [one, other] = await Promise.all([
      passwords.hash('热线很忙但有耐心'),
      passwords.hash('热线很忙但有耐心'),
    ]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(other).not.toBe(one);
    expect(await passwords.verify('热线很忙但有耐心', one)).toBe(true);
    expect(await passwords.verify('热线很忙但有耐心。', one)).toBe(false);
  });

  it('is the same however the keyboard composed it', async () => {
    const hash = await passwords.hash('caf\u00e9 au lait matin');
    expect(await passwords.verify('cafe\u0301 au lait matin', hash)).toBe(true);
  });

  it('is never that of nobody', async () => {
    expect(await passwords.verify('whatever it may be', null)).toBe(false);
  });

  it('agrees with the reference implementation of Argon2id', async () => {
    // From the tests of phc-winner-argon2: version 0x13, t = 2, m = 2^16, p = 1, "password", "somesalt".
    const reference =
      '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
    expect(await passwords.verify('password', reference)).toBe(true);
    expect(await passwords.verify('Password', reference)).toBe(false);
    expect(passwords.isOld(reference)).toBe(true);
    expect(passwords.isOld(await passwords.hash('x'))).toBe(false);
  });

  it('waits its turn, and is told to come back where too many wait', async () => {
    const busy = createPasswords();
    const tries = await Promise.allSettled(Array.from({ length: 90 }, () => busy.verify('x', null)));
    const refused = tries.filter((one) => one.status === 'rejected');
    expect(refused).toHaveLength(90 - 66);
    for (const one of refused) expect(one.reason).toMatchObject({ code: 'server_busy', retryAfterMs: 2000 });
    expect(await busy.verify('x', null)).toBe(false);
  });

  it('takes 19 MiB, so that guessing is dear', () => {
    expect(ARGON2.memory).toBe(19 * 1024);
  });
});

describe('a new password', () => {
  const weak = (password: string, own: string[] = []): string | null => {
    try {
      checkPassword(password, own);
      return null;
    } catch (error) {
      return (error as { code: string }).code;
    }
  };

  it('has twelve characters, of any kind', () => {
    expect(weak('tram6Zoo')).toBe('password_weak');
    expect(weak('gh0s!tRiver')).toBe('password_weak');
    expect(weak('lake otter pumps')).toBeNull();
    expect(weak('春天的河边有只黑猫在睡觉')).toBeNull();
    expect(weak('xvKq-29mf-PPow')).toBeNull();
  });

  it.each([
    ...['password1234', 'Password123!', 'P@ssw0rd2024', 'passwordpassword', 'qwertyuiop123', 'qwertyuiop[]'],
    ...['123456789012', '111111111111', 'abcabcabcabc', 'aaaaaaaaaaaa', '1qaz2wsx3edc', 'abcdefghijkl'],
    ...['woaini1314520', 'woaini5201314', 'iloveyou1234', 'Admin@123456', 'administrator', 'administrator1'],
    ...['govatar12345', '12345hotline', '1234512345123', 'zhengwu2024!', 'Welcome2025!', '管理员密码123456'],
    ...['1q2w3e4r5t6y', 'zxcvbnm,./123', '!@#$%^&*()_+', 'changeme2026', 'testtesttest', 'ABCD1234abcd'],
  ])('is none of the common ones: %s', (password) => {
    expect(weak(password)).toBe('password_weak');
  });

  it('is not made of the names of its account', () => {
    expect(weak('li.na-2024-li.na', ['li.na', '李老师', '0032'])).toBe('password_weak');
    expect(weak('李老师李老师李老师李老师', ['li.na', '李老师', '0032'])).toBe('password_weak');
    expect(weak('li.na likes cold noodles', ['li.na', '李老师', '0032'])).toBeNull();
  });
});

import { describe, expect, it } from 'vitest';
import {
  matchTotp,
  newRecoveryCodes,
  newTotpSecret,
  recoveryCodeOf,
  totpCode,
  totpStep,
  totpUri,
} from './totp.ts';

/** "12345678901234567890" in base32: the key of the test vectors of RFC 6238. */
const RFC = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

describe('a code of an authenticator', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('is that of RFC 6238, appendix B, at second %d', (second, code) => {
    expect(totpCode(RFC, totpStep(second * 1000))).toBe(code);
    expect(matchTotp(RFC, code, second * 1000)).toBe(Math.floor(second / 30));
  });

  it('counts one step before and after, and no further', () => {
    const at = 1_111_111_111_000;
    const step = totpStep(at);
    for (const near of [step - 1, step, step + 1]) expect(matchTotp(RFC, totpCode(RFC, near), at)).toBe(near);
    for (const far of [step - 2, step + 2]) expect(matchTotp(RFC, totpCode(RFC, far), at)).toBeNull();
    for (const none of ['', '12345', '1234567', 'abcdef', '０５０４７１']) {
      expect(matchTotp(RFC, none, at)).toBeNull();
    }
  });

  it('comes from a secret of 160 bits, another for everybody', () => {
    const secrets = new Set(Array.from({ length: 50 }, newTotpSecret));
    expect(secrets.size).toBe(50);
    for (const secret of secrets) expect(secret).toMatch(/^[A-Z2-7]{32}$/);
  });

  it('is set up by an address that authenticators read', () => {
    expect(totpUri(RFC, '李娜', '12345 政务')).toBe(
      `otpauth://totp/12345%20%E6%94%BF%E5%8A%A1:%E6%9D%8E%E5%A8%9C?secret=${RFC}&issuer=12345%20%E6%94%BF%E5%8A%A1&algorithm=SHA1&digits=6&period=30`,
    );
  });
});

describe('recovery codes', () => {
  it('are ten, all different, and read in one form however they are typed', () => {
    const codes = newRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(recoveryCodeOf(code)).toBe(code);
      expect(recoveryCodeOf(` ${code.toUpperCase().replace('-', ' ')} `)).toBe(code);
    }
    expect(recoveryCodeOf('OIL12-34567')).toBe('01112-34567');
    expect(recoveryCodeOf('123456')).toBeNull();
    expect(recoveryCodeOf('uuuuu-uuuuu')).toBeNull();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newNumber, newQueryCode, readNumber, readQueryCode, sameCode } from './codes.ts';

const AT = Date.parse('2026-11-23T23:30:00+08:00');

describe('a number', () => {
  it('says what it is of and the day in Beijing, in 14 digits', () => {
    expect(newNumber('work_order', AT, () => 4_213)).toMatch(/^1261123004213\d$/);
    expect(newNumber('appointment', AT, () => 999_999)).toMatch(/^2261123999999\d$/);
  });

  it('is read as it is written, spoken or copied, and never with a digit changed or two swapped', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 999_999 }),
        fc.nat(13),
        fc.integer({ min: 1, max: 9 }),
        (n, place, by) => {
          const number = newNumber('work_order', AT, () => n);
          expect(readNumber(` ${number.slice(0, 7)}-${number.slice(7)} `)).toBe(number);
          const wide = [...number].map((digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0)).join('');
          expect(readNumber(wide)).toBe(number);
          const digits = [...number];
          digits[place] = String((Number(digits[place]) + by) % 10);
          expect(readNumber(digits.join(''))).toBeNull();
        },
      ),
    );
  });
});

describe('a query code', () => {
  it('has ten signs, none of which looks like another', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(22), { minLength: 10, maxLength: 10 }), (picks) => {
        const code = newQueryCode(() => picks.pop() ?? 0);
        expect(code).toMatch(/^[2-9ACEFHJKMNPRTWXY]{10}$/);
        expect(readQueryCode(` ${code.slice(0, 5)} ${code.slice(5).toLowerCase()}`)).toBe(code);
      }),
    );
  });

  it('is read with the signs that people take for others', () => {
    expect(readQueryCode('Z5 8K-gmxy22')).toBe('258K6MXY22');
    expect(readQueryCode('K7M29XA4T')).toBeNull();
    expect(readQueryCode('K7M29XA4T0')).toBeNull();
  });

  it('is the same as itself alone; an empty one as nothing, not even as an empty one', () => {
    expect(sameCode('K7M29XA4TR', 'K7M29XA4TR')).toBe(true);
    expect(sameCode('K7M29XA4TR', 'K7M29XA4TX')).toBe(false);
    expect(sameCode('', '')).toBe(false);
    expect(sameCode('', 'K7M29XA4TR')).toBe(false);
    expect(sameCode('K7M29XA4TRR', 'K7M29XA4TR')).toBe(false);
  });
});

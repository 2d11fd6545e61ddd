import { randomInt, timingSafeEqual } from 'node:crypto';

/**
 * Signs of a query code: none that looks like another one of them or of those left out (0 O D Q, 1 I L, 2 Z, 5 S, 6 G,
 * 8 B, U V). 23 signs in ten places are 45 bits; with the limited tries there is no guessing it.
 */
const SIGNS = '23456789ACEFHJKMNPRTWXY';
const CODE_SIGNS = 10;
/** What people read instead of the sign that is there. */
const READ_AS: Readonly<Record<string, string>> = { Z: '2', S: '5', G: '6', B: '8' };

/** First digit of a number: what it is of. */
const KIND_DIGIT = { work_order: 1, appointment: 2, application: 3, materials: 4, rating: 5 } as const;
export type NumberedPurpose = keyof typeof KIND_DIGIT;

/** A random integer from 0 to `below` - 1; tests pass one that they know. */
export type RandomInt = (below: number) => number;
export const secureInt: RandomInt = (below) => randomInt(below);

/** A new query code, such as `K7M29XA4TR`. */
export function newQueryCode(random: RandomInt = secureInt): string {
  return Array.from({ length: CODE_SIGNS }, () => SIGNS[random(SIGNS.length)] ?? '').join('');
}

/**
 * A new number: kind, day (Beijing, YYMMDD), six random digits, check digit (Luhn, ISO/IEC 7812-1): 14 digits that can be
 * said and typed, tell nobody how many there are, and show a misheard digit.
 */
export function newNumber(purpose: NumberedPurpose, at: number, random: RandomInt = secureInt): string {
  const day = new Date(at + 8 * 3_600_000).toISOString().slice(2, 10).replaceAll('-', '');
  const body = `${KIND_DIGIT[purpose]}${day}${String(random(1_000_000)).padStart(6, '0')}`;
  return `${body}${luhnDigit(body)}`;
}

/** The number in any way of writing it (spaces, hyphens, full-width digits); null when it is none of ours. */
export function readNumber(text: string): string | null {
  const digits = text.normalize('NFKC').replace(/[\s\-–—_.·]/g, '');
  if (!/^[1-5]\d{13}$/.test(digits)) return null;
  return luhnDigit(digits.slice(0, -1)) === Number(digits.slice(-1)) ? digits : null;
}

/** The code in any way of writing it; null when it cannot be one. */
export function readQueryCode(text: string): string | null {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-–—_.·]/g, '');
  const code = [...plain].map((sign) => READ_AS[sign] ?? sign).join('');
  return code.length === CODE_SIGNS && [...code].every((sign) => SIGNS.includes(sign)) ? code : null;
}

/** Whether two codes are the same, in a time that does not tell how much of them is. */
export function sameCode(a: string, b: string): boolean {
  const left = Buffer.alloc(CODE_SIGNS);
  const right = Buffer.alloc(CODE_SIGNS);
  left.write(a);
  right.write(b);
  return timingSafeEqual(left, right) && a.length === CODE_SIGNS && b.length === CODE_SIGNS;
}

function luhnDigit(body: string): number {
  let sum = 0;
  for (const [index, digit] of [...body].reverse().entries()) {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return (10 - (sum % 10)) % 10;
}

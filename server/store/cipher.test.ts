import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCipher, type Place } from './cipher.ts';

const key = new Uint8Array(32).fill(7);
const cipher = createCipher(key);
const place: Place = { table: 'turns', column: 'text', row: ['con_a', 'turn_1'] };
const wrong = expect.objectContaining({ code: 'data_key_wrong' });

describe('a sealed field', () => {
  it('opens to the same text, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        expect(cipher.open(cipher.seal(text, place), place)).toBe(text);
      }),
    );
  });

  it('holds nothing of its text and is never the same twice', () => {
    const one = cipher.seal('我的身份证号', place);
    const two = cipher.seal('我的身份证号', place);
    expect(Buffer.from(one).includes('身份证')).toBe(false);
    expect(Buffer.from(one).equals(two)).toBe(false);
  });

  it('does not open after any one of its bits was changed', () => {
    const sealed = cipher.seal('a short text', place);
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => cipher.open(changed, place), `bit ${bit}`).toThrow(wrong);
    }
  });

  it('does not open when it was cut short', () => {
    const sealed = cipher.seal('a short text', place);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => cipher.open(sealed.subarray(0, length), place), `${length} bytes`).toThrow(wrong);
    }
  });

  it('does not open in another row, column or table', () => {
    const sealed = cipher.seal('yours', place);
    const others: Place[] = [
      { ...place, row: ['con_a', 'turn_2'] },
      { ...place, row: ['con_b', 'turn_1'] },
      { ...place, row: ['con_a/turn_1'] },
      { ...place, column: 'cards' },
      { ...place, table: 'consultations' },
    ];
    for (const other of others) expect(() => cipher.open(sealed, other)).toThrow(wrong);
  });

  it('does not open with another key', () => {
    const other = createCipher(new Uint8Array(32).fill(8));
    expect(() => other.open(cipher.seal('yours', place), place)).toThrow(wrong);
  });
});

it('a key of another length is refused', () => {
  expect(() => createCipher(new Uint8Array(16))).toThrow(RangeError);
});

import { describe, expect, it } from 'vitest';
import { comparisonsOf, judge } from './predicate.ts';
import type { Predicate } from './schema.ts';

const adult: Predicate = { '>=': ['age', 18] };
const married: Predicate = { '==': ['married', true] };

describe('a predicate', () => {
  it.each<[Predicate, Record<string, string | number | boolean | null>, boolean | null]>([
    [adult, { age: 18 }, true],
    [adult, { age: 17 }, false],
    [adult, {}, null],
    [adult, { age: null }, null],
    [{ and: [adult, married] }, { age: 17 }, false],
    [{ and: [adult, married] }, { age: 18 }, null],
    [{ and: [adult, married] }, { age: 18, married: true }, true],
    [{ or: [adult, married] }, { age: 18 }, true],
    [{ or: [adult, married] }, { age: 17 }, null],
    [{ or: [adult, married] }, { age: 17, married: false }, false],
    [{ not: adult }, { age: 17 }, true],
    [{ not: adult }, {}, null],
    [{ '!=': ['kind', 'a'] }, { kind: 'b' }, true],
    [{ '!=': ['kind', 'a'] }, { kind: 'a' }, false],
    [{ '<': ['age', 18] }, { age: 18 }, false],
    [{ '<=': ['age', 18] }, { age: 18 }, true],
    [{ '>': ['age', 18] }, { age: 18 }, false],
  ])('%j of %j is %j', (predicate, known, expected) => {
    expect(judge(predicate, known)).toBe(expected);
  });

  it('tells every comparison it makes', () => {
    expect(
      comparisonsOf({ or: [{ and: [adult, { not: married }] }, adult] }).map(({ slot }) => slot),
    ).toEqual(['age', 'married', 'age']);
  });
});

import type { Predicate } from './schema.ts';

/** What is known of a citizen's situation; `null`: asked, and they do not know. */
export type Known = Readonly<Record<string, string | number | boolean | null>>;

type Operand = string | number | boolean;
type Operator = '==' | '!=' | '>=' | '<=' | '>' | '<';

/** One comparison of a predicate. */
export interface Comparison {
  slot: string;
  operator: Operator;
  operand: Operand;
}

/** Every comparison that a predicate makes. */
export function comparisonsOf(predicate: Predicate): Comparison[] {
  if ('and' in predicate && Array.isArray(predicate.and)) return predicate.and.flatMap(comparisonsOf);
  if ('or' in predicate && Array.isArray(predicate.or)) return predicate.or.flatMap(comparisonsOf);
  if ('not' in predicate && predicate.not) return comparisonsOf(predicate.not);
  return Object.entries(predicate).flatMap(([operator, pair]) =>
    Array.isArray(pair)
      ? [{ slot: pair[0], operator: operator as Operator, operand: pair[1] as Operand }]
      : [],
  );
}

function compare({ operator, operand }: Comparison, value: Operand): boolean {
  switch (operator) {
    case '==':
      return value === operand;
    case '!=':
      return value !== operand;
    case '>=':
      return value >= operand;
    case '<=':
      return value <= operand;
    case '>':
      return value > operand;
    case '<':
      return value < operand;
  }
}

/**
 * Judges a predicate with three values (Kleene): null where it hangs on what is not known. One false part makes an
 * `and` false and one true part an `or` true, whatever the rest is.
 */
export function judge(predicate: Predicate, known: Known): boolean | null {
  if ('and' in predicate && Array.isArray(predicate.and)) {
    const parts = predicate.and.map((part) => judge(part, known));
    return parts.includes(false) ? false : parts.includes(null) ? null : true;
  }
  if ('or' in predicate && Array.isArray(predicate.or)) {
    const parts = predicate.or.map((part) => judge(part, known));
    return parts.includes(true) ? true : parts.includes(null) ? null : false;
  }
  if ('not' in predicate && predicate.not) {
    const part = judge(predicate.not, known);
    return part === null ? null : !part;
  }
  const [comparison] = comparisonsOf(predicate);
  const value = comparison === undefined ? undefined : known[comparison.slot];
  return comparison === undefined || value === undefined || value === null
    ? null
    : compare(comparison, value);
}

import { type Comparison, comparisonsOf, judge, type Known } from './predicate.ts';
import type { Predicate, Service, Slot } from './schema.ts';

type Value = string | number | boolean;
type Slots = Readonly<Record<string, Slot>>;

/** What is wrong with a service's predicates, and where in its file. */
export interface Flaw {
  path: readonly (string | number)[];
  what: string;
  remedy: string;
}

/** More combinations of values than this are not tried one by one. */
const MOST_CASES = 50_000;
const ORDER = new Set(['>=', '<=', '>', '<']);

/** Why a comparison can never be judged as it was meant; null when it can. */
function misfit({ slot, operator, operand }: Comparison, slots: Slots): string | null {
  const known = slots[slot];
  if (known === undefined) return `the slot "${slot}" is not known`;
  if (known.type === 'bool' && typeof operand !== 'boolean')
    return `"${slot}" is yes or no, not "${String(operand)}"`;
  if (known.type === 'int' && typeof operand !== 'number')
    return `"${slot}" is a number, not "${String(operand)}"`;
  if (known.type === 'enum' && !(String(operand) in (known.values ?? {})))
    return `"${slot}" has no value "${String(operand)}"`;
  if (ORDER.has(operator) && known.type !== 'int' && known.type !== 'date')
    return `"${slot}" has no order for ${operator}`;
  return null;
}

/** Values worth trying: every one of an enumeration, and those at and beside each bound of a number. */
function valuesToTry(slot: string, known: Slot | undefined, compared: readonly Comparison[]): Value[] {
  if (known?.type === 'bool') return [true, false];
  if (known?.type === 'enum') return Object.keys(known.values ?? {});
  const bounds = compared.flatMap((one) =>
    one.slot === slot && typeof one.operand === 'number' ? [one.operand] : [],
  );
  if (bounds.length > 0)
    return [...new Set(bounds.flatMap((bound) => [bound - 1, bound - 0.5, bound, bound + 0.5, bound + 1]))];
  return [...new Set(compared.flatMap((one) => (one.slot === slot ? [one.operand] : [])))];
}

function cases(names: readonly string[], values: ReadonlyMap<string, readonly Value[]>): Known[] | null {
  const size = names.reduce((product, name) => product * Math.max(1, values.get(name)?.length ?? 1), 1);
  if (size > MOST_CASES) return null;
  return names.reduce<Known[]>(
    (all, name) => all.flatMap((one) => (values.get(name) ?? []).map((value) => ({ ...one, [name]: value }))),
    [{}],
  );
}

const told = (known: Known): string =>
  Object.entries(known)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(', ');

/** Comparisons with values that their slots cannot have, and options that no slot can take. */
function valueFlaws(service: Service, slots: Slots): Flaw[] {
  const flaws: Flaw[] = [];
  const look = (when: Predicate, path: Flaw['path']): void => {
    for (const comparison of comparisonsOf(when)) {
      const what = misfit(comparison, slots);
      if (what !== null)
        flaws.push({ path, what, remedy: 'Correct the value here, or the slot in affairs/slots.yaml.' });
    }
  };
  service.conditions.forEach(({ when }, i) => {
    if (when) look(when, ['conditions', i, 'when']);
  });
  service.situations.forEach(({ when }, i) => {
    look(when, ['situations', i, 'when']);
  });
  service.questions.forEach(({ slot, values }, i) => {
    values.forEach((value, k) => {
      if (value === null || value === undefined) return;
      const what = misfit({ slot, operator: '==', operand: value }, slots);
      if (what !== null)
        flaws.push({
          path: ['questions', i, 'options', k],
          what,
          remedy: 'Correct the value of this option.',
        });
    });
  });
  return flaws;
}

/** Situations that hold for nobody or together with another, and conditions on what is never asked. */
export function flawsOf(service: Service, slots: Slots): Flaw[] {
  const flaws = valueFlaws(service, slots);
  if (flaws.length > 0) return flaws;
  const asked = new Set(service.questions.map(({ slot }) => slot));
  const seen = new Set<string>();
  const unasked = (when: Predicate, path: Flaw['path']): void => {
    for (const { slot } of comparisonsOf(when)) {
      if (asked.has(slot) || seen.has(slot)) continue;
      seen.add(slot);
      flaws.push({
        path,
        what: `it hangs on "${slot}", and no question asks for it`,
        remedy: 'Add the question, or leave the slot out of this predicate.',
      });
    }
  };
  service.conditions.forEach(({ when }, i) => {
    if (when) unasked(when, ['conditions', i, 'when']);
  });
  service.situations.forEach(({ when }, i) => {
    unasked(when, ['situations', i, 'when']);
  });
  const compared = service.situations.flatMap(({ when }) => comparisonsOf(when));
  const names = [...new Set(compared.map(({ slot }) => slot))];
  const all = cases(names, new Map(names.map((name) => [name, valuesToTry(name, slots[name], compared)])));
  if (all === null) {
    flaws.push({
      path: ['situations'],
      what: 'the situations look at too many things to be compared',
      remedy: 'Split the service, or look at fewer slots.',
    });
    return flaws;
  }
  const reached = new Set<string>();
  const together = new Set<string>();
  for (const one of all) {
    const holding = service.situations.filter(({ when }) => judge(when, one) === true);
    for (const { id } of holding) reached.add(id);
    const [first, second] = holding;
    if (first && second && !together.has(second.id)) {
      together.add(second.id);
      flaws.push({
        path: ['situations', service.situations.indexOf(second), 'when'],
        what: `"${second.id}" and "${first.id}" hold together (${told(one)})`,
        remedy: 'Make them exclude each other.',
      });
    }
  }
  service.situations.forEach(({ id }, i) => {
    if (!reached.has(id))
      flaws.push({
        path: ['situations', i, 'when'],
        what: `"${id}" holds for nobody`,
        remedy: 'Correct its predicate, or take it out.',
      });
  });
  return flaws;
}

import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadAffairs } from './load.ts';
import { comparisonsOf, type Known } from './predicate.ts';
import { changesOf, dependantsOf, hangingOn, insteadOf, rejudged, standingOf } from './standing.ts';
import type { ServiceNode } from './types.ts';

const affairs = loadAffairs(fileURLToPath(new URL('../../affairs', import.meta.url)), {
  today: () => '2026-11-23',
});
const services = affairs.services();
const service = (id: string): ServiceNode => {
  const node = affairs.service(id);
  if (node === null) throw new Error(`${id} is not in the content`);
  return node;
};

/** Values that a citizen may give to a slot, and those at which a predicate of the service turns. */
function valuesOf(node: ServiceNode, slot: string): fc.Arbitrary<Known[string] | undefined> {
  const { type, values = {} } = affairs.slots()[slot] ?? { type: 'text' as const };
  const compared = [...node.conditions, ...node.situations].flatMap(({ when }) =>
    when === undefined ? [] : comparisonsOf(when).flatMap((one) => (one.slot === slot ? [one.operand] : [])),
  );
  const told =
    type === 'bool'
      ? [true, false]
      : type === 'int'
        ? [0, 1, 3, 10, 60, 200, ...compared]
        : type === 'date'
          ? ['1966-05', '1980-11']
          : [...Object.keys(values), ...compared];
  return fc.constantFrom(undefined, null, ...told);
}
const knownOf = (node: ServiceNode): fc.Arbitrary<Known> =>
  fc
    .record(Object.fromEntries(node.slots.map((slot) => [slot, valuesOf(node, slot)])))
    .map(
      (all) => Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Known,
    );

describe('the account of what hangs on an answer', () => {
  it('names the conditions, situations and computations that look at a slot, and no others', () => {
    const account = dependantsOf(service('hpf.rent'));
    expect(account.get('rental_type')).toEqual({
      conditions: [],
      situations: ['public', 'market'],
      computed: false,
    });
    expect(account.get('deposit_months')).toMatchObject({ situations: [], computed: false });
    expect(account.get('deposit_months')?.conditions).toHaveLength(1);
    expect(account.has('treatment_place')).toBe(false);
  });

  it('knows what a calculator looks at', () => {
    expect(hangingOn(service('si.pension_retire'), ['birth'])).toMatchObject({
      conditions: [],
      computed: true,
    });
    expect(hangingOn(service('hpf.rent'), ['self_home']).computed).toBe(false);
  });

  it.each(
    services.map((node) => [node.id, node] as const),
  )('is whole for %s: judging again only what hangs on the changed answers gives what judging everything gives', (_, node) => {
    fc.assert(
      fc.property(knownOf(node), knownOf(node), (before, after) => {
        const changed = node.slots.filter((slot) => before[slot] !== after[slot]);
        expect(rejudged(node, standingOf(node, before), after, changed)).toEqual(standingOf(node, after));
      }),
      { numRuns: 60 },
    );
  });

  it('takes over what does not hang on a change, without looking at it again', () => {
    const node = service('hpf.rent');
    const before = standingOf(node, { rental_type: 'public', self_home: false, deposit_months: 24 });
    const after = rejudged(node, before, { rental_type: 'market', self_home: false, deposit_months: 24 }, [
      'rental_type',
    ]);
    expect(after.conditions).toBe(before.conditions);
    expect(changesOf(before, after).sort()).toEqual(['market', 'public']);
  });

  it('says that nothing changed where nothing hangs on the difference', () => {
    const node = service('hpf.rent');
    const known = { rental_type: 'public', self_home: false, deposit_months: 24 };
    const before = standingOf(node, known);
    const after = rejudged(node, before, { ...known, deposit_months: 36 }, ['deposit_months']);
    expect(changesOf(before, after)).toEqual([]);
  });
});

describe('answers by which another service is meant', () => {
  it('lead there, and only they', () => {
    const company = service('biz.company');
    expect(insteadOf(company, { entity_type: 'individual' })).toBe('biz.individual');
    expect(insteadOf(company, { entity_type: 'company' })).toBeNull();
    expect(insteadOf(company, {})).toBeNull();
  });
});

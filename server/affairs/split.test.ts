import { describe, expect, it } from 'vitest';
import type { Predicate } from './schema.ts';
import { bestQuestion, gainOf, openness } from './split.ts';
import type { ServiceNode } from './types.ts';

const condition = (id: string, when: Predicate, remedy?: string) => ({
  id,
  text: id,
  basis: 'b.law',
  when,
  ...(remedy === undefined ? {} : { remedy }),
});
const situation = (id: string, when: Predicate) => ({ id, label: id, when });
/** A service with only what the choice of a question reads. */
const service = (
  conditions: ReturnType<typeof condition>[],
  situations: ReturnType<typeof situation>[],
): ServiceNode => ({ conditions, situations }) as unknown as ServiceNode;
const final = (failed: { remedy?: string | undefined }) => failed.remedy === undefined;

const rent = service(
  [condition('months', { '>=': ['deposit_months', 3] }), condition('home', { '==': ['self_home', false] })],
  [
    situation('public', { '==': ['rental_type', 'public'] }),
    situation('market', { '==': ['rental_type', 'market'] }),
  ],
);
const questions = [
  { slot: 'rental_type', values: ['public', 'market'] },
  { slot: 'deposit_months', values: [3, 2] },
  { slot: 'self_home', values: [false, true] },
];

describe('the question that splits what remains best', () => {
  it('asks first what may end the talk, then for the situation, then for what is left', () => {
    const asked: string[] = [];
    let known = {};
    for (const answer of [{ deposit_months: 3 }, { rental_type: 'market' }, { self_home: false }]) {
      asked.push(
        bestQuestion(
          rent,
          known,
          questions.filter(({ slot }) => !(slot in known)),
          final,
        )?.slot ?? '',
      );
      known = { ...known, ...answer };
    }
    expect(asked).toEqual(['deposit_months', 'rental_type', 'self_home']);
    expect(bestQuestion(rent, known, questions, final)).toBeNull();
    expect(openness(rent, known, final)).toBe(0);
  });

  it('prefers a question with many situations behind it to one with few', () => {
    const node = service(
      [],
      [
        situation('a', { and: [{ '==': ['kind', 1] }, { '==': ['place', 'here'] }] }),
        situation('b', { and: [{ '==': ['kind', 2] }, { '==': ['place', 'here'] }] }),
        situation('c', { and: [{ '==': ['kind', 3] }, { '==': ['place', 'here'] }] }),
        situation('d', { and: [{ '==': ['kind', 4] }, { '==': ['place', 'there'] }] }),
      ],
    );
    const place = { slot: 'place', values: ['here', 'there'] };
    const kind = { slot: 'kind', values: [1, 2, 3, 4] };
    expect(bestQuestion(node, {}, [place, kind], final)).toBe(kind);
    expect(gainOf(node, {}, kind, final)).toBeCloseTo(2);
  });

  it('asks nothing that changes nothing, and nothing more once a condition has failed for good', () => {
    expect(bestQuestion(rent, {}, [{ slot: 'colour', values: ['red', 'blue'] }], final)).toBeNull();
    expect(bestQuestion(rent, { self_home: true }, questions, final)).toBeNull();
  });

  it('goes on where what failed can be mended', () => {
    const node = service(
      [
        condition('registered', { '==': ['registered', true] }, '先登记'),
        condition('paid', { '>=': ['years', 1] }),
      ],
      [],
    );
    const years = { slot: 'years', values: [0, 1] };
    expect(bestQuestion(node, { registered: false }, [years], final)).toBe(years);
  });

  it('asks for what a calculation needs after what decides on the right', () => {
    const needed = { slot: 'birth', values: [] };
    expect(bestQuestion(rent, {}, [needed, ...questions], final, ['birth'])).not.toBe(needed);
    const decided = { self_home: false, deposit_months: 3, rental_type: 'public' };
    expect(bestQuestion(rent, decided, [needed], final, ['birth'])).toBe(needed);
  });
});

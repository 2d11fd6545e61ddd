import { expect, it } from 'vitest';
import { foldsOf } from './cross.ts';
import { familiesOf } from './families.ts';

const TEXTS = [
  '厨房烧起来了',
  '我家厨房烧起来了',
  '社保卡丢了怎么补',
  '我家厨房烧起来了啊',
  '退休金什么时候到账',
];

it('near copies are one family, and copies of copies too', () => {
  const [first, second, third, fourth, fifth] = familiesOf(TEXTS);
  expect(second).toBe(first);
  expect(fourth).toBe(first);
  expect(new Set([first, third, fifth]).size).toBe(3);
});

it('a family is never spread over folds', () => {
  const sayings = Array.from({ length: 40 }, (_, i) =>
    TEXTS.map((text) => ({ label: 'a', text: `${text}${i}` })),
  ).flat();
  const family = familiesOf(sayings.map(({ text }) => text));
  const fold = foldsOf(sayings, 5, 1);
  const places = new Map<number, Set<number>>();
  family.forEach((id, i) => {
    places.set(id, (places.get(id) ?? new Set()).add(fold[i] ?? -1));
  });
  expect([...places.values()].every((folds) => folds.size === 1)).toBe(true);
});

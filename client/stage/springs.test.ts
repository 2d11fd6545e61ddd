import { expect, it } from 'vitest';
import { createSprings } from './springs.ts';

function recorded() {
  const steps: number[] = [];
  let resets = 0;
  const springs = createSprings({
    update: (delta: number) => void steps.push(delta),
    reset: () => {
      resets += 1;
    },
  });
  return { springs, steps, resets: () => resets };
}

it('springs take no step longer than a thirtieth of a second, however slow the frames are', () => {
  const { springs, steps } = recorded();
  springs.update(1 / 60);
  springs.update(1 / 10);
  expect(Math.max(...steps)).toBeLessThanOrEqual(1 / 30 + 1e-9);
  expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(1 / 60 + 1 / 10);
  steps.length = 0;
  springs.update(5);
  expect(steps).toHaveLength(4);
});

it('at half rate they are computed every other frame, and lose no time', () => {
  const { springs, steps } = recorded();
  springs.rate = 30;
  for (let i = 0; i < 60; i += 1) springs.update(1 / 60);
  expect(steps).toHaveLength(30);
  expect(steps.reduce((sum, step) => sum + step, 0)).toBeCloseTo(1);
});

it('switched off they hang still', () => {
  const { springs, steps, resets } = recorded();
  springs.rate = 0;
  expect(resets()).toBe(1);
  springs.update(1 / 60);
  expect(steps).toHaveLength(0);
});

it('a model without springs needs none', () => {
  const springs = createSprings(undefined);
  springs.settle(1);
  springs.update(1 / 60);
  springs.reset();
  expect(springs.rate).toBe('frame');
});

import { expect, it } from 'vitest';
import { keepContext } from './context.ts';

function canvas() {
  const target = new EventTarget();
  const told: string[] = [];
  let now = 0;
  const keeper = keepContext(
    target,
    {
      onLost: () => told.push('lost'),
      onBack: (weak) => told.push(weak ? 'back, weak' : 'back'),
      onGone: () => told.push('gone'),
    },
    () => now,
  );
  return {
    keeper,
    told,
    lose(at: number): Event {
      now = at;
      const event = new Event('webglcontextlost', { cancelable: true });
      target.dispatchEvent(event);
      return event;
    },
    restore: () => target.dispatchEvent(new Event('webglcontextrestored')),
  };
}

it('a lost context is asked for again, and the first loss costs nothing', () => {
  const { keeper, told, lose, restore } = canvas();
  expect(lose(0).defaultPrevented).toBe(true);
  expect(keeper.lost).toBe(true);
  restore();
  expect(keeper.lost).toBe(false);
  expect(told).toEqual(['lost', 'back']);
});

it('a second loss within five minutes makes the picture cheaper, a third ends it', () => {
  const { told, lose, restore } = canvas();
  lose(0);
  restore();
  lose(100_000);
  restore();
  lose(200_000);
  restore();
  expect(told).toEqual(['lost', 'back', 'lost', 'back, weak', 'lost', 'gone']);
});

it('losses far apart count alone', () => {
  const { told, lose, restore } = canvas();
  for (const at of [0, 400_000, 800_000, 1_200_000]) {
    lose(at);
    restore();
  }
  expect(told.filter((word) => word !== 'lost')).toEqual(['back', 'back', 'back', 'back']);
});

it('closed, it listens no more', () => {
  const { keeper, told, lose } = canvas();
  keeper.close();
  lose(0);
  expect(told).toEqual([]);
});

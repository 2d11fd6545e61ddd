import { describe, expect, it } from 'vitest';
import { leastLoaded } from './workers.ts';

describe('where the next room goes', () => {
  it('to the worker with the lowest load', () => {
    const calm = { load: 0.1, rooms: 9 };
    expect(leastLoaded([{ load: 0.5, rooms: 1 }, calm])).toBe(calm);
  });

  it('among about equal loads to the one with fewer rooms', () => {
    const fewer = { load: 0.22, rooms: 1 };
    expect(leastLoaded([{ load: 0.2, rooms: 5 }, fewer])).toBe(fewer);
  });

  it('nowhere when all are above 70 %, or none stands', () => {
    expect(leastLoaded([{ load: 0.71, rooms: 0 }])).toBeNull();
    expect(leastLoaded([])).toBeNull();
    expect(
      leastLoaded([
        { load: 0.9, rooms: 0 },
        { load: 0.7, rooms: 0 },
      ]),
    ).toMatchObject({ load: 0.7 });
  });
});

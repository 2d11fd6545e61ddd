import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { livingHead, scoreHeads, seeded } from './fixtures/heads.ts';
import { createNods, type HeadAnswer } from './nods.ts';

function run(
  move: (t: number) => { yaw?: number; pitch?: number },
  ms = 3_000,
  every = 100,
  speaking = false,
) {
  const nods = createNods();
  const told: HeadAnswer['kind'][] = [];
  for (let at = 0; at <= ms; at += every) {
    const answer = nods.look(at, { yaw: 0, pitch: 0, ...move(at / 1000) }, speaking);
    if (answer !== null) told.push(answer.kind);
  }
  return told;
}
const wave =
  (hz: number, deg: number, from = 0.5, until = 2.5) =>
  (t: number) =>
    t < from || t > until ? 0 : (deg / 2) * Math.sin(2 * Math.PI * hz * (t - from));

describe('nods and shakes', () => {
  it('are told by the way the head goes, once for a movement', () => {
    const swing = wave(1.4, 16);
    expect(run((t) => ({ pitch: swing(t) }))).toEqual(['nod']);
    expect(run((t) => ({ yaw: 2 * swing(t) }))).toEqual(['shake']);
  });
  it('are found on living heads: nine of ten, and wrong at most once in ten minutes', () => {
    for (const perSecond of [8, 10]) {
      const nods = createNods();
      const heads = livingHead(seeded(perSecond), { seconds: 1_800, perSecond, answers: true });
      const score = scoreHeads(
        heads,
        ({ at, speaking, ...head }) => nods.look(at, head, speaking)?.kind ?? null,
      );
      expect(score.nods).toBeGreaterThan(80);
      expect(score.nodsFound / score.nods).toBeGreaterThanOrEqual(0.9);
      expect(score.shakesFound / score.shakes).toBeGreaterThanOrEqual(0.9);
      expect((score.wrong / score.minutes) * 10).toBeLessThanOrEqual(1);
    }
  });
  it('are not what a head does that only lives, speaks, and looks about', () => {
    const nods = createNods();
    const heads = livingHead(seeded(11), { seconds: 3_600, perSecond: 8, answers: false });
    const { wrong, minutes } = scoreHeads(
      heads,
      ({ at, speaking, ...head }) => nods.look(at, head, speaking)?.kind ?? null,
    );
    expect(wrong / minutes).toBeLessThanOrEqual(0.1);
  });
  it('are no glance at the keys: down, a rest, and up', () => {
    const glance = (t: number) =>
      t < 0.5 ? 0 : t < 0.8 ? 70 * (t - 0.5) : t < 1.9 ? 21 : Math.max(0, 21 - 70 * (t - 1.9));
    expect(run((t) => ({ pitch: glance(t) }), 4_000)).toEqual([]);
  });
  it('are no circling of the head, and no trembling', () => {
    const up = wave(1.2, 16);
    const aside = wave(1.2, 18);
    expect(run((t) => ({ pitch: up(t), yaw: aside(t + 0.2) }))).toEqual([]);
    const tremble = wave(4.5, 3, 0, 3);
    expect(run((t) => ({ pitch: tremble(t) }))).toEqual([]);
  });
  it('must go further while the lips move', () => {
    const swing = wave(1.4, 8);
    expect(run((t) => ({ pitch: swing(t) }))).toEqual(['nod']);
    expect(run((t) => ({ pitch: swing(t) }), 3_000, 100, true)).toEqual([]);
  });
  it('are not guessed from looks too far apart', () => {
    const swing = wave(1.4, 16);
    expect(run((t) => ({ pitch: swing(t) }), 3_000, 500)).toEqual([]);
  });
  it('never come from a head at rest or from measures that are none, whatever the noise', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({ yaw: fc.double({ min: -1.9, max: 1.9 }), pitch: fc.double({ min: -1.9, max: 1.9 }) }),
          { maxLength: 80 },
        ),
        (looks) => {
          const nods = createNods();
          return looks.every((head, i) => nods.look(i * 110, head, false) === null);
        },
      ),
    );
    const nods = createNods();
    expect(nods.look(0, { yaw: Number.NaN, pitch: 1 }, false)).toBeNull();
  });
});

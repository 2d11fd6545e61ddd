import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createVigil, type Sign, VIGIL_TIMES as T } from './vigil.ts';

const HOUR = 3_600_000;

describe('the vigil of a kiosk', () => {
  it('sleeps until somebody touches it, whatever noise there is', () => {
    const vigil = createVigil(0);
    for (let at = 0; at < HOUR; at += 1000) {
      vigil.sign('voice', at);
      expect(vigil.tick(at).watch).toBe('asleep');
    }
    vigil.sign('touch', HOUR);
    expect(vigil.tick(HOUR).watch).toBe('welcome');
  });

  it('warns with a countdown when nobody moves, stays for a touch, and wipes when none comes', () => {
    const vigil = createVigil(0);
    vigil.sign('touch', 0);
    vigil.serving(true, 0);
    expect(vigil.tick(T.quiet - 1).watch).toBe('serving');
    expect(vigil.tick(T.quiet)).toEqual({ watch: 'leaving', left: T.warn / 1000 });
    expect(vigil.tick(T.quiet + 5_000)).toEqual({ watch: 'leaving', left: T.warn / 1000 - 5 });
    vigil.sign('voice', T.quiet + 6_000);
    expect(vigil.tick(T.quiet + 6_000).watch).toBe('leaving');
    vigil.sign('touch', T.quiet + 7_000);
    expect(vigil.tick(T.quiet + 7_000).watch).toBe('serving');
    vigil.tick(2 * T.quiet + 7_000);
    expect(vigil.tick(2 * T.quiet + 7_000 + T.warn).watch).toBe('wiping');
    vigil.sign('touch', 2 * T.quiet + 7_001 + T.warn);
    expect(vigil.state().watch).toBe('wiping');
  });

  it('does not hurry who listens to a long explanation, and counts from its end', () => {
    const vigil = createVigil(0);
    vigil.sign('touch', 0);
    vigil.serving(true, 0);
    vigil.listening(true);
    expect(vigil.tick(T.quiet * 2).watch).toBe('serving');
    vigil.listening(false);
    expect(vigil.tick(T.quiet * 3 - 1).watch).toBe('serving');
    expect(vigil.tick(T.quiet * 3).watch).toBe('leaving');
  });

  it('is not held for ever by noise or by an avatar that never ends', () => {
    const vigil = createVigil(0);
    vigil.sign('touch', 0);
    vigil.serving(true, 0);
    vigil.listening(true);
    for (let at = 0; at < T.weak; at += 5_000) {
      vigil.sign('voice', at);
      expect(vigil.tick(at).watch).toBe('serving');
    }
    expect(vigil.tick(T.weak).watch).toBe('leaving');
  });

  it('wakes for who comes, warns soon after they went, and not before', () => {
    const vigil = createVigil(0);
    vigil.seen(true, 100);
    expect(vigil.tick(100).watch).toBe('welcome');
    vigil.sign('touch', 5_000);
    vigil.serving(true, 5_000);
    vigil.seen(false, 10_000);
    expect(vigil.tick(10_000 + T.gone - 1).watch).toBe('serving');
    expect(vigil.tick(10_000 + T.gone).watch).toBe('leaving');
    vigil.seen(true, 12_000 + T.gone);
    expect(vigil.tick(12_000 + T.gone).watch).toBe('serving');
  });

  it('wipes at once when it is asked to, and has nothing to wipe while it sleeps', () => {
    const vigil = createVigil(0);
    vigil.finish();
    expect(vigil.tick(1).watch).toBe('asleep');
    vigil.sign('touch', 2);
    vigil.finish();
    expect(vigil.tick(3).watch).toBe('wiping');
  });

  it('serves for twelve hours of people who come and go, and wipes after every one of them', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            gap: fc.integer({ min: 1_000, max: 900_000 }),
            touches: fc.array(fc.integer({ min: 500, max: 80_000 }), { maxLength: 20 }),
            talks: fc.boolean(),
            noise: fc.boolean(),
          }),
          { minLength: 4, maxLength: 12 },
        ),
        (people) => {
          let now = 0;
          let wipes = 0;
          let came = 0;
          for (let person = 0; now < 12 * HOUR; person += 1) {
            const { gap, touches, talks, noise } = people[person % people.length] ?? people[0] ?? noOne;
            const vigil = createVigil(now);
            const pass = (ms: number, until?: () => boolean): void => {
              for (const end = now + ms; now < end && !until?.(); now += 1_000) {
                if (noise) vigil.sign('voice', now);
                vigil.tick(now);
              }
            };
            pass(gap);
            expect(vigil.state().watch).toBe('asleep');
            came += 1;
            vigil.sign('touch', now);
            vigil.serving(talks, now);
            for (const wait of touches) {
              pass(Math.min(wait, T.quietOutside - 1_000));
              expect(['welcome', 'serving']).toContain(vigil.state().watch);
              const sign: Sign = talks ? 'word' : 'touch';
              vigil.sign(sign, now);
            }
            const leftAt = now;
            pass(HOUR, () => vigil.state().watch === 'wiping');
            expect(now - leftAt).toBeLessThanOrEqual(T.weak + T.warn + 2_000);
            wipes += 1;
          }
          expect(wipes).toBe(came);
          expect(came).toBeGreaterThan(20);
        },
      ),
      { numRuns: 20 },
    );
  });
});

const noOne = { gap: 60_000, touches: [], talks: false, noise: false };

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createCues } from './cues.ts';
import { CUE_KINDS, type Cue, type CueKind, type FaceMeasures, PRESENCE_ONLY } from './types.ts';

const FACE: FaceMeasures = {
  at: { x: 0.5, y: 0.5 },
  size: 0.4,
  metres: 0.6,
  yaw: 0,
  pitch: 0,
  roll: 0,
  offYaw: 0,
  offPitch: 0,
  mouth: 0.01,
  blink: 0,
  smile: 0.05,
  frown: 0.1,
};

function eye(wanted: readonly CueKind[] = CUE_KINDS) {
  const told: Cue[] = [];
  const cues = createCues({ wanted: new Set(wanted), emit: (cue) => told.push(cue) });
  let now = 0;
  return {
    cues,
    told,
    get now() {
      return now;
    },
    /** Looks for `ms` at ten a second; `face` by the time since, ms; null: nobody. */
    see(ms: number, face: ((t: number) => Partial<FaceMeasures>) | null = () => ({}), count = 1) {
      for (let t = 0; t < ms; t += 100) {
        now += 100;
        const one = face === null ? [] : [{ ...FACE, ...face(t) }];
        cues.look({ at: now, faces: face === null ? [] : [...one, ...Array(count - 1).fill(FACE)] });
      }
      return told.splice(0).map(({ confidence: _, at: __, ...cue }) => cue);
    },
  };
}
const here = () => {
  const one = eye();
  one.see(2_000);
  return one;
};

describe('what is seen of the citizen', () => {
  it('begins with somebody being there, not with somebody who passes by', () => {
    const one = eye();
    expect(one.see(400)).toEqual([]);
    expect(one.see(1_000, null)).toEqual([]);
    expect(one.see(1_000)).toEqual([{ kind: 'presence' }, { kind: 'distance', is: 'middle', metres: 0.6 }]);
  });
  it('ends with nobody being there, not with a face that is lost for a moment', () => {
    const one = here();
    expect(one.see(900, null)).toEqual([]);
    expect(one.see(1_000)).toEqual([]);
    expect(one.see(4_000, null)).toEqual([{ kind: 'attention', on: false }, { kind: 'absence' }]);
    expect(one.see(1_000).map(({ kind }) => kind)).toEqual(['presence', 'distance']);
  });
  it('tells when the face stays turned away, and at once when it is back', () => {
    const one = here();
    expect(one.see(800, () => ({ offYaw: 40 }))).toEqual([]);
    expect(one.see(800)).toEqual([]);
    expect(one.see(1_800, () => ({ offYaw: -40 }))).toEqual([{ kind: 'attention', on: false }]);
    expect(one.see(600)).toEqual([{ kind: 'attention', on: true }]);
    expect(one.see(1_800, () => ({ offPitch: 38 }))).toEqual([{ kind: 'attention', on: false }]);
  });
  it('tells near and far, and nobody stands on a border', () => {
    const one = here();
    expect(one.see(500, () => ({ metres: 1.35 }))).toEqual([]);
    expect(one.see(500, () => ({ metres: 1.8 }))).toEqual([{ kind: 'distance', is: 'far', metres: 1.8 }]);
    expect(one.see(500, () => ({ metres: 0.3 }))).toEqual([{ kind: 'distance', is: 'near', metres: 0.3 }]);
  });
  it('tells lips that speak from a yawn and from a mouth that stands open', () => {
    const one = here();
    const speech = (t: number) => ({ mouth: 0.03 + 0.03 * Math.sin(t / 90) });
    expect(one.see(1_500, speech)).toEqual([{ kind: 'lips', on: true }]);
    expect(one.cues.lips(one.now + 100, 700)).toMatchObject({ moving: true });
    expect(one.see(2_500)).toEqual([{ kind: 'lips', on: false }]);
    expect(one.see(2_000, (t) => ({ mouth: 0.12 * Math.sin((Math.PI * t) / 2_000) }))).toEqual([]);
    expect(one.see(2_000, () => ({ mouth: 0.08 }))).toEqual([]);
    expect(one.cues.lips(one.now + 2_000, 700)).toBeNull();
  });
  it('tells a nod and a shake', () => {
    const one = here();
    const swing = (t: number) => 9 * Math.sin((2 * Math.PI * 1.3 * t) / 1000);
    expect(one.see(2_000, (t) => ({ pitch: swing(t) }))).toEqual([{ kind: 'nod' }]);
    one.see(2_000);
    expect(one.see(2_000, (t) => ({ yaw: 1.5 * swing(t) }))).toEqual([{ kind: 'shake' }]);
  });
  it('tells a smile', () => {
    const one = here();
    expect(one.see(1_000, () => ({ smile: 0.7 }))).toEqual([{ kind: 'smile', on: true }]);
    expect(one.see(2_000)).toEqual([{ kind: 'smile', on: false }]);
  });
  it('tells a frown that came and stays, not brows that are low by nature', () => {
    const low = eye();
    expect(low.see(8_000, () => ({ frown: 0.6 })).map(({ kind }) => kind)).toEqual(['presence', 'distance']);
    const one = here();
    expect(one.see(900, () => ({ frown: 0.5 }))).toEqual([]);
    one.see(2_000);
    expect(one.see(3_000, () => ({ frown: 0.5 }))).toEqual([{ kind: 'puzzled', on: true }]);
    expect(one.see(2_500)).toEqual([{ kind: 'puzzled', on: false }]);
    expect(one.see(3_000, () => ({ frown: 0.5, smile: 0.8 }))).toEqual([{ kind: 'smile', on: true }]);
  });
  it('tells a second person, and that they have left', () => {
    const one = here();
    expect(one.see(500, () => ({}), 2)).toEqual([]);
    expect(one.see(1_500, () => ({}), 2)).toEqual([{ kind: 'faces', count: 2 }]);
    expect(one.see(3_000)).toEqual([{ kind: 'faces', count: 1 }]);
  });
  it('tells only what was asked for', () => {
    const one = eye(PRESENCE_ONLY);
    one.see(2_000, (t) => ({ pitch: 9 * Math.sin(t / 120), smile: 0.9, mouth: 0.03 * Math.sin(t / 90) }));
    const told = one.see(5_000, null);
    expect(told).toEqual([{ kind: 'absence' }]);
  });
  it('stays in order whatever comes: presence and absence in turns, nothing of a person who is not there', () => {
    const measure = fc.record({
      there: fc.boolean(),
      gap: fc.integer({ min: 20, max: 4_000 }),
      values: fc.record({
        yaw: fc.double(),
        pitch: fc.double(),
        offYaw: fc.double(),
        offPitch: fc.double(),
        mouth: fc.double(),
        smile: fc.double(),
        frown: fc.double(),
        metres: fc.double(),
      }),
    });
    fc.assert(
      fc.property(fc.array(measure, { maxLength: 120 }), (looks) => {
        const told: Cue[] = [];
        const cues = createCues({ wanted: new Set(CUE_KINDS), emit: (cue) => told.push(cue) });
        let at = 0;
        for (const { there, gap, values } of looks) {
          at += gap;
          cues.look({ at, faces: there ? [{ ...FACE, ...values }] : [] });
        }
        let present = false;
        for (const cue of told) {
          expect(cue.confidence).toBeGreaterThanOrEqual(0);
          expect(cue.confidence).toBeLessThanOrEqual(1);
          if (cue.kind === 'presence' || cue.kind === 'absence') {
            expect(present).toBe(cue.kind === 'absence');
            present = !present;
          } else expect(present).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { createCameraman } from './camera.ts';
import { frameBust, type HeadMeasure, headHeight } from './framing.ts';

const NATURAL: HeadMeasure = { joint: 1.45, eyes: 1.53, top: 1.66, halfWidth: 0.1, x: 0, z: 0 };
const LARGE: HeadMeasure = { joint: 1.2, eyes: 1.34, top: 1.6, halfWidth: 0.24, x: 0, z: 0 };
/** The joint lies right below the eyes, as some tools put it. */
const HIGH_JOINT: HeadMeasure = { ...NATURAL, joint: 1.5 };
const GIANT: HeadMeasure = { joint: 14.5, eyes: 15.3, top: 16.6, halfWidth: 1, x: 0, z: 0 };
const HEADS = { NATURAL, LARGE, HIGH_JOINT, GIANT };
const SIZES = { phone: [390, 236], narrow: [390, 800], desktop: [690, 540], kiosk: [1080, 806] } as const;

describe.each(Object.entries(HEADS))('framing a head that is %s', (_name, head) => {
  it.each(Object.entries(SIZES))('leaves air above the hair on a %s', (_size, [width, height]) => {
    const framing = frameBust(head, width, height);
    const top = framing.eyesFromTop - (head.top - head.eyes) / framing.height;
    expect(top).toBeGreaterThan(0.05);
    // And the sides of the hair are in the picture.
    expect((2 * head.halfWidth) / ((framing.height * width) / height)).toBeLessThan(0.65);
  });
});

it('composes a large head as a natural one', () => {
  const [width, height] = SIZES.desktop;
  const share = (head: HeadMeasure): number => headHeight(head) / frameBust(head, width, height).height;
  expect(share(LARGE)).toBeCloseTo(share(NATURAL), 1);
  expect(share(HIGH_JOINT)).toBeCloseTo(share(NATURAL), 1);
  expect(share(GIANT)).toBeCloseTo(share(NATURAL), 5);
});

it('shows the face larger in a smaller picture, without a jump', () => {
  let before = 1;
  for (let height = 120; height < 1600; height += 5) {
    const share = headHeight(NATURAL) / frameBust(NATURAL, height * 1.4, height).height;
    expect(share).toBeLessThanOrEqual(before);
    if (before < 1) expect(before - share).toBeLessThan(0.01);
    before = share;
  }
});

describe('the camera', () => {
  it('frames a new figure at once, and eases when the picture changes or the card comes', () => {
    const man = createCameraman();
    man.resize(690, 540);
    man.aim(NATURAL);
    const shift = (): number => man.camera.view?.offsetX ?? 0;
    const first = man.camera.position.z;
    man.step(16);
    expect(man.camera.position.z).toBe(first);
    man.resize(390, 236);
    man.lean(-1);
    const zs: number[] = [];
    const shifts: number[] = [];
    for (let i = 0; i < 120; i += 1) {
      man.step(16);
      zs.push(man.camera.position.z);
      shifts.push(shift());
    }
    expect(Math.abs((zs[0] ?? 0) - first)).toBeLessThan(0.1);
    expect(zs.at(-1)).toBeLessThan(first);
    expect(shifts[0]).toBeLessThan(5);
    expect(shifts.at(-1)).toBeGreaterThan(10);
  });

  it('is as high as the eyes, so that who looks ahead looks at the citizen', () => {
    const man = createCameraman();
    man.resize(690, 540);
    man.aim(LARGE);
    expect(man.camera.position.y).toBe(LARGE.eyes);
    expect(man.camera.rotation.x).toBe(0);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headAngles, measureFace, offCamera, type Point } from './measure.ts';

const RAD = Math.PI / 180;

/** Head matrix (column-major) of a head at a place (cm), turned by yaw to its left, then pitch down, then roll. */
function matrixOf(yaw: number, pitch: number, roll: number, [x, y, z] = [0, 0, -60]): number[] {
  const [cy, sy] = [Math.cos(yaw * RAD), Math.sin(yaw * RAD)];
  const [cp, sp] = [Math.cos(pitch * RAD), Math.sin(pitch * RAD)];
  const [cr, sr] = [Math.cos(roll * RAD), Math.sin(roll * RAD)];
  // Columns of Ry(yaw) · Rx(pitch) · Rz(roll).
  const turn = (v: [number, number, number]): number[] => {
    const r = [v[0] * cr - v[1] * sr, v[0] * sr + v[1] * cr, v[2]] as const;
    const p = [r[0], r[1] * cp - r[2] * sp, r[1] * sp + r[2] * cp] as const;
    return [p[0] * cy + p[2] * sy, p[1], -p[0] * sy + p[2] * cy];
  };
  return [
    ...[...turn([1, 0, 0]), 0],
    ...[...turn([0, 1, 0]), 0],
    ...[...turn([0, 0, 1]), 0],
    ...[x ?? 0, y ?? 0, z ?? -60, 1],
  ];
}

function mesh(gap: number): Point[] {
  const points: Point[] = Array.from({ length: 478 }, () => ({ x: 0.5, y: 0.5, z: 0 }));
  points[10] = { x: 0.5, y: 0.3, z: 0 };
  points[152] = { x: 0.5, y: 0.7, z: 0 };
  points[13] = { x: 0.5, y: 0.6 - gap / 2, z: 0 };
  points[14] = { x: 0.5, y: 0.6 + gap / 2, z: 0 };
  return points;
}

describe('the angles of a head', () => {
  it('come back from the matrix they made, wherever the head is', () => {
    const angle = fc.double({ min: -60, max: 60, noNaN: true });
    fc.assert(
      fc.property(angle, angle, fc.double({ min: -80, max: 80, noNaN: true }), (yaw, pitch, x) => {
        const angles = headAngles(matrixOf(yaw, pitch, 0, [x, 5, -90]));
        expect(angles.yaw).toBeCloseTo(yaw, 6);
        expect(angles.pitch).toBeCloseTo(pitch, 6);
      }),
    );
  });
  it('know a head that is only tilted', () => {
    expect(headAngles(matrixOf(0, 0, 25))).toMatchObject({ roll: expect.closeTo(25, 6) });
    expect(Math.abs(headAngles(matrixOf(0, 0, 25)).yaw)).toBeLessThan(1e-6);
  });
  it('tell a face at the edge that looks into the camera from one that looks away', () => {
    // 30 cm to its left at 60 cm: it must turn to its right to look into the camera.
    const into = -Math.atan2(30, 60) / RAD;
    expect(offCamera(matrixOf(into, 0, 0, [30, 0, -60])).yaw).toBeCloseTo(0, 6);
    expect(offCamera(matrixOf(0, 0, 0, [30, 0, -60])).yaw).toBeCloseTo(-into, 6);
    // Above the camera it must look down.
    const down = Math.atan2(20, 60) / RAD;
    expect(offCamera(matrixOf(0, down, 0, [0, 20, -60])).pitch).toBeCloseTo(0, 6);
  });
});

describe('the measures of a face', () => {
  const shapes = { eyeBlinkLeft: 0.9, eyeBlinkRight: 0.7, mouthSmileLeft: 0.2, browDownRight: 0.4 };
  it('are shares of the face, whatever the picture', () => {
    const face = measureFace({ points: mesh(0.04), matrix: matrixOf(0, 0, 0), shapes }, 4 / 3);
    expect(face).toMatchObject({ mouth: expect.closeTo(0.1), metres: 0.6, blink: expect.closeTo(0.8) });
    expect(face).toMatchObject({ smile: expect.closeTo(0.1), frown: expect.closeTo(0.2) });
    const half = mesh(0.04).map(({ x, y, z }) => ({ x: x / 2, y: y / 2, z: z / 2 }));
    expect(measureFace({ points: half, matrix: matrixOf(0, 0, 0), shapes }, 4 / 3)?.mouth).toBeCloseTo(0.1);
  });
  it('are none where the model has not told all', () => {
    expect(measureFace({ points: [], matrix: matrixOf(0, 0, 0), shapes }, 1)).toBeNull();
    expect(measureFace({ points: mesh(0.1), matrix: [], shapes }, 1)).toBeNull();
  });
});

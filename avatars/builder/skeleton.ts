import { CHIN_Y } from './head.ts';
import type { Vec3 } from './math.ts';

/** One bone: its VRM name, its parent and its joint in the T-pose, in centimetres above the floor. */
export interface Bone {
  name: string;
  parent: string | null;
  joint: Vec3;
}

/** Middle of the left eyeball; the right one mirrors it. */
export const EYE_CENTRE: Vec3 = [3.2, CHIN_Y + 11, 5.75];
export const EYE_RADIUS = 1.9;

const SHOULDER_Y = 132.5;
const FINGERS = ['Index', 'Middle', 'Ring', 'Little'] as const;

function limbs(side: 'left' | 'right'): Bone[] {
  const s = side === 'left' ? 1 : -1;
  const named = (part: string): string => side + part;
  const bone = (part: string, parent: string, x: number, y: number, z: number): Bone => ({
    name: named(part),
    parent,
    joint: [s * x, y, z],
  });
  const fingers = FINGERS.flatMap((finger, i) => {
    const z = 1.6 - i * 2 - 2;
    return [
      bone(`${finger}Proximal`, named('Hand'), 73.5, SHOULDER_Y, z),
      bone(`${finger}Intermediate`, named(`${finger}Proximal`), 77.5, SHOULDER_Y, z),
      bone(`${finger}Distal`, named(`${finger}Intermediate`), 80, SHOULDER_Y, z),
    ];
  });
  return [
    bone('Shoulder', 'upperChest', 3, 134.5, -2),
    bone('UpperArm', named('Shoulder'), 13.9, SHOULDER_Y, -2),
    bone('LowerArm', named('UpperArm'), 42, SHOULDER_Y, -2),
    bone('Hand', named('LowerArm'), 65, SHOULDER_Y, -2),
    ...fingers,
    bone('UpperLeg', 'hips', 8.2, 88, -1),
    bone('LowerLeg', named('UpperLeg'), 8.2, 48, -0.5),
    bone('Foot', named('LowerLeg'), 8.2, 8, -1.5),
    bone('Toes', named('Foot'), 8.2, 2.5, 9),
    { name: named('Eye'), parent: 'head', joint: [s * EYE_CENTRE[0], EYE_CENTRE[1], EYE_CENTRE[2]] },
  ];
}

/** The whole skeleton, parents before children. */
export const BONES: readonly Bone[] = [
  { name: 'hips', parent: null, joint: [0, 92, -1] },
  { name: 'spine', parent: 'hips', joint: [0, 101, -1.5] },
  { name: 'chest', parent: 'spine', joint: [0, 112, -2] },
  { name: 'upperChest', parent: 'chest', joint: [0, 123, -2.2] },
  { name: 'neck', parent: 'upperChest', joint: [0, 136, -2.6] },
  { name: 'head', parent: 'neck', joint: [0, CHIN_Y + 2.4, -1.5] },
  ...limbs('left'),
  ...limbs('right'),
];

const JOINTS = new Map(BONES.map((bone) => [bone.name, bone.joint]));

/** Joint of a bone in the T-pose. Throws for a bone that is not there. */
export function joint(name: string): Vec3 {
  const found = JOINTS.get(name);
  if (found === undefined) throw new RangeError(`no bone ${name}`);
  return found;
}

/** Turns of bones from the T-pose by humanoid name, in radians: twist about x first, then z, then y. */
export type Turns = Readonly<Record<string, readonly [x: number, y: number, z: number]>>;

type Side = 'left' | 'right';
const FINGERS = ['Index', 'Middle', 'Ring', 'Little'] as const;
type Finger = (typeof FINGERS)[number];

/** The same turn on both sides, mirrored; given for the left. */
function both(part: string, x: number, y: number, z: number): Turns {
  return { [`left${part}`]: [x, y, z], [`right${part}`]: [x, -y, -z] };
}

/** Fingers bent by shares of a fist. */
function curl(side: Side, shares: Readonly<Partial<Record<Finger, number>>>, thumb: number): Turns {
  const s = side === 'left' ? 1 : -1;
  const turns: Record<string, readonly [number, number, number]> = {};
  for (const finger of FINGERS) {
    const k = shares[finger] ?? 0;
    turns[`${side}${finger}Proximal`] = [0, 0, -s * 1.45 * k];
    turns[`${side}${finger}Intermediate`] = [0, 0, -s * 1.7 * k];
    turns[`${side}${finger}Distal`] = [0, 0, -s * 1.05 * k];
  }
  turns[`${side}ThumbMetacarpal`] = [0.35 * thumb, s * 0.5 * thumb, -s * 0.3 * thumb];
  turns[`${side}ThumbProximal`] = [0, s * 0.6 * thumb, 0];
  turns[`${side}ThumbDistal`] = [0, s * 0.7 * thumb, 0];
  return turns;
}

const all = (k: number): Record<Finger, number> => ({ Index: k, Middle: k, Ring: k, Little: k });
const SOFT: Turns = { ...curl('left', all(0.16), 0.2), ...curl('right', all(0.16), 0.2) };
const REST: Turns = {
  ...both('UpperArm', 0, 0, -1.33),
  ...both('LowerArm', 0, -0.24, -0.06),
  ...both('Hand', 0, -0.08, 0),
  ...SOFT,
};
/** The left hand raised beside the shoulder, its palm to the front. */
const RAISED: Turns = {
  ...REST,
  leftUpperArm: [0, -0.35, -1.0],
  leftLowerArm: [-1.35, -2.3, 0],
  leftHand: [-0.2, 0, 0],
};
const aside = (side: Side): Turns => {
  const s = side === 'left' ? 1 : -1;
  return {
    ...REST,
    ...curl(side, all(0.06), 0.05),
    [`${side}UpperArm`]: [-0.3, -s * 0.4, -s * 0.3],
    [`${side}LowerArm`]: [-0.8, -s * 0.25, 0],
    [`${side}Hand`]: [-0.3, 0, s * 0.1],
  };
};

/** Poses in which a sheet shows a figure; plain turns, so that they show the file and not the stage. */
export const POSES: Readonly<Record<string, Turns>> = {
  t: {},
  rest: REST,
  pointLeft: aside('left'),
  pointRight: aside('right'),
  chest: { ...REST, rightUpperArm: [0, 0.5, 1.1], rightLowerArm: [0.3, 2.05, -0.3], rightHand: [0, 0.15, 0] },
  explain: {
    ...REST,
    ...both('UpperArm', -0.2, -0.3, -1.12),
    ...both('LowerArm', -1.0, -1.5, -0.1),
    ...both('Hand', -0.2, 0, 0.1),
  },
  bow: { ...REST, spine: [0.28, 0, 0], chest: [0.2, 0, 0], neck: [0.1, 0, 0], head: [0.15, 0, 0] },
  handOpen: { ...RAISED, ...curl('left', all(0), 0) },
  handFist: { ...RAISED, ...curl('left', all(1), 1) },
  handOne: { ...RAISED, ...curl('left', { ...all(1), Index: 0 }, 1) },
  handTwo: { ...RAISED, ...curl('left', { Ring: 1, Little: 1 }, 1) },
  handThree: { ...RAISED, ...curl('left', { Little: 1 }, 1) },
  handPoint: { ...aside('left'), ...curl('left', { ...all(1), Index: 0 }, 0.8) },
};

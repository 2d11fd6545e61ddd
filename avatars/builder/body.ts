import { cone, ellipsoid, type Field, fieldNormal, lines, polygonise, soft } from './field.ts';
import { at, clamp, curve, step, type Vec3 } from './math.ts';
import { grid, type Mesh, type Weights } from './mesh.ts';
import { inStance, stanceJoint, toTPose } from './stance.ts';

/** The cloth's picture shows the front of the body: x and y in centimetres. */
export const CLOTH = { half: 24, bottom: 86, top: 144 } as const;

const TORSO_WIDTH: readonly (readonly [number, number])[] = [
  [82, 15],
  [90, 16.8],
  [98, 15.6],
  [109, 12.6],
  [117, 13.6],
  [124, 14.6],
  [128.5, 14.4],
  [131, 13.9],
  [133, 12],
  [134.6, 9.6],
  [136, 5.2],
  [136.8, 3.2],
  [140, 2.4],
];
const TORSO_DEPTH: readonly (readonly [number, number])[] = [
  [82, 10],
  [90, 10.6],
  [98, 9.8],
  [109, 8.6],
  [117, 10],
  [124, 10],
  [129, 9],
  [133, 7.4],
  [136, 4.8],
  [136.8, 3.2],
  [140, 2.4],
];
const TORSO_Z: readonly (readonly [number, number])[] = [
  [82, -1],
  [109, -1.2],
  [120, -0.4],
  [128, -1.2],
  [136, -2.4],
  [141, -2.4],
];

function torso(p: Vec3): number {
  const y = clamp(p[1], 82, 141);
  const w = curve(TORSO_WIDTH, y);
  const d = curve(TORSO_DEPTH, y);
  const dx = Math.abs(p[0]) / w;
  const dz = Math.abs(p[2] - curve(TORSO_Z, y)) / d;
  const k = (dx ** 2.4 + dz ** 2.4) ** (1 / 2.4);
  const bust =
    1.5 * Math.exp(-(((Math.abs(p[0]) - 6.3) / 5) ** 2) - ((p[1] - 121.5) / 5) ** 2) * step(2, 8, p[2]);
  // The wall leans where the width changes fast (shoulders): the distance shortens with it.
  const lean = step(126, 134, y);
  const wall = (k - 1) * Math.min(w, d) * (1 - 0.3 * lean) - bust;
  return Math.max(wall, p[1] - 137.6, 84 - p[1]);
}

function side(p: Vec3): 'left' | 'right' {
  return p[0] >= 0 ? 'left' : 'right';
}

const J = new Map(
  ['left', 'right'].flatMap((s) =>
    ['UpperArm', 'LowerArm', 'Hand', 'UpperLeg', 'LowerLeg', 'Foot', 'Toes'].map(
      (part) => [s + part, stanceJoint(s + part)] as const,
    ),
  ),
);
const jointAt = (name: string): Vec3 => J.get(name) ?? [0, 0, 0];

function sleeve(p: Vec3): number {
  const s = side(p);
  const shoulder = jointAt(`${s}UpperArm`);
  const elbow = jointAt(`${s}LowerArm`);
  const wrist = jointAt(`${s}Hand`);
  // The sleeve hangs a little below the joint: the shoulder's line comes from the jacket.
  const head: Vec3 = [shoulder[0] * 0.93, shoulder[1] - 3.2, shoulder[2]];
  const upper = cone(p, head, elbow, 4.9, 4.1);
  const lower = cone(p, elbow, wrist, 4.1, 3.1);
  return soft(upper, lower, 1.5);
}

function legs(p: Vec3): number {
  const s = side(p);
  const hip = jointAt(`${s}UpperLeg`);
  const knee = jointAt(`${s}LowerLeg`);
  const ankle = jointAt(`${s}Foot`);
  return soft(cone(p, hip, knee, 8.2, 6), cone(p, knee, [ankle[0], 9, ankle[2]], 6, 4.8), 1);
}

function shoes(p: Vec3): number {
  const s = side(p) === 'left' ? 1 : -1;
  return Math.max(ellipsoid(p, [s * 8.2, 2.6, 3.5], [4.4, 5, 12]), -p[1]);
}

const clothes: Field = (p) => {
  // Shoulder and sleeve flow together above; under the arm there is a fold.
  const jacket = soft(torso(p), sleeve(p), 0.4 + 3.2 * step(120, 130, p[1]));
  return Math.min(soft(jacket, legs(p), 2.5), shoes(p));
};

function clothWeights(p: Vec3): Weights {
  const s = side(p);
  const onSleeve = step(2.5, 0.8, sleeve(p));
  const arm = step(-1.2, 1.2, torso(p) - sleeve(p)) * step(9, 13, Math.abs(p[0])) * onSleeve;
  const shoulder = jointAt(`${s}UpperArm`);
  const elbow = jointAt(`${s}LowerArm`);
  const below = step(elbow[1] + 3, elbow[1] - 3, p[1]);
  const reach = step(shoulder[1] + 3.5, shoulder[1] - 5, p[1]);
  const rest = 1 - arm;
  const girdle = step(5, 13, Math.abs(p[0])) * step(122, 130, p[1]) * 0.6;
  const chest = step(103, 115, p[1]);
  const upper = step(115, 125, p[1]);
  const leg = step(92, 80, p[1]);
  const knee = step(53, 43, p[1]);
  const foot = step(10, 6, p[1]);
  const trunk = rest * (1 - leg) * (1 - girdle);
  return [
    [`${s}LowerArm`, arm * below],
    [`${s}UpperArm`, arm * (1 - below) * reach],
    [`${s}Shoulder`, arm * (1 - below) * (1 - reach) + rest * (1 - leg) * girdle],
    ['upperChest', trunk * upper],
    ['chest', trunk * (1 - upper) * chest],
    ['spine', trunk * (1 - upper) * (1 - chest) * step(92, 103, p[1])],
    ['hips', trunk * (1 - upper) * (1 - chest) * (1 - step(92, 103, p[1]))],
    [`${s}UpperLeg`, rest * leg * (1 - knee)],
    [`${s}LowerLeg`, rest * leg * knee * (1 - foot)],
    [`${s}Foot`, rest * leg * knee * foot],
  ];
}

/** Texture place of the clothes: the front as it is seen, the back and sleeves plain, shoes black. */
function clothUv(p: Vec3, n: Vec3): [number, number] {
  if (p[1] < 7) return [0.985, 0.985];
  const plain = n[2] < -0.12 || Math.abs(p[0]) > CLOTH.half - 1;
  const x = plain ? Math.sign(p[0] || 1) * CLOTH.half * 0.94 : p[0];
  return [0.5 + x / (2 * CLOTH.half), clamp((CLOTH.top - p[1]) / (CLOTH.top - CLOTH.bottom), 0.01, 0.93)];
}

function fromField(
  field: Field,
  xs: number[],
  ys: number[],
  zs: number[],
  weigh: (p: Vec3) => Weights,
  uv: (p: Vec3, n: Vec3) => [number, number],
): Mesh {
  const { positions, triangles } = polygonise(field, xs, ys, zs);
  const mesh: Mesh = { positions: [], normals: [], uvs: [], weights: [], triangles, morphs: new Map() };
  for (const p of positions) {
    const n = fieldNormal(field, p);
    const weights = weigh(p);
    const turned = toTPose(p, n, weights);
    mesh.positions.push(turned.p);
    mesh.normals?.push(turned.n);
    mesh.uvs.push(uv(p, n));
    mesh.weights.push(weights);
  }
  return mesh;
}

/** Jacket, trousers and shoes in one surface. */
export function buildClothes(): Mesh {
  const ys = [...lines(-1, 100, 3.4), ...lines(101.8, 139, 1.75)];
  return fromField(clothes, lines(-36, 36, 1.8), ys, lines(-16, 17, 1.8), clothWeights, clothUv);
}

/** Hands at rest: palm, four fingers a little curled, thumb. */
export function buildHands(skin: [number, number]): Mesh {
  const bones = ['Index', 'Middle', 'Ring', 'Little'] as const;
  const field: Field = (p) => {
    const s = side(p);
    const wrist = jointAt(`${s}Hand`);
    const k = s === 'left' ? 1 : -1;
    const inHand = (x: number, y: number, z: number): Vec3 => inStance(`${s}Hand`, [k * x, y, z]);
    let d = soft(
      cone(p, wrist, inHand(67, 132.5, -2), 2.3, 2.2),
      ellipsoid(p, inHand(70, 132.3, -2.2), [2.4, 4.6, 3.6]),
      1.5,
    );
    bones.forEach((_, i) => {
      const z = 1 - i * 1.85;
      const long = at([8.2, 9, 8.4, 6.6], i);
      d = soft(d, cone(p, inHand(73, 132.2, z), inHand(73 + long, 130.6, z * 0.8), 0.95, 0.68), 0.5);
    });
    return soft(d, cone(p, inHand(67.5, 131.8, 0.6), inHand(73.5, 131, 3.4), 1.15, 0.8), 0.9);
  };
  const xs = [...lines(-36, -15, 0.95), ...lines(15, 36, 0.95)];
  return fromField(
    field,
    xs,
    lines(58, 84, 1),
    lines(-10, 18, 0.95),
    (p) => [[`${side(p)}Hand`, 1]],
    () => skin,
  );
}

const NECK_Z = -2.1;

/** A folded collar round the neck, open in front: its own picture place gives it its colour. */
function collar(options: {
  from: number;
  inner: readonly (readonly [radius: number, y: number])[];
  open: number;
  point: number;
  slope: number;
  uv: (k: number) => [number, number];
}): Mesh {
  const columns = 49;
  const rows = options.inner.length;
  return grid(rows, columns, false, (r, c) => {
    const t = (c / (columns - 1)) * 2 - 1;
    const around = Math.PI + t * (Math.PI - options.open);
    const front = step(1.2, 0.1, Math.abs(Math.abs(t) - 1) * Math.PI);
    const [radius, y] = at(options.inner, r);
    const fall = Math.max(0, r - rows / 2 + 0.5) / (rows / 2);
    const outwards = radius * (1 + 0.02 * front) + options.point * 0.35 * front * fall;
    const forward = 0.5 + 0.5 * Math.cos(around);
    const p: Vec3 = [
      outwards * Math.sin(around) * 1.02,
      y - options.slope * forward ** 1.4 - options.point * front * fall,
      NECK_Z + outwards * Math.cos(around) * 1.06 + 0.5 * forward,
    ];
    return {
      p,
      uv: options.uv(c / (columns - 1)),
      w: [
        ['upperChest', 0.75],
        ['neck', 0.25],
      ],
    };
  });
}

/** White collar of the blouse, and the jacket's navy one behind it. */
export function buildCollars(): Mesh[] {
  const shirt = collar({
    from: 0,
    inner: [
      [4.15, 136],
      [4.2, 138],
      [4.35, 139.5],
      [4.55, 139.8],
      [4.85, 139.6],
      [5.3, 138.2],
      [5.8, 136.7],
      [6.0, 136.1],
      [5.7, 136],
    ],
    open: 0.2,
    point: 2.2,
    slope: 2.6,
    uv: () => [0.94, 0.985],
  });
  const jacket = collar({
    from: 0,
    inner: [
      [5.3, 135],
      [5.5, 137],
      [5.8, 138.3],
      [6.1, 138.6],
      [6.5, 138.3],
      [7.2, 136.6],
      [8, 134.8],
      [8.2, 134],
    ],
    open: 0.95,
    point: 0.4,
    slope: 3.4,
    uv: () => [0.02, 0.5],
  });
  return [shirt, jacket];
}

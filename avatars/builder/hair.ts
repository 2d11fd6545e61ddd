import { CHIN_Y, skull } from './head.ts';
import {
  add,
  at,
  bell,
  clamp,
  cross,
  curve,
  mix,
  normalize,
  randomFrom,
  scale,
  spline,
  step,
  sub,
  type Vec3,
} from './math.ts';
import { grid, join, type Mesh, type Weights } from './mesh.ts';

const HEAD: Weights = [['head', 1]];
const DEG = Math.PI / 180;

/** Angle of the parting, on the avatar's left, and the height at which it begins over the forehead. */
const PART = 17;

/** Lower edge of the hair by angle in degrees (0 front, positive to its left), in centimetres above the chin. */
const HAIRLINE: readonly (readonly [number, number])[] = [
  [-180, 3.6],
  [-150, 3.6],
  [-126, 4.4],
  [-114, 6.4],
  [-106, 9.2],
  [-97, 11.1],
  [-88, 10.9],
  [-80, 9.6],
  [-72, 9.9],
  [-64, 11.4],
  [-52, 13.3],
  [-36, 15.2],
  [-18, 16.3],
  [0, 17.3],
  [PART, 18.1],
  [30, 17.0],
  [42, 15.9],
  [54, 13.9],
  [64, 11.6],
  [72, 9.9],
  [80, 9.6],
  [88, 10.9],
  [97, 11.1],
  [106, 9.2],
  [114, 6.4],
  [126, 4.4],
  [150, 3.6],
  [180, 3.6],
];

/** Normal of the plain head at (v, phi). */
function skullNormal(v: number, phi: number): Vec3 {
  const e = 0.02;
  const du = sub(skull(v, phi + e), skull(v, phi - e));
  const dv = sub(skull(v + e, phi), skull(Math.max(0, v - e), phi));
  const n = normalize(cross(dv, du));
  const p = skull(v, phi);
  const out: Vec3 = [p[0], p[1] - 12, p[2]];
  return n[0] * out[0] + n[1] * out[1] + n[2] * out[2] < 0 ? scale(n, -1) : n;
}

/** Place on the plain head at an angle and a height, with its normal. */
function onHead(degrees: number, y: number): { p: Vec3; n: Vec3 } {
  const phi = degrees * DEG;
  const v = ringAt(phi, y);
  return { p: skull(v, phi), n: skullNormal(v, phi) };
}

/** Fine waves of combed hair across its flow. */
function combed(along: number): number {
  return 0.5 * Math.sin(along * 9) + 0.3 * Math.sin(along * 17 + 1.3) + 0.2 * Math.sin(along * 31 + 0.4);
}

/** How thick the hair lies on the head, in centimetres, before its edge. */
function volume(degrees: number, y: number, p: Vec3): number {
  const top = step(14, 22, y);
  const back = step(60, 150, Math.abs(degrees));
  let t = 0.85 + 0.45 * top + 0.25 * back;
  // The sweep of the fringe stands off the forehead; the parting lies close.
  t += 0.35 * bell(degrees + 30, 32) * step(12, 17, y);
  t += 0.25 * bell(degrees - 38, 14) * step(12, 17, y);
  const parting = Math.abs(p[0] - 2.35);
  t -= 0.55 * bell(parting, 0.34) * step(-3, 2, p[2]) * step(15.5, 18, y);
  const flow = p[2] > -1 ? Math.atan2(p[0] - 2.4, Math.max(0.4, 21.5 - p[1])) : degrees * DEG;
  t += (p[0] > 2.4 ? 0.015 : 0.045) * combed(flow * 2.2) * (1 - bell(y - 23, 1.5));
  return t;
}

/** Ring of the plain head at which its surface has this height, along an angle. */
function ringAt(phi: number, y: number): number {
  let low = 0.02;
  let high = 17;
  for (let i = 0; i < 40; i += 1) {
    const v = (low + high) / 2;
    if (skull(v, phi)[1] > y) low = v;
    else high = v;
  }
  return low;
}

/**
 * The hair as one shell: rows run from the crown to the hairline of their angle, where the shell rounds off and
 * dives under the skin, which makes a clean line.
 */
function cap(): Mesh {
  const columns = 94;
  const rows = 32;
  return grid(rows, columns, true, (r, c) => {
    const degrees = -180 + (c / columns) * 360;
    const phi = degrees * DEG;
    const end = ringAt(phi, curve(HAIRLINE, degrees));
    const k = r / (rows - 2);
    const inner = Math.min(1, k);
    const v = r === rows - 1 ? end + 0.12 : 0.03 + (end - 0.03) * (1 - (1 - inner) ** 1.35);
    const p = skull(v, phi);
    const near = clamp((end - v) / (0.11 * end), 0, 1);
    const round = Math.sqrt(1 - (1 - near) ** 2);
    const t = r === rows - 1 ? -0.45 : mix(-0.12, volume(degrees, p[1], p), round);
    const q = add(p, scale(skullNormal(v, phi), t));
    const u = Math.abs((((c / columns) * 6) % 2) - 1);
    return { p: [q[0], CHIN_Y + q[1], q[2]], uv: [u, clamp((23.5 - p[1]) / 22, 0, 1)], w: HEAD };
  });
}

/** One lock along places on the head: [angle, height, distance off the scalp]; widths in centimetres by its length. */
function lock(
  path: readonly (readonly [number, number, number])[],
  width: number,
  thick: number,
  tip: number,
): Mesh {
  const steps = 15;
  const spokes = 8;
  const points = path.map(([degrees, y, off]) => {
    const { p, n } = onHead(degrees, y);
    return { p: add(p, scale(n, off)), n };
  });
  const coordinate = (pick: (q: { p: Vec3; n: Vec3 }) => number, x: number): number =>
    spline(points.map(pick), x);
  const centre = (k: number): Vec3 => {
    const x = k * (points.length - 1);
    return [0, 1, 2].map((i) => coordinate((q) => at(q.p, i), x)) as Vec3;
  };
  return grid(steps, spokes, true, (r, c) => {
    const k = r / (steps - 1);
    const x = k * (points.length - 1);
    const n = normalize([0, 1, 2].map((i) => coordinate((q) => at(q.n, i), x)) as Vec3);
    const along = normalize(sub(centre(Math.min(1, k + 0.02)), centre(Math.max(0, k - 0.02))));
    const across = normalize(cross(n, along));
    const a = -(c / spokes) * 2 * Math.PI;
    const swell =
      Math.sqrt(
        Math.max(0.0004, Math.sin(Math.PI * clamp(k * (1 - tip * 0.5) + tip * 0.25 * (1 - k), 0.001, 0.999))),
      ) *
      (1 - tip * k ** 2.2);
    const w = width * Math.max(0.02, swell);
    const h = thick * Math.max(0.02, swell);
    const q = add(centre(k), add(scale(across, w * Math.cos(a)), scale(n, h * Math.sin(a))));
    return {
      p: [q[0], CHIN_Y + q[1], q[2]],
      uv: [Math.abs((c / spokes) * 2 - 1) * 0.4 + 0.1, 0.15 + 0.75 * k],
      w: HEAD,
    };
  });
}

function bun(): Mesh {
  const random = randomFrom(7);
  const twist = random() * 2;
  return grid(12, 22, true, (r, c) => {
    const polar = (r / 11) * Math.PI;
    const around = (c / 22) * 2 * Math.PI;
    const swirl = 1 + 0.035 * Math.sin(around * 3 + polar * 5 + twist);
    const p: Vec3 = [
      3.9 * swirl * Math.sin(polar) * Math.sin(around),
      CHIN_Y + 8 + 3.5 * swirl * Math.cos(polar),
      -10.6 + 2.7 * swirl * Math.sin(polar) * Math.cos(around),
    ];
    return { p, uv: [Math.abs(((c / 11) % 2) - 1), r / 11], w: HEAD };
  });
}

/** Hair: a shell combed from a parting, locks of the fringe and before the ears, and a knot at the nape. */
export function buildHair(): Mesh {
  const locks: Mesh[] = [
    // The fringe, swept to its right in overlapping locks.
    lock(
      [
        [15, 20, 1.1],
        [-6, 19.1, 1.45],
        [-28, 17.0, 1.6],
        [-48, 14.0, 1.35],
        [-64, 10.6, 0.9],
      ],
      1.3,
      0.55,
      0.7,
    ),
    lock(
      [
        [14, 19.2, 0.8],
        [-4, 17.9, 1.15],
        [-22, 16.2, 1.3],
        [-42, 13.7, 1.1],
        [-60, 10.8, 0.6],
      ],
      0.95,
      0.45,
      0.8,
    ),
    lock(
      [
        [16, 21, 1.15],
        [-14, 20.2, 1.6],
        [-40, 17.6, 1.7],
        [-60, 14, 1.4],
        [-75, 9.8, 0.9],
      ],
      1.5,
      0.5,
      0.6,
    ),
    // Its left side.
    lock(
      [
        [18, 19.5, 0.9],
        [32, 17.5, 1.15],
        [46, 15.1, 1.15],
        [58, 12.7, 1.0],
        [68, 9.9, 0.7],
      ],
      1.15,
      0.5,
      0.75,
    ),
    lock(
      [
        [19, 20.8, 1.1],
        [42, 18.9, 1.55],
        [58, 15.6, 1.5],
        [69, 12.1, 1.2],
        [77, 9, 0.8],
      ],
      1.35,
      0.46,
      0.65,
    ),
    // Locks before the ears, loose and tapering.
    lock(
      [
        [-66, 13.6, 1.0],
        [-74, 10.6, 1.0],
        [-77, 7.9, 0.8],
        [-74, 5.6, 0.65],
      ],
      0.95,
      0.36,
      0.85,
    ),
    lock(
      [
        [66, 13.6, 1.0],
        [74, 10.6, 1.0],
        [77, 7.9, 0.8],
        [74, 5.6, 0.65],
      ],
      0.95,
      0.36,
      0.85,
    ),
  ];
  return join([cap(), ...locks, bun()]);
}

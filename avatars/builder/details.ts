import { EXPRESSIONS } from './expressions.ts';
import { EYE_HALF, EYE_X, EYE_Y, type FaceState, lidEdges, moveMouth, REST } from './face-motion.ts';
import { CHIN_Y, closedHead, MOUTH_HALF, seamY, V, widthAt } from './head.ts';
import { add, bell, step, type Vec3 } from './math.ts';
import { emptyMesh, flip, grid, join, type Mesh, vertex, type Weights } from './mesh.ts';
import { EYE_CENTRE, EYE_RADIUS } from './skeleton.ts';
import { type Patch, patchUv } from './skin-chart.ts';

const HEAD: Weights = [['head', 1]];

/** A grid whose points depend on the face's state: made once at rest and once for every expression. */
function moving(
  rows: number,
  columns: number,
  patch: Patch,
  point: (r: number, c: number, s: FaceState) => Vec3,
): Mesh {
  const build = (state: FaceState): Mesh =>
    grid(rows, columns, false, (r, c) => ({
      p: point(r, c, state),
      uv: patchUv(patch, c / Math.max(1, columns - 1), r / Math.max(1, rows - 1)),
      w: HEAD,
    }));
  const mesh = build(REST);
  for (const [name, state] of EXPRESSIONS) mesh.morphs.set(name, build(state).positions);
  return mesh;
}

/** Lashes of one eye: a narrow dark wing along the upper lid, longer towards the outer corner. */
function lashes(side: 1 | -1): Mesh {
  const columns = 19;
  const mesh = moving(2, columns, 'lash', (row, c, state) => {
    const t = -0.98 + (c / (columns - 1)) * 2.04;
    const blink = side > 0 ? state.blinkLeft : state.blinkRight;
    const { upper } = lidEdges(Math.min(t, 1), state, blink);
    const x = EYE_X + t * EYE_HALF;
    const y = EYE_Y + upper;
    const r2 = (EYE_RADIUS + 0.16) ** 2 - (x - EYE_X) ** 2 - (y - EYE_Y) ** 2;
    const z = EYE_CENTRE[2] + Math.sqrt(Math.max(0, r2));
    const long = (0.06 + 0.13 * step(-0.4, 0.95, t)) * step(1.08, 0.7, t) + 0.02;
    const tip = row === 0 ? 1 : 0;
    const up = 0.75 - 1.1 * blink;
    return [
      side * (x + tip * long * 0.75 * step(-0.2, 1, t)),
      CHIN_Y + y + tip * long * up - (1 - tip) * 0.045,
      z + 0.05 + tip * long * 0.8,
    ];
  });
  return side > 0 ? mesh : flip(mesh);
}

function teethRow(upper: boolean): Mesh {
  const columns = 21;
  return moving(4, columns, 'teeth', (row, c, state) => {
    const t = (c / (columns - 1)) * 2 - 1;
    const x = t * MOUTH_HALF * 0.82;
    const edge = closedHead(V.mouth, Math.asin(x / widthAt(V.mouth)));
    const k = row / 3;
    const y = upper ? 0.8 - (0.92 - 0.34 * t ** 4) * k : -0.12 - 0.7 * k;
    const jaw = upper ? 0 : moveMouth(0, -0.4, 0, { ...REST, jaw: state.jaw }, 1)[1];
    const narrow = 1 + 0.5 * Math.min(0, state.widen);
    return [
      x * narrow,
      CHIN_Y + seamY(0) + y + jaw,
      edge[2] - 0.62 - 0.5 * t * t - 0.05 * bell(k - 0.4, 0.4) + 0.5 * state.pucker * 0.2,
    ];
  });
}

function tongue(): Mesh {
  const columns = 13;
  return moving(7, columns, 'tongue', (row, c, state) => {
    const t = (c / (columns - 1)) * 2 - 1;
    const k = row / 6;
    const jaw = moveMouth(0, -0.4, 0, { ...REST, jaw: state.jaw }, 1)[1];
    const x = t * 1.5 * (0.6 + 0.4 * Math.sin(Math.PI * (0.25 + 0.5 * k)));
    const high = -0.55 - 0.35 * t * t - 0.35 * k * k + 0.12 * bell(t, 0.2) * -1;
    return [x, CHIN_Y + seamY(0) + high + jaw * 0.85, 4.1 + 2.75 * k - 0.4 * t * t];
  });
}

/** Outline of an ear from the side: distance from its middle at an angle (0 backwards, 90° up). */
function earOutline(angle: number): { back: number; up: number } {
  const s = Math.sin(angle);
  const c = Math.cos(angle);
  const wide = c > 0 ? 1.55 : 1.0;
  return { back: wide * c * (1 + 0.28 * s), up: (s < 0 ? 2.5 : 2.85) * s };
}

function ear(side: 1 | -1): Mesh {
  const rings = 9;
  const spokes = 28;
  const face = (front: boolean): Mesh =>
    grid(rings, spokes, true, (r, c) => {
      const k = 1 - r / (rings - 1);
      const angle = (c / spokes) * 2 * Math.PI;
      const o = earOutline(angle);
      const rim = 0.42 * bell(k - 0.86, 0.16) * step(-1, -0.4, Math.sin(angle) + 0.35);
      const bowl = -0.5 * bell(k, 0.5) * 0.9;
      const ridge = 0.24 * bell(k - 0.52, 0.14) * step(-0.4, 0.6, Math.cos(angle));
      const out = front ? rim + bowl + ridge + 0.2 : -0.25 * (1 - k);
      const back = o.back * k;
      const up = o.up * k;
      // Ears lean away from the head towards the back.
      const p: Vec3 = [
        7.15 + 0.42 * back + 0.1 * up + out * 0.9,
        9.0 + up,
        -0.7 - back * 0.9 - 0.12 * up + out * 0.35,
      ];
      return { p: [side * p[0], CHIN_Y + p[1], p[2]], uv: patchUv('skin', 0.5, 0.5), w: HEAD };
    });
  const outer = face(true);
  const inner = flip(face(false));
  const both = [outer, inner].map((mesh) => (side > 0 ? flip(mesh) : mesh));
  return join(both);
}

/** Lashes, teeth, tongue and ears: everything of the head that shares the skin's picture. */
export function buildDetails(): Mesh[] {
  return [lashes(1), lashes(-1), teethRow(true), teethRow(false), tongue(), ear(1), ear(-1)];
}

/** One eyeball: the front two thirds of a sphere, textured from the front; and the light in it, which moves half as far. */
function eyeball(side: 1 | -1): Mesh[] {
  const bone = side > 0 ? 'leftEye' : 'rightEye';
  const centre: Vec3 = [side * EYE_CENTRE[0], EYE_CENTRE[1], EYE_CENTRE[2]];
  const ball = grid(13, 32, true, (r, c) => {
    const polar = (r / 12) * 1.75;
    const around = -(c / 32) * 2 * Math.PI;
    const n: Vec3 = [Math.sin(polar) * Math.cos(around), Math.sin(polar) * Math.sin(around), Math.cos(polar)];
    const reach = Math.min(1, Math.sin(Math.min(polar, Math.PI / 2)));
    const uv: [number, number] = [
      0.5 + 0.46 * reach * Math.cos(around),
      0.5 - 0.46 * reach * Math.sin(around),
    ];
    return { p: add(centre, n.map((k) => k * EYE_RADIUS) as Vec3), uv, w: [[bone, 1]] };
  });
  const light = (dx: number, dy: number, size: number, tall: number): Mesh => {
    const mesh = emptyMesh();
    const w: Weights = [
      [bone, 0.5],
      ['head', 0.5],
    ];
    const on = (x: number, y: number): Vec3 => {
      const z = Math.sqrt(Math.max(0, (EYE_RADIUS + 0.05) ** 2 - x * x - y * y));
      return add(centre, [x, y, z]);
    };
    const middle = vertex(mesh, on(dx, dy), [0.985, 0.015], w);
    const spokes = 14;
    for (let i = 0; i < spokes; i += 1) {
      const a = (i / spokes) * 2 * Math.PI;
      vertex(mesh, on(dx + size * Math.cos(a), dy + size * tall * Math.sin(a)), [0.985, 0.015], w);
    }
    for (let i = 0; i < spokes; i += 1)
      mesh.triangles.push(middle, middle + 1 + i, middle + 1 + ((i + 1) % spokes));
    return mesh;
  };
  // Both eyes mirror the same window, so the lights lie on the same side of both.
  return [flip(ball), light(0.29, 0.3, 0.18, 1.15), light(-0.28, -0.3, 0.085, 1)];
}

/** Both eyes with their lights. */
export function buildEyes(): Mesh {
  return join([...eyeball(1), ...eyeball(-1)]);
}

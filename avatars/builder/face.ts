import { EXPRESSIONS } from './expressions.ts';
import { EYE_HALF, EYE_X, type FaceState, moveFace, moveMouth, REST } from './face-motion.ts';
import { CHIN_Y, closedHead, columnAngles, MOUTH_HALF, seamY, skull, V } from './head.ts';
import { at, clamp, normalize, step, add as sum, type Vec3 } from './math.ts';
import { emptyMesh, type Mesh, quad, smoothNormals, vertex, type Weights } from './mesh.ts';
import { patchUv, skinUv } from './skin-chart.ts';

/** Rows between two rings of the head: dense at lids, nose and lips. */
const ROWS_PER_RING = [1, 2, 2, 2, 2, 3, 6, 10, 9, 10, 11, 7, 4, 3, 2, 2, 2, 2, 2, 2];

function rowValues(): number[] {
  const rows = ROWS_PER_RING.flatMap((count, ring) =>
    Array.from({ length: count }, (_, i) => ring + i / count),
  );
  rows.push(V.end);
  // The very crown is one point; a tiny ring there keeps the normals sane.
  rows[0] = 0.04;
  return rows;
}

/** Neck and head share the skin between them smoothly. */
export function headWeights(y: number): Weights {
  const head = step(-3.2, 1.2, y);
  const chest = step(-6.5, -11, y);
  return [
    ['head', head],
    ['neck', (1 - head) * (1 - chest)],
    ['upperChest', (1 - head) * chest],
  ];
}

interface Place {
  v: number;
  phi: number;
  edge: -1 | 0 | 1;
}

const lift = (p: Vec3): Vec3 => [p[0], p[1] + CHIN_Y, p[2]];

function placed(place: Place, state: FaceState): Vec3 {
  const p = closedHead(place.v, place.phi);
  const front = step(0.2, 0.4, Math.cos(place.phi));
  const under = step(V.throat - 0.4, V.chin + 0.4, place.v);
  return lift(moveFace(p, place.edge, state, front, under));
}

/** The skin of head and neck, slit at lids and lips, with the inside of lids and mouth, and every expression as a morph. */
export function buildFace(): Mesh {
  const mesh = emptyMesh();
  const places: Place[] = [];
  const columns = columnAngles();
  const rows = rowValues();
  const n = columns.length;
  const add = (v: number, phi: number, edge: -1 | 0 | 1, neck = v > V.under): number => {
    const p = skull(v, phi);
    places.push({ v, phi, edge });
    const uv = neck
      ? patchUv('neck', 0.5, (v - V.under) / (V.end - V.under))
      : skinUv(p, Math.cos(phi) > -0.05);
    return vertex(mesh, [0, 0, 0], uv, headWeights(p[1]));
  };
  const eyeRow = rows.indexOf(V.eye);
  const mouthRow = rows.indexOf(V.mouth);
  const slitColumns = (row: number, inside: (x: number) => boolean): boolean[] =>
    columns.map((phi) => Math.cos(phi) > 0.3 && inside(skull(at(rows, row), phi)[0]));
  const inEye = slitColumns(eyeRow, (x) => Math.abs(Math.abs(x) - EYE_X) < EYE_HALF - 0.02);
  const inMouth = slitColumns(mouthRow, (x) => Math.abs(x) < MOUTH_HALF - 0.02);
  const upper: number[][] = [];
  const lower: number[][] = [];
  rows.forEach((v, r) => {
    const slit = r === eyeRow ? inEye : r === mouthRow ? inMouth : null;
    const above: number[] = [];
    const below: number[] = [];
    columns.forEach((phi, c) => {
      const split = slit !== null && at(slit, c);
      const a = add(v, phi, split ? 1 : 0);
      above.push(a);
      if (v === V.under) below.push(add(v, phi, 0, true));
      else below.push(split ? add(v, phi, -1) : a);
    });
    upper.push(above);
    lower.push(below);
  });
  for (let r = 0; r + 1 < rows.length; r += 1) {
    for (let c = 0; c < n; c += 1) {
      const next = (c + 1) % n;
      const top = at(lower, r);
      const bottom = at(upper, r + 1);
      quad(mesh, at(top, c), at(bottom, c), at(bottom, next), at(top, next));
    }
  }
  mesh.positions = places.map((place) => placed(place, REST));
  for (const [name, state] of EXPRESSIONS)
    mesh.morphs.set(
      name,
      places.map((place) => placed(place, state)),
    );
  mesh.normals = smoothNormals(mesh.positions, mesh.triangles);
  // The jaw's line is a border in the picture, not in the skin: both sides keep one normal.
  const jaw = rows.indexOf(V.under);
  columns.forEach((_, c) => {
    const [a, b] = [at(at(upper, jaw), c), at(at(lower, jaw), c)];
    const n = normalize(sum(at(mesh.normals ?? [], a), at(mesh.normals ?? [], b)));
    mesh.normals?.splice(a, 1, n);
    mesh.normals?.splice(b, 1, n);
  });
  addLidRims(mesh, at(upper, eyeRow), at(lower, eyeRow), inEye);
  return mesh;
}

/** The lids' thickness: from each edge a narrow band goes back to the eyeball. */
function addLidRims(
  mesh: Mesh,
  upper: readonly number[],
  lower: readonly number[],
  inside: readonly boolean[],
): void {
  for (const [line, turn] of [
    [upper, 1],
    [lower, -1],
  ] as const) {
    let previous: [number, number] | null = null;
    for (let c = 0; c < line.length; c += 1) {
      if (!at(inside, c) && !inside[c - 1] && !inside[c + 1]) {
        previous = null;
        continue;
      }
      const edge = at(line, c);
      const back = (p: Vec3): Vec3 => [p[0], p[1] - turn * 0.03, p[2] - 0.34];
      const uv = patchUv(turn > 0 ? 'lash' : 'rim', 0.5, 0.5);
      const inner = vertex(mesh, back(at(mesh.positions, edge)), uv, [['head', 1]]);
      mesh.normals?.push([0, -turn * 0.6, 0.8]);
      for (const points of mesh.morphs.values()) points.push(back(at(points, edge)));
      if (previous !== null) {
        if (turn > 0) quad(mesh, previous[0], previous[1], inner, edge);
        else quad(mesh, previous[1], previous[0], edge, inner);
      }
      previous = [edge, inner];
    }
  }
}

/** Path from the upper lip's edge over the palate to the lower lip's edge: y, z, depth in the picture, and whose motion it takes. */
const BAG: readonly (readonly [y: number, z: number, tone: number, lower: number])[] = [
  [0, 0, 0, 0],
  [0.03, -0.22, 0.12, 0],
  [0.3, -0.55, 0.35, 0],
  [1.0, -1.2, 0.7, 0],
  [1.1, -3, 1, 0],
  [0, -4.6, 1, 0.5],
  [-1.1, -3, 1, 1],
  [-1.0, -1.2, 0.7, 1],
  [-0.35, -0.55, 0.35, 1],
  [-0.03, -0.22, 0.12, 1],
  [0, 0, 0, 1],
];

/** The inside of the mouth: shut with the lips, open with them. */
export function buildMouthBag(): Mesh {
  const mesh = emptyMesh();
  const columns = 25;
  const place = (row: number, c: number, state: FaceState): Vec3 => {
    const [dy, dz, , low] = at(BAG, row);
    const t = (c / (columns - 1)) * 2 - 1;
    const x = t * MOUTH_HALF;
    const room = Math.sqrt(Math.max(0, 1 - t * t));
    const seam = seamY(x);
    const phi = Math.asin(x / skull(V.mouth, Math.PI / 2)[0]);
    const edge = closedHead(V.mouth, phi);
    const up = moveMouth(x, seam, 1, state, 1);
    const down = moveMouth(x, seam, -1, state, 1);
    const move: Vec3 = [0, 1, 2].map((i) => at(up, i) * (1 - low) + at(down, i) * low) as Vec3;
    const deep = clamp(-dz / 3, 0, 1);
    return lift([
      x * (1 - 0.05 * deep) + move[0] * (state.widen < 0 ? 1.02 : 1 - 0.7 * deep),
      edge[1] + dy * room + move[1],
      edge[2] + dz * room + move[2],
    ]);
  };
  for (let row = 0; row < BAG.length; row += 1) {
    for (let c = 0; c < columns; c += 1) {
      vertex(mesh, place(row, c, REST), patchUv('mouth', 0.5, at(BAG, row)[2]), [['head', 1]]);
    }
  }
  for (let r = 0; r + 1 < BAG.length; r += 1) {
    for (let c = 0; c + 1 < columns; c += 1) {
      const a = r * columns + c;
      quad(mesh, a, a + 1, a + columns + 1, a + columns);
    }
  }
  for (const [name, state] of EXPRESSIONS) {
    const points: Vec3[] = [];
    for (let row = 0; row < BAG.length; row += 1) {
      for (let c = 0; c < columns; c += 1) points.push(place(row, c, state));
    }
    mesh.morphs.set(name, points);
  }
  return mesh;
}

import { add, at, cross, normalize, sub, type Vec3 } from './math.ts';

/** Bones and their shares; at most four are kept. */
export type Weights = readonly (readonly [bone: string, share: number])[];

/** A surface being built. `morphs` hold, by name, the moved position of every vertex. */
export interface Mesh {
  positions: Vec3[];
  uvs: [number, number][];
  weights: Weights[];
  /** Three indices to a triangle, counter-clockwise seen from outside. */
  triangles: number[];
  /** Set where a surface knows them better than its triangles do. */
  normals?: Vec3[];
  morphs: Map<string, Vec3[]>;
}

/** A mesh with nothing in it. */
export function emptyMesh(): Mesh {
  return { positions: [], uvs: [], weights: [], triangles: [], morphs: new Map() };
}

/** Adds a vertex and answers its index. */
export function vertex(mesh: Mesh, position: Vec3, uv: [number, number], weights: Weights): number {
  mesh.positions.push(position);
  mesh.uvs.push(uv);
  mesh.weights.push(weights);
  return mesh.positions.length - 1;
}

/** Two triangles a-b-c-d, in order around the outside. */
export function quad(mesh: Mesh, a: number, b: number, c: number, d: number): void {
  mesh.triangles.push(a, b, c, a, c, d);
}

/** Normals averaged over the triangles at each vertex, weighted by area. */
export function smoothNormals(positions: readonly Vec3[], triangles: readonly number[]): Vec3[] {
  const normals: Vec3[] = positions.map(() => [0, 0, 0]);
  for (let i = 0; i < triangles.length; i += 3) {
    const [a, b, c] = [at(triangles, i), at(triangles, i + 1), at(triangles, i + 2)];
    const face = cross(sub(at(positions, b), at(positions, a)), sub(at(positions, c), at(positions, a)));
    for (const j of [a, b, c]) normals[j] = add(at(normals, j), face);
  }
  return normals.map(normalize);
}

/** Joins meshes into one; a morph that one of them lacks leaves it as it is. */
export function join(meshes: readonly Mesh[]): Mesh {
  const out = emptyMesh();
  const names = new Set(meshes.flatMap((mesh) => [...mesh.morphs.keys()]));
  const normals: Vec3[] = [];
  for (const name of names) out.morphs.set(name, []);
  for (const mesh of meshes) {
    const base = out.positions.length;
    out.positions.push(...mesh.positions);
    out.uvs.push(...mesh.uvs);
    out.weights.push(...mesh.weights);
    normals.push(...(mesh.normals ?? smoothNormals(mesh.positions, mesh.triangles)));
    for (const i of mesh.triangles) out.triangles.push(base + i);
    for (const name of names) out.morphs.get(name)?.push(...(mesh.morphs.get(name) ?? mesh.positions));
  }
  out.normals = normals;
  return out;
}

/** Turns every triangle round. */
export function flip(mesh: Mesh): Mesh {
  const triangles: number[] = [];
  for (let i = 0; i < mesh.triangles.length; i += 3) {
    triangles.push(at(mesh.triangles, i), at(mesh.triangles, i + 2), at(mesh.triangles, i + 1));
  }
  return { ...mesh, triangles };
}

/**
 * A grid of rows and columns as a mesh. `point` answers position, texture place and weights of a vertex; `closed`
 * joins the last column to the first. Seen from outside, columns run to the right and rows down.
 */
export function grid(
  rows: number,
  columns: number,
  closed: boolean,
  point: (row: number, column: number) => { p: Vec3; uv: [number, number]; w: Weights },
): Mesh {
  const mesh = emptyMesh();
  for (let r = 0; r < rows; r += 1) {
    for (let c = 0; c < columns; c += 1) {
      const { p, uv, w } = point(r, c);
      vertex(mesh, p, uv, w);
    }
  }
  const across = closed ? columns : columns - 1;
  for (let r = 0; r + 1 < rows; r += 1) {
    for (let c = 0; c < across; c += 1) {
      const next = (c + 1) % columns;
      quad(mesh, r * columns + c, (r + 1) * columns + c, (r + 1) * columns + next, r * columns + next);
    }
  }
  return mesh;
}

/** Reads what the tests measure out of a VRM file: bones in the T-pose, surfaces with their morphs. Metres. */
import { readFile } from 'node:fs/promises';

interface Accessor {
  bufferView?: number;
  componentType: number;
  count: number;
  type: string;
  normalized?: boolean;
  sparse?: {
    count: number;
    indices: { bufferView: number; componentType: number };
    values: { bufferView: number };
  };
}

interface Primitive {
  attributes: Record<string, number>;
  indices: number;
  material: number;
  targets?: Record<string, number>[];
}

interface Expression {
  isBinary: boolean;
  overrideBlink: string;
  overrideLookAt: string;
  overrideMouth: string;
  morphTargetBinds?: { node: number; index: number; weight: number }[];
}

/** The parts of the file's JSON that are looked at. */
export interface VrmJson {
  nodes: { name: string; mesh?: number; children?: number[]; translation?: [number, number, number] }[];
  meshes: { name: string; primitives: Primitive[]; extras?: { targetNames?: string[] } }[];
  materials: { name: string; extensions: Record<string, unknown> }[];
  accessors: Accessor[];
  bufferViews: { byteOffset: number; byteLength: number }[];
  extensions: {
    VRMC_vrm: {
      meta: { licenseUrl: string; otherLicenseUrl: string; authors: string[] };
      humanoid: { humanBones: Record<string, { node: number }> };
      lookAt: { type: string };
      expressions: Record<'preset' | 'custom', Record<string, Expression>>;
    };
    VRMC_springBone: { springs: { name: string; joints: { node: number }[]; colliderGroups: number[] }[] };
  };
}

export type Point = readonly [x: number, y: number, z: number];

/** A surface: its points, triangles, and the shift of every point by morph. */
export interface Surface {
  points: Point[];
  triangles: readonly (readonly [number, number, number])[];
  morphs: ReadonlyMap<string, readonly Point[]>;
}

const WIDTH: Record<string, number> = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT4: 16 };

function numbersOf(data: Buffer, offset: number, componentType: number, count: number): number[] {
  const read: Record<number, [bytes: number, get: (at: number) => number]> = {
    5121: [1, (at) => data.readUInt8(at)],
    5123: [2, (at) => data.readUInt16LE(at)],
    5125: [4, (at) => data.readUInt32LE(at)],
    5126: [4, (at) => data.readFloatLE(at)],
  };
  const kind = read[componentType];
  if (kind === undefined) throw new RangeError(`component type ${componentType}`);
  return Array.from({ length: count }, (_, i) => kind[1](offset + i * kind[0]));
}

/** A VRM file in memory. */
export class VrmFile {
  readonly bytes: Buffer;
  readonly json: VrmJson;
  readonly #data: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
    const length = bytes.readUInt32LE(12);
    this.json = JSON.parse(bytes.subarray(20, 20 + length).toString('utf8')) as VrmJson;
    this.#data = bytes.subarray(28 + length);
  }

  #values(index: number): number[] {
    const accessor = this.json.accessors[index];
    if (accessor === undefined) throw new RangeError(`accessor ${index}`);
    const width = WIDTH[accessor.type] ?? 1;
    const offset = (view: number): number => this.json.bufferViews[view]?.byteOffset ?? 0;
    const values =
      accessor.bufferView === undefined
        ? new Array<number>(accessor.count * width).fill(0)
        : numbersOf(this.#data, offset(accessor.bufferView), accessor.componentType, accessor.count * width);
    if (accessor.sparse !== undefined) {
      const { count, indices, values: set } = accessor.sparse;
      const rows = numbersOf(this.#data, offset(indices.bufferView), indices.componentType, count);
      const changed = numbersOf(this.#data, offset(set.bufferView), accessor.componentType, count * width);
      rows.forEach((row, i) => {
        for (let k = 0; k < width; k += 1) values[row * width + k] = changed[i * width + k] ?? 0;
      });
    }
    return values;
  }

  #points(index: number): Point[] {
    const values = this.#values(index);
    return Array.from(
      { length: values.length / 3 },
      (_, i): Point => [values[3 * i] ?? 0, values[3 * i + 1] ?? 0, values[3 * i + 2] ?? 0],
    );
  }

  /** The mesh of a name. Throws where there is none. */
  surface(name: string): Surface {
    const mesh = this.json.meshes.find((one) => one.name === name);
    const primitive = mesh?.primitives[0];
    if (primitive?.attributes.POSITION === undefined) throw new RangeError(`no mesh ${name}`);
    const flat = this.#values(primitive.indices);
    const triangles = Array.from(
      { length: flat.length / 3 },
      (_, i) => [flat[3 * i] ?? 0, flat[3 * i + 1] ?? 0, flat[3 * i + 2] ?? 0] as const,
    );
    const morphs = new Map<string, readonly Point[]>();
    primitive.targets?.forEach((target, i) => {
      const title = mesh?.extras?.targetNames?.[i];
      if (title !== undefined && target.POSITION !== undefined)
        morphs.set(title, this.#points(target.POSITION));
    });
    return { points: this.#points(primitive.attributes.POSITION), triangles, morphs };
  }

  /** Where a humanoid bone's joint stands. Throws where the bone is missing. */
  joint(bone: string): Point {
    const wanted = this.json.extensions.VRMC_vrm.humanoid.humanBones[bone]?.node;
    if (wanted === undefined) throw new RangeError(`no bone ${bone}`);
    let at: [number, number, number] = [0, 0, 0];
    for (let node: number | undefined = wanted; node !== undefined; ) {
      const [x, y, z] = this.json.nodes[node]?.translation ?? [0, 0, 0];
      at = [at[0] + x, at[1] + y, at[2] + z];
      const child: number = node;
      const parent = this.json.nodes.findIndex((one) => one.children?.includes(child));
      node = parent < 0 ? undefined : parent;
    }
    return at;
  }
}

/** Opens a VRM file. */
export async function openVrm(path: string): Promise<VrmFile> {
  return new VrmFile(await readFile(path));
}

/** A surface with some of its morphs on, each at a weight. */
export function morphed(surface: Surface, weights: Readonly<Record<string, number>>): Point[] {
  return surface.points.map((point, i) => {
    let [x, y, z] = point;
    for (const [name, weight] of Object.entries(weights)) {
      const shift = surface.morphs.get(name)?.[i];
      if (shift === undefined) continue;
      x += weight * shift[0];
      y += weight * shift[1];
      z += weight * shift[2];
    }
    return [x, y, z];
  });
}

/** Distance of two points. */
export const apart = (a: Point, b: Point): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);

/** z of the foremost triangle over (x, y), or -Infinity where there is none. */
export function foremost(
  points: readonly Point[],
  triangles: Surface['triangles'],
  x: number,
  y: number,
): number {
  let most = Number.NEGATIVE_INFINITY;
  for (const [i, j, k] of triangles) {
    const [a, b, c] = [points[i], points[j], points[k]];
    if (a === undefined || b === undefined || c === undefined) continue;
    const area = (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
    if (Math.abs(area) < 1e-12) continue;
    const u = ((x - a[0]) * (c[1] - a[1]) - (y - a[1]) * (c[0] - a[0])) / area;
    const v = ((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])) / area;
    if (u < -1e-6 || v < -1e-6 || u + v > 1 + 1e-6) continue;
    most = Math.max(most, a[2] + u * (b[2] - a[2]) + v * (c[2] - a[2]));
  }
  return most;
}

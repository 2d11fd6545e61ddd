import { at, type Vec3 } from './math.ts';
import type { Mesh } from './mesh.ts';

const FLOAT = 5126;
const UINT8 = 5121;
const UINT16 = 5123;
const UINT32 = 5125;
const ARRAY_BUFFER = 34962;
const ELEMENT_BUFFER = 34963;

/** Morphs keep only vertices that move further than this, in metres: less is not seen. */
const STILL_M = 0.00018;

/** A JSON value of glTF. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Collects buffers and their descriptions of one binary glTF 2.0 file. */
export class GlbWriter {
  private readonly parts: Buffer[] = [];
  private size = 0;
  readonly bufferViews: Json[] = [];
  readonly accessors: Json[] = [];

  /** Adds bytes and answers their buffer view. `target` names the kind of vertex data. */
  view(bytes: Uint8Array, target?: number): number {
    const padding = (4 - (this.size % 4)) % 4;
    if (padding > 0) this.parts.push(Buffer.alloc(padding));
    this.size += padding;
    this.bufferViews.push({
      buffer: 0,
      byteOffset: this.size,
      byteLength: bytes.byteLength,
      ...(target === undefined ? {} : { target }),
    });
    this.parts.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.size += bytes.byteLength;
    return this.bufferViews.length - 1;
  }

  accessor(fields: { [key: string]: Json }): number {
    this.accessors.push(fields);
    return this.accessors.length - 1;
  }

  /** Points in metres as float triples. */
  points(points: readonly Vec3[], bounds: boolean): number {
    const data = Float32Array.from(points.flat());
    return this.accessor({
      bufferView: this.view(new Uint8Array(data.buffer), ARRAY_BUFFER),
      componentType: FLOAT,
      count: points.length,
      type: 'VEC3',
      ...(bounds ? boundsOf(points) : {}),
    });
  }

  /** Shifts of a morph, sparse: only vertices that move are stored. */
  shifts(shifts: readonly Vec3[]): number {
    const moved = shifts.flatMap((d, i) => (Math.hypot(d[0], d[1], d[2]) > STILL_M ? [i] : []));
    const kept = moved.map((i) => at(shifts, i));
    const indices = Uint16Array.from(moved);
    const values = Float32Array.from(kept.flat());
    const still = moved.length < shifts.length ? ([[0, 0, 0]] as Vec3[]) : [];
    return this.accessor({
      componentType: FLOAT,
      count: shifts.length,
      type: 'VEC3',
      ...boundsOf([...kept, ...still]),
      ...(moved.length === 0
        ? {}
        : {
            sparse: {
              count: moved.length,
              indices: { bufferView: this.view(new Uint8Array(indices.buffer)), componentType: UINT16 },
              values: { bufferView: this.view(new Uint8Array(values.buffer)) },
            },
          }),
    });
  }

  /** One primitive with skin attributes; `boneIndex` maps bone names to joints. */
  primitive(mesh: Mesh, boneIndex: ReadonlyMap<string, number>, material: number): { [key: string]: Json } {
    if (mesh.normals === undefined) throw new Error('a mesh is written with its normals');
    const count = mesh.positions.length;
    const metres = mesh.positions.map((p): Vec3 => [p[0] / 100, p[1] / 100, p[2] / 100]);
    const joints = new Uint8Array(count * 4);
    const weights = new Uint8Array(count * 4);
    mesh.weights.forEach((list, i) => {
      packWeights(list, boneIndex, joints, weights, i * 4);
    });
    const uv = Uint16Array.from(mesh.uvs.flat(), (x) => Math.round(Math.min(1, Math.max(0, x)) * 65535));
    const wide = count > 65535;
    const indices = wide ? Uint32Array.from(mesh.triangles) : Uint16Array.from(mesh.triangles);
    const fourBytes = (data: Uint8Array, componentType: number, normalized: boolean): number =>
      this.accessor({
        bufferView: this.view(data, ARRAY_BUFFER),
        componentType,
        count,
        type: 'VEC4',
        ...(normalized ? { normalized } : {}),
      });
    const targets = [...mesh.morphs.values()].map((points) => ({
      POSITION: this.shifts(
        points.map((p, i): Vec3 => {
          const rest = at(mesh.positions, i);
          return [(p[0] - rest[0]) / 100, (p[1] - rest[1]) / 100, (p[2] - rest[2]) / 100];
        }),
      ),
    }));
    return {
      attributes: {
        POSITION: this.points(metres, true),
        NORMAL: this.points(mesh.normals, false),
        TEXCOORD_0: this.accessor({
          bufferView: this.view(new Uint8Array(uv.buffer), ARRAY_BUFFER),
          componentType: UINT16,
          count,
          type: 'VEC2',
          normalized: true,
        }),
        JOINTS_0: fourBytes(joints, UINT8, false),
        WEIGHTS_0: fourBytes(weights, UINT8, true),
      },
      indices: this.accessor({
        bufferView: this.view(new Uint8Array(indices.buffer), ELEMENT_BUFFER),
        componentType: wide ? UINT32 : UINT16,
        count: indices.length,
        type: 'SCALAR',
      }),
      material,
      ...(targets.length > 0 ? { targets } : {}),
    };
  }

  /** The file: header, JSON chunk, binary chunk (glTF 2.0, section 4). */
  finish(json: { [key: string]: Json }): Buffer {
    const tail = (4 - (this.size % 4)) % 4;
    const binary = Buffer.concat([...this.parts, Buffer.alloc(tail)]);
    const whole = {
      ...json,
      buffers: [{ byteLength: binary.length }],
      bufferViews: this.bufferViews,
      accessors: this.accessors,
    };
    const text = Buffer.from(JSON.stringify(whole), 'utf8');
    const padded = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, 0x20)]);
    const header = Buffer.alloc(20);
    header.write('glTF', 0, 'latin1');
    header.writeUInt32LE(2, 4);
    header.writeUInt32LE(28 + padded.length + binary.length, 8);
    header.writeUInt32LE(padded.length, 12);
    header.write('JSON', 16, 'latin1');
    const second = Buffer.alloc(8);
    second.writeUInt32LE(binary.length, 0);
    second.write('BIN\0', 4, 'latin1');
    return Buffer.concat([header, padded, second, binary]);
  }
}

function boundsOf(points: readonly Vec3[]): { min: number[]; max: number[] } {
  const min = [Infinity, Infinity, Infinity];
  const max = [-Infinity, -Infinity, -Infinity];
  for (const p of points) {
    for (let i = 0; i < 3; i += 1) {
      const value = Math.fround(p[i] ?? 0);
      min[i] = Math.min(min[i] ?? value, value);
      max[i] = Math.max(max[i] ?? value, value);
    }
  }
  return { min, max };
}

/** The four largest shares as bytes that sum to 255. */
function packWeights(
  list: readonly (readonly [string, number])[],
  boneIndex: ReadonlyMap<string, number>,
  joints: Uint8Array,
  weights: Uint8Array,
  offset: number,
): void {
  const kept = list
    .filter(([, share]) => share > 0.004)
    .sort((a, b) => b[1] - a[1])
    .slice(0, 4);
  const sum = kept.reduce((total, [, share]) => total + share, 0);
  let left = 255;
  kept.forEach(([bone, share], i) => {
    const index = boneIndex.get(bone);
    if (index === undefined) throw new Error(`no bone ${bone}`);
    const byte = i === kept.length - 1 ? left : Math.min(left, Math.round((share / sum) * 255));
    left -= byte;
    if (byte === 0) return;
    joints[offset + i] = index;
    weights[offset + i] = byte;
  });
  if (left > 0) weights[offset] = (weights[offset] ?? 0) + left;
}

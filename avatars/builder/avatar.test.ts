import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validateBytes } from 'gltf-validator';
import { describe, expect, it } from 'vitest';
import { EXPRESSIONS } from './expressions.ts';
import { buildFace } from './face.ts';
import { EYE_HALF, EYE_X, lidEdges, REST } from './face-motion.ts';
import { CHIN_Y, seamY, V } from './head.ts';
import { at, length, sub } from './math.ts';
import { BONES } from './skeleton.ts';

const FOLDER = join(import.meta.dirname, '..');

interface Gltf {
  nodes: { name: string; mesh?: number }[];
  meshes: { name: string; primitives: { targets?: unknown[]; indices: number }[] }[];
  materials: unknown[];
  accessors: { count: number }[];
  extensions: {
    VRMC_vrm: {
      meta: { licenseUrl: string };
      humanoid: { humanBones: Record<string, { node: number }> };
      expressions: Record<
        'preset' | 'custom',
        Record<string, { overrideMouth: string; morphTargetBinds: { node: number; index: number }[] }>
      >;
    };
  };
}

async function open(name: string): Promise<{ bytes: Buffer; gltf: Gltf }> {
  const bytes = await readFile(join(FOLDER, name));
  const gltf: Gltf = JSON.parse(bytes.subarray(20, 20 + bytes.readUInt32LE(12)).toString('utf8'));
  return { bytes, gltf };
}

describe('the default avatar as a file', () => {
  it('is valid glTF and has what VRM 1.0 asks for', async () => {
    const { bytes, gltf } = await open('xiaozheng.vrm');
    const report = await validateBytes(new Uint8Array(bytes));
    expect(report.issues.numErrors).toBe(0);
    expect(report.issues.numWarnings).toBe(0);
    const vrm = gltf.extensions.VRMC_vrm;
    expect(vrm.meta.licenseUrl).toBe('https://vrm.dev/licenses/1.0/');
    for (const bone of [
      'hips',
      'spine',
      'head',
      'leftHand',
      'rightHand',
      'leftFoot',
      'rightFoot',
      'leftEye',
    ]) {
      expect(gltf.nodes[vrm.humanoid.humanBones[bone]?.node ?? -1]?.name).toBe(bone);
    }
    for (const name of [
      'aa',
      'ih',
      'ou',
      'ee',
      'oh',
      'blink',
      'blinkLeft',
      'blinkRight',
      'happy',
      'sad',
      'relaxed',
    ]) {
      expect(vrm.expressions.preset[name]?.morphTargetBinds.length, name).toBeGreaterThan(0);
    }
    for (const one of [...Object.values(vrm.expressions.preset), ...Object.values(vrm.expressions.custom)]) {
      expect(one.overrideMouth).toBe('none');
      for (const bind of one.morphTargetBinds) {
        const mesh = gltf.meshes[gltf.nodes[bind.node]?.mesh ?? -1];
        expect(bind.index).toBeLessThan(mesh?.primitives[0]?.targets?.length ?? 0);
      }
    }
  });

  it('stays light, and its manifest tells the truth', async () => {
    const { bytes, gltf } = await open('xiaozheng.vrm');
    const triangles = gltf.meshes
      .flatMap((mesh) => mesh.primitives)
      .reduce((sum, primitive) => sum + (gltf.accessors[primitive.indices]?.count ?? 0) / 3, 0);
    expect(triangles).toBeLessThanOrEqual(50_000);
    expect(gltf.materials.length).toBeLessThanOrEqual(8);
    const manifest = JSON.parse(await readFile(join(FOLDER, 'xiaozheng.json'), 'utf8'));
    expect(manifest).toMatchObject({ file: 'xiaozheng.vrm', bytes: bytes.length });
    expect((await readFile(join(FOLDER, manifest.portrait))).length).toBeGreaterThan(1000);
  });
});

describe('the skeleton', () => {
  it('stands in the T-pose, left on +X, mirrored, between one and two metres high', () => {
    const joints = new Map(BONES.map((bone) => [bone.name, bone.joint]));
    for (const { name, joint } of BONES) {
      if (!name.startsWith('left')) continue;
      expect(joint[0]).toBeGreaterThan(0);
      expect(joints.get(name.replace('left', 'right'))).toEqual([-joint[0], joint[1], joint[2]]);
    }
    expect(joints.get('leftUpperArm')?.[1]).toBe(joints.get('leftHand')?.[1]);
    expect(CHIN_Y + 24).toBeLessThan(200);
  });
});

describe('the face', () => {
  const face = buildFace();

  /** Pairs of vertices that lie on the two edges of a slit: same texture place, on the same height of the closed face. */
  function pairs(inside: (x: number, y: number) => boolean): [number, number][] {
    const seen = new Map<string, number>();
    const found: [number, number][] = [];
    const closed = face.morphs.get('blinkLeft') ?? [];
    face.uvs.forEach((uv, i) => {
      const p = at(closed, i);
      // Only the front of the face: the plain fields of the picture are shared by many vertices.
      if (p[2] < 5 || uv[1] > 0.84 || !inside(p[0], p[1] - CHIN_Y)) return;
      const key = uv.join();
      const other = seen.get(key);
      if (other === undefined) seen.set(key, i);
      else if (i - other === 1) found.push([other, i]);
    });
    return found;
  }

  const gap = (points: readonly (readonly number[])[], [a, b]: [number, number]): number =>
    length(
      sub([...at(points, a)] as [number, number, number], [...at(points, b)] as [number, number, number]),
    );
  const lips = pairs((x, y) => Math.abs(x) < 2.2 && Math.abs(y - seamY(x)) < 0.4);
  const lids = pairs((x, y) => Math.abs(x - EYE_X) < EYE_HALF && Math.abs(y - 11) < 1);

  it('has its lips touching at rest, at b, p, m and in a smile, and apart at aa', () => {
    expect(lips.length).toBeGreaterThan(15);
    for (const name of [null, 'viseme_PP', 'happy', 'sad', 'relaxed']) {
      const points = name === null ? face.positions : (face.morphs.get(name) ?? []);
      for (const pair of lips) expect(gap(points, pair)).toBeLessThan(1e-9);
    }
    expect(Math.max(...lips.map((pair) => gap(face.morphs.get('aa') ?? [], pair)))).toBeGreaterThan(1);
  });

  it('shuts the lids wholly at a blink and has them open at rest', () => {
    expect(lids.length).toBeGreaterThan(12);
    for (const pair of lids) expect(gap(face.morphs.get('blinkLeft') ?? [], pair)).toBeLessThan(1e-9);
    expect(Math.max(...lids.map((pair) => gap(face.positions, pair)))).toBeGreaterThan(1);
    for (let t = -1; t <= 1; t += 0.1) {
      const { upper, lower } = lidEdges(t, REST, 1);
      expect(upper).toBeCloseTo(lower, 9);
    }
  });

  it('keeps still above the brows and below the throat when it speaks', () => {
    const aa = EXPRESSIONS.get('aa');
    expect(aa?.jaw).toBeGreaterThan(1);
    face.positions.forEach((p, i) => {
      const y = p[1] - CHIN_Y;
      if (y < 14 && y > -3) return;
      expect(length(sub(at(face.morphs.get('aa') ?? [], i), p))).toBeLessThan(0.05);
    });
    expect(V.mouth).toBeLessThan(V.chin);
  });
});

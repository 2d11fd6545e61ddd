import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { validateBytes } from 'gltf-validator';
import { beforeAll, describe, expect, it } from 'vitest';
import { apart, foremost, morphed, openVrm, type Point, type Surface, type VrmFile } from './read-vrm.ts';

const FOLDER = join(import.meta.dirname, '..');
const CM = 0.01;

const FINGERS = ['Thumb', 'Index', 'Middle', 'Ring', 'Little'].flatMap((finger) =>
  (finger === 'Thumb' ? ['Metacarpal', 'Proximal', 'Distal'] : ['Proximal', 'Intermediate', 'Distal']).map(
    (part) => finger + part,
  ),
);
const SIDED = [
  'Shoulder',
  'UpperArm',
  'LowerArm',
  'Hand',
  'UpperLeg',
  'LowerLeg',
  'Foot',
  'Toes',
  'Eye',
  ...FINGERS,
];
const BONES = [
  ...['hips', 'spine', 'chest', 'upperChest', 'neck', 'head', 'jaw'],
  ...SIDED.flatMap((part) => [`left${part}`, `right${part}`]),
];
const PRESETS = 'aa ih ou ee oh blink blinkLeft blinkRight happy sad relaxed surprised angry'.split(' ');
const VISEMES = 'sil PP FF TH DD kk CH SS nn RR aa E I O U'.split(' ').map((name) => `viseme_${name}`);
const CUSTOM = [...VISEMES, 'serious', 'sorry', 'thinking'];

/** Pairs of points of both lips that touch at rest and part in `aa`: the line where the mouth opens. */
function lipPairs(skin: Surface): [upper: number, lower: number][] {
  const open = morphed(skin, { aa: 1 });
  const lips = skin.points
    .map((_, i) => i)
    .filter((i) => {
      const shift = skin.morphs.get('aa')?.[i];
      return shift !== undefined && Math.abs(shift[1]) > 0.5e-3;
    });
  const pairs: [number, number][] = [];
  for (const a of lips) {
    for (const b of lips) {
      const [p, q, o, r] = [skin.points[a], skin.points[b], open[a], open[b]];
      if (p === undefined || q === undefined || o === undefined || r === undefined || a >= b) continue;
      if (apart(p, q) > 0.02e-3 || apart(o, r) < 4e-3) continue;
      pairs.push(o[1] > r[1] ? [a, b] : [b, a]);
    }
  }
  return pairs;
}

const at = (points: readonly Point[], i: number): Point => {
  const point = points[i];
  if (point === undefined) throw new RangeError(`no point ${i}`);
  return point;
};

describe.each(['xiaozheng', 'xiaomin'])('the default avatar %s', (name) => {
  let file: VrmFile;
  beforeAll(async () => {
    file = await openVrm(join(FOLDER, `${name}.vrm`));
  });

  it('is glTF about which the validator has nothing to say, and says who may use it', async () => {
    const report = await validateBytes(new Uint8Array(file.bytes));
    const said = report.issues.messages.filter(({ code }) => code !== 'UNSUPPORTED_EXTENSION');
    expect(said).toEqual([]);
    const { meta } = file.json.extensions.VRMC_vrm;
    expect(meta.licenseUrl).toBe('https://vrm.dev/licenses/1.0/');
    expect(meta.otherLicenseUrl).toContain('LICENSE-2.0');
    expect(meta.authors).not.toEqual([]);
  });

  it('keeps its budget: 3 MB, 50,000 triangles, 8 materials', () => {
    expect(file.bytes.length).toBeLessThanOrEqual(3_000_000);
    const triangles = file.json.meshes
      .flatMap((mesh) => mesh.primitives)
      .reduce((sum, { indices }) => sum + (file.json.accessors[indices]?.count ?? 0) / 3, 0);
    expect(triangles).toBeLessThanOrEqual(50_000);
    expect(file.json.materials.length).toBeLessThanOrEqual(8);
  });

  it('has every humanoid bone, its left on +X, in a T-pose, on its feet', () => {
    const bones = file.json.extensions.VRMC_vrm.humanoid.humanBones;
    expect(Object.keys(bones).sort()).toEqual([...BONES].sort());
    for (const part of SIDED) expect(file.joint(`left${part}`)[0], part).toBeGreaterThan(0);
    for (const part of SIDED)
      expect(file.joint(`right${part}`)[0]).toBeCloseTo(-file.joint(`left${part}`)[0], 5);
    const shoulder = file.joint('leftUpperArm');
    expect(Math.abs(file.joint('leftHand')[1] - shoulder[1])).toBeLessThan(2 * CM);
    expect(file.joint('head')[1]).toBeGreaterThan(1.3);
    expect(file.joint('leftToes')[2]).toBeGreaterThan(file.joint('leftFoot')[2]);
    const lowest = Math.min(
      ...file.json.meshes.flatMap((mesh) => file.surface(mesh.name).points.map((point) => point[1])),
    );
    expect(Math.abs(lowest)).toBeLessThan(1 * CM);
  });

  it('has every expression, each bound, none of which overrides another', () => {
    const { preset, custom } = file.json.extensions.VRMC_vrm.expressions;
    for (const name of PRESETS) expect(preset[name]?.morphTargetBinds?.length, name).toBeGreaterThan(0);
    for (const name of CUSTOM) {
      expect(custom[name], name).toBeDefined();
      if (name !== 'viseme_sil') expect(custom[name]?.morphTargetBinds?.length, name).toBeGreaterThan(0);
    }
    for (const one of [...Object.values(preset), ...Object.values(custom)]) {
      expect(one).toMatchObject({
        isBinary: false,
        overrideBlink: 'none',
        overrideLookAt: 'none',
        overrideMouth: 'none',
      });
      for (const bind of one.morphTargetBinds ?? []) {
        const mesh = file.json.meshes[file.json.nodes[bind.node]?.mesh ?? -1];
        expect(bind.index).toBeLessThan(mesh?.primitives[0]?.targets?.length ?? 0);
      }
    }
    expect(file.json.extensions.VRMC_vrm.lookAt.type).toBe('bone');
  });

  it('has lips that are sealed at rest and shut for b, p and m, also while it smiles or is sad', () => {
    const skin = file.surface('skin');
    const pairs = lipPairs(skin);
    expect(pairs.length).toBeGreaterThan(12);
    for (const mood of [{}, { happy: 0.7 }, { sad: 0.7 }, { relaxed: 0.7 }, { sorry: 0.7 }]) {
      const points = morphed(skin, { viseme_PP: 1, ...mood });
      for (const [a, b] of pairs) expect(apart(at(points, a), at(points, b))).toBeLessThan(0.3e-3);
    }
  });

  it('brings the lower lip to the upper teeth for f, and shows the teeth', () => {
    const skin = file.surface('skin');
    const mouth = file.surface('mouth');
    const points = morphed(skin, { viseme_FF: 1 });
    const middle = lipPairs(skin).sort(
      ([a], [b]) => Math.abs(at(points, a)[0]) - Math.abs(at(points, b)[0]),
    )[0];
    if (middle === undefined) throw new Error('no lips');
    const [upper, lower] = middle;
    const teeth = morphed(mouth, { viseme_FF: 1 });
    const nearest = Math.min(...teeth.map((point) => apart(point, at(points, lower))));
    expect(nearest).toBeLessThan(3e-3);
    expect(at(points, upper)[1] - at(points, lower)[1]).toBeGreaterThan(1.2e-3);
  });

  it('shuts its lids wholly: nothing of the eye is in front of them, glad or sorry', () => {
    const skin = file.surface('skin');
    const eyes = file.surface('eyesStill');
    const [eyeX, eyeY] = file.joint('leftEye');
    for (const mood of [{}, { happy: 0.7 }, { sorry: 0.7 }, { surprised: 0.5 }]) {
      const lids = morphed(skin, { blinkLeft: 1, ...mood });
      for (let x = -1.6; x <= 1.6; x += 0.2) {
        for (let y = -0.8; y <= 1; y += 0.12) {
          const place = [eyeX + x * CM, eyeY + y * CM] as const;
          const eye = foremost(eyes.points, eyes.triangles, ...place);
          expect(foremost(lids, skin.triangles, ...place)).toBeGreaterThan(eye);
        }
      }
    }
    // And they are open at rest: the pupil is seen.
    expect(foremost(skin.points, skin.triangles, eyeX, eyeY)).toBeLessThan(
      foremost(eyes.points, eyes.triangles, eyeX, eyeY),
    );
  });

  it('has hair and neckwear that swing, and keeps them off its body', () => {
    const { springs } = file.json.extensions.VRMC_springBone;
    expect(springs.length).toBeGreaterThan(0);
    for (const spring of springs) {
      expect(spring.joints.length, spring.name).toBeGreaterThan(1);
      expect(spring.colliderGroups, spring.name).not.toEqual([]);
    }
  });

  it('is told truly by its manifest, with a portrait beside it', async () => {
    const manifest = JSON.parse(await readFile(join(FOLDER, `${name}.json`), 'utf8'));
    expect(manifest).toMatchObject({
      file: `${name}.vrm`,
      portrait: `${name}.webp`,
      bytes: file.bytes.length,
    });
    expect((await readFile(join(FOLDER, `${name}.webp`))).subarray(8, 12).toString()).toBe('WEBP');
  });
});

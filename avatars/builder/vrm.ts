import { GlbWriter, type Json } from './glb.ts';
import { at } from './math.ts';
import type { Mesh } from './mesh.ts';
import type { Rgb } from './png.ts';
import { BONES, joint } from './skeleton.ts';

/** One surface of the avatar: what it is made of and where its picture is. */
export interface Part {
  name: string;
  mesh: Mesh;
  picture: string;
  /** Multiplies the picture in the shade. */
  shade: Rgb;
  /** MToon: border of light and shade, 0 soft to 1 hard; and where it lies, -1 to 1. */
  toony: number;
  shift: number;
  doubleSided: boolean;
}

export interface Licence {
  name: string;
  version: string;
  authors: string[];
  copyright: string;
  thirdParty: string;
  otherLicenceUrl: string;
}

const PRESETS = new Set([
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
  'surprised',
  'angry',
]);

/** sRGB bytes to the linear factors of glTF. */
function linear(colour: Rgb): number[] {
  return colour.map((byte) => {
    const c = byte / 255;
    return Number((c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4).toFixed(4));
  });
}

function materialOf(part: Part, texture: number): Json {
  return {
    name: part.name,
    alphaMode: 'OPAQUE',
    doubleSided: part.doubleSided,
    pbrMetallicRoughness: { baseColorTexture: { index: texture }, metallicFactor: 0, roughnessFactor: 0.9 },
    extensions: {
      VRMC_materials_mtoon: {
        specVersion: '1.0',
        shadeColorFactor: linear(part.shade),
        shadeMultiplyTexture: { index: texture },
        shadingToonyFactor: part.toony,
        shadingShiftFactor: part.shift,
        giEqualizationFactor: 0.9,
      },
    },
  };
}

/**
 * Writes one avatar as VRM 1.0 (VRMC_vrm-1.0 and VRMC_materials_mtoon-1.0 over glTF 2.0). Lengths of the parts are
 * centimetres; the file's are metres. `pictures` are PNG files by name.
 */
export function writeVrm(
  parts: readonly Part[],
  pictures: ReadonlyMap<string, Buffer>,
  licence: Licence,
): Buffer {
  const writer = new GlbWriter();
  const boneIndex = new Map(BONES.map((bone, i) => [bone.name, i]));
  const nodes: Json[] = BONES.map((bone) => {
    const parent = bone.parent === null ? [0, 0, 0] : joint(bone.parent);
    const children = BONES.flatMap((other, i) => (other.parent === bone.name ? [i] : []));
    return {
      name: bone.name,
      translation: bone.joint.map((value, i) => Number(((value - at(parent, i)) / 100).toFixed(6))),
      ...(children.length > 0 ? { children } : {}),
    };
  });
  const inverse = Float32Array.from(
    BONES.flatMap(({ joint: j }) => [
      1,
      0,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      0,
      1,
      0,
      -j[0] / 100,
      -j[1] / 100,
      -j[2] / 100,
      1,
    ]),
  );
  const skin = {
    joints: BONES.map((_, i) => i),
    skeleton: 0,
    inverseBindMatrices: writer.accessor({
      bufferView: writer.view(new Uint8Array(inverse.buffer)),
      componentType: 5126,
      count: BONES.length,
      type: 'MAT4',
    }),
  };
  const names = [...pictures.keys()];
  const images = [...pictures].map(([name, bytes]) => ({
    name,
    mimeType: 'image/png',
    bufferView: writer.view(bytes),
  }));
  const meshes: Json[] = [];
  const binds: { [name: string]: Json[] } = {};
  const materials: Json[] = [];
  parts.forEach((part, i) => {
    const targets = [...part.mesh.morphs.keys()];
    materials.push(materialOf(part, names.indexOf(part.picture)));
    meshes.push({
      name: part.name,
      primitives: [writer.primitive(part.mesh, boneIndex, i)],
      ...(targets.length > 0 ? { weights: targets.map(() => 0), extras: { targetNames: targets } } : {}),
    });
    nodes.push({ name: part.name, mesh: i, skin: 0 });
    targets.forEach((name, index) => {
      const list = binds[name] ?? [];
      list.push({ node: nodes.length - 1, index, weight: 1 });
      binds[name] = list;
    });
  });
  // Both lids have a morph of their own; a blink is both of them.
  binds.blink = [...(binds.blinkLeft ?? []), ...(binds.blinkRight ?? [])];
  const expression = (name: string): Json => ({
    isBinary: false,
    overrideBlink: 'none',
    overrideLookAt: 'none',
    overrideMouth: 'none',
    morphTargetBinds: binds[name] ?? [],
  });
  const expressions = (preset: boolean): { [name: string]: Json } =>
    Object.fromEntries(
      Object.keys(binds)
        .filter((name) => PRESETS.has(name) === preset)
        .map((name) => [name, expression(name)]),
    );
  const range = (deg: number, out: number): Json => ({ inputMaxValue: deg, outputScale: out });
  const eye = joint('leftEye');
  const head = joint('head');

  return writer.finish({
    asset: { version: '2.0', generator: 'Govatar avatar builder', copyright: licence.copyright },
    extensionsUsed: ['VRMC_vrm', 'VRMC_materials_mtoon'],
    scene: 0,
    scenes: [{ nodes: [0, ...parts.map((_, i) => BONES.length + i)] }],
    nodes,
    skins: [skin],
    meshes,
    materials,
    samplers: [{ magFilter: 9729, minFilter: 9987, wrapS: 33071, wrapT: 33071 }],
    textures: images.map((image, i) => ({ name: image.name, source: i, sampler: 0 })),
    images,
    extensions: {
      VRMC_vrm: {
        specVersion: '1.0',
        meta: {
          name: licence.name,
          version: licence.version,
          authors: licence.authors,
          copyrightInformation: licence.copyright,
          thirdPartyLicenses: licence.thirdParty,
          licenseUrl: 'https://vrm.dev/licenses/1.0/',
          otherLicenseUrl: licence.otherLicenceUrl,
          avatarPermission: 'everyone',
          allowExcessivelyViolentUsage: false,
          allowExcessivelySexualUsage: false,
          commercialUsage: 'corporation',
          allowPoliticalOrReligiousUsage: true,
          allowAntisocialOrHateUsage: false,
          creditNotation: 'unnecessary',
          allowRedistribution: true,
          modification: 'allowModificationRedistribution',
        },
        humanoid: { humanBones: Object.fromEntries(BONES.map((bone, i) => [bone.name, { node: i }])) },
        lookAt: {
          type: 'bone',
          offsetFromHeadBone: [0, (eye[1] - head[1]) / 100, (eye[2] - head[2]) / 100],
          rangeMapHorizontalInner: range(90, 55),
          rangeMapHorizontalOuter: range(90, 60),
          rangeMapVerticalDown: range(90, 50),
          rangeMapVerticalUp: range(90, 50),
        },
        expressions: { preset: expressions(true), custom: expressions(false) },
        firstPerson: { meshAnnotations: [] },
      },
    },
  });
}

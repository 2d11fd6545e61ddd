import { AppError } from '../../protocol/index.ts';

/** A file beyond this is refused before it is parsed: phones that show the page die of it. */
export const MAX_AVATAR_BYTES = 20_000_000;

const GLB_MAGIC = 0x46546c67;
const JSON_CHUNK = 0x4e4f534a;
const HEADER_BYTES = 12;
const CHUNK_HEADER_BYTES = 8;

/** Bones without which a humanoid cannot stand (VRM 1.0, humanoid.md; the same ones carry a VRM 0.x). */
const REQUIRED_BONES = [
  'hips',
  'spine',
  'head',
  ...['left', 'right'].flatMap((side) =>
    ['UpperArm', 'LowerArm', 'Hand', 'UpperLeg', 'LowerLeg', 'Foot'].map((bone) => side + bone),
  ),
];

type Fields = Record<string, unknown>;

/**
 * Looks at a file before anything parses it, so that a designer hears what is wrong in words.
 * Throws `AppError`: `avatar_too_large` (over `MAX_AVATAR_BYTES`), `avatar_broken` (no GLB, cut off, an index that
 * leads nowhere), `avatar_not_vrm` (a GLB without a VRM in it), `avatar_bones_missing`, `avatar_texture` (a texture without picture).
 */
export function checkVrmFile(bytes: ArrayBuffer): void {
  if (bytes.byteLength > MAX_AVATAR_BYTES) throw tooLarge();
  const gltf = readJson(bytes);
  const nodes = list(gltf.nodes).length;
  const extensions = fields(gltf.extensions);
  const bones = bonesOf(extensions);
  for (const [name, node] of bones) {
    if (!Number.isInteger(node) || (node as number) < 0 || (node as number) >= nodes)
      throw new AppError('avatar_broken', `The bone ${name} leads to no node.`);
  }
  const missing = REQUIRED_BONES.filter((name) => !bones.has(name));
  if (missing.length > 0)
    throw new AppError('avatar_bones_missing', `The avatar lacks these bones: ${missing.join(', ')}.`);
  checkTextures(gltf);
}

/** The error for a file that is too large, by its header or by what has come of it. */
export function tooLarge(): AppError {
  return new AppError('avatar_too_large', `The avatar is larger than ${MAX_AVATAR_BYTES / 1_000_000} MB.`);
}

function readJson(bytes: ArrayBuffer): Fields {
  const broken = (why: string, cause?: unknown): AppError => new AppError('avatar_broken', why, { cause });
  if (bytes.byteLength < HEADER_BYTES + CHUNK_HEADER_BYTES)
    throw broken('The file is no GLB: it is too short.');
  const view = new DataView(bytes);
  if (view.getUint32(0, true) !== GLB_MAGIC || view.getUint32(4, true) !== 2)
    throw broken('The file is no GLB of version 2.');
  if (view.getUint32(8, true) > bytes.byteLength) throw broken('The file is cut off.');
  const length = view.getUint32(HEADER_BYTES, true);
  const start = HEADER_BYTES + CHUNK_HEADER_BYTES;
  if (view.getUint32(HEADER_BYTES + 4, true) !== JSON_CHUNK || start + length > bytes.byteLength)
    throw broken('The file has no description of its contents.');
  try {
    return fields(JSON.parse(new TextDecoder().decode(new Uint8Array(bytes, start, length))));
  } catch (cause) {
    throw broken("The file's description cannot be read.", cause);
  }
}

/** Node numbers by bone; VRM 0.x keeps a list, 1.0 a record. */
function bonesOf(extensions: Fields): Map<string, unknown> {
  const v1 = extensions.VRMC_vrm;
  if (v1 !== undefined) {
    const bones = fields(fields(fields(v1).humanoid).humanBones);
    return new Map(Object.entries(bones).map(([name, bone]) => [name, fields(bone).node]));
  }
  const v0 = extensions.VRM;
  if (v0 === undefined) throw new AppError('avatar_not_vrm', 'The file is a 3D model, but no VRM avatar.');
  const bones = list(fields(fields(v0).humanoid).humanBones).map(fields);
  return new Map(
    bones
      .filter(({ node }) => node !== -1)
      .map(({ bone, node }) => [typeof bone === 'string' ? bone : '', node]),
  );
}

/** Every texture that a material names exists, and so does its picture. */
function checkTextures(gltf: Fields): void {
  const textures = list(gltf.textures).map(fields);
  const images = list(gltf.images).map(fields);
  const views = list(gltf.bufferViews).length;
  const bad = (what: string): AppError => new AppError('avatar_texture', what);
  textures.forEach((texture, i) => {
    const own = Object.values(fields(texture.extensions)).map((extension) => fields(extension).source);
    const sources = [texture.source, ...own].filter((source) => source !== undefined);
    if (sources.length === 0 || sources.some((source) => images[source as number] === undefined))
      throw bad(`Texture ${i} has no picture.`);
  });
  images.forEach((image, i) => {
    const outside = typeof image.uri === 'string' && !image.uri.startsWith('data:');
    if (outside || (image.uri === undefined && !((image.bufferView as number) < views)))
      throw bad(`Picture ${i} is not in the file.`);
  });
  list(gltf.materials).forEach((material, i) => {
    for (const index of textureIndexes(material)) {
      if (textures[index] === undefined) throw bad(`Material ${i} names a texture that is not there.`);
    }
  });
}

/** Numbers under `…Texture: {index}` anywhere in a material. */
function textureIndexes(value: unknown): number[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const { index } = fields(inner);
    return [
      ...(key.endsWith('Texture') && typeof index === 'number' ? [index] : []),
      ...textureIndexes(inner),
    ];
  });
}

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

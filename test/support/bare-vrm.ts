import { readFileSync } from 'node:fs';
import { type VRM, VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';

interface Json {
  [key: string]: unknown;
  meshes?: { primitives: { material?: number }[] }[];
  extensionsUsed?: string[];
  extensions?: Record<string, Record<string, unknown>>;
}

/** Loads a VRM without its pictures and materials, which Node cannot decode: skeleton, skin and expressions as they are. */
export async function bareVrm(path: string): Promise<VRM> {
  const file = readFileSync(path);
  const length = file.readUInt32LE(12);
  const json = JSON.parse(file.subarray(20, 20 + length).toString('utf8')) as Json;
  for (const key of ['images', 'textures', 'samplers', 'materials']) delete json[key];
  for (const { primitives } of json.meshes ?? []) for (const one of primitives) delete one.material;
  const old = json.extensions?.VRM;
  if (old) {
    delete old.materialProperties;
    if (typeof old.meta === 'object' && old.meta !== null)
      delete (old.meta as Record<string, unknown>).texture;
  }
  const meta = json.extensions?.VRMC_vrm?.meta;
  if (typeof meta === 'object' && meta !== null) delete (meta as Record<string, unknown>).thumbnailImage;
  let text = JSON.stringify(json);
  while (Buffer.byteLength(text) % 4 !== 0) text += ' ';
  const head = Buffer.from(text);
  const rest = file.subarray(20 + length);
  const glb = Buffer.alloc(20 + head.length + rest.length);
  file.copy(glb, 0, 0, 12);
  glb.writeUInt32LE(glb.length, 8);
  glb.writeUInt32LE(head.length, 12);
  glb.write('JSON', 16, 'latin1');
  head.copy(glb, 20);
  rest.copy(glb, 20 + head.length);
  const loader = new GLTFLoader();
  loader.register((parser) => new VRMLoaderPlugin(parser));
  const bytes = glb.buffer.slice(glb.byteOffset, glb.byteOffset + glb.length) as ArrayBuffer;
  const { userData } = await loader.parseAsync(bytes, '');
  const vrm = userData.vrm as VRM | undefined;
  if (vrm === undefined) throw new Error(`${path} is no VRM`);
  VRMUtils.rotateVRM0(vrm);
  return vrm;
}

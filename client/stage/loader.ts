import {
  MToonMaterialLoaderPlugin,
  type VRM,
  VRMLoaderPlugin,
  VRMMetaLoaderPlugin,
  VRMUtils,
} from '@pixiv/three-vrm';
import { LoadingManager, SkinnedMesh } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { AppError } from '../../protocol/index.ts';
import { adoptMorphs } from './adopt-morphs.ts';
import { disarm } from './expressions.ts';
import { fetchAvatar } from './fetch-avatar.ts';
import { checkVrmFile } from './vrm-file.ts';

/** The licence page that VRM 1.0 names, with and without its last slash, as exporters write it. */
const LICENCE_URLS = ['https://vrm.dev/licenses/1.0/', 'https://vrm.dev/licenses/1.0'];

/**
 * Fetches and parses a VRM 0.x or 1.0 and makes it light: unused vertices dropped, skeletons joined, each
 * expression one morph. Rejects with `AppError`: `not_found`, `avatar_too_large`, `avatar_broken`, `avatar_not_vrm`,
 * `avatar_bones_missing`, `avatar_texture`; and with the signal's reason when aborted.
 */
export async function loadVrm(url: string, signal?: AbortSignal): Promise<VRM> {
  const bytes = await fetchAvatar(url, signal);
  const vrm = await parseVrm(bytes);
  if (signal?.aborted) {
    VRMUtils.deepDispose(vrm.scene);
    signal.throwIfAborted();
  }
  return vrm;
}

/** The same from bytes that are at hand. */
export async function parseVrm(bytes: ArrayBuffer): Promise<VRM> {
  checkVrmFile(bytes);
  // A picture that cannot be decoded is only logged by the loader, and the figure would stand there white.
  const lost: string[] = [];
  const manager = new LoadingManager(undefined, undefined, (url) => lost.push(url));
  const loader = new GLTFLoader(manager);
  loader.register(
    (parser) =>
      new VRMLoaderPlugin(parser, {
        mtoonMaterialPlugin: new MToonMaterialLoaderPlugin(parser),
        autoUpdateHumanBones: true,
        metaPlugin: new VRMMetaLoaderPlugin(parser, { acceptLicenseUrls: LICENCE_URLS }),
      }),
  );
  const gltf = await loader.parseAsync(bytes, '').catch((cause: unknown) => {
    throw new AppError('avatar_broken', 'The avatar file cannot be read.', { cause });
  });
  if (lost.length > 0) {
    VRMUtils.deepDispose(gltf.scene);
    throw new AppError('avatar_texture', 'A picture of the avatar cannot be read.');
  }
  const vrm: unknown = gltf.userData.vrm;
  if (!isVrm(vrm)) throw new AppError('avatar_not_vrm', 'The file is not a VRM avatar.');
  VRMUtils.removeUnnecessaryVertices(gltf.scene);
  VRMUtils.combineSkeletons(gltf.scene);
  adoptMorphs(vrm);
  VRMUtils.combineMorphs(vrm);
  VRMUtils.rotateVRM0(vrm);
  disarm(vrm);
  // A skinned mesh is culled by its bounds at rest, which a pose leaves; there is one avatar and it is in the picture.
  vrm.scene.traverse((object) => {
    if (object instanceof SkinnedMesh) object.frustumCulled = false;
  });
  return vrm;
}

function isVrm(value: unknown): value is VRM {
  return typeof value === 'object' && value !== null && 'humanoid' in value && 'meta' in value;
}

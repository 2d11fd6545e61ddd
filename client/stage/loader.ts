import { MToonMaterialLoaderPlugin, type VRM, VRMLoaderPlugin, VRMUtils } from '@pixiv/three-vrm';
import { SkinnedMesh } from 'three';
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js';
import { AppError } from '../../protocol/index.ts';

/**
 * Fetches and parses a VRM 0.x or 1.0 and makes it light: unused vertices dropped, skeletons joined, each
 * expression one morph. Rejects with `AppError('not_found')` where there is no such file, `'internal'` where it is no
 * VRM that can be shown, and with the signal's reason when aborted.
 */
export async function loadVrm(url: string, signal?: AbortSignal): Promise<VRM> {
  const response = await fetch(url, signal === undefined ? {} : { signal }).catch((cause: unknown) => {
    signal?.throwIfAborted();
    throw new AppError('not_found', 'The avatar could not be fetched.', { cause });
  });
  if (!response.ok) throw new AppError('not_found', 'There is no such avatar.');
  const bytes = await response.arrayBuffer();
  signal?.throwIfAborted();
  const vrm = await parseVrm(bytes);
  if (signal?.aborted) {
    VRMUtils.deepDispose(vrm.scene);
    signal.throwIfAborted();
  }
  return vrm;
}

async function parseVrm(bytes: ArrayBuffer): Promise<VRM> {
  const loader = new GLTFLoader();
  loader.register(
    (parser) =>
      new VRMLoaderPlugin(parser, {
        mtoonMaterialPlugin: new MToonMaterialLoaderPlugin(parser),
        autoUpdateHumanBones: true,
      }),
  );
  const gltf = await loader.parseAsync(bytes, '').catch((cause: unknown) => {
    throw new AppError('internal', 'The avatar file cannot be read.', { cause });
  });
  const vrm: unknown = gltf.userData.vrm;
  if (!isVrm(vrm)) throw new AppError('internal', 'The file is not a VRM avatar.');
  VRMUtils.removeUnnecessaryVertices(gltf.scene);
  VRMUtils.combineSkeletons(gltf.scene);
  VRMUtils.combineMorphs(vrm);
  VRMUtils.rotateVRM0(vrm);
  disarmOverrides(vrm);
  // A skinned mesh is culled by its bounds at rest, which a pose leaves; there is one avatar and it is in the picture.
  vrm.scene.traverse((object) => {
    if (object instanceof SkinnedMesh) object.frustumCulled = false;
  });
  return vrm;
}

function isVrm(value: unknown): value is VRM {
  return typeof value === 'object' && value !== null && 'humanoid' in value && 'meta' in value;
}

/**
 * A mood that blocks the mouth silences the lips at a weight of 0.01, and a binary viseme vanishes under any
 * override. The mixer already settles who yields to whom, so the file's own rules are taken out.
 */
function disarmOverrides(vrm: VRM): void {
  for (const expression of vrm.expressionManager?.expressions ?? []) {
    expression.overrideMouth = 'none';
    expression.overrideBlink = 'none';
    expression.overrideLookAt = 'none';
  }
}

import type { VRM } from '@pixiv/three-vrm';
import { type Material, Mesh } from 'three';

const nothing = (): void => {};

/**
 * Takes from a model's nodes what each frame computes and nobody reads. three keeps angles beside every quaternion: three-vrm
 * sets a bone's quaternion several times a frame, and each time the angles cost an arcus and two tangents. And the
 * normalised skeleton is there to be posed, not drawn: its places in the world are asked for by the one bone that
 * needs them. A material that serves meshes with and without morphs needs two shaders, and three would look for the right one
 * at each of them in each frame: each kind gets a material of its own.
 *
 * From here on `rotation` of a node may be written, but no longer read after its `quaternion` was.
 */
export function lighten(vrm: VRM): void {
  vrm.scene.traverse((object) => {
    object.quaternion._onChange(nothing);
  });
  vrm.humanoid.normalizedHumanBonesRoot.updateMatrixWorld = nothing;
  shareLess(vrm);
}

/** Gives each kind of mesh a material of its own, unless expressions colour materials: they know only the first. */
function shareLess(vrm: VRM): void {
  const coloured = vrm.expressionManager?.expressions.some(({ binds }) =>
    binds.some((bind) => 'material' in bind),
  );
  if (coloured) return;
  const kinds = new Map<Material, Map<number, Material>>();
  const own = (material: Material, morphs: number): Material => {
    const known = kinds.get(material) ?? new Map<number, Material>();
    kinds.set(material, known);
    const mine = known.get(morphs) ?? (known.size === 0 ? material : material.clone());
    if (mine !== material && !known.has(morphs)) vrm.materials?.push(mine);
    known.set(morphs, mine);
    return mine;
  };
  vrm.scene.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    const morphs = object.morphTargetInfluences?.length ?? 0;
    object.material = Array.isArray(object.material)
      ? object.material.map((material: Material) => own(material, morphs))
      : own(object.material, morphs);
  });
}

import type { VRM } from '@pixiv/three-vrm';

const nothing = (): void => {};

/**
 * Takes from a model's nodes what each frame computes and nobody reads. three keeps angles beside every quaternion: three-vrm
 * sets a bone's quaternion several times a frame, and each time the angles cost an arcus and two tangents. And the
 * normalised skeleton is there to be posed, not drawn: its places in the world are asked for by the one bone that
 * needs them.
 *
 * From here on `rotation` of a node may be written, but no longer read after its `quaternion` was.
 */
export function lighten(vrm: VRM): void {
  vrm.scene.traverse((object) => {
    object.quaternion._onChange(nothing);
  });
  vrm.humanoid.normalizedHumanBonesRoot.updateMatrixWorld = nothing;
}

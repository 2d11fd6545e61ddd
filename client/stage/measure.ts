import type { VRM } from '@pixiv/three-vrm';
import { Mesh, type Object3D, SkinnedMesh, Vector3 } from 'three';
import type { HeadMeasure } from './framing.ts';

/** Vertices looked at for one mesh: enough to find the end of a lock of hair. */
const MAX_SAMPLES = 12_000;
/** A face that nothing is known about: the eyes' place between the head's joint and its top. */
const EYES_SHARE = 0.36;
/** A model whose head has no vertex of its own. */
const BARE_HEAD_M = 0.24;

/**
 * Measures the head of a model as it stands now, in metres of the scene: what belongs to the head's bone and to the
 * bones below it, so that hair and horns count and a raised arm does not.
 */
export function measureHead(vrm: VRM): HeadMeasure {
  vrm.scene.updateMatrixWorld(true);
  const bone = vrm.humanoid.getRawBoneNode('head') ?? vrm.scene;
  const joint = bone.getWorldPosition(new Vector3());
  const own = new Set<Object3D>();
  bone.traverse((object) => own.add(object));
  let top = Number.NEGATIVE_INFINITY;
  let halfWidth = 0;
  const at = new Vector3();
  vrm.scene.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    const count = object.geometry.getAttribute('position')?.count ?? 0;
    const step = Math.max(1, Math.floor(count / MAX_SAMPLES));
    const belongs = ownership(object, own);
    if (belongs === null) return;
    for (let i = 0; i < count; i += step) {
      if (!belongs(i)) continue;
      object.getVertexPosition(i, at).applyMatrix4(object.matrixWorld);
      top = Math.max(top, at.y);
      // Long hair over the shoulders does not make the head wider.
      if (at.y > joint.y) halfWidth = Math.max(halfWidth, Math.abs(at.x - joint.x));
    }
  });
  if (top <= joint.y) top = joint.y + BARE_HEAD_M;
  const span = top - joint.y;
  return {
    joint: joint.y,
    top,
    eyes: eyesOf(vrm, joint.y, top),
    halfWidth: Math.min(Math.max(halfWidth, span * 0.3), span * 1.2),
    x: joint.x,
    z: joint.z,
  };
}

/** Whether a vertex of this mesh follows the head; null when none can. */
function ownership(mesh: Mesh, own: ReadonlySet<Object3D>): ((vertex: number) => boolean) | null {
  if (!(mesh instanceof SkinnedMesh)) return own.has(mesh) ? () => true : null;
  const joints = mesh.geometry.getAttribute('skinIndex');
  const weights = mesh.geometry.getAttribute('skinWeight');
  const isOwn = mesh.skeleton.bones.map((bone) => own.has(bone));
  if (joints === undefined || weights === undefined || !isOwn.includes(true)) return null;
  return (vertex) => {
    let share = 0;
    for (let k = 0; k < 4; k += 1) {
      if (isOwn[joints.getComponent(vertex, k)]) share += weights.getComponent(vertex, k);
    }
    return share > 0.5;
  };
}

/** Height of the eyes: their bones, else where the file says that it looks from, else where eyes usually are. */
function eyesOf(vrm: VRM, joint: number, top: number): number {
  const at = new Vector3();
  const bone = vrm.humanoid.getRawBoneNode('leftEye') ?? vrm.humanoid.getRawBoneNode('rightEye');
  const guesses = [
    bone?.getWorldPosition(at).y,
    vrm.lookAt ? joint + vrm.lookAt.offsetFromHeadBone.y * vrm.scene.scale.y : undefined,
  ];
  const span = top - joint;
  const sensible = guesses.find((y) => y !== undefined && y > joint + span * 0.1 && y < joint + span * 0.75);
  return sensible ?? joint + EYES_SHARE * span;
}

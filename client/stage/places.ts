import type { VRM } from '@pixiv/three-vrm';
import { Matrix4, Object3D, Quaternion, type Skeleton, SkinnedMesh } from 'three';

const nothing = (): void => {};

/**
 * Where the bones of a figure are in the world, computed once a frame. three and three-vrm go through them several times: to
 * hand the pose to the bones, for the springs, for the picture. Each of them then finds them done.
 */
export interface Places {
  /** After pose, gaze and expressions, before the springs. */
  update(): void;
}

/** A bone that is posed: its turn is before⁻¹ · normalised · before · rest (VRM 1.0, humanoid). Null: no turn. */
interface Posed {
  from: Quaternion;
  to: Quaternion;
  before: Quaternion | null;
  rest: Quaternion | null;
}

/**
 * Takes the places of `vrm` over. `joints` are the bones that springs turn. From here on the nodes' `matrix` is no longer
 * kept, and `vrm.update` leaves places alone. A model with constraints between its nodes keeps three's own way: they
 * read places in the middle of an update.
 */
export function takePlaces(vrm: VRM, joints: ReadonlySet<Object3D>): Places {
  if ((vrm.nodeConstraintManager?.constraints.size ?? 0) > 0) return { update: nothing };
  vrm.humanoid.normalizedHumanBonesRoot.updateWorldMatrix(true, false);
  vrm.scene.updateMatrixWorld(true);
  vrm.humanoid.update = takePose(vrm);
  const bones = new Set(Object.values(vrm.humanoid.rawHumanBones).map(({ node }) => node));
  const skinned: SkinnedMesh[] = [];
  const nodes: Object3D[] = [];
  const collect = (node: Object3D, moved: boolean, swung: boolean): void => {
    if (node === vrm.humanoid.normalizedHumanBonesRoot) return;
    const swings = swung || joints.has(node);
    const moves = moved || swings || bones.has(node);
    if (moves) {
      nodes.push(node);
      if (node instanceof SkinnedMesh) skinned.push(node);
      // The springs ask for all above them, which is there by then, and for what hangs on a joint. Colliders have a way of their own.
      if (node.updateWorldMatrix === Object3D.prototype.updateWorldMatrix)
        node.updateWorldMatrix = swings ? () => place(node) : nothing;
    }
    for (const child of node.children) collect(child, moves, swings);
  };
  collect(vrm.scene, false, false);
  vrm.scene.updateMatrixWorld = nothing;
  const skeletons = new Set<Skeleton>();
  vrm.scene.traverse((node) => {
    if (node instanceof SkinnedMesh) skeletons.add(node.skeleton);
  });
  for (const skeleton of skeletons) skeleton.update = () => flatten(skeleton);
  return {
    update() {
      for (const node of nodes) place(node);
      for (const mesh of skinned) mesh.bindMatrixInverse.copy(mesh.matrixWorld).invert();
    },
  };
}

/** Hands the normalised pose to the bones themselves, as three-vrm's humanoid does, without what is the same each time. */
function takePose(vrm: VRM): () => void {
  const { humanoid } = vrm;
  const resting = humanoid.rawRestPose;
  const names = new Map(Object.entries(humanoid.rawHumanBones).map(([name, { node }]) => [node, name]));
  const restOf = (node: Object3D): Quaternion => {
    const rotation = (resting as Record<string, { rotation?: number[] }>)[names.get(node) ?? '']?.rotation;
    return rotation === undefined ? node.quaternion.clone() : new Quaternion().fromArray(rotation);
  };
  const beforeOf = (node: Object3D): Quaternion => {
    const turn = new Quaternion();
    for (let at = node.parent; at !== null && at !== vrm.scene; at = at.parent) turn.premultiply(restOf(at));
    return turn;
  };
  const turned = (turn: Quaternion): Quaternion | null => (Math.abs(turn.w) > 1 - 1e-9 ? null : turn);
  const posed: Posed[] = [...names].flatMap(([to, name]) => {
    const from = humanoid.getNormalizedBoneNode(name as Parameters<typeof humanoid.getNormalizedBoneNode>[0]);
    if (from === null) return [];
    return [
      { from: from.quaternion, to: to.quaternion, before: turned(beforeOf(to)), rest: turned(restOf(to)) },
    ];
  });
  const hips = humanoid.getRawBoneNode('hips');
  const normalised = humanoid.getNormalizedBoneNode('hips');
  const toParent = new Matrix4();
  if (hips?.parent) {
    toParent.copy(hips.parent.matrixWorld).invert();
    toParent.multiply(humanoid.normalizedHumanBonesRoot.matrixWorld);
  }
  const turn = new Quaternion();
  return () => {
    for (const { from, to, before, rest } of posed) {
      turn.copy(from);
      if (before !== null) {
        turn.multiply(before);
        back.copy(before).conjugate();
        turn.premultiply(back);
      }
      if (rest !== null) turn.multiply(rest);
      to.copy(turn);
    }
    if (hips !== null && normalised !== null) hips.position.copy(normalised.position).applyMatrix4(toParent);
  };
}
const back = new Quaternion();

/** The place of one node from that of its parent, position, quaternion and scale: world = parent · T · R · S. */
function place(node: Object3D): void {
  const { x: px, y: py, z: pz } = node.position;
  const { x, y, z, w } = node.quaternion;
  const { x: sx, y: sy, z: sz } = node.scale;
  const a00 = (1 - 2 * (y * y + z * z)) * sx;
  const a10 = 2 * (x * y + z * w) * sx;
  const a20 = 2 * (x * z - y * w) * sx;
  const a01 = 2 * (x * y - z * w) * sy;
  const a11 = (1 - 2 * (x * x + z * z)) * sy;
  const a21 = 2 * (y * z + x * w) * sy;
  const a02 = 2 * (x * z + y * w) * sz;
  const a12 = 2 * (y * z - x * w) * sz;
  const a22 = (1 - 2 * (x * x + y * y)) * sz;
  const p = node.parent?.matrixWorld.elements ?? UNIT;
  const m = node.matrixWorld.elements;
  for (let row = 0; row < 3; row += 1) {
    const p0 = p[row] ?? 0;
    const p1 = p[row + 4] ?? 0;
    const p2 = p[row + 8] ?? 0;
    m[row] = p0 * a00 + p1 * a10 + p2 * a20;
    m[row + 4] = p0 * a01 + p1 * a11 + p2 * a21;
    m[row + 8] = p0 * a02 + p1 * a12 + p2 * a22;
    m[row + 12] = p0 * px + p1 * py + p2 * pz + (p[row + 12] ?? 0);
  }
}
const UNIT = new Matrix4().elements;

/** What the shader needs of each bone: from its place at rest to its place now. The last row is always 0 0 0 1. */
function flatten(skeleton: Skeleton): void {
  const { bones, boneInverses, boneMatrices, boneTexture } = skeleton;
  if (boneMatrices === null) return;
  for (let i = 0, at = 0; i < bones.length; i += 1, at += 16) {
    const p = bones[i]?.matrixWorld.elements ?? UNIT;
    const a = boneInverses[i]?.elements ?? UNIT;
    for (let row = 0; row < 3; row += 1) {
      const p0 = p[row] ?? 0;
      const p1 = p[row + 4] ?? 0;
      const p2 = p[row + 8] ?? 0;
      for (let column = 0; column < 16; column += 4)
        boneMatrices[at + column + row] =
          p0 * (a[column] ?? 0) + p1 * (a[column + 1] ?? 0) + p2 * (a[column + 2] ?? 0);
      boneMatrices[at + 12 + row] = (boneMatrices[at + 12 + row] ?? 0) + (p[row + 12] ?? 0);
    }
    boneMatrices[at + 15] = 1;
  }
  if (boneTexture !== null) boneTexture.needsUpdate = true;
}

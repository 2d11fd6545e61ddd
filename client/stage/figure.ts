import type { VRM, VRMHumanBoneName } from '@pixiv/three-vrm';
import { SkinnedMesh, Vector3 } from 'three';
import type { Side } from './pose.ts';

/** A trunk cut level at one height: an ellipse around (0, `z`), half `wide` and half `deep`; metres. */
export interface Slice {
  y: number;
  z: number;
  wide: number;
  deep: number;
}

export interface Arm {
  shoulder: Vector3;
  elbow: Vector3;
  wrist: Vector3;
  upper: number;
  fore: number;
  /** From the wrist to the fingertips. */
  hand: number;
  /** Unit vectors of the file's own T-pose: along upper arm, forearm and fingers, and out of the palm. */
  upperDir: Vector3;
  foreDir: Vector3;
  fingerDir: Vector3;
  palm: Vector3;
}

/**
 * A model's proportions at rest, in metres and in body space: x to the avatar's left, y up, z to its front, whatever the
 * version of the file.
 */
export interface Figure {
  /** Joints that the model has, by humanoid name. */
  readonly joints: ReadonlyMap<VRMHumanBoneName, Vector3>;
  readonly arms: Readonly<Record<Side, Arm>>;
  readonly armLength: number;
  readonly legLength: number;
  /** From the middle to a shoulder joint. */
  readonly shoulderHalf: number;
  /** From low to high; between the thighs and the shoulders. */
  readonly slices: readonly Slice[];
  readonly head: { centre: Vector3; radius: number };
}

/** Triangles looked at when a model is measured: enough for every slice, a few milliseconds. */
const SAMPLES = 4000;
/** Points along each edge: a coarse model has slices without a vertex. */
const EDGE_POINTS = [0, 0.25, 0.5, 0.75] as const;
const SLICES = 12;
/**
 * A measured trunk never counts as larger than these shares of the shoulders: to the sides (less where the arms of the T-pose are
 * near), to the front (a skirt keeps hands away) and to the back (a cape does not).
 */
const WIDEST = 1.8;
const WIDEST_HIGH = 1.2;
const FRONT_MOST = 1.7;
const BACK_MOST = 0.9;

/** Takes x, z of a VRM 0.x (which looks along -Z) to body space, and back. */
export function turnSign(vrm: VRM): 1 | -1 {
  return vrm.meta.metaVersion === '0' ? -1 : 1;
}

function armOf(joints: ReadonlyMap<VRMHumanBoneName, Vector3>, side: Side): Arm {
  const out = side === 'left' ? 1 : -1;
  const at = (part: string): Vector3 | undefined => joints.get(`${side}${part}` as VRMHumanBoneName);
  const shoulder = at('UpperArm') ?? new Vector3(0.15 * out, 1.3, 0);
  const elbow = at('LowerArm') ?? shoulder.clone().add(new Vector3(0.25 * out, 0, 0));
  const wrist = at('Hand') ?? elbow.clone().add(new Vector3(0.22 * out, 0, 0));
  const knuckle = at('MiddleProximal') ?? at('IndexProximal');
  const foreDir = wrist.clone().sub(elbow).normalize();
  const fingerDir = knuckle ? knuckle.clone().sub(wrist).normalize() : foreDir.clone();
  const palm = new Vector3(0, -1, 0);
  palm.addScaledVector(fingerDir, -palm.dot(fingerDir)).normalize();
  const fore = wrist.distanceTo(elbow);
  return {
    shoulder,
    elbow,
    wrist,
    upper: elbow.distanceTo(shoulder),
    fore,
    hand: knuckle ? 2 * knuckle.distanceTo(wrist) : 0.75 * fore,
    upperDir: elbow.clone().sub(shoulder).normalize(),
    foreDir,
    fingerDir,
    palm,
  };
}

/** The outline of the trunk from the skin itself, as drawn at rest: clothes count. */
function slicesOf(vrm: VRM, low: number, high: number, half: number): Slice[] {
  const meshes: SkinnedMesh[] = [];
  vrm.scene.traverse((object) => {
    if (object instanceof SkinnedMesh) meshes.push(object);
  });
  const trianglesOf = ({ geometry }: SkinnedMesh): number =>
    Math.floor((geometry.index?.count ?? geometry.getAttribute('position').count) / 3);
  const total = meshes.reduce((sum, mesh) => sum + trianglesOf(mesh), 0);
  const stride = Math.max(1, Math.floor(total / SAMPLES));
  const found = Array.from({ length: SLICES }, () => ({ x: [] as number[], z: [] as number[] }));
  const sign = turnSign(vrm);
  const inverse = vrm.scene.matrixWorld.clone().invert();
  const armsFrom = high - 0.55 * half;
  const corners = [new Vector3(), new Vector3(), new Vector3()] as const;
  const take = (x: number, y: number, z: number): void => {
    const slice = found[Math.floor(((y - low) / (high - low)) * SLICES)];
    // At rest the arms stand out to the sides: up there, what is further out than the shoulders is theirs.
    if (slice === undefined || Math.abs(x) > half * (y > armsFrom ? WIDEST_HIGH : WIDEST)) return;
    slice.x.push(Math.abs(x));
    slice.z.push(z * sign);
  };
  for (const mesh of meshes) {
    const { index } = mesh.geometry;
    const count = trianglesOf(mesh);
    for (let i = 0; i < count; i += stride) {
      corners.forEach((corner, k) => {
        mesh.getVertexPosition(index?.getX(3 * i + k) ?? 3 * i + k, corner);
        corner.applyMatrix4(mesh.matrixWorld).applyMatrix4(inverse);
      });
      corners.forEach((a, k) => {
        const b = corners[(k + 1) % 3] ?? a;
        for (const t of EDGE_POINTS)
          take(a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t, a.z + (b.z - a.z) * t);
      });
    }
  }
  const most = (values: number[], share: number): number => {
    const sorted = values.toSorted((a, b) => a - b);
    return sorted[Math.floor((sorted.length - 1) * share)] ?? 0;
  };
  return found.map(({ x, z }, i): Slice => {
    const y = low + ((i + 0.5) * (high - low)) / SLICES;
    if (x.length < 4) return { y, z: 0, wide: half * 0.9, deep: half * 0.65 };
    const back = Math.max(-half * BACK_MOST, most(z, 0.03));
    const front = Math.min(half * FRONT_MOST, most(z, 0.97));
    const middle = (front + back) / 2;
    return {
      y,
      z: middle,
      wide: most(x, 0.98),
      deep: Math.max(half * 0.4, (front - back) / 2),
    };
  });
}

/** Measures a model that stands in its file's own T-pose, its matrices up to date. `crownY` is the top of its skin. */
export function measure(vrm: VRM, crownY: number): Figure {
  const sign = turnSign(vrm);
  const joints = new Map<VRMHumanBoneName, Vector3>();
  const inverse = vrm.scene.matrixWorld.clone().invert();
  for (const name of Object.keys(vrm.humanoid.humanBones) as VRMHumanBoneName[]) {
    const node = vrm.humanoid.getRawBoneNode(name);
    if (node === null) continue;
    const at = node.getWorldPosition(new Vector3()).applyMatrix4(inverse);
    joints.set(name, new Vector3(sign * at.x, at.y, sign * at.z));
  }
  const arms = { left: armOf(joints, 'left'), right: armOf(joints, 'right') };
  const hip = joints.get('leftUpperLeg') ?? new Vector3(0.09, 0.85, 0);
  const foot = joints.get('leftFoot') ?? new Vector3(0.09, 0.08, 0);
  const shoulderHalf = Math.abs(arms.left.shoulder.x - arms.right.shoulder.x) / 2;
  const headJoint = joints.get('head') ?? new Vector3(0, arms.left.shoulder.y + 0.15, 0);
  const low = hip.y - 0.45 * (hip.y - foot.y);
  return {
    joints,
    arms,
    armLength: (arms.left.upper + arms.left.fore + arms.right.upper + arms.right.fore) / 2,
    legLength: hip.y - foot.y,
    shoulderHalf,
    slices: slicesOf(vrm, low, arms.left.shoulder.y - 0.45 * shoulderHalf, shoulderHalf),
    head: headOf(headJoint, crownY),
  };
}

function headOf(joint: Vector3, crownY: number): Figure['head'] {
  const height = Math.min(0.36, Math.max(0.16, crownY - joint.y));
  return { centre: joint.clone().add(new Vector3(0, height * 0.5, 0.02)), radius: height * 0.5 };
}

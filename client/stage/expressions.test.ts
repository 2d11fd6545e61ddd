import {
  type VRM,
  VRMExpression,
  VRMExpressionManager,
  VRMExpressionMorphTargetBind,
  VRMExpressionTextureTransformBind,
  type VRMLookAt,
  VRMLookAtExpressionApplier,
  VRMLookAtRangeMap,
} from '@pixiv/three-vrm';
import { BufferAttribute, BufferGeometry, Mesh, MeshBasicMaterial, Vector2 } from 'three';
import { describe, expect, it } from 'vitest';
import { clearedOf, disarm, lookMapOf, measureTraits } from './expressions.ts';
import { createFace } from './face.ts';

/** A face of four points: upper lid, lower lip, corner of the mouth, brow. Shapes move them in millimetres. */
const SHAPES: Readonly<Record<string, readonly (readonly [number, number, number])[]>> = {
  aa: [
    [0, 0, 0],
    [0, -20, 0],
    [0, -2, 0],
    [0, 0, 0],
  ],
  blink: [
    [0, -10, 0],
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ],
  happy: [
    [0, -4, 0],
    [0, 0, 0],
    [5, 5, 0],
    [0, 0, 0],
  ],
  surprised: [
    [0, 0, 0],
    [0, -10, 0],
    [0, -1, 0],
    [0, 11, 0],
  ],
};

function face(): { vrm: VRM; of: (name: string) => VRMExpression; mesh: Mesh } {
  const geometry = new BufferGeometry();
  geometry.setAttribute('position', new BufferAttribute(new Float32Array(12), 3));
  geometry.morphAttributes.position = Object.values(SHAPES).map(
    (points) =>
      new BufferAttribute(
        Float32Array.from(points.flat(), (mm) => mm / 1000),
        3,
      ),
  );
  geometry.morphTargetsRelative = true;
  const mesh = new Mesh(geometry, new MeshBasicMaterial());
  const manager = new VRMExpressionManager();
  Object.keys(SHAPES).forEach((name, index) => {
    const expression = new VRMExpression(name);
    expression.addBind(new VRMExpressionMorphTargetBind({ primitives: [mesh], index, weight: 1 }));
    manager.registerExpression(expression);
  });
  const of = (name: string): VRMExpression => {
    const found = manager.getExpression(name);
    if (found === null) throw new Error(`no ${name}`);
    return found;
  };
  return { vrm: { expressionManager: manager } as unknown as VRM, of, mesh };
}

describe('expressions of a model', () => {
  it('lose the rules that would silence the lips, and it is told which', () => {
    const { vrm, of } = face();
    of('happy').overrideMouth = 'block';
    of('aa').overrideMouth = 'blend';
    of('aa').isBinary = true;
    of('blink').isBinary = true;
    of('surprised').isBinary = true;
    disarm(vrm);
    expect([...clearedOf(vrm)].sort()).toEqual([
      'aa.isBinary',
      'aa.overrideMouth',
      'blink.isBinary',
      'happy.overrideMouth',
    ]);
    expect(of('happy').overrideMouth).toBe('none');
    expect(of('surprised').isBinary).toBe(true);
    vrm.expressionManager?.setValue('happy', 0.7);
    vrm.expressionManager?.setValue('aa', 0.4);
    vrm.expressionManager?.update();
    expect(of('aa').outputWeight).toBeCloseTo(0.4);
  });

  it('stay binary where they are drawn on a texture', () => {
    const { vrm, of, mesh } = face();
    of('aa').isBinary = true;
    of('aa').addBind(
      new VRMExpressionTextureTransformBind({
        material: mesh.material as MeshBasicMaterial,
        scale: new Vector2(1, 1),
        offset: new Vector2(0.5, 0),
      }),
    );
    disarm(vrm);
    expect(of('aa').isBinary).toBe(true);
    expect(clearedOf(vrm)).toEqual([]);
  });

  it('are measured: how much of a mood is mouth, opens it, and closes the lids', () => {
    const traits = measureTraits(face().vrm);
    const happy = traits.get('happy');
    expect(happy?.squint).toBeCloseTo(0.4, 5);
    expect(happy?.opens).toBe(0);
    expect(happy?.mouth).toBeCloseTo(Math.hypot(5, 5) / (Math.hypot(5, 5) + 4), 5);
    expect(traits.get('surprised')?.opens).toBeCloseTo(0.5, 1);
    expect(traits.get('surprised')?.mouth).toBeCloseTo(0.5, 5);
  });

  it('that turn the eyes are written by the mixer once, as far as the file says', () => {
    const { vrm } = face();
    const map = new VRMLookAtRangeMap(30, 1);
    const applier = new VRMLookAtExpressionApplier(
      vrm.expressionManager ?? new VRMExpressionManager(),
      map,
      map,
      map,
      map,
    );
    expect(lookMapOf(vrm)).toBeNull();
    const looking = { ...vrm, lookAt: { applier } as unknown as VRMLookAt } as VRM;
    const look = lookMapOf(looking);
    expect(look?.down(15)).toBeCloseTo(0.5);
    const writes: string[] = [];
    const names = new Set(['lookUp', 'lookDown', 'lookLeft', 'lookRight', 'blink']);
    const made = createFace(names, {
      calm: true,
      random: () => 0.5,
      express: (name) => writes.push(name),
      look,
    });
    made.step({
      now: 0,
      dtMs: 16,
      state: 'listening',
      occasion: 'listening',
      cues: { emotion: null, gaze: null },
      side: null,
      ahead: null,
      headTurn: { yaw: -9, pitch: -6 },
    });
    expect([...writes].sort()).toEqual([...names].sort());
    const weights = made.weights();
    expect(weights.lookLeft).toBeCloseTo(9 / 30);
    expect(weights.lookDown).toBeCloseTo(6 / 30);
    expect(weights.blink).toBe(0);
  });
});

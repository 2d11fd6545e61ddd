import { existsSync } from 'node:fs';
import type { VRM } from '@pixiv/three-vrm';
import { Quaternion, SkinnedMesh, Vector3 } from 'three';
import { expect, it } from 'vitest';
import { lighten } from '../../client/stage/lighten.ts';
import { takePlaces } from '../../client/stage/places.ts';
import { jointsOf, takeSprings } from '../../client/stage/springs.ts';
import { bareVrm } from '../support/bare-vrm.ts';
import { own, sample } from '../support/stage-page.ts';

const files = [
  ['1.0, of our own', own('xiaozheng')],
  ['0.x, with its bones turned at rest', sample('Godette_vrm_v4.vrm').path],
  ['1.0, of others', sample('mh_clerk_f.vrm').path],
] as const;

/** A pose in which every bone is turned, the same for the same seed. */
function pose(vrm: VRM, seed: number): void {
  let state = seed;
  const next = (): number => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647 - 0.5;
  };
  for (const { node } of Object.values(vrm.humanoid.normalizedHumanBones)) {
    const axis = new Vector3(next(), next(), next()).normalize();
    node.quaternion.copy(new Quaternion().setFromAxisAngle(axis, next()));
  }
  vrm.humanoid
    .getNormalizedBoneNode('hips')
    ?.position.add(new Vector3(next(), next(), next()).multiplyScalar(0.1));
}

/** What the picture is drawn from: the matrices of all bones of all skins. */
function drawn(vrm: VRM): number[] {
  const numbers: number[] = [];
  vrm.scene.traverse((object) => {
    if (!(object instanceof SkinnedMesh)) return;
    object.skeleton.update();
    numbers.push(...(object.skeleton.boneMatrices ?? []), ...object.bindMatrixInverse.elements);
  });
  return numbers;
}

for (const [kind, file] of files)
  it.skipIf(!existsSync(file))(
    `a model (VRM ${kind}) stands where three-vrm would put it, springs and all`,
    async () => {
      const [theirs, ours] = [await bareVrm(file), await bareVrm(file)];
      // Both springs run on places of this frame: within its own update three-vrm measures a strand by the frame before.
      const swing = takeSprings(theirs);
      const joints = jointsOf(ours);
      const springs = takeSprings(ours);
      ours.update(0);
      lighten(ours);
      const places = takePlaces(ours, joints);
      springs.reset();
      theirs.update(0);
      theirs.scene.updateMatrixWorld();
      swing.reset();
      for (let frame = 1; frame <= 5; frame += 1) {
        pose(theirs, frame);
        theirs.update(1 / 60);
        theirs.scene.updateMatrixWorld();
        swing.update(1 / 60);
        theirs.scene.updateMatrixWorld();
        pose(ours, frame);
        ours.update(1 / 60);
        places.update();
        springs.update(1 / 60);
        ours.scene.updateMatrixWorld();
        const [wanted, got] = [drawn(theirs), drawn(ours)];
        expect(got.length).toBe(wanted.length);
        const apart = Math.max(...got.map((value, i) => Math.abs(value - (wanted[i] ?? Number.NaN))));
        expect(apart).toBeLessThan(1e-4);
      }
    },
  );

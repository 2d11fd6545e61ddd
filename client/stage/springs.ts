import type { VRM, VRMSpringBoneManager } from '@pixiv/three-vrm';
import type { Object3D } from 'three';

/** Springs jump when a step is longer than this. */
const MAX_STEP_S = 1 / 30;
/** Steps in one frame: at four frames a second hair is slow rather than costly. */
const MAX_STEPS = 4;

/** How often springs are computed: at each frame, or so many times a second, or not at all (0). */
export type SpringRate = 'frame' | number;

/** Hair and cloth that swing. They are taken out of `vrm.update`, so that the stage sets their rate. */
export interface Springs {
  rate: SpringRate;
  /** After the bones of this frame: `dtSeconds` since the last one. */
  update(dtSeconds: number): void;
  /** They hang still: after a pause, a change of avatar. */
  reset(): void;
  /** Lets them fall to where they hang, unseen: `seconds` of their time. */
  settle(seconds: number): void;
}

/** The bones that springs turn. */
export function jointsOf(vrm: VRM): ReadonlySet<Object3D> {
  return new Set([...(vrm.springBoneManager?.joints ?? [])].map(({ bone }) => bone));
}

/** Takes the springs of `vrm` over. */
export function takeSprings(vrm: VRM): Springs {
  const manager = vrm.springBoneManager ?? undefined;
  // `update` of a VRM drives whatever is there; this one is driven here.
  Object.assign(vrm, { springBoneManager: undefined });
  return createSprings(manager);
}

/** Springs over three-vrm's manager, or nothing at all for a model without any. */
export function createSprings(manager: Pick<VRMSpringBoneManager, 'update' | 'reset'> | undefined): Springs {
  let rate: SpringRate = 'frame';
  let owed = 0;

  function advance(seconds: number): void {
    const steps = Math.max(1, Math.ceil(seconds / MAX_STEP_S - 1e-6));
    for (let i = 0; i < steps; i += 1) manager?.update(seconds / steps);
  }

  return {
    get rate() {
      return rate;
    },
    set rate(next) {
      if (next === rate) return;
      rate = next;
      owed = 0;
      if (next === 0) manager?.reset();
    },
    update(dtSeconds) {
      if (manager === undefined || rate === 0 || dtSeconds <= 0) return;
      owed = Math.min(owed + dtSeconds, MAX_STEPS * MAX_STEP_S);
      if (rate !== 'frame' && owed < 1 / rate - 1e-3) return;
      advance(owed);
      owed = 0;
    },
    reset() {
      owed = 0;
      manager?.reset();
    },
    settle(seconds) {
      for (let left = seconds; left > 0; left -= MAX_STEP_S) advance(Math.min(left, MAX_STEP_S));
    },
  };
}

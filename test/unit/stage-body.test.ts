import { existsSync } from 'node:fs';
import { Vector3 } from 'three';
import { describe, expect, it } from 'vitest';
import { createBody } from '../../client/stage/body.ts';
import type { CardSide } from '../../client/stage/gaze.ts';
import { lengthOf } from '../../client/stage/gestures/frames.ts';
import { GESTURE_TABLE, type GestureName } from '../../client/stage/gestures/table.ts';
import { createModel, type Model } from '../../client/stage/model.ts';
import { restPose, type Side } from '../../client/stage/pose.ts';
import { STAGE_STATES, type StageState } from '../../client/stage/state.ts';
import { sliceAt } from '../../client/stage/trunk.ts';
import { GESTURES, type Utterance } from '../../protocol/index.ts';
import { bareVrm } from '../support/bare-vrm.ts';
import { own, sample } from '../support/stage-page.ts';

const SIDES: readonly Side[] = ['left', 'right'];
const FRAME = 1000 / 30;
/** How far a stroke's hand may miss what was asked, radians: a body with a skirt and short arms more than our own. */
const STRAIN = { own: 0.5, other: 0.9 };

function numbers(seed = 1): () => number {
  let state = seed;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}

function utteranceOf(name: GestureName, durationMs: number): Utterance {
  return {
    id: 'utt_test',
    turn: 'turn_test',
    seq: 0,
    lang: 'zh',
    text: '看',
    audio: null,
    startsInMs: 0,
    durationMs,
    words: [],
    visemes: [],
    marks: [{ t: GESTURE_TABLE[name].strokeMs, kind: 'gesture', value: name }],
  };
}

/** Lets a model perform a gesture and calls `look` in every frame. */
function perform(
  model: Model,
  name: GestureName | null,
  state: StageState,
  side: CardSide,
  look: (ms: number) => void,
): void {
  const body = createBody(numbers(), false, model.figure);
  const length = name === null ? 6000 : lengthOf(GESTURE_TABLE[name]);
  const utterance = name === null ? null : utteranceOf(name, length + 100);
  for (let now = 0; now < 1000 + length; now += FRAME) {
    const ms = now - 1000;
    const heard = utterance !== null && ms >= 0 ? { utterance, ms } : null;
    body.step({ now, dtMs: FRAME, state, heard, side });
    model.pose(body.pose, { yaw: 0, pitch: 0 });
    if (ms >= 0) look(ms);
  }
}

/** How deep (in units of the trunk's own depth, below 0 is outside) a joint is in the body; the chest's turns taken off. */
function depthIn(model: Model, at: Vector3): number {
  const { figure, rig } = model;
  const chest = ['upperChest', 'chest', 'spine'].find((name) =>
    figure.joints.has(name as 'spine'),
  ) as 'spine';
  const home = figure.joints.get(chest);
  const now = rig.at(chest);
  if (!home || !now) throw new Error('no chest');
  const turn = rig.turnOf(chest);
  const local = at.clone().sub(now).applyQuaternion(turn.invert()).add(home);
  const slice = sliceAt(figure, local.y);
  const trunk = slice === null ? -1 : 1 - Math.hypot(local.x / slice.wide, (local.z - slice.z) / slice.deep);
  const { centre, radius } = figure.head;
  return Math.max(trunk, 1 - local.distanceTo(centre) / radius);
}

const MODELS = [
  { name: 'xiaozheng.vrm', path: own('xiaozheng'), found: existsSync(own('xiaozheng')) },
  ...['mh_clerk_f.vrm', 'Godette_vrm_v4.vrm'].map((name) => ({ name, ...sample(name) })),
];

describe.each(MODELS)('the body of $name', ({ name, path, found }) => {
  const missing = found ? '' : ` (needs ${name} in GOVATAR_ASSETS)`;
  const open = async (): Promise<Model> => createModel(await bareVrm(path));

  it.skipIf(!found)(
    `keeps hands and wrists out of trunk and head in every gesture, to every side${missing}`,
    async () => {
      const model = await open();
      const deepest: string[] = [];
      for (const gesture of GESTURES) {
        for (const side of ['left', 'right', 'below'] as const) {
          if (side !== 'right' && gesture !== 'point_card') continue;
          perform(model, gesture, 'speaking', side, (ms) => {
            for (const arm of SIDES) {
              for (const joint of [`${arm}Hand`, `${arm}MiddleProximal`] as const) {
                const at = model.rig.at(joint);
                if (at === null) continue;
                const depth = depthIn(model, at);
                if (depth > 0)
                  deepest.push(`${gesture} ${side} ${Math.round(ms)} ms: ${joint} ${depth.toFixed(3)}`);
              }
            }
          });
        }
      }
      expect(deepest).toEqual([]);
    },
  );

  it.skipIf(!found)(
    `bends elbows only forwards and wrists within human limits, near what was asked${missing}`,
    async () => {
      const model = await open();
      for (const gesture of GESTURES) {
        const { strokeMs } = GESTURE_TABLE[gesture];
        const mostStrain = name === 'xiaozheng.vrm' ? STRAIN.own : STRAIN.other;
        perform(model, gesture, 'speaking', 'right', (ms) => {
          for (const arm of SIDES) {
            const { upper, lower, hand } = model.rig.bendOf(arm);
            // The elbow's point stays on the side of the bend that the T-pose has behind.
            expect(upper).toBeGreaterThanOrEqual(0);
            expect(upper).toBeLessThan((155 * Math.PI) / 180);
            expect(Math.abs(lower)).toBeLessThan((90 * Math.PI) / 180);
            expect(hand).toBeLessThan((80 * Math.PI) / 180);
            if (Math.abs(ms - strokeMs) < FRAME) expect(model.rig.strain(arm)).toBeLessThan(mostStrain);
          }
        });
      }
    },
  );

  it.skipIf(!found)(
    `keeps both feet on the floor while the weight shifts and the body bows${missing}`,
    async () => {
      const model = await open();
      let most = 0;
      const home = SIDES.map((side) => model.figure.joints.get(`${side}Foot`) ?? new Vector3());
      const look = (): void => {
        SIDES.forEach((side, i) => {
          most = Math.max(most, model.rig.at(`${side}Foot`)?.distanceTo(home[i] ?? new Vector3()) ?? 0);
        });
      };
      perform(model, null, 'idle', null, look);
      perform(model, 'bow', 'listening', null, look);
      expect(most).toBeLessThan(0.004);
    },
  );

  it.skipIf(!found)(`hangs its arms beside the body, hands clear of the thighs${missing}`, async () => {
    const model = await open();
    model.pose(restPose(), { yaw: 0, pitch: 0 });
    for (const side of SIDES) {
      const sign = side === 'left' ? 1 : -1;
      const wrist = model.rig.at(`${side}Hand`) ?? new Vector3();
      const { shoulder } = model.figure.arms[side];
      expect(shoulder.y - wrist.y).toBeGreaterThan(0.85 * model.figure.armLength);
      expect(sign * wrist.x).toBeGreaterThan(0.8 * model.figure.shoulderHalf);
      expect(depthIn(model, wrist)).toBeLessThanOrEqual(0);
    }
  });

  it.skipIf(!found)(`takes every posture without a hand in the body${missing}`, async () => {
    const model = await open();
    for (const state of STAGE_STATES) {
      perform(model, null, state, 'right', () => {
        for (const side of SIDES)
          expect(depthIn(model, model.rig.at(`${side}Hand`) ?? new Vector3())).toBeLessThanOrEqual(0);
      });
    }
  });

  it.skipIf(!found)(
    `draws what it computed: the file's own bones are where the figures say${missing}`,
    async () => {
      const vrm = await bareVrm(path);
      const model = createModel(vrm);
      perform(model, 'point_card', 'speaking', 'right', (ms) => {
        if (ms < 600 || ms > 600 + FRAME) return;
        model.update(0);
        vrm.scene.updateMatrixWorld(true);
        for (const joint of ['leftHand', 'rightHand', 'head', 'leftFoot'] as const) {
          const drawn = vrm.humanoid.getRawBoneNode(joint)?.getWorldPosition(new Vector3());
          const computed = model.rig.at(joint);
          // On the stage either version faces the camera, so body space is the scene's.
          expect(drawn?.distanceTo(computed ?? new Vector3())).toBeLessThan(0.002);
        }
      });
    },
  );
});

import type { GESTURES } from '../../../protocol/index.ts';
import {
  BECKON_DOWN,
  BECKON_UP,
  CHIN,
  COUNT,
  EXPLAIN,
  EXPLAIN_ON,
  GATHER,
  HEART,
  INVITE,
  like,
  SHOW,
  SHOW_BELOW,
  SHOW_ON,
  SHUT,
  WAVE,
  WAVE_IN,
  WAVE_OUT,
} from './arm-keys.ts';
import type { ArmKey, Frame, Gesture, TrunkKey } from './frames.ts';

export type GestureName = (typeof GESTURES)[number];

const GREETING: TrunkKey = { spineX: 0.03, headX: 0.09, headZ: -0.05 };

function counting(fingers: Partial<ArmKey>): Gesture {
  const shown = like(COUNT, { ...SHUT, ...fingers });
  return {
    hand: 'right',
    play: 0.05,
    strokeMs: 560,
    frames: [
      { at: 0 },
      { at: 300, arm: like(COUNT, { ...SHUT, Px: 1.2, Py: -0.27, Pz: 0.38 }), through: true },
      { at: 560, arm: shown, trunk: { headX: 0.05, headY: 0.02 } },
      { at: 760, arm: like(shown, { Py: -0.13, Pz: 0.44 }), trunk: { headX: 0.02 } },
      { at: 1500, arm: like(shown, { Py: -0.12, Pz: 0.44 }), trunk: { headX: 0.01 } },
      { at: 2150 },
    ],
  };
}

function explaining(hand: 'left' | 'right'): Gesture {
  return {
    hand,
    play: 0.09,
    strokeMs: 580,
    frames: [
      { at: 0 },
      { at: 300, arm: GATHER, through: true },
      { at: 580, arm: EXPLAIN, trunk: { chestY: 0.06, headZ: -0.05, headX: 0.05, spineX: 0.02 } },
      { at: 1150, arm: EXPLAIN_ON, trunk: { chestY: 0.07, headZ: -0.03, headX: 0.02, spineX: 0.02 } },
      { at: 1850 },
    ],
  };
}

/** Turns of head and trunk alone. */
function trunkOnly(strokeMs: number, frames: readonly Frame[]): Gesture {
  return { hand: 'right', play: 0.06, strokeMs, frames };
}

const BOWED: TrunkKey = {
  hipsTiltX: 0.13,
  hipsZ: -0.035,
  spineX: 0.17,
  chestX: 0.1,
  neckX: 0.06,
  headX: 0.1,
};
const SORRY: TrunkKey = {
  hipsTiltX: 0.06,
  hipsZ: -0.015,
  spineX: 0.1,
  chestX: 0.08,
  neckX: 0.06,
  headX: 0.12,
};
const THANKFUL: TrunkKey = { spineX: 0.07, chestX: 0.05, neckX: 0.04, headX: 0.1 };
const ASIDE: TrunkKey = { chestY: 0.12, spineY: 0.05, headY: 0.3, headX: 0.03, headZ: -0.04 };
const SHOWING: TrunkKey = { chestY: 0.12, spineY: 0.06, spineX: 0.02, headZ: -0.04 };

/** Every gesture, as the hand moves from the posture and back to it. Preparation, stroke, hold, retraction. */
export const GESTURE_TABLE: Readonly<Record<GestureName, Gesture>> = {
  greet: {
    hand: 'right',
    play: 0.06,
    strokeMs: 620,
    frames: [
      { at: 0 },
      { at: 430, arm: like(WAVE_IN, { Py: -0.12 }), trunk: { headX: 0.03 }, through: true },
      { at: 620, arm: WAVE_OUT, trunk: GREETING, through: true },
      { at: 860, arm: WAVE_IN, trunk: GREETING, through: true },
      { at: 1100, arm: WAVE_OUT, trunk: GREETING, through: true },
      { at: 1340, arm: WAVE, trunk: { headX: 0.04, headZ: -0.04 }, through: true },
      { at: 2050 },
    ],
  },
  bow: trunkOnly(750, [{ at: 0 }, { at: 750, trunk: BOWED }, { at: 1150, trunk: BOWED }, { at: 2100 }]),
  nod: trunkOnly(240, [
    { at: 0 },
    { at: 240, trunk: { headX: 0.2, neckX: 0.04 } },
    { at: 470, trunk: { headX: -0.015 } },
    { at: 660, trunk: { headX: 0.06 } },
    { at: 950 },
  ]),
  shake: trunkOnly(230, [
    { at: 0 },
    { at: 230, trunk: { headY: 0.22, headX: 0.03 }, through: true },
    { at: 520, trunk: { headY: -0.2, headX: 0.04 }, through: true },
    { at: 800, trunk: { headY: 0.13, headX: 0.03 }, through: true },
    { at: 1050, trunk: { headY: -0.04, headX: 0.01 }, through: true },
    { at: 1300 },
  ]),
  explain_left: explaining('left'),
  explain_right: explaining('right'),
  point_card: {
    hand: 'card',
    play: 0.06,
    strokeMs: 680,
    frames: [
      { at: 0 },
      {
        at: 360,
        arm: like(GATHER, { Px: 1.15, Nx: -0.4, Ny: 0.8, Fx: 0.1 }),
        trunk: { chestY: -0.02 },
        through: true,
      },
      { at: 680, arm: SHOW, trunk: SHOWING },
      { at: 1900, arm: SHOW_ON, trunk: SHOWING },
      { at: 2700 },
    ],
  },
  count_one: counting({ Index: 0 }),
  count_two: counting({ Index: 0, Middle: 0, Spread: 0.8 }),
  count_three: counting({ Index: 0, Middle: 0, Ring: 0.02, Spread: 0.8 }),
  think: {
    hand: 'right',
    play: 0,
    strokeMs: 700,
    frames: [
      { at: 0 },
      {
        at: 380,
        arm: like(CHIN, { Px: 0.75, Py: -0.28, Pz: 0.42, Fx: -0.15, Fz: 0.25, Nx: -0.9, Nz: -0.4 }),
        through: true,
      },
      { at: 700, arm: CHIN, trunk: { headZ: -0.08, headX: -0.03, headY: 0.06 } },
      { at: 2000, arm: like(CHIN, { Index: 0.2 }), trunk: { headZ: -0.06, headX: 0.01, headY: 0.03 } },
      { at: 2750 },
    ],
  },
  apologise: {
    hand: 'right',
    play: 0,
    strokeMs: 760,
    frames: [
      { at: 0 },
      { at: 420, arm: like(HEART, { Px: 0.8, Py: -0.4, Pz: 0.16 }), trunk: { spineX: 0.03 }, through: true },
      { at: 760, arm: HEART, trunk: SORRY },
      { at: 1500, arm: HEART, trunk: SORRY },
      { at: 2450 },
    ],
  },
  invite: {
    hand: 'right',
    play: 0.07,
    strokeMs: 620,
    frames: [
      { at: 0 },
      { at: 330, arm: GATHER, through: true },
      { at: 620, arm: INVITE, trunk: { spineX: 0.06, chestY: 0.07, headX: 0.08, headZ: -0.05 } },
      {
        at: 1450,
        arm: like(INVITE, { Px: 1.45, Py: -0.38 }),
        trunk: { spineX: 0.05, chestY: 0.07, headX: 0.03, headZ: -0.03 },
      },
      { at: 2200 },
    ],
  },
  call_colleague: {
    hand: 'right',
    play: 0.04,
    strokeMs: 640,
    frames: [
      { at: 0 },
      {
        at: 380,
        arm: like(BECKON_UP, { Px: 1.35, Py: -0.2 }),
        trunk: { chestY: 0.06, headY: 0.16 },
        through: true,
      },
      { at: 640, arm: BECKON_UP, trunk: ASIDE, through: true },
      { at: 880, arm: BECKON_DOWN, trunk: ASIDE, through: true },
      { at: 1120, arm: BECKON_UP, trunk: ASIDE, through: true },
      { at: 1360, arm: BECKON_DOWN, trunk: ASIDE, through: true },
      { at: 1580, arm: BECKON_UP, trunk: { ...ASIDE, headX: 0.09 } },
      { at: 2400 },
    ],
  },
  thank: {
    hand: 'right',
    play: 0,
    strokeMs: 700,
    frames: [
      { at: 0 },
      { at: 380, arm: like(HEART, { Px: 0.8, Py: -0.38, Pz: 0.16 }), through: true },
      { at: 700, arm: HEART, trunk: THANKFUL },
      { at: 1150, arm: HEART, trunk: THANKFUL },
      {
        at: 1550,
        arm: like(EXPLAIN, { Px: 1.35, Py: -0.42, Pz: 0.42 }),
        trunk: { headX: 0.03, headZ: -0.04 },
        through: true,
      },
      { at: 2350 },
    ],
  },
};

/** The card below the avatar is shown with the hand before it. */
export const POINT_BELOW: Gesture = {
  ...GESTURE_TABLE.point_card,
  frames: GESTURE_TABLE.point_card.frames.map((frame) =>
    frame.at === 680 || frame.at === 1900
      ? { ...frame, arm: SHOW_BELOW, trunk: { spineX: 0.05, headX: 0.06, chestY: 0.03 } }
      : frame,
  ),
};

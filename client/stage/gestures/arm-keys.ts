import type { ArmKey } from './frames.ts';

/** An open, relaxed hand somewhere before the body; every key says where. */
const OPEN: ArmKey = {
  Px: 1,
  Py: -0.4,
  Pz: 0.4,
  Pb: 0,
  Ex: 0.45,
  Ey: -1,
  Ez: -0.35,
  Fx: 0,
  Fy: 0.2,
  Fz: 1,
  Nx: -1,
  Ny: 0,
  Nz: 0,
  Thumb: 0.1,
  Index: 0.06,
  Middle: 0.1,
  Ring: 0.15,
  Little: 0.18,
  Spread: 0.2,
};

/** A key of an open hand with these figures. */
export function arm(figures: Partial<ArmKey>): ArmKey {
  return { ...OPEN, ...figures };
}

/** A key like another, with these figures. */
export function like(key: ArmKey, figures: Partial<ArmKey>): ArmKey {
  return { ...key, ...figures };
}

/** Beside the body, palm to the thigh. */
export const HANGING = arm({
  Px: 1.25,
  Py: -0.965,
  Pz: 0.07,
  Ex: 0.25,
  Ey: 0,
  Ez: -1,
  Fx: 0.02,
  Fy: -1,
  Fz: 0.12,
  Nx: -1,
  Ny: 0,
  Nz: -0.35,
  Thumb: 0.22,
  Index: 0.16,
  Middle: 0.22,
  Ring: 0.26,
  Little: 0.28,
  Spread: 0.08,
});

/** Hands lightly joined before the waist: the under hand lies on the body, the upper one on it. */
const JOINED = {
  Px: 0.62,
  Py: -0.7,
  Pb: 1,
  Ex: 0.5,
  Ey: -0.3,
  Ez: -0.85,
  Fx: -0.84,
  Fy: -0.54,
  Fz: 0.06,
  Nx: -0.1,
  Ny: 0.05,
  Nz: -1,
  Thumb: 0.25,
  Index: 0.2,
  Middle: 0.22,
  Ring: 0.24,
  Little: 0.26,
  Spread: 0,
};
export const JOINED_UNDER = arm({ ...JOINED, Px: 0.56, Pz: 0.06, Fx: -0.92, Fy: -0.38 });
export const JOINED_OVER = arm({
  ...JOINED,
  Px: 0.44,
  Pz: 0.135,
  Py: -0.675,
  Fx: -0.8,
  Fy: -0.58,
  Nz: -0.95,
  Ny: -0.2,
});

/** A wave of the hand beside the face: palm to the citizen. */
export const WAVE = arm({
  Px: 1.32,
  Py: -0.04,
  Pz: 0.4,
  Ex: 0.4,
  Ez: -0.25,
  Fx: 0.05,
  Fy: 1,
  Fz: 0.1,
  Nx: -0.12,
  Nz: 1,
});
export const WAVE_OUT = like(WAVE, { Px: 1.44, Fx: 0.34 });
export const WAVE_IN = like(WAVE, { Px: 1.24, Fx: -0.16 });

/** The hand gathers before the chest, then opens to the side. */
export const GATHER = arm({
  Px: 0.95,
  Py: -0.36,
  Pz: 0.42,
  Fx: -0.35,
  Fy: 0.35,
  Nx: -0.6,
  Ny: 0.5,
  Nz: -0.4,
  Index: 0.2,
});
export const EXPLAIN = arm({
  Px: 1.32,
  Py: -0.33,
  Pz: 0.46,
  Ex: 0.3,
  Fx: 0.25,
  Fy: 0.35,
  Nx: -0.55,
  Ny: 0.75,
});
export const EXPLAIN_ON = like(EXPLAIN, { Px: 1.42, Py: -0.35, Fx: 0.35 });

export const SHOW = arm({
  Px: 1.62,
  Py: -0.24,
  Pz: 0.42,
  Ex: 0.25,
  Fx: 0.85,
  Fy: 0.25,
  Fz: 0.5,
  Nx: -0.25,
  Ny: 0.88,
  Nz: 0.4,
  Thumb: 0.6,
});
export const SHOW_ON = like(SHOW, { Px: 1.7, Py: -0.25 });
export const SHOW_BELOW = arm({
  Px: 1.15,
  Py: -0.46,
  Pz: 0.52,
  Fx: -0.1,
  Fy: -0.5,
  Nx: -0.25,
  Ny: 0.8,
  Nz: 0.5,
});

export const INVITE = arm({
  Px: 1.35,
  Py: -0.36,
  Pz: 0.48,
  Ex: 0.3,
  Fx: 0.7,
  Fy: -0.1,
  Fz: 0.7,
  Nx: -0.38,
  Ny: 0.81,
  Nz: 0.41,
});

export const COUNT = arm({
  Px: 1.02,
  Py: -0.13,
  Pz: 0.42,
  Ex: 0.35,
  Ez: -0.25,
  Fy: 1,
  Fz: 0.06,
  Nx: -0.32,
  Nz: 0.95,
});
export const SHUT = { Thumb: 0.95, Index: 0.95, Middle: 0.97, Ring: 0.97, Little: 0.95 };

export const CHIN = arm({
  Px: 0.42,
  Py: -0.09,
  Pz: 0.33,
  Ex: 0.35,
  Ez: 0.1,
  Fx: -0.3,
  Fy: 1,
  Fz: -0.22,
  Nx: -0.6,
  Nz: -0.8,
  Thumb: 0.2,
  Index: 0.3,
  Middle: 0.72,
  Ring: 0.85,
  Little: 0.9,
});

export const HEART = arm({
  Px: 0.5,
  Py: -0.3,
  Pz: 0.05,
  Pb: 1,
  Ex: 0.62,
  Ey: -0.95,
  Ez: -0.1,
  Fx: -0.88,
  Fy: 0.42,
  Nx: 0,
  Nz: -1,
  Fz: 0,
  Spread: 0.05,
});

/** A hand that asks a colleague over, palm down as one beckons in China: fingers up, fingers down. */
export const BECKON_UP = arm({
  Px: 1.5,
  Py: -0.12,
  Pz: 0.44,
  Ex: 0.45,
  Ez: -0.25,
  Fx: 0.3,
  Fy: 0.75,
  Fz: 0.6,
  Nx: 0,
  Ny: -0.6,
  Nz: 0.75,
});
export const BECKON_DOWN = like(BECKON_UP, {
  Py: -0.15,
  Fx: 0.25,
  Fy: -0.05,
  Fz: 1,
  Nx: -0.15,
  Ny: -1,
  Nz: 0,
  Index: 0.3,
  Middle: 0.36,
  Ring: 0.4,
  Little: 0.42,
});

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
export const JOINED_UNDER = arm({ ...JOINED, Pz: 0.06 });
export const JOINED_OVER = arm({ ...JOINED, Pz: 0.13, Py: -0.685, Nz: -0.95, Ny: -0.2 });

import type { Shape } from './viseme-table.ts';

/**
 * Each mouth shape in terms of the 52 face shapes of ARKit ("perfect sync" in VRM circles). A name that ends in `*`
 * stands for its Left and Right. The parts of a row, a pair counted once, sum to less than 1.
 */
export const SHAPE_TO_ARKIT: Readonly<Record<Shape, Readonly<Record<string, number>>>> = {
  PP: { 'mouthPress*': 0.4, mouthRollLower: 0.25, mouthRollUpper: 0.2 },
  FF: { mouthRollLower: 0.5, 'mouthUpperUp*': 0.2, jawOpen: 0.03 },
  TH: { jawOpen: 0.18, tongueOut: 0.25, 'mouthLowerDown*': 0.15 },
  DD: { jawOpen: 0.14, 'mouthLowerDown*': 0.2, 'mouthStretch*': 0.1, 'mouthUpperUp*': 0.08 },
  kk: { jawOpen: 0.2, 'mouthLowerDown*': 0.15, 'mouthStretch*': 0.08 },
  CH: { mouthFunnel: 0.5, mouthPucker: 0.15, jawOpen: 0.1 },
  SS: { 'mouthStretch*': 0.3, 'mouthLowerDown*': 0.25, 'mouthUpperUp*': 0.1, jawOpen: 0.05 },
  nn: { jawOpen: 0.12, 'mouthLowerDown*': 0.18, 'mouthUpperUp*': 0.06 },
  RR: { mouthFunnel: 0.3, mouthPucker: 0.25, jawOpen: 0.13 },
  aa: { jawOpen: 0.62, 'mouthLowerDown*': 0.2, 'mouthUpperUp*': 0.08 },
  E: { jawOpen: 0.32, 'mouthStretch*': 0.3, 'mouthSmile*': 0.12, 'mouthLowerDown*': 0.15 },
  I: { jawOpen: 0.16, 'mouthStretch*': 0.35, 'mouthSmile*': 0.2, 'mouthLowerDown*': 0.15 },
  O: { jawOpen: 0.4, mouthFunnel: 0.45, mouthPucker: 0.1 },
  U: { mouthPucker: 0.6, mouthFunnel: 0.22, jawOpen: 0.13 },
};

/** How far each part of the lips and the jaw opens the mouth at full weight. */
export const ARKIT_OPENING: Readonly<Record<string, number>> = {
  jawOpen: 1.45,
  mouthFunnel: 0.1,
  mouthLowerDownLeft: 0.12,
  mouthLowerDownRight: 0.12,
  mouthUpperUpLeft: 0.1,
  mouthUpperUpRight: 0.1,
};

/** Without these a model is not driven as an ARKit one. */
export const ARKIT_NEEDED = ['jawOpen', 'mouthFunnel', 'mouthPucker'] as const;

/** The names that `name` stands for: one, or Left and Right. */
export function sides(name: string): string[] {
  if (!name.endsWith('*')) return [name];
  const stem = name.slice(0, -1);
  return [`${stem}Left`, `${stem}Right`];
}

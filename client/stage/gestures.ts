import type { GESTURES } from '../../protocol/index.ts';
import type { Pose } from './pose.ts';

export type GestureName = (typeof GESTURES)[number];

/** How long each gesture takes, in ms. Those of the hands come with a later form of the stage; the body says them now. */
const LENGTH_MS: Readonly<Partial<Record<GestureName, number>>> = {
  greet: 1500,
  bow: 1900,
  nod: 700,
  shake: 1100,
  explain_left: 1400,
  explain_right: 1400,
  point_card: 1600,
  think: 2000,
  apologise: 1900,
  invite: 1400,
  thank: 1500,
};

/** Length of a gesture in ms; 0 for one the stage does not know. */
export function gestureLength(name: GestureName): number {
  return LENGTH_MS[name] ?? 0;
}

/** Rises over the first `up` of x, holds, falls over the last `down`. */
function arc(x: number, up: number, down: number): number {
  if (x <= 0 || x >= 1) return 0;
  const rise = Math.min(1, x / up);
  const fall = Math.min(1, (1 - x) / down);
  const least = Math.min(rise, fall);
  return least * least * (3 - 2 * least);
}

function addBow(pose: Pose, amount: number): void {
  pose.spineX += 0.14 * amount;
  pose.chestX += 0.1 * amount;
  pose.neckX += 0.08 * amount;
  pose.headX += 0.14 * amount;
}

/** Adds gesture `name` at `ms` since its mark to the pose. `side` is where the card is: 1 the avatar's left, -1 its right. */
export function addGesture(pose: Pose, name: GestureName, ms: number, side: number): void {
  const length = gestureLength(name);
  if (length === 0 || ms < 0 || ms >= length) return;
  const x = ms / length;
  switch (name) {
    case 'bow':
    case 'apologise':
      addBow(pose, arc(x, 0.35, 0.4));
      return;
    case 'greet':
    case 'thank':
      addBow(pose, 0.55 * arc(x, 0.35, 0.45));
      return;
    case 'nod':
      pose.headX += 0.13 * arc(x, 0.4, 0.6);
      return;
    case 'shake':
      pose.headY += 0.13 * Math.sin(x * 4 * Math.PI) * arc(x, 0.2, 0.4);
      return;
    case 'explain_left':
    case 'explain_right': {
      const turn = name === 'explain_left' ? 1 : -1;
      pose.headZ += -0.05 * turn * arc(x, 0.3, 0.5);
      pose.chestY += 0.05 * turn * arc(x, 0.3, 0.5);
      return;
    }
    case 'point_card':
    case 'invite':
      pose.chestY += 0.08 * side * arc(x, 0.3, 0.4);
      pose.headX += 0.05 * arc(x, 0.3, 0.5);
      return;
    case 'think':
      pose.headZ += 0.07 * arc(x, 0.2, 0.3);
      pose.headX -= 0.04 * arc(x, 0.2, 0.3);
      return;
    default:
      return;
  }
}

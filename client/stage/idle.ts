import type { Pose } from './pose.ts';

const TAU = 2 * Math.PI;
/** A resting adult breathes about 14 times a minute. */
const BREATH_MS = 4300;

/**
 * Adds the motion of a living body at `now` ms: breath, and (unless `calm`) a slow sway from three periods without a
 * common measure, so that it never repeats visibly.
 */
export function addIdle(pose: Pose, now: number, calm: boolean): void {
  const phase = (now % BREATH_MS) / BREATH_MS;
  // Breathing in is shorter than breathing out.
  const breath = 0.5 - 0.5 * Math.cos(TAU * phase ** 0.8);
  pose.chestX -= 0.012 * breath;
  pose.shoulderZ += 0.014 * breath;
  pose.neckX += 0.006 * breath;
  if (calm) return;
  const slow = Math.sin((TAU * now) / 7900);
  const slower = Math.sin((TAU * now) / 12700 + 1);
  const head = Math.sin((TAU * now) / 5300 + 2);
  pose.chestY += 0.012 * slow;
  pose.chestZ += 0.007 * slower;
  pose.headZ += -0.006 * slower + 0.009 * head;
  pose.headY += 0.012 * Math.sin((TAU * now) / 9700) - 0.008 * slow;
  pose.headX += 0.008 * Math.sin((TAU * now) / 6700 + 0.5);
}

import { setPriority } from 'node:os';

/** A third of the share of an ordinary thread when both want the processor; all of it when nobody else does. */
const NICE = 5;

/**
 * To be called by a worker thread that does heavy work (speech, database): the thread that paces the voices then gets the
 * processor first. On Linux a priority belongs to the thread; elsewhere it would slow the whole process, so nothing is done.
 */
export function yieldToVoice(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, NICE);
  } catch {
    // A sandbox may forbid it: then the threads share as equals.
  }
}

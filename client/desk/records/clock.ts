import type { RecordedPicture, RecordedUtterance, RecordingManifest } from '../../../protocol/index.ts';
import type { StageClock } from '../../stage/types.ts';

/** A picture is brought back at once when it is further off than this, ms; below, it runs a little faster or slower. */
const JUMP_MS = 250;
const IN_STEP_MS = 25;
/** How much faster or slower: not to be seen. */
const NUDGE = 0.06;

/** What the avatar was saying at a moment of the recording, and how far it was. Utterances lie in their order. */
export function saidAt(
  avatar: readonly RecordedUtterance[],
  atMs: number,
): { utterance: RecordedUtterance['utterance']; ms: number } | null {
  const one = avatar.findLast((said) => said.atMs <= atMs);
  if (one === undefined) return null;
  const ms = atMs - one.atMs;
  return ms < (one.cutMs ?? one.utterance.durationMs) ? { utterance: one.utterance, ms } : null;
}

/** The pictures that are to be seen at a moment. */
export function picturesAt(pictures: readonly RecordedPicture[], atMs: number): RecordedPicture[] {
  return pictures.filter((one) => one.atMs <= atMs && atMs < one.atMs + one.durationMs);
}

/** Why nothing was recorded at a moment; null where something was. */
export function restAt(
  rests: RecordingManifest['rests'],
  atMs: number,
): RecordingManifest['rests'][number] | null {
  return rests.find(({ fromMs, toMs }) => fromMs <= atMs && atMs < toMs) ?? null;
}

/** How a picture is kept in step with the sound: jump to a place, or run at a speed. `offMs`: picture less sound. */
export function step(offMs: number, rate: number): { jump: boolean; rate: number } {
  if (Math.abs(offMs) > JUMP_MS) return { jump: true, rate };
  if (Math.abs(offMs) <= IN_STEP_MS) return { jump: false, rate };
  return { jump: false, rate: rate * (offMs > 0 ? 1 - NUDGE : 1 + NUDGE) };
}

/** The stage's clock over a recording: the sound's own position tells what the lips do. */
export function recordedClock(
  avatar: readonly RecordedUtterance[],
  position: () => { ms: number; plays: boolean },
): StageClock {
  return {
    at: (_now, offsetMs = 0) => {
      const { ms, plays } = position();
      const said = plays ? saidAt(avatar, ms + offsetMs) : null;
      return said === null ? null : { ...said, audible: true };
    },
  };
}

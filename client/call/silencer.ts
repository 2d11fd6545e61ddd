import type { UtterancePlayhead } from './playhead.ts';

/** After the server has stopped a turn, its last packets are in the buffers for at most about this long. */
const DRAIN_MS = 450;
/** How often it is looked whether sound may be heard again: much less than a syllable. */
const LOOK_EVERY_MS = 20;
/** A new utterance is let through this much before it begins, so that nothing of it is swallowed. */
const AHEAD_MS = 30;

export interface Silencer {
  /** Silent now: these turns must not be heard any more. */
  silence(turns: Iterable<string>): void;
  /** The server has stopped (or finished) a turn: nothing of it is sent any more. */
  stopped(turn: string): void;
  /** Turns that were silenced here and that the server has not confirmed: to be told again when the line is back. */
  unconfirmed(): string[];
  close(): void;
}

/**
 * Silences the page at once when the citizen interrupts, whatever is still in the buffers or on its way, and lets sound
 * through again when a new utterance begins, or when the server has stopped the old turn and the buffers have run dry.
 */
export function createSilencer(
  playhead: UtterancePlayhead,
  speaker: { setSilenced(silenced: boolean): void },
): Silencer {
  const waiting = new Set<string>();
  /** Turns that the server ended before or without us: an interruption of them needs no confirmation. */
  const ended = new Set<string>();
  let drainedAt = 0;
  let timer: ReturnType<typeof setInterval> | null = null;

  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  const look = (): void => {
    const now = performance.now();
    // Read off the audio itself, a new utterance proves that the old one has passed.
    const begins = playhead.at(now, AHEAD_MS)?.audible === true;
    if (!begins && (waiting.size > 0 || now < drainedAt)) return;
    stop();
    speaker.setSilenced(false);
  };
  return {
    silence: (turns) => {
      for (const turn of turns) {
        playhead.closeTurn(turn);
        if (!ended.has(turn)) waiting.add(turn);
      }
      drainedAt = performance.now() + DRAIN_MS;
      speaker.setSilenced(true);
      timer ??= setInterval(look, LOOK_EVERY_MS);
    },
    stopped: (turn) => {
      ended.add(turn);
      if (waiting.delete(turn)) drainedAt = performance.now() + DRAIN_MS;
    },
    unconfirmed: () => [...waiting],
    close: stop,
  };
}

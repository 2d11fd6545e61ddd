import { createSteady } from './steady.ts';

/** So much of the past is looked at: three syllables of slow speech. ms */
const WINDOW_MS = 1_000;
/** Mean step between two looks, share of the face's height: speech, and a mouth at rest with the model's noise. */
const MOVES = { from: 0.008, until: 0.0045 };
/** Opening, shutting and opening in the window: a yawn does not come so far. */
const TURNS = 3;
/** A step that is no noise. */
const STEP = 0.004;
const STEADY = { onMs: 250, offMs: 600 };

/** Whether lips move as in speech. What is said, it does not know. */
export interface SpeakingLips {
  readonly moving: boolean;
  /** Answers the change. `mouth`: opening, share of the face's height. */
  look(at: number, mouth: number): { on: boolean; confidence: number } | null;
  state(): { moving: boolean; confidence: number };
  reset(): void;
}

export function createSpeakingLips(): SpeakingLips {
  const steady = createSteady(STEADY);
  let looks: { at: number; mouth: number }[] = [];
  let activity = 0;
  return {
    get moving() {
      return steady.on;
    },
    look(at, mouth) {
      if (!Number.isFinite(mouth)) return null;
      looks = looks.filter((look) => at - look.at <= WINDOW_MS && at > look.at);
      looks.push({ at, mouth });
      let sum = 0;
      let turns = 0;
      let direction = 0;
      for (const [i, look] of looks.entries()) {
        const step = look.mouth - (looks[i - 1]?.mouth ?? look.mouth);
        sum += Math.abs(step);
        if (Math.abs(step) < STEP) continue;
        if (Math.sign(step) !== direction) turns += 1;
        direction = Math.sign(step);
      }
      activity = looks.length < 3 ? 0 : sum / (looks.length - 1);
      if (activity >= MOVES.from && turns >= TURNS) return steady.look(at, true);
      return steady.look(at, activity <= MOVES.until || turns < TURNS ? false : null);
    },
    state: () => ({
      moving: steady.on,
      confidence: Math.min(1, Math.abs(activity - (MOVES.from + MOVES.until) / 2) / MOVES.from),
    }),
    reset: () => {
      steady.reset();
      looks = [];
      activity = 0;
    },
  };
}

import type { ConsultationState, Utterance } from '../../protocol/index.ts';
import { createBlinker } from './blink.ts';
import { type CardSide, createGaze, type Direction } from './gaze.ts';
import { createLips } from './lips.ts';
import { type Cues, moodOf } from './marks.ts';
import { createMixer } from './mixer.ts';
import type { StageState } from './state.ts';
import type { LipTier } from './tiers.ts';

/** A reading of the one clock. */
export interface Heard {
  utterance: Utterance;
  ms: number;
}

/** One frame's news for the face. */
export interface FaceFrame {
  now: number;
  dtMs: number;
  state: StageState;
  /** The consultation's own state, where it is known: the mood of a greeting is not that of an answer. */
  occasion: ConsultationState | StageState;
  cues: Readonly<Cues>;
  side: CardSide;
  /** The clock's reading with the lips' lead; null in silence. */
  ahead: Heard | null;
  /** What the body did to the head, in degrees: the eyes take it back. */
  headTurn: Readonly<Direction>;
}

/** Lips, mood, lids and eyes of one avatar. Read the rest after `step`. */
export interface Face {
  readonly tier: LipTier;
  /** Opening of the mouth written last, 0 to 1. */
  readonly mouth: number;
  /** Where the eyes look, relative to the head, in degrees. */
  readonly eye: Readonly<Direction>;
  /** What the gaze adds to the head, in degrees. */
  readonly head: Readonly<Direction>;
  weights(): Record<string, number>;
  step(frame: Readonly<FaceFrame>): void;
}

export interface FaceOptions {
  loudness?: (() => number) | undefined;
  calm: boolean;
  random: () => number;
  /** Writes one expression; called once per expression and frame. */
  express: (name: string, weight: number) => void;
}

/** The face of a model with these expressions. */
export function createFace(names: ReadonlySet<string>, options: FaceOptions): Face {
  const { loudness, calm, random, express } = options;
  const lips = createLips(names);
  const mixer = createMixer(names);
  const blinker = createBlinker(random);
  const gaze = createGaze(random, calm);
  return {
    tier: lips.tier,
    get mouth() {
      return lips.opening;
    },
    eye: gaze.eye,
    head: gaze.head,
    weights() {
      return Object.fromEntries(mixer.names.map((name, i) => [name, mixer.weights[i] ?? 0]));
    },
    step({ now, dtMs, occasion, cues, side, ahead, headTurn }) {
      lips.step(now, ahead, loudness);
      const state = occasion as ConsultationState;
      if (gaze.step(now, dtMs, state, cues.gaze, side, headTurn)) blinker.request(now);
      mixer.mix(dtMs, moodOf(state, cues.emotion), lips, blinker.at(now), express);
    },
  };
}

import type { ConsultationState, Utterance } from '../../protocol/index.ts';
import { type BlinkPace, createBlinker } from './blink.ts';
import { type CardSide, createGaze, type Direction, type FacePlace, type Scene } from './gaze.ts';
import { createLips } from './lips.ts';
import type { Cues } from './marks.ts';
import { createMixer, type MixerFrame, type MixerOptions } from './mixer.ts';
import { moodOf } from './mood.ts';
import type { StageState } from './state.ts';
import type { LipTier } from './tiers.ts';

/** Lids follow lowered eyes: so much of a blink per degree. */
const LID_PER_DEG = 0.022;
/** Below this the upper lid still rests where it is. Degrees. */
const LID_FROM_DEG = 1.5;
/** How often the end of a sentence comes with a blink. */
const SENTENCE_BLINK = 0.65;

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
  /** How much mouth was written, 0 to 1; how far the lids were closed. */
  readonly mouthSum: number;
  readonly lids: number;
  /** Where the eyes look, relative to the head, in degrees. */
  readonly eye: Readonly<Direction>;
  /** What the gaze adds to the head, in degrees. */
  readonly head: Readonly<Direction>;
  /** Weights written last, by expression. A new object at each call. */
  weights(): Record<string, number>;
  /** Where the citizen's face is in the camera's picture, so that the eyes meet it; null: not known. */
  setFace(place: FacePlace | null): void;
  step(frame: Readonly<FaceFrame>): void;
}

export interface FaceOptions extends MixerOptions {
  loudness?: (() => number) | undefined;
  calm: boolean;
  random: () => number;
  /** Writes one expression; called once per expression and frame. */
  express: (name: string, weight: number) => void;
}

/** The pace of blinks in each state. */
const PACE: Readonly<Record<StageState, BlinkPace>> = {
  idle: 'attending',
  listening: 'attending',
  thinking: 'thinking',
  speaking: 'speaking',
  presenting: 'speaking',
  aside: 'attending',
  asleep: 'asleep',
};

/** The face of a model with these expressions. */
export function createFace(names: ReadonlySet<string>, options: FaceOptions): Face {
  const { loudness, calm, random, express } = options;
  const lips = createLips(names);
  const mixer = createMixer(names, options);
  const blinker = createBlinker(random);
  const gaze = createGaze(random, calm);
  const scene: Scene = { now: 0, state: 'idle', mark: null, side: null, clause: null };
  const mixed: MixerFrame = { dtMs: 0, mood: {}, lips, blink: 0, lid: 0, eye: gaze.eye };

  return {
    tier: lips.tier,
    get mouth() {
      return lips.opening;
    },
    get mouthSum() {
      return mixer.mouthSum;
    },
    get lids() {
      return mixer.lids;
    },
    eye: gaze.eye,
    head: gaze.head,
    weights() {
      return Object.fromEntries(mixer.names.map((name, i) => [name, mixer.weights[i] ?? 0]));
    },
    setFace: (place) => gaze.setFace(place),
    step({ now, dtMs, state, occasion, cues, side, ahead, headTurn }) {
      lips.step(now, ahead, loudness);
      const clause = ahead?.utterance.id ?? null;
      if (scene.clause !== null && scene.clause !== clause && random() < SENTENCE_BLINK) blinker.request(now);
      scene.now = now;
      scene.state = state;
      scene.mark = cues.gaze;
      scene.side = side;
      scene.clause = clause;
      if (gaze.step(scene, dtMs, headTurn)) blinker.request(now);
      mixed.dtMs = dtMs;
      mixed.mood = moodOf(occasion, cues.emotion);
      mixed.blink = blinker.at(now, PACE[state]);
      mixed.lid = Math.max(0, gaze.eye.pitch - LID_FROM_DEG) * LID_PER_DEG;
      mixer.mix(mixed, express);
    },
  };
}

import type { Background, ConsultationState, Utterance } from '../../protocol/index.ts';
import type { FacePlace } from './gaze.ts';
import type { StageState } from './state.ts';
import type { LipTier } from './tiers.ts';

/** Lips lead the sound by this much (design: one declared figure). */
export const LIP_LEAD_MS = 40;

/** The one clock, as the stage needs it (the call's `Playhead` fits). */
export interface StageClock {
  at(now: number, offsetMs?: number): { utterance: Utterance; ms: number; audible: boolean } | null;
}

/** What was drawn in one frame; benchmarks and tests read it. */
export interface FrameReport {
  /** performance.now() ms at which this frame was handed to the compositor. */
  drawnAt: number;
  /** Opening of the mouth as written to the model, 0 shut to 1 open. */
  mouth: number;
  /** Weights written in this frame, by expression name. */
  weights: Readonly<Record<string, number>>;
}

/** How much of the picture the device carries; `still` is the portrait, with the sound going on. */
export type Tier = 'high' | 'mid' | 'low' | 'still';

/** How much the rest of the page should give up: 0 nothing, 1 vision half as often, 2 vision off, 3 all that can wait. */
export type Pressure = 0 | 1 | 2 | 3;

/** What the stage costs; benchmarks and tests read it. */
export interface StageStats {
  tier: Tier;
  /** How finely the avatar can speak; null while there is none. */
  lips: LipTier | null;
  /** Rules of its file that would have silenced lips or lids and were taken out, as "happy.overrideMouth". */
  cleared: readonly string[];
  /** Size of what is drawn, in pixels. */
  width: number;
  height: number;
  /** Drawn since the stage was opened or its context came back. */
  frames: number;
  /** Of the last drawn frame. */
  draws: number;
  triangles: number;
  /** What lies on the graphics card. */
  geometries: number;
  textures: number;
  programs: number;
}

export interface StageOptions {
  canvas: HTMLCanvasElement;
  clock: StageClock;
  /** RMS of the playing sound, 0 to 1: lips follow it where a timeline is missing. */
  loudness?: () => number;
  /** Calm: no sway, no saccades. Default: the media query prefers-reduced-motion, also when it changes. */
  reducedMotion?: boolean;
  /** What lies behind the canvas: its light falls on the figure. Default `plain`. */
  background?: Background;
  /** For pictures and benchmarks: this tier at its best, whatever the frame times are. */
  holdTier?: Exclude<Tier, 'still'>;
  /** False while nothing can be drawn (the context is lost): show the portrait; true with each first frame afterwards. */
  onPicture?: (shown: boolean) => void;
  /** Called once when the picture is lost for good (context lost again and again, frames hopelessly slow): show the portrait. */
  onLost?: (reason: string) => void;
  /** The device cannot keep up, or can again: what else runs should obey before the picture suffers. */
  onPressure?: (level: Pressure) => void;
}

export interface Stage {
  /**
   * Loads a VRM 0.x or 1.0; the old avatar stays and speaks until the new one stands. Rejects with `AppError`: `not_found`,
   * `avatar_too_large`, `avatar_broken`, `avatar_not_vrm`, `avatar_bones_missing`, `avatar_texture`; `state_refused` when another
   * load came after it or the stage was closed. The old avatar stays then, too.
   */
  load(url: string, signal?: AbortSignal): Promise<void>;
  /** The consultation's state, or one of the stage's own (`aside`, `asleep`, `presenting`). */
  setState(state: ConsultationState | StageState): void;
  /** Where the card is, so that eyes and hands find it. */
  setCardSide(side: 'left' | 'right' | 'below' | null): void;
  /** Where the citizen's face is in the camera's own picture, so that the eyes meet it; null: not known. */
  setFaceAt(place: FacePlace | null): void;
  /**
   * Whether the citizen is speaking, as it changes (voice activity): while the avatar listens, it nods now and then into their
   * pauses, 200 to 500 ms after one began.
   */
  setListening(news: { speaking: boolean }): void;
  /** The citizen has just paused: for a caller who knows no more than that. */
  noteCitizenPause(): void;
  /** Changes the light to that of another background. */
  setBackground(background: Background): void;
  onFrame(listener: (report: FrameReport) => void): () => void;
  stats(): StageStats;
  close(): void;
}

/** Thrown by `createStage` (as AppError 'state_refused') where WebGL2 is missing. */
export type CreateStage = (options: StageOptions) => Stage;

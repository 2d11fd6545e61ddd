import type { ConsultationState, Utterance } from '../../protocol/index.ts';

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

export interface StageOptions {
  canvas: HTMLCanvasElement;
  clock: StageClock;
  /** RMS of the playing sound, 0 to 1: lips follow it where a timeline is missing. */
  loudness?: () => number;
  /** Calm: no sway, no saccades. Default: the media query prefers-reduced-motion. */
  reducedMotion?: boolean;
  /** Called once when the picture is lost for good (context lost twice, or no frame): show the portrait. */
  onLost?: (reason: string) => void;
}

export interface Stage {
  /** Loads a VRM 0.x or 1.0; the old avatar stays until the new one stands. Rejects with `AppError('not_found' | 'internal')`. */
  load(url: string, signal?: AbortSignal): Promise<void>;
  setState(state: ConsultationState): void;
  /** Where the card is, so that eyes and hands find it. */
  setCardSide(side: 'left' | 'right' | 'below' | null): void;
  onFrame(listener: (report: FrameReport) => void): () => void;
  close(): void;
}

/** Thrown by `createStage` (as AppError 'state_refused') where WebGL2 is missing. */
export type CreateStage = (options: StageOptions) => Stage;

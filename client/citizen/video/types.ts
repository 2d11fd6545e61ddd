import type { VideoScene } from '../../../protocol/index.ts';

/**
 * What the player does now. `holding`: the picture of a scene has ended and waits for its narration. `failed`: the picture
 * cannot be had; the scenes go on as text.
 */
export type VideoPhase = 'loading' | 'ready' | 'playing' | 'holding' | 'paused' | 'ended';

/** A moment of the player, for those who draw it. */
export interface VideoSnapshot {
  phase: VideoPhase;
  /** `film`: moving picture; `stills`: one picture for each scene (reduced motion); `text`: no picture could be loaded. */
  form: 'film' | 'stills' | 'text';
  scene: number;
  /** Seconds of the film. */
  timeS: number;
}

/** What the host hears. `scene` comes whenever a scene begins, also after a jump: its narration starts then. */
export type VideoEvent =
  | { type: 'scene'; index: number; scene: VideoScene }
  | { type: 'playing'; index: number; scene: VideoScene }
  | { type: 'paused'; index: number; scene: VideoScene }
  | { type: 'holding'; index: number; scene: VideoScene }
  | { type: 'ended' }
  | { type: 'failed' }
  | { type: 'closed' };

/** How the host and the voice of the citizen (播放, 暂停, 后退) steer the player. */
export interface VideoController {
  play(): void;
  pause(): void;
  /**
   * Ten seconds back. With a live narration to the beginning of the scene that lies there, since a sentence cannot start
   * in its middle.
   */
  back(): void;
  replay(): void;
  seekChapter(index: number): void;
  /** The narration of this scene has been spoken to its end; the picture may leave the scene. */
  narrationDone(sceneId: string): void;
  /** True while scenes wait for their narration; false when there is no sound, so that the film runs by itself. */
  setNarrated(narrated: boolean): void;
  snapshot(): VideoSnapshot;
  /** Calls `listener` with every event; returns how to stop that. */
  on(listener: (event: VideoEvent) => void): () => void;
}

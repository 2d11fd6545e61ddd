import type { VideoManifest, VideoScene } from '../../../protocol/index.ts';
import type { VideoController, VideoEvent, VideoPhase, VideoSnapshot } from './types.ts';

/** The part of a `<video>` that the playback needs. */
export interface PictureElement {
  currentTime: number;
  play(): Promise<void>;
  pause(): void;
}

/** Timers and frames, passed in so that tests own the clock. Times in milliseconds. */
export interface PlaybackClock {
  now(): number;
  /** Calls back about 20 times a second or more, until stopped. */
  every(call: () => void): () => void;
}

export interface PlaybackOptions {
  manifest: VideoManifest;
  picture: PictureElement;
  narrated: boolean;
  /** Reduced motion: the finished picture of each scene instead of the moving one. */
  stills: boolean;
  clock: PlaybackClock;
}

/** So early, in seconds, the picture stops before the next scene would begin. */
const BEFORE_END_S = 0.08;
/** A still shows the scene so long before its end: everything stands, the next one does not come in yet. */
const STILL_BEFORE_S = 0.3;
/** A narration that never reports its end must not leave the citizen before a frozen picture. */
const HOLD_LIMIT_MS = 30_000;
const BACK_S = 10;

/** Plays scene after scene and waits for the narration of each. `close()` ends it for good. */
export class Playback implements VideoController {
  readonly #manifest: VideoManifest;
  readonly #picture: PictureElement;
  readonly #clock: PlaybackClock;
  readonly #listeners = new Set<(event: VideoEvent) => void>();
  readonly #watchers = new Set<() => void>();
  #narrated: boolean;
  #snapshot: VideoSnapshot;
  /** Whether the narration of the present scene has ended. */
  #spoken = false;
  #heldSince = 0;
  /** Asked to play while the picture still came. */
  #wanted = false;
  /** Where stills and text stand in the film, and when that was. */
  #baseS = 0;
  #baseAt = 0;
  #stop: (() => void) | null = null;

  constructor(options: PlaybackOptions) {
    this.#manifest = options.manifest;
    this.#picture = options.picture;
    this.#clock = options.clock;
    this.#narrated = options.narrated;
    this.#snapshot = { phase: 'loading', form: options.stills ? 'stills' : 'film', scene: 0, timeS: 0 };
  }

  readonly snapshot = (): VideoSnapshot => this.#snapshot;

  on(listener: (event: VideoEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Calls `watcher` when `snapshot()` has changed: for React's `useSyncExternalStore`. */
  readonly watch = (watcher: () => void): (() => void) => {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  };

  /** The picture can be shown. */
  loaded(): void {
    if (this.#snapshot.phase !== 'loading') return;
    this.#set({ phase: 'ready' });
    if (this.#snapshot.form === 'stills') this.#showStill();
    if (this.#wanted) this.play();
  }

  /** The picture cannot be had: what is said goes on as text, from where it stands. */
  failed(): void {
    if (this.#snapshot.form === 'text') return;
    const { phase } = this.#snapshot;
    this.#base(this.#snapshot.timeS);
    this.#set({ form: 'text', phase: phase === 'loading' ? 'ready' : phase });
    this.#tell({ type: 'failed' });
    if (phase === 'loading' && this.#wanted) this.play();
  }

  play(): void {
    const { phase, scene, timeS } = this.#snapshot;
    this.#wanted = phase === 'loading';
    if (phase === 'playing' || phase === 'holding' || phase === 'loading') return;
    if (phase === 'ended') {
      this.replay();
      return;
    }
    const begins = phase === 'ready';
    this.#base(timeS);
    this.#run();
    if (begins) this.#enter(scene);
    this.#tell({ type: 'playing', ...this.#at(scene) });
  }

  pause(): void {
    const { phase, scene } = this.#snapshot;
    this.#wanted = false;
    if (phase !== 'playing' && phase !== 'holding') return;
    this.#halt();
    this.#set({ phase: 'paused' });
    this.#tell({ type: 'paused', ...this.#at(scene) });
  }

  back(): void {
    const target = Math.max(0, this.#snapshot.timeS - BACK_S);
    if (this.#narrated || this.#snapshot.form !== 'film') {
      this.seekChapter(this.#sceneAt(target));
      return;
    }
    this.#seek(target);
  }

  replay(): void {
    this.seekChapter(0);
  }

  seekChapter(index: number): void {
    const scene = this.#manifest.scenes[index];
    if (scene === undefined || this.#snapshot.phase === 'loading') return;
    this.#seek(scene.startS);
  }

  narrationDone(sceneId: string): void {
    if (this.#manifest.scenes[this.#snapshot.scene]?.id !== sceneId) return;
    this.#spoken = true;
    if (this.#snapshot.phase === 'holding') this.#next();
  }

  setNarrated(narrated: boolean): void {
    // Nobody has begun to speak the scene that runs: the voice comes in with the next one.
    if (narrated && !this.#narrated) this.#spoken = true;
    this.#narrated = narrated;
    if (!narrated && this.#snapshot.phase === 'holding') this.#next();
  }

  close(): void {
    this.#halt();
    this.#tell({ type: 'closed' });
    this.#listeners.clear();
    this.#watchers.clear();
  }

  #at(index: number): { index: number; scene: VideoScene } {
    const scene = this.#manifest.scenes[index] ?? this.#manifest.scenes[0];
    if (scene === undefined) throw new RangeError('a video has scenes');
    return { index, scene };
  }

  #sceneAt(timeS: number): number {
    return Math.max(
      0,
      this.#manifest.scenes.findLastIndex((scene) => scene.startS <= timeS + 0.01),
    );
  }

  /** Goes to a place and plays on from there, whatever was before. */
  #seek(timeS: number): void {
    const scene = this.#sceneAt(timeS);
    const { phase, scene: before } = this.#snapshot;
    const restarts = this.#narrated || scene !== before || phase === 'ended';
    this.#base(timeS);
    this.#set({ timeS, scene });
    if (this.#snapshot.form === 'film') this.#picture.currentTime = timeS;
    this.#run();
    if (restarts) this.#enter(scene);
    this.#tell({ type: 'playing', ...this.#at(scene) });
  }

  #enter(scene: number): void {
    this.#spoken = false;
    this.#set({ scene });
    if (this.#snapshot.form === 'stills') this.#showStill();
    this.#tell({ type: 'scene', ...this.#at(scene) });
  }

  #showStill(): void {
    this.#picture.currentTime = this.#at(this.#snapshot.scene).scene.endS - STILL_BEFORE_S;
  }

  #base(timeS: number): void {
    this.#baseS = timeS;
    this.#baseAt = this.#clock.now();
  }

  #run(): void {
    this.#set({ phase: 'playing' });
    if (this.#snapshot.form === 'film') {
      // A refusal (no power, another tab) is a pause that the citizen sees and can end.
      this.#picture.play().catch(() => this.pause());
    }
    this.#stop ??= this.#clock.every(() => this.#tick());
  }

  #halt(): void {
    this.#stop?.();
    this.#stop = null;
    if (this.#snapshot.form === 'film') this.#picture.pause();
  }

  #tick(): void {
    const { phase, form, scene } = this.#snapshot;
    const now = this.#clock.now();
    if (phase === 'holding') {
      if (now - this.#heldSince > HOLD_LIMIT_MS) this.#next();
      return;
    }
    if (phase !== 'playing') return;
    const { endS } = this.#at(scene).scene;
    const last = scene === this.#manifest.scenes.length - 1;
    const timeS = form === 'film' ? this.#picture.currentTime : this.#baseS + (now - this.#baseAt) / 1000;
    if (timeS < endS - (form === 'film' ? BEFORE_END_S : 0)) {
      this.#set({ timeS });
      return;
    }
    this.#set({ timeS: endS });
    if (this.#narrated && !this.#spoken) {
      this.#heldSince = now;
      if (form === 'film') this.#picture.pause();
      this.#set({ phase: 'holding' });
      this.#tell({ type: 'holding', ...this.#at(scene) });
      return;
    }
    if (last || form !== 'film' || timeS >= endS) this.#next();
  }

  /** Leaves the scene: into the next one, or to the end. */
  #next(): void {
    const { scene, phase } = this.#snapshot;
    const next = this.#manifest.scenes[scene + 1];
    if (next === undefined) {
      this.#halt();
      this.#set({ phase: 'ended', timeS: this.#manifest.durationS });
      this.#tell({ type: 'ended' });
      return;
    }
    this.#base(next.startS);
    this.#set({ timeS: next.startS });
    if (phase === 'holding') this.#run();
    this.#enter(scene + 1);
  }

  #set(change: Partial<VideoSnapshot>): void {
    const before = this.#snapshot;
    const after: VideoSnapshot & { phase: VideoPhase } = { ...before, ...change };
    // The time is drawn ten times a second, not with each frame.
    after.timeS = Math.round(after.timeS * 10) / 10;
    const same =
      before.phase === after.phase &&
      before.form === after.form &&
      before.scene === after.scene &&
      before.timeS === after.timeS;
    if (same) return;
    this.#snapshot = after;
    for (const watcher of this.#watchers) watcher();
  }

  #tell(event: VideoEvent): void {
    for (const listener of [...this.#listeners]) listener(event);
  }
}

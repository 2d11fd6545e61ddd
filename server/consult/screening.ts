import { AppError, type Lang, type Params, type VideoManifest } from '../../protocol/index.ts';
import type { PlannedSentence, VideoAction } from '../dialog/types.ts';
import { Narrator, type NarratorParts } from './narrator.ts';

export interface ScreeningParts extends NarratorParts {
  /** Null when there is no such video. */
  video: (id: string) => VideoManifest | null;
  lang: () => Lang;
  /** Silences the avatar's own talk; gives what it still had to say. */
  hush: () => PlannedSentence[];
  /** The avatar says what the video has kept it from saying. */
  goOn: (sentences: readonly PlannedSentence[]) => Promise<void>;
  /** The video was seen to its end. */
  onEnded: (video: string) => Promise<void>;
}

/** A guidance video on the citizen's screen: narrated by the avatar, whose own talk rests meanwhile. */
export class Screening {
  readonly #parts: ScreeningParts;
  readonly #narrator: Narrator;
  #video: { id: string; playing: boolean } | null = null;
  #unsaid: PlannedSentence[] = [];
  /** A video that was announced plays when the avatar has finished. */
  #playNext = false;

  constructor(parts: ScreeningParts) {
    this.#parts = parts;
    this.#narrator = new Narrator(parts);
  }

  /** What is on the screen, for the dialog; null where nothing is. */
  get video(): { id: string; playing: boolean } | null {
    return this.#video;
  }

  /** Hands on what was said to the video. A new one plays when the avatar has finished speaking of it. */
  steer(actions: readonly VideoAction[], speaking: boolean): void {
    for (const action of actions) {
      if (action.kind !== 'open') this.#parts.tell('video.act', { act: action });
      else if (speaking) this.#playNext = true;
      else this.#parts.tell('video.act', { act: { kind: 'play' } });
    }
  }

  /** The avatar has said all of its turn. */
  talkDone(): void {
    if (!this.#playNext) return;
    this.#playNext = false;
    this.#parts.tell('video.act', { act: { kind: 'play' } });
  }

  /** What the player does. @throws AppError `not_found` */
  async report({ video: id, what, scene, narrated }: Params<'video.report'>): Promise<void> {
    const video = this.#parts.video(id);
    if (video === null) throw new AppError('not_found', 'There is no such video.');
    if (what === 'scene' || what === 'playing') {
      this.#video = { id, playing: true };
      this.#playNext = false;
      this.#unsaid.push(...this.#parts.hush());
      if (!narrated) return;
      const lang = this.#parts.lang();
      if (what === 'scene' && scene !== null) this.#narrator.begin(video, scene, lang);
      else this.#narrator.goOn(lang);
      return;
    }
    if (what === 'paused') {
      this.#video = { id, playing: false };
      this.#narrator.rest();
      return;
    }
    this.#video = null;
    this.#narrator.end();
    const unsaid = this.#unsaid.splice(0);
    if (unsaid.length > 0) await this.#parts.goOn(unsaid);
    else if (what === 'ended') await this.#parts.onEnded(id);
  }

  /** Somebody speaks: picture and narration wait, and what was left unsaid is out of date. */
  rest(): void {
    this.#unsaid = [];
    this.#playNext = false;
    if (this.#video?.playing !== true) return;
    this.#narrator.rest();
    this.#parts.tell('video.act', { act: { kind: 'pause' } });
  }

  heard(utterance: string, ms: number): void {
    this.#narrator.heard(utterance, ms);
  }

  announceAgain(): void {
    this.#narrator.announceAgain();
  }
}

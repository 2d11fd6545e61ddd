import {
  type EventData,
  type EventName,
  type Lang,
  newId,
  type VideoManifest,
} from '../../protocol/index.ts';
import type { VoiceTrack } from '../rooms/voice-track.ts';
import type { SpeechService } from '../speech/types.ts';
import { Performance } from './performance.ts';

export interface NarratorParts {
  speech: SpeechService;
  silence: Uint8Array;
  /** Null where nobody hears. */
  voice: () => VoiceTrack | null;
  rate: () => number;
  tell: <E extends EventName>(event: E, data: EventData<E>) => void;
  /** The avatar's mouth moves, or rests again. */
  onSpeaking: (speaking: boolean) => void;
}

interface Scene {
  video: string;
  id: string;
  sentences: readonly string[];
  /** Sentences that were heard to their end. */
  heard: number;
}

/**
 * Speaks the scenes of a guidance video in the avatar's own voice, in the citizen's language, while the video plays. A
 * scene that was interrupted goes on with the sentence in which it stood. What it says is no turn of the conversation.
 */
export class Narrator {
  readonly #parts: NarratorParts;
  #scene: Scene | null = null;
  #performance: Performance | null = null;

  constructor(parts: NarratorParts) {
    this.#parts = parts;
  }

  get running(): boolean {
    return this.#performance !== null;
  }

  /** A scene begins, from its first sentence. */
  begin(video: VideoManifest, sceneId: string, lang: Lang): void {
    const scene = video.scenes.find(({ id }) => id === sceneId);
    if (scene === undefined) return;
    this.rest();
    this.#scene = { video: video.id, id: scene.id, sentences: sentencesOf(scene.narration[lang]), heard: 0 };
    this.#speak(lang);
  }

  /** The video plays on where it was paused. */
  goOn(lang: Lang): void {
    if (this.#performance === null) this.#speak(lang);
  }

  #speak(lang: Lang): void {
    const scene = this.#scene;
    if (scene === null) return;
    const left = scene.sentences.slice(scene.heard);
    const voice = this.#parts.voice();
    if (voice === null || left.length === 0) {
      this.#done(scene);
      return;
    }
    const { speech, silence, tell, rate, onSpeaking } = this.#parts;
    const turn = newId('turn');
    const performing = new Performance({
      turn,
      sentences: left.map((text) => ({ text, lang, marks: [] })),
      cardIds: [],
      voice,
      speech,
      rate: rate(),
      silence,
      onUtterance: (utterance) => tell('talk.utterance', utterance),
      onBeat: (beat) => tell('talk.beat', beat),
      onStart: () => onSpeaking(true),
      onHeard: () => {},
      onDone: (reason) => {
        if (this.#performance !== performing) return;
        this.#performance = null;
        scene.heard = scene.sentences.length;
        tell('talk.turnClosed', { turn, reason });
        onSpeaking(false);
        this.#done(scene);
      },
    });
    this.#performance = performing;
    void performing.run();
  }

  #done(scene: Scene): void {
    this.#parts.tell('video.narrated', { video: scene.video, scene: scene.id });
  }

  /** Falls silent; `goOn` takes up the sentence that was cut. */
  rest(): void {
    const performing = this.#performance;
    if (performing === null) return;
    this.#performance = null;
    performing.cancel();
    if (this.#scene !== null) this.#scene.heard += wholeSentences(this.#scene, performing.heardText());
    this.#parts.tell('talk.turnClosed', { turn: performing.turn, reason: 'interrupted' });
    this.#parts.onSpeaking(false);
  }

  /** The video is over. */
  end(): void {
    this.rest();
    this.#scene = null;
  }

  heard(utterance: string, ms: number): void {
    this.#performance?.heard(utterance, ms);
  }

  announceAgain(): void {
    this.#performance?.announceAgain();
  }
}

/** Sentences of a narration, each with its sign. */
export function sentencesOf(text: string): string[] {
  return (text.match(/[^。！？!?.]+[。！？!?.]*\s*/gu) ?? [text])
    .map((one) => one.trim())
    .filter((one) => one !== '');
}

/** How many of the sentences that were left are in what was heard. */
function wholeSentences(scene: Scene, heard: string): number {
  let rest = heard.replaceAll(' ', '');
  let count = 0;
  for (const sentence of scene.sentences.slice(scene.heard)) {
    const bare = sentence.replaceAll(' ', '');
    if (!rest.startsWith(bare)) break;
    rest = rest.slice(bare.length);
    count += 1;
  }
  return count;
}

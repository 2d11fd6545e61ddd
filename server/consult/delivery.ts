import type { Card, EventData, EventName, Lang, TranscriptEntry } from '../../protocol/index.ts';
import type { PlannedSentence } from '../dialog/types.ts';
import type { VoiceTrack } from '../rooms/voice-track.ts';
import type { SpeechService } from '../speech/types.ts';
import { Performance, textOf } from './performance.ts';

export interface DeliveryParts {
  speech: SpeechService;
  silence: Uint8Array;
  now: () => number;
  observeMs?: (name: 'answer_first_packet', ms: number) => void;
  lang: () => Lang;
  /** Speed of the voice; 1 is its own. */
  rate: () => number;
  /** Null where nothing is to be spoken: there is no room, or the citizen reads. */
  voice: () => VoiceTrack | null;
  /** Whether somebody is there to hear. */
  isHeard: () => boolean;
  tell: <E extends EventName>(event: E, data: EventData<E>) => void;
  onSpeaking: (speaking: boolean) => void;
  onClosed: (reason: 'done' | 'interrupted' | 'failed') => void;
  /** Keeps what was heard of a turn. */
  keep: (turn: string, text: string, isCut: boolean) => void;
}

/**
 * The lines of a conversation and how the avatar's come about: spoken, they hold only what was heard; read, they stand
 * whole and at once. At most one turn runs at a time.
 */
export class Delivery {
  readonly #parts: DeliveryParts;
  #lines: TranscriptEntry[];
  #performance: Performance | null = null;
  /** The turn last said to its end: the page may still report that it was heard. */
  #lastDone: Performance | null = null;

  constructor(parts: DeliveryParts, lines: readonly TranscriptEntry[]) {
    this.#parts = parts;
    this.#lines = [...lines];
  }

  get running(): boolean {
    return this.#performance !== null;
  }

  /** The lines that hold words. */
  lines(): TranscriptEntry[] {
    return this.#lines.filter(({ text }) => text !== '');
  }

  line(turn: string): TranscriptEntry | null {
    return this.#lines.find((entry) => entry.turn === turn) ?? null;
  }

  add(entry: TranscriptEntry): void {
    this.#lines.push(entry);
  }

  /** What could not be kept is no line of the conversation. */
  drop(...turns: readonly string[]): void {
    this.#lines = this.#lines.filter(({ turn }) => !turns.includes(turn));
  }

  /** A line that is read is told at once; one that is spoken, when it was heard. */
  tellRead(turn: string): void {
    const entry = this.#parts.voice() === null ? this.line(turn) : null;
    if (entry !== null && entry.text !== '') this.#parts.tell('talk.transcript', entry);
  }

  /** Speaks a turn of the avatar, or shows it where nobody hears. `askedAt`: when it was asked for, monotonic ms. */
  perform(
    turn: string,
    sentences: readonly PlannedSentence[],
    cards: readonly Card[],
    askedAt?: number,
  ): void {
    const { speech, silence, now, observeMs, lang, rate, tell, onSpeaking } = this.#parts;
    const voice = this.#parts.voice();
    // Begins empty: an avatar's line holds only what was heard. By text it is read: whole, and at once.
    const read = voice === null ? textOf(sentences) : '';
    this.add({ turn, role: 'avatar', text: read, lang: lang(), at: now(), cut: read === '' });
    if (voice === null || sentences.length === 0) {
      onSpeaking(false);
      return;
    }
    const performing = new Performance({
      turn,
      sentences,
      cardIds: cards.map((card) => card.id),
      voice,
      speech,
      rate: rate(),
      silence,
      onUtterance: (utterance) => tell('talk.utterance', utterance),
      onBeat: (beat) => tell('talk.beat', beat),
      onStart: () => {
        if (askedAt !== undefined) observeMs?.('answer_first_packet', performance.now() - askedAt);
        onSpeaking(true);
      },
      onHeard: (text) => this.#commit(turn, text, true),
      onDone: (reason) => {
        if (this.#performance !== performing) return;
        this.#performance = null;
        this.#lastDone = performing;
        const all = reason === 'done' && performing.heardAll(this.#parts.isHeard());
        this.#commit(turn, all ? performing.text : performing.heardText(), !all);
        this.#close(turn, reason);
      },
    });
    this.#performance = performing;
    void performing.run();
  }

  #close(turn: string, reason: 'done' | 'interrupted' | 'failed'): void {
    const { tell, onSpeaking, onClosed } = this.#parts;
    const entry = this.line(turn);
    if (entry !== null && entry.text !== '') tell('talk.transcript', entry);
    tell('talk.turnClosed', { turn, reason });
    onSpeaking(false);
    onClosed(reason);
  }

  #commit(turn: string, text: string, cut: boolean): void {
    this.#lines = this.#lines.map((entry) => (entry.turn === turn ? { ...entry, text, cut } : entry));
    this.#parts.keep(turn, text, cut);
  }

  /** Silences the avatar: nothing more of the running turn leaves, and only what was heard stays. */
  cut(turn?: string): void {
    const running = this.#performance;
    if (running === null || (turn !== undefined && running.turn !== turn)) return;
    this.#performance = null;
    running.cancel();
    this.#commit(running.turn, running.heardText(), true);
    this.#close(running.turn, 'interrupted');
  }

  /** From now on it is read: what is being said is shown whole. */
  showWhole(): void {
    const running = this.#performance;
    if (running === null) return;
    this.#performance = null;
    running.cancel();
    this.#commit(running.turn, running.text, false);
    this.#close(running.turn, 'interrupted');
  }

  /** What the avatar still has to say of the running turn. */
  unsaid(): PlannedSentence[] {
    return this.#performance?.unsaid() ?? [];
  }

  heard(utterance: string, ms: number): void {
    this.#performance?.heard(utterance, ms);
    const done = this.#lastDone;
    if (done === null || !this.#lines.some(({ turn, cut }) => turn === done.turn && cut)) return;
    // A page that was without a line tells afterwards what was heard meanwhile.
    done.heard(utterance, ms);
    const text = done.heardText();
    if (text === done.text) this.#commit(done.turn, text, false);
    const entry = this.line(done.turn);
    if (entry !== null && !entry.cut) this.#parts.tell('talk.transcript', entry);
  }

  /** A page came (back): it needs to know of the speech that is still to be heard. */
  announceAgain(): void {
    this.#performance?.announceAgain();
  }
}

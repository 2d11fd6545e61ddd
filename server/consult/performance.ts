import { type EventData, type Lang, newId, type Utterance } from '../../protocol/index.ts';
import type { PlannedSentence } from '../dialog/types.ts';
import { FRAME_MS } from '../rooms/pacer.ts';
import type { VoicePlacement, VoiceTrack } from '../rooms/voice-track.ts';
import type { Speech, SpeechService } from '../speech/types.ts';

/** Silence between two sentences and between two clauses of one. */
const SENTENCE_GAP_MS = 240;
const CLAUSE_GAP_MS = 60;
/** How often the page is told the server's send clock. */
const BEAT_MS = 1_000;
/**
 * A citizen who hears through the room hears about this much later than we send (jitter buffer and loudspeaker); it
 * bounds what counts as heard when the page has reported nothing.
 */
const UNREPORTED_LAG_MS = 200;
/** A page that reports what is heard does so several times a second; after this long without a word it has gone. */
const REPORTS_STOPPED_MS = 1_500;

/** Sentences as one text: Chinese ones stand side by side, English ones need a space. */
function join(parts: readonly string[], lang: Lang): string {
  return parts.filter((part) => part !== '').join(lang === 'en' ? ' ' : '');
}

/** What is said in a turn, as one text. */
export function textOf(sentences: readonly PlannedSentence[]): string {
  return join(
    sentences.map((sentence) => sentence.text),
    sentences[0]?.lang ?? 'zh',
  );
}

export interface PerformanceOptions {
  turn: string;
  sentences: readonly PlannedSentence[];
  /** Real card ids, by the index that the sentences' card marks use. */
  cardIds: readonly string[];
  voice: VoiceTrack;
  speech: SpeechService;
  /** Speed of the voice; 1 is its own. */
  rate: number;
  silence: Uint8Array;
  onUtterance: (utterance: Utterance) => void;
  onBeat: (beat: EventData<'talk.beat'>) => void;
  /** The first utterance has been placed. */
  onStart: () => void;
  /** More has been heard to its end: the text heard so far. */
  onHeard: (text: string) => void;
  /** All has been sent, or nothing could be. */
  onDone: (reason: 'done' | 'failed') => void;
}

interface Placed {
  utterance: Utterance;
  speech: Speech;
  sent: boolean;
  /** What the page has reported, ms; null until it has. */
  heardMs: number | null;
}

/** One turn of the avatar: its sentences are made one after the other, placed on the voice track and announced. */
export class Performance {
  readonly turn: string;
  readonly #options: PerformanceOptions;
  readonly #abort = new AbortController();
  readonly #placed: Placed[] = [];
  #beating: NodeJS.Timeout | null = null;
  #ending: NodeJS.Timeout | null = null;
  /** When the page last said what was heard; null when it never did. */
  #reportedAt: number | null = null;
  #state: 'running' | 'cancelled' | 'done' = 'running';
  #allPlaced = false;

  constructor(options: PerformanceOptions) {
    this.turn = options.turn;
    this.#options = options;
  }

  get text(): string {
    return textOf(this.#options.sentences);
  }

  get #lang(): Lang {
    return this.#options.sentences[0]?.lang ?? 'zh';
  }

  get running(): boolean {
    return this.#state === 'running';
  }

  /** Runs to the end of making; sending goes on after it. Never rejects. */
  async run(): Promise<void> {
    const { sentences, speech, rate } = this.#options;
    const pace = rate === 1 ? {} : { rate };
    try {
      for (const [seq, sentence] of sentences.entries()) {
        const { text, lang, marks, says } = sentence;
        const request = { text, lang, marks, ...(says === undefined ? {} : { says }), ...pace };
        const made = await speech.speak(request, this.#abort.signal);
        if (this.#state !== 'running') return;
        this.#place(seq, sentence, made);
      }
      this.#allPlaced = true;
      this.#finishWhenSent();
    } catch {
      // Only an abort should end here: the speech service answers with captions alone when no engine can speak.
      if (this.#state === 'running') {
        this.#options.voice.cancel(this.turn);
        this.#end('failed');
      }
    }
  }

  #place(seq: number, sentence: PlannedSentence, made: Speech): void {
    const { voice, silence, turn } = { ...this.#options, turn: this.turn };
    const id = newId('utt');
    // Captions alone still run on the track's clock: as silence of the estimated length.
    const frames =
      made.frames.length > 0
        ? made.frames
        : new Array<Uint8Array>(Math.ceil(made.durationMs / FRAME_MS)).fill(silence);
    const before = this.#options.sentences[seq - 1];
    const usual = /[。！？!?.]$/.test(before?.text ?? '') ? SENTENCE_GAP_MS : CLAUSE_GAP_MS;
    const gapMs = Math.max(usual, before?.restMs ?? 0);
    const placement = voice.play({ turn, utterance: id, frames, gapMs }, () => this.#onSent(id));
    const utterance: Utterance = {
      id,
      turn,
      seq,
      lang: sentence.lang,
      text: made.text,
      audio: audioOf(placement, made.durationMs),
      startsInMs: placement.startsInMs,
      durationMs: made.durationMs,
      words: made.words,
      visemes: made.visemes,
      marks: made.marks.map((mark) =>
        mark.kind === 'card'
          ? { ...mark, value: this.#options.cardIds[Number(mark.value)] ?? mark.value }
          : mark,
      ),
    };
    this.#placed.push({ utterance, speech: made, sent: false, heardMs: null });
    if (this.#placed.length === 1) {
      this.#options.onStart();
      this.#beating = setInterval(() => this.#beat(), BEAT_MS);
    }
    this.#options.onUtterance(utterance);
  }

  #beat(): void {
    for (const { utterance } of this.#placed) {
      const sentMs = this.#options.voice.sentMs(utterance.id);
      if (sentMs !== null && sentMs > 0) this.#options.onBeat({ utterance: utterance.id, sentMs });
    }
  }

  #onSent(id: string): void {
    const placed = this.#placed.find(({ utterance }) => utterance.id === id);
    if (placed !== undefined) placed.sent = true;
    this.#finishWhenSent();
  }

  #finishWhenSent(): void {
    if (!this.#allPlaced || !this.#placed.every(({ sent }) => sent) || this.#ending !== null) return;
    // Sent is not yet heard: an interruption in the last moment still counts.
    this.#ending = setTimeout(() => this.#end('done'), UNREPORTED_LAG_MS);
  }

  /**
   * Whether the citizen has heard everything: the page says so, or it is there (`connected`) and cannot tell. A page that
   * reported and fell silent, or is not there, has heard what it reported.
   */
  heardAll(connected: boolean): boolean {
    if (this.heardText() === this.text) return true;
    if (!connected) return false;
    return this.#reportedAt === null || performance.now() - this.#reportedAt < REPORTS_STOPPED_MS;
  }

  #end(reason: 'done' | 'failed'): void {
    if (this.#state !== 'running') return;
    this.#state = 'done';
    this.#stopBeating();
    this.#options.onDone(reason);
  }

  #stopBeating(): void {
    if (this.#beating !== null) clearInterval(this.#beating);
    if (this.#ending !== null) clearTimeout(this.#ending);
    this.#beating = null;
  }

  /** Stops making and sending at once; the next packet is silence. */
  cancel(): void {
    if (this.#state !== 'running') return;
    this.#state = 'cancelled';
    this.#stopBeating();
    this.#abort.abort(new Error('turn cancelled'));
    for (const placed of this.#placed)
      placed.heardMs = Math.min(this.#heardMs(placed), placed.speech.durationMs);
    this.#options.voice.cancel(this.turn);
  }

  /** What the page reports, bounded by what has been sent. Unknown utterances are of a turn long over: ignored. */
  heard(utteranceId: string, ms: number): void {
    const placed = this.#placed.find(({ utterance }) => utterance.id === utteranceId);
    if (placed === undefined || this.#state === 'cancelled') return;
    this.#reportedAt = performance.now();
    const before = this.heardText();
    placed.heardMs = Math.max(placed.heardMs ?? 0, Math.min(ms, this.#sentMs(placed)));
    const after = this.heardText();
    if (after.length > before.length && placed.heardMs >= lastWordAt(placed.speech))
      this.#options.onHeard(after);
  }

  #sentMs(placed: Placed): number {
    if (placed.sent) return placed.speech.durationMs;
    return this.#options.voice.sentMs(placed.utterance.id) ?? placed.heardMs ?? 0;
  }

  #heardMs(placed: Placed): number {
    if (placed.heardMs !== null) return placed.heardMs;
    // A page that reports has not come to this one yet; one that cannot report hears a little later than we send.
    if (this.#reportedAt !== null) return 0;
    return Math.max(0, this.#sentMs(placed) - UNREPORTED_LAG_MS);
  }

  /** What the citizen has heard, up to the last word that was past its middle. */
  heardText(): string {
    const parts: string[] = [];
    for (const placed of this.#placed) {
      const { text, words } = placed.speech;
      const ms = this.#heardMs(placed);
      const isWhole = ms >= lastWordAt(placed.speech);
      parts.push(isWhole ? text : text.slice(0, words.findLast(({ t, d }) => t + d / 2 <= ms)?.to ?? 0));
      if (!isWhole) break;
    }
    return join(parts, this.#lang);
  }

  /** The sentences that were not heard to their end, to be said later. */
  unsaid(): PlannedSentence[] {
    const whole = this.#placed.filter((placed) => this.#heardMs(placed) >= lastWordAt(placed.speech)).length;
    return this.#options.sentences.slice(whole);
  }

  /** Tells the utterances that are still to be heard again: to a reloaded page, or on a new producer. */
  announceAgain(): void {
    for (const placed of this.#placed) {
      const placement = this.#options.voice.placement(placed.utterance.id);
      if (placement === null) continue;
      const audio = audioOf(placement, placed.speech.durationMs);
      placed.utterance = { ...placed.utterance, audio, startsInMs: placement.startsInMs };
      this.#options.onUtterance(placed.utterance);
    }
  }
}

/** When the last word is past its middle; captions after that are heard whole. */
function lastWordAt(speech: Speech): number {
  const last = speech.words.at(-1);
  return last === undefined ? speech.durationMs : last.t + last.d / 2;
}

function audioOf(placement: VoicePlacement, durationMs: number): Utterance['audio'] {
  const { producerId, epoch, rtpStart } = placement;
  return { producerId, epoch, rtpStart, clockRate: 48_000, durationMs };
}

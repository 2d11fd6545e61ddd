import {
  type EventData,
  type EventName,
  type HeardTrouble,
  type Lang,
  MAX_HEARD_ALTERNATIVES,
  MAX_HEARD_CHARS,
  type VoiceTurns,
} from '../../protocol/index.ts';
import { mask } from '../dialog/mask.ts';
import type { Heard } from '../dialog/types.ts';
import {
  HEARING_SURE,
  type HearingEvent,
  type HearingHints,
  type HearingService,
  type HearingStream,
  type OpusPacket,
} from '../speech/hearing/types.ts';

export interface ListeningParts {
  hearing: HearingService;
  lang: () => Lang;
  /** What the question that is open lets expect. */
  hints: () => HearingHints;
  tell: <E extends EventName>(event: E, data: EventData<E>) => void;
  /** What was heard, as a turn of the citizen. */
  say: (text: string, lang: Lang, heard: Heard) => void;
  /** Told of failures: never of what was said. */
  log: (event: string, fields: Record<string, unknown>) => void;
}

/**
 * The avatar's ear for one citizen, from the microphone being turned on until it is turned off. Sound passes through and
 * is not kept; of the words only what becomes a turn.
 */
export class Listening {
  readonly #parts: ListeningParts;
  #turns: VoiceTurns = 'self';
  #stream: HearingStream | null = null;
  #lang: Lang | null = null;
  /** A trouble is told once until something is heard again. */
  readonly #told = new Set<HeardTrouble>();

  constructor(parts: ListeningParts) {
    this.#parts = parts;
  }

  /** Whether anything here understands speech of the language in use. */
  get hears(): boolean {
    return this.#parts.hearing
      .status()
      .some(({ lang, engine }) => lang === this.#parts.lang() && engine !== null);
  }

  /** The microphone was turned on, or off. What was being said when it went off is dropped. */
  setOpen(open: boolean): void {
    this.#close();
    if (open) this.#open();
  }

  /** Who tells where speech begins and ends. */
  setTurns(turns: VoiceTurns): void {
    if (turns === this.#turns) return;
    this.#turns = turns;
    this.#reopen();
  }

  /** The language may have changed. */
  setLang(): void {
    if (this.#lang !== null && this.#lang !== this.#parts.lang()) this.#reopen();
  }

  /** What is expected may have changed; it counts from the next utterance on. */
  expect(): void {
    this.#stream?.hint(this.#parts.hints());
  }

  packet(packet: OpusPacket): void {
    this.#stream?.packet(packet);
  }

  begin(backMs?: number): void {
    if (this.#turns === 'told') this.#stream?.begin(backMs);
  }

  end(): void {
    if (this.#turns === 'told') this.#stream?.end();
  }

  cancel(): void {
    this.#stream?.cancel();
  }

  close(): void {
    this.#close();
  }

  #reopen(): void {
    if (this.#stream === null) return;
    this.#close();
    this.#open();
  }

  #close(): void {
    this.#stream?.close();
    this.#stream = null;
    this.#lang = null;
  }

  #open(): void {
    const lang = this.#parts.lang();
    this.#lang = lang;
    const opened: HearingStream = this.#parts.hearing.open({
      lang,
      hints: this.#parts.hints(),
      turns: this.#turns,
      onEvent: (event) => {
        if (this.#stream === opened) this.#onEvent(event, lang);
      },
    });
    this.#stream = opened;
  }

  #onEvent(event: HearingEvent, lang: Lang): void {
    const { tell } = this.#parts;
    if (event.type === 'error') {
      if (this.#told.has(event.code)) return;
      this.#told.add(event.code);
      this.#parts.log('hearing', { code: event.code, message: event.message });
      tell('heard.trouble', { code: event.code });
    }
    if (event.type === 'partial') {
      const text = mask(event.text).slice(0, MAX_HEARD_CHARS);
      tell('heard.partial', { utterance: event.utterance, text });
    }
    if (event.type === 'final') this.#final(event, lang);
  }

  #final(event: Extract<HearingEvent, { type: 'final' }>, lang: Lang): void {
    this.#told.clear();
    const text = event.text.trim().slice(0, MAX_HEARD_CHARS);
    const others = event.alternatives.slice(0, MAX_HEARD_ALTERNATIVES);
    const confidence = share(event.confidence);
    const sure = confidence >= HEARING_SURE;
    this.#parts.tell('heard.final', {
      utterance: event.utterance,
      text: mask(text).slice(0, MAX_HEARD_CHARS),
      lang,
      confidence,
      alternatives: others.map((other) => ({
        text: mask(other.text).slice(0, MAX_HEARD_CHARS),
        confidence: share(other.confidence),
      })),
      uncertain: !sure,
    });
    // A sound without words is no turn: a cough must not be answered.
    if (text === '') return;
    const alternatives = others.map((other) => other.text.slice(0, MAX_HEARD_CHARS));
    this.#parts.say(text, lang, { confidence, sure, alternatives });
  }
}

const share = (value: number): number => (Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0);

import type { EngineUtterance, EngineWords, HearingEngine } from './engine.ts';
import { joined, type OpusInput } from './opus-input.ts';
import { createSegmenter, type Segmenter } from './segmenter.ts';
import {
  HEARING_RATE,
  type HeardWord,
  type HearingError,
  type HearingHints,
  type HearingOptions,
  type HearingStream,
  type OpusPacket,
} from './types.ts';

/** Sound kept from before a beginning is told. ms. */
const KEPT_MS = 1500;
/** How far before its noticed beginning an utterance begins. ms. */
const BACK_MS = 300;
/** Sound is handed on in pieces of this length: less is only cost. Samples: 100 ms. */
const PIECE = 1600;
/** Packets that come before the decoder stands (some tens of ms). */
const MOST_EARLY = 250;
/** So many unreadable packets in a row are told once. */
const BAD_IN_A_ROW = 50;

const ms = (samples: number): number => (samples * 1000) / HEARING_RATE;

interface Current {
  number: number;
  /** Its first sample, of the stream. */
  first: number;
  utterance: EngineUtterance;
  pending: Int16Array[];
  pendingSamples: number;
  /** After its last sample, of the stream. */
  last: number;
  over: boolean;
}

/** One citizen's sound on its way to an engine: decodes, keeps what was just heard, cuts utterances, tells times of the stream. */
export class Stream implements HearingStream {
  readonly #options: HearingOptions;
  readonly #engine: HearingEngine | null;
  readonly #segmenter: Segmenter | null;
  #hints: HearingHints;
  #input: OpusInput | null = null;
  #opening = false;
  #early: OpusPacket[] = [];
  #bad = 0;
  #history: Int16Array[] = [];
  #historySamples = 0;
  #samples = 0;
  #numbers = 0;
  #current: Current | null = null;
  readonly #live = new Set<Current>();
  #closed = false;
  readonly #openInput: () => Promise<OpusInput>;

  constructor(options: HearingOptions, engine: HearingEngine | null, openInput: () => Promise<OpusInput>) {
    this.#options = options;
    this.#engine = engine;
    this.#hints = options.hints ?? {};
    this.#openInput = openInput;
    this.#segmenter = options.turns === 'self' ? createSegmenter() : null;
    void engine?.prepare(this.#hints);
    if (!engine) queueMicrotask(() => this.#error('no_engine', null, `nothing hears ${options.lang} here`));
  }

  get position(): number {
    return ms(this.#samples);
  }

  packet(packet: OpusPacket): void {
    if (this.#closed || !this.#engine) return;
    if (!this.#input) {
      if (this.#early.length < MOST_EARLY) this.#early.push(packet);
      this.#open();
      return;
    }
    const before = this.#input.stats.received;
    const samples = this.#input.decode(packet);
    if (this.#input.stats.received > before) this.#bad = 0;
    else if (++this.#bad === BAD_IN_A_ROW)
      this.#error('audio_invalid', null, 'packets are no Opus or come twice');
    if (samples.length > 0) this.#take(samples);
  }

  pcm(samples: Int16Array): void {
    if (!this.#closed && this.#engine && samples.length > 0) this.#take(samples.slice());
  }

  begin(backMs = BACK_MS): void {
    if (this.#closed || !this.#engine) return;
    if (this.#current) this.end();
    const back = Math.max(0, Math.min(Math.round((backMs * HEARING_RATE) / 1000), this.#historySamples));
    this.#begin(this.#engine, back);
  }

  end(): void {
    const current = this.#current;
    this.#current = null;
    if (!current || current.over) return;
    this.#flush(current);
    current.utterance.end();
  }

  cancel(): void {
    const current = this.#current;
    this.#current = null;
    if (current) this.#drop(current);
  }

  hint(hints: HearingHints): void {
    this.#hints = hints;
    void this.#engine?.prepare(hints);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#current = null;
    for (const current of [...this.#live]) this.#drop(current);
    this.#input?.close();
    this.#history = [];
    this.#early = [];
  }

  #drop(current: Current): void {
    current.over = true;
    this.#live.delete(current);
    current.utterance.cancel();
  }

  #open(): void {
    if (this.#opening) return;
    this.#opening = true;
    this.#openInput().then(
      (input) => {
        if (this.#closed) {
          input.close();
          return;
        }
        this.#input = input;
        const early = this.#early;
        this.#early = [];
        for (const packet of early) this.packet(packet);
      },
      () => this.#error('audio_invalid', null, 'the decoder does not start'),
    );
  }

  #take(samples: Int16Array): void {
    const boundaries = this.#segmenter?.feed(samples) ?? [];
    this.#samples += samples.length;
    this.#history.push(samples);
    this.#historySamples += samples.length;
    while (this.#historySamples - (this.#history[0]?.length ?? 0) >= (KEPT_MS * HEARING_RATE) / 1000)
      this.#historySamples -= this.#history.shift()?.length ?? 0;
    const current = this.#current;
    if (current && !current.over) {
      current.pending.push(samples);
      current.pendingSamples += samples.length;
      if (current.pendingSamples >= PIECE) this.#flush(current);
    }
    for (const { kind, at } of boundaries) {
      if (kind === 'end') this.end();
      else if (this.#engine) {
        const back = Math.min(this.position - at + BACK_MS, ms(this.#historySamples));
        this.#begin(this.#engine, Math.round((back * HEARING_RATE) / 1000));
        this.#options.onEvent({ type: 'start', utterance: this.#numbers, t: at });
      }
    }
  }

  #flush(current: Current): void {
    if (current.pendingSamples === 0) return;
    current.last = this.#samples;
    current.utterance.feed(joined(current.pending));
    current.pending = [];
    current.pendingSamples = 0;
  }

  #begin(engine: HearingEngine, back: number): void {
    const number = ++this.#numbers;
    const first = this.#samples - back;
    const shifted = (words: readonly HeardWord[]): HeardWord[] =>
      words.map((word) => ({ ...word, t: word.t + ms(first) }));
    const { onEvent } = this.#options;
    let current: Current | null = null;
    const settle = (): boolean => {
      if (!current || current.over) return false;
      current.over = true;
      this.#live.delete(current);
      if (this.#current === current) this.#current = null;
      return true;
    };
    const utterance = engine.begin(this.#hints, {
      onPartial: ({ text, words }: EngineWords) => {
        if (current && !current.over)
          onEvent({ type: 'partial', utterance: number, text, words: shifted(words) });
      },
      onFinal: (final) => {
        const to = ms(current?.last ?? this.#samples);
        const unasked = this.#current === current;
        if (!settle()) return;
        onEvent({
          ...final,
          type: 'final',
          utterance: number,
          words: shifted(final.words),
          from: ms(first),
          to,
          engine: engine.id,
        });
        // An engine ends what is too long for it; who goes on speaking is heard on.
        if (unasked && !this.#closed) this.#begin(engine, 0);
      },
      onError: (code, message) => {
        if (settle()) this.#error(code, number, message);
      },
    });
    const tail = joined(this.#history);
    current = {
      number,
      first,
      utterance,
      pending: back > 0 ? [tail.slice(tail.length - back)] : [],
      pendingSamples: back,
      last: this.#samples,
      over: false,
    };
    this.#live.add(current);
    this.#current = current;
    this.#flush(current);
  }

  #error(code: HearingError, utterance: number | null, message: string): void {
    if (!this.#closed) this.#options.onEvent({ type: 'error', code, utterance, message });
  }
}

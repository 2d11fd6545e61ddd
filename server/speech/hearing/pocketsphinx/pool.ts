import type { Lang } from '../../../../protocol/index.ts';
import type { EngineUtterance, UtteranceEvents } from '../engine.ts';
import { engineFinal, engineWords, type Line } from './lines.ts';
import type { ProcessModel, RecogniserProcess } from './process.ts';

/** An utterance that waits for a recogniser keeps at most this much of its sound. Samples: 30 s. */
const MOST_WAITING_SAMPLES = 30 * 16_000;
/** An utterance that nobody ends is ended. Samples: 60 s. */
const LONGEST_SAMPLES = 60 * 16_000;

type Process = Pick<RecogniserProcess, 'idle' | 'begin' | 'feed' | 'end' | 'cancel'>;

class Utterance implements EngineUtterance {
  readonly model: ProcessModel | null;
  readonly #lang: Lang;
  readonly #events: UtteranceEvents;
  readonly #leave: (utterance: Utterance) => void;
  #kept: Int16Array[] = [];
  #samples = 0;
  #ended = false;
  #over = false;
  #process: Process | null = null;
  readonly #others: Extract<Line, { kind: 'other' }>[] = [];

  constructor(
    lang: Lang,
    model: ProcessModel | null,
    events: UtteranceEvents,
    leave: (utterance: Utterance) => void,
  ) {
    this.#lang = lang;
    this.model = model;
    this.#events = events;
    this.#leave = leave;
  }

  /** A recogniser is free: what was kept goes to it. */
  take(process: Process): void {
    this.#process = process;
    process.begin(this.model, {
      onLine: (line) => this.#line(line),
      onDown: (message) => this.fail('engine_failed', message),
    });
    for (const samples of this.#kept) process.feed(samples);
    this.#kept = [];
    if (this.#ended) process.end();
  }

  feed(samples: Int16Array): void {
    if (this.#over || this.#ended) return;
    this.#samples += samples.length;
    if (this.#process) this.#process.feed(samples);
    else if (this.#samples > MOST_WAITING_SAMPLES) {
      this.fail('engine_busy', 'no recogniser was free in time');
      return;
    } else this.#kept.push(samples);
    if (this.#samples >= LONGEST_SAMPLES) this.end();
  }

  end(): void {
    if (this.#over || this.#ended) return;
    this.#ended = true;
    this.#process?.end();
  }

  cancel(): void {
    if (this.#over) return;
    this.#finish();
    this.#process?.cancel();
  }

  fail(code: 'engine_failed' | 'engine_busy', message: string): void {
    if (this.#over) return;
    this.#finish();
    this.#events.onError(code, message);
  }

  #finish(): void {
    this.#over = true;
    this.#kept = [];
    this.#leave(this);
  }

  #line(line: Line): void {
    if (this.#over) return;
    if (line.kind === 'partial') this.#events.onPartial(engineWords(line.words, this.#lang));
    else if (line.kind === 'other') this.#others.push(line);
    else if (line.kind === 'final') {
      this.#finish();
      this.#events.onFinal(engineFinal(line, this.#others, this.#lang));
    }
  }
}

/** Utterances that wait beyond the recognisers; the next one is refused: it would be too late to be of use. */
const MOST_WAITING = 16;

/** Shares recognisers among utterances: whoever begins first is heard first. */
export interface Pool {
  begin(model: ProcessModel | null, events: UtteranceEvents): EngineUtterance;
  /** A recogniser has become free. */
  serve(): void;
  close(): void;
}

export function createPool(lang: Lang, processes: readonly Process[]): Pool {
  const waiting: Utterance[] = [];
  const leave = (utterance: Utterance): void => {
    const at = waiting.indexOf(utterance);
    if (at >= 0) waiting.splice(at, 1);
  };
  const serve = (): void => {
    for (const process of processes) {
      if (!process.idle) continue;
      const next = waiting.shift();
      if (!next) return;
      next.take(process);
    }
  };
  return {
    serve,
    begin(model, events) {
      const utterance = new Utterance(lang, model, events, leave);
      if (waiting.length >= MOST_WAITING) {
        queueMicrotask(() => utterance.fail('engine_busy', 'too many utterances wait'));
        return utterance;
      }
      waiting.push(utterance);
      serve();
      return utterance;
    },
    close() {
      for (const utterance of [...waiting]) utterance.fail('engine_failed', 'closed');
    },
  };
}

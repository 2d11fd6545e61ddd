import { type Engine, faultOf, type Phrase, type Sound } from './engine.ts';

export interface ChainOptions {
  /** An engine that has not answered after this is passed over. ms. */
  timeoutMs?: number;
  /** First rest of an engine after a failure; doubled at each further one. ms. */
  backoffMs?: number;
  maxBackoffMs?: number;
  now?: () => number;
  log?: (event: string, fields: Record<string, unknown>) => void;
}

interface Health {
  failures: number;
  notBefore: number;
}

/** All phrases of one language in one clause, by one engine. */
export interface Spoken {
  engine: Engine;
  sounds: Sound[];
}

/**
 * Engines of one language in order of preference. A clause is spoken by one engine, so that the voice does not change within
 * it; one that fails, hangs, is silent or lies about its times is passed over, and rests a while.
 */
export class EngineChain {
  readonly engines: readonly Engine[];
  readonly #options: ChainOptions;
  readonly #health = new Map<Engine, Health>();

  constructor(engines: readonly Engine[], options: ChainOptions = {}) {
    this.engines = engines;
    this.#options = options;
  }

  /** The engine that will be tried first now; null when none is left. */
  first(): Engine | null {
    const now = this.#now();
    return this.engines.find((e) => (this.#health.get(e)?.notBefore ?? 0) <= now) ?? this.engines[0] ?? null;
  }

  /**
   * Speaks the phrases. Resolves with null when no engine could; rejects only with the signal's reason.
   */
  async speak(phrases: readonly Phrase[], rate: number, signal?: AbortSignal): Promise<Spoken | null> {
    const now = this.#now();
    const rested = this.engines.filter((e) => (this.#health.get(e)?.notBefore ?? 0) <= now);
    // When all rest, the last one in the row is asked all the same: a silent turn is worse than a slow one.
    const row = rested.length > 0 ? rested : this.engines.slice(-1);
    for (const engine of row) {
      try {
        const sounds = await Promise.all(phrases.map((p) => this.#one(engine, p, rate, signal)));
        this.#health.delete(engine);
        return { engine, sounds };
      } catch (error) {
        signal?.throwIfAborted();
        this.#failed(engine, error instanceof Error ? error.message : String(error));
      }
    }
    return null;
  }

  async #one(engine: Engine, phrase: Phrase, rate: number, signal?: AbortSignal): Promise<Sound> {
    const { timeoutMs = 6000 } = this.#options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no sound within ${timeoutMs} ms`)), timeoutMs);
    });
    let stop = (): void => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(signal?.reason);
      signal?.addEventListener('abort', stop, { once: true });
    });
    try {
      const sound = await Promise.race([engine.synthesise(phrase, rate, signal), late, aborted]);
      const fault = faultOf(sound, phrase);
      if (fault !== null) throw new Error(`unusable sound: ${fault}`);
      return sound;
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  #failed(engine: Engine, message: string): void {
    const { backoffMs = 1000, maxBackoffMs = 60_000, log } = this.#options;
    const failures = (this.#health.get(engine)?.failures ?? 0) + 1;
    const rest = Math.min(maxBackoffMs, backoffMs * 2 ** (failures - 1));
    this.#health.set(engine, { failures, notBefore: this.#now() + rest });
    log?.('speech.engine_failed', { engine: engine.id, lang: engine.lang, message, restMs: rest });
  }

  #now(): number {
    return (this.#options.now ?? performance.now.bind(performance))();
  }
}

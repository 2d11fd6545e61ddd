import { type ChildProcess, spawn } from 'node:child_process';
import { type Line, readLine } from './lines.ts';

/** A model that is not answered with words within this time after its end hangs. ms. */
const FINAL_WITHIN_MS = 15_000;
/** Loading the acoustic model takes half a second on a slow machine. */
const READY_WITHIN_MS = 20_000;
const FIRST_REST_MS = 250;
const LONGEST_REST_MS = 30_000;
/** Unread bytes towards the process: a minute of sound. Beyond it hangs. */
const MOST_UNREAD = 2_000_000;
/** Models kept loaded beside the general one; the least used goes first. */
const MOST_MODELS = 24;

/** The library's name of the model that it was started with. */
const GENERAL = '_default';

export interface ProcessModel {
  id: string;
  file: string;
  /** How it is loaded: a language model, or a grammar. */
  kind: 'L' | 'F';
  /** Words that the general dictionary may not hold. */
  words: readonly { word: string; phones: string }[];
}

/** What one utterance is told. */
export interface Listener {
  onLine(line: Line): void;
  onDown(message: string): void;
}

export interface ProcessOptions {
  command: string;
  args: readonly string[];
  /** Words that are in the dictionary file from the start. */
  words: ReadonlySet<string>;
  onCrash?: (message: string) => void;
  /** Told whenever it can take an utterance. */
  onIdle: () => void;
  now?: () => number;
}

/**
 * One recogniser in a process of its own; one utterance at a time. Started when first needed, again after a crash with
 * growing rests, killed when it hangs. `close()` ends it.
 */
export class RecogniserProcess {
  readonly #options: ProcessOptions;
  readonly #now: () => number;
  #child: ChildProcess | null = null;
  #rest: Buffer = Buffer.alloc(0);
  #listener: Listener | null = null;
  #watch: NodeJS.Timeout | null = null;
  #wake: NodeJS.Timeout | null = null;
  #ready = false;
  /** Begun and not yet answered: until none is left, lines are of an utterance that was dropped. */
  #begun = 0;
  #failures = 0;
  #notBefore = 0;
  #closed = false;
  readonly #words = new Set<string>();
  readonly #models = new Map<string, true>();

  constructor(options: ProcessOptions) {
    this.#options = options;
    this.#now = options.now ?? performance.now.bind(performance);
  }

  /** True when `begin` would be taken. */
  get idle(): boolean {
    return !this.#closed && this.#listener === null && this.#now() >= this.#notBefore;
  }

  /** True between its answer to the start and its end. */
  get ready(): boolean {
    return this.#ready;
  }

  warm(): void {
    if (this.idle) this.#start();
  }

  /** @param model null for the general one */
  begin(model: ProcessModel | null, listener: Listener): void {
    this.#listener = listener;
    this.#start();
    if (model) this.#load(model);
    this.#begun++;
    this.#send('B', model ? model.id : GENERAL);
  }

  feed(samples: Int16Array): void {
    this.#send('A', Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength));
  }

  end(): void {
    this.#send('E');
    this.#expect(FINAL_WITHIN_MS, 'no answer');
  }

  cancel(): void {
    this.#send('C');
    this.#free();
  }

  close(): void {
    this.#closed = true;
    if (this.#watch) clearTimeout(this.#watch);
    if (this.#wake) clearTimeout(this.#wake);
    this.#listener = null;
    this.#child?.stdin?.end();
    this.#child?.kill();
    this.#child = null;
  }

  #load({ id, file, kind, words }: ProcessModel): void {
    const known = this.#models.delete(id);
    this.#models.set(id, true);
    if (known) return;
    for (const { word, phones } of words) {
      if (this.#options.words.has(word) || this.#words.has(word)) continue;
      this.#words.add(word);
      this.#send('W', `${word}\t${phones}`);
    }
    this.#send(kind, `${id}\t${file}`);
    const oldest = this.#models.keys().next().value;
    if (this.#models.size > MOST_MODELS && oldest !== undefined) {
      this.#models.delete(oldest);
      this.#send('D', oldest);
    }
  }

  #start(): void {
    if (this.#child || this.#closed) return;
    this.#ready = false;
    this.#begun = 0;
    this.#words.clear();
    this.#models.clear();
    this.#rest = Buffer.alloc(0);
    const child = spawn(this.#options.command, [...this.#options.args], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    child.stdout?.on('data', (chunk: Buffer) => this.#read(child, chunk));
    child.stdin?.on('error', () => {});
    child.once('error', (error) => this.#down(child, error.message));
    child.once('exit', (code, signal) => this.#down(child, `ended with ${signal ?? code}`));
    this.#child = child;
    this.#expect(READY_WITHIN_MS, 'did not start');
  }

  #send(kind: string, body: string | Buffer = ''): void {
    const stdin = this.#child?.stdin;
    if (!stdin?.writable) return;
    const bytes = typeof body === 'string' ? Buffer.from(body) : Buffer.from(body);
    const head = Buffer.alloc(5);
    head.write(kind, 0, 'latin1');
    head.writeUInt32LE(bytes.length, 1);
    stdin.write(head);
    stdin.write(bytes);
    if (stdin.writableLength > MOST_UNREAD) this.#child?.kill('SIGKILL');
  }

  #expect(ms: number, what: string): void {
    if (this.#watch) clearTimeout(this.#watch);
    const child = this.#child;
    this.#watch = setTimeout(() => {
      if (child) {
        this.#down(child, `${what} within ${ms} ms`);
        child.kill('SIGKILL');
      }
    }, ms);
    this.#watch.unref();
  }

  #settled(): void {
    if (this.#watch) clearTimeout(this.#watch);
    this.#watch = null;
  }

  #free(): void {
    this.#listener = null;
    this.#settled();
    this.#options.onIdle();
  }

  #read(child: ChildProcess, chunk: Buffer): void {
    if (this.#child !== child) return;
    this.#rest = Buffer.concat([this.#rest, chunk]);
    for (let end = this.#rest.indexOf(10); end >= 0; end = this.#rest.indexOf(10)) {
      const line = readLine(this.#rest.toString('utf8', 0, end));
      this.#rest = this.#rest.subarray(end + 1);
      if (line === null) {
        this.#down(child, 'said what nobody understands');
        child.kill('SIGKILL');
        return;
      }
      this.#take(child, line);
    }
  }

  #take(child: ChildProcess, line: Line): void {
    if (line.kind === 'ready') {
      this.#ready = true;
      this.#settled();
      return;
    }
    if (line.kind === 'begun') {
      this.#begun--;
      return;
    }
    if (line.kind === 'failed') {
      this.#down(child, 'refused a language model');
      child.kill('SIGKILL');
      return;
    }
    const listener = this.#listener;
    if (this.#begun > 0) return;
    if (line.kind === 'final') {
      this.#failures = 0;
      this.#free();
    }
    listener?.onLine(line);
  }

  #down(child: ChildProcess, message: string): void {
    if (this.#child !== child) return;
    this.#child = null;
    this.#ready = false;
    this.#settled();
    if (this.#closed) return;
    this.#failures++;
    const rest = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (this.#failures - 1));
    this.#notBefore = this.#now() + rest;
    this.#options.onCrash?.(message);
    const listener = this.#listener;
    this.#listener = null;
    listener?.onDown(message);
    // Whoever waits is taken when the rest is over.
    this.#wake = setTimeout(() => this.#options.onIdle(), rest + 1);
    this.#wake.unref();
  }
}

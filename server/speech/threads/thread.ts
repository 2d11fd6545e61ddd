import { Worker } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './protocol.ts';

export interface ThreadOptions {
  /** File of the worker; it calls `serve`. */
  file: URL;
  workerData?: unknown;
  /** A call that takes longer ends the worker: it hangs. ms. */
  timeoutMs?: number;
  /** First rest after a crash, doubled at each further one up to `maxBackoffMs`. */
  backoffMs?: number;
  maxBackoffMs?: number;
  now?: () => number;
  onCrash?: (message: string) => void;
}

interface Waiting {
  done: (output: unknown) => void;
  fail: (error: Error) => void;
  timer: NodeJS.Timeout;
}

/**
 * A worker thread that answers calls. It is started at the first call, started again after a crash (with growing rests, in
 * which calls fail at once), and ended when a call hangs. `close()` ends it.
 */
export class Thread {
  readonly #options: ThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #nextId = 1;
  #crashes = 0;
  #notBefore = 0;
  #closed = false;

  constructor(options: ThreadOptions) {
    this.#options = options;
  }

  /** Sends one call. Rejects with the signal's reason, on a crash, on a timeout, and while the thread rests. */
  call<Output>(input: unknown, transfer: ArrayBuffer[] = [], signal?: AbortSignal): Promise<Output> {
    if (signal?.aborted) return Promise.reject(signal.reason);
    let worker: Worker;
    try {
      worker = this.#start();
    } catch (error) {
      return Promise.reject(error);
    }
    const id = this.#nextId++;
    return new Promise<Output>((resolve, reject) => {
      const abort = (): void => {
        const waiting = this.#waiting.get(id);
        if (!waiting) return;
        worker.postMessage({ kind: 'cancel', id } satisfies ToWorker);
        waiting.fail(signal?.reason);
      };
      const finish = (): void => {
        const waiting = this.#waiting.get(id);
        if (waiting) clearTimeout(waiting.timer);
        this.#waiting.delete(id);
        signal?.removeEventListener('abort', abort);
        if (this.#waiting.size === 0) worker.unref();
      };
      const limit = this.#options.timeoutMs ?? 15_000;
      const timer = setTimeout(() => this.#down(worker, `no answer within ${limit} ms`), limit);
      this.#waiting.set(id, {
        timer,
        done: (output) => {
          finish();
          resolve(output as Output);
        },
        fail: (error) => {
          finish();
          reject(error);
        },
      });
      signal?.addEventListener('abort', abort, { once: true });
      worker.ref();
      worker.postMessage({ kind: 'call', id, input } satisfies ToWorker, transfer);
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    const worker = this.#worker;
    this.#worker = null;
    for (const waiting of [...this.#waiting.values()]) waiting.fail(new Error('closed'));
    await worker?.terminate();
  }

  #start(): Worker {
    if (this.#closed) throw new Error('closed');
    if (this.#worker) return this.#worker;
    const now = this.#options.now ?? performance.now.bind(performance);
    if (now() < this.#notBefore) throw new Error('resting after a crash');
    const worker = new Worker(this.#options.file, {
      workerData: this.#options.workerData,
      // The test runner's own flags are not for this thread.
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') return;
      const waiting = this.#waiting.get(message.id);
      if (message.kind === 'done') {
        this.#crashes = 0;
        waiting?.done(message.output);
      } else waiting?.fail(new Error(message.message));
    });
    worker.on('error', (error) => this.#down(worker, error instanceof Error ? error.message : String(error)));
    worker.on('exit', (code) => this.#down(worker, `ended with code ${code}`));
    this.#worker = worker;
    return worker;
  }

  #down(worker: Worker, message: string): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    void worker.terminate();
    if (this.#closed) return;
    this.#crashes++;
    const { backoffMs = 500, maxBackoffMs = 60_000, now = performance.now.bind(performance) } = this.#options;
    this.#notBefore = now() + Math.min(maxBackoffMs, backoffMs * 2 ** (this.#crashes - 1));
    this.#options.onCrash?.(message);
    for (const waiting of [...this.#waiting.values()]) waiting.fail(new Error(message));
  }
}

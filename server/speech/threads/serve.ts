import { parentPort } from 'node:worker_threads';
import type { FromWorker, ToWorker } from './protocol.ts';

/** What a handler gives back; `transfer` names the buffers that move instead of being copied. */
export interface Served<Output> {
  output: Output;
  transfer: ArrayBuffer[];
}

/**
 * Runs calls one after the other in a worker thread. A call that is cancelled before its turn is never begun. Between
 * two calls the thread reads its messages, so that a cancel overtakes the queue.
 */
export function serve<Input, Output>(
  handle: (input: Input) => Served<Output> | Promise<Served<Output>>,
): void {
  const port = parentPort;
  if (!port) throw new Error('this file runs in a worker thread');
  const queue: { id: number; input: Input }[] = [];
  let running = false;
  const next = async (): Promise<void> => {
    const job = queue.shift();
    if (!job) {
      running = false;
      return;
    }
    try {
      const { output, transfer } = await handle(job.input);
      port.postMessage({ kind: 'done', id: job.id, output } satisfies FromWorker, transfer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      port.postMessage({ kind: 'failed', id: job.id, message } satisfies FromWorker);
    }
    setImmediate(() => void next());
  };
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'cancel') {
      const at = queue.findIndex((job) => job.id === message.id);
      if (at >= 0) queue.splice(at, 1);
      return;
    }
    queue.push({ id: message.id, input: message.input as Input });
    if (running) return;
    running = true;
    setImmediate(() => void next());
  });
  port.postMessage({ kind: 'ready' } satisfies FromWorker);
}

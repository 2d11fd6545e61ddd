/** What crosses between a `Thread` and the `serve` of its worker. */
export type ToWorker = { kind: 'call'; id: number; input: unknown } | { kind: 'cancel'; id: number };
export type FromWorker =
  | { kind: 'ready' }
  | { kind: 'done'; id: number; output: unknown }
  | { kind: 'failed'; id: number; message: string };

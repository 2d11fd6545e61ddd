import { EventEmitter } from 'node:events';
import { createWorker, type types } from 'mediasoup';
import { AppError } from '../../protocol/index.ts';

/** Above this share of one core a worker gets no new room (edumeet and LiveKit draw the line there too). */
export const MAX_LOAD = 0.7;
/** How often the workers' CPU is measured. */
const MEASURE_EVERY_MS = 1_000;
/** A worker that dies again and again is brought back more and more slowly. */
const RESTART_DELAYS_MS = [0, 200, 1_000, 5_000, 15_000];
/** After this long without a death the count starts anew. */
const HEALTHY_AFTER_MS = 60_000;

export interface WorkerPoolOptions {
  /** Path of the media worker's binary; undefined: mediasoup's own or MEDIASOUP_WORKER_BIN. */
  workerBin?: string | undefined;
  count: number;
  /** Address to listen on, and the first of the ports: worker n listens on UDP and TCP `port + n`. */
  listenAddress: string;
  announcedAddress?: string | undefined;
  port: number;
  log?: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

/** One media worker with the one UDP and TCP port of all its rooms. */
export interface MediaWorker {
  readonly index: number;
  readonly worker: types.Worker;
  readonly webRtcServer: types.WebRtcServer;
  /** Share of one core used in the last second, 0 to 1. */
  load: number;
  /** Rooms it carries now: tells equally loaded workers apart before their load can be measured. */
  rooms: number;
}

interface PoolEvents {
  /** A worker died; its rooms have lost their media. A new one is on its way. */
  died: [index: number];
  /** A worker stands (again). */
  ready: [MediaWorker];
  /** A worker did not come back this time: its rooms should go elsewhere. */
  missing: [index: number];
}

/**
 * Where the next room goes: to the least loaded worker, among equals to the one with the fewest rooms; null when all
 * are above `MAX_LOAD`. Loads within 5 % are equal: what was placed in the last second does not show in them yet.
 */
export function leastLoaded<W extends { load: number; rooms: number }>(workers: readonly W[]): W | null {
  const step = ({ load }: W): number => Math.round(load * 20);
  const [best] = workers
    .filter(({ load }) => load <= MAX_LOAD)
    .sort((a, b) => step(a) - step(b) || a.rooms - b.rooms);
  return best ?? null;
}

/** The media workers: one per core, measured, replaced when they die. */
export class WorkerPool extends EventEmitter<PoolEvents> {
  readonly #options: WorkerPoolOptions;
  readonly #workers = new Map<number, MediaWorker>();
  readonly #deaths = new Map<number, { count: number; at: number }>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #measuring: NodeJS.Timeout | null = null;
  #closed = false;

  private constructor(options: WorkerPoolOptions) {
    super();
    this.#options = options;
    this.setMaxListeners(0);
  }

  /** @throws AppError `worker_missing` when the binary cannot run, `port_taken` when a media port is in use. */
  static async create(options: WorkerPoolOptions): Promise<WorkerPool> {
    const pool = new WorkerPool(options);
    try {
      for (let index = 0; index < options.count; index += 1) await pool.#start(index);
    } catch (error) {
      pool.close();
      throw error;
    }
    const usage = new Map<types.Worker, number>();
    pool.#measuring = setInterval(() => void pool.#measure(usage), MEASURE_EVERY_MS);
    pool.#measuring.unref();
    return pool;
  }

  async #start(index: number): Promise<void> {
    const { workerBin, listenAddress, announcedAddress, port } = this.#options;
    let worker: types.Worker;
    try {
      worker = await createWorker({ logLevel: 'error', ...(workerBin === undefined ? {} : { workerBin }) });
    } catch (cause) {
      throw new AppError('worker_missing', 'The media worker does not start. Run "npm run doctor".', {
        cause,
      });
    }
    const listen = {
      ip: listenAddress,
      port: port + index,
      ...(announcedAddress ? { announcedAddress } : {}),
    };
    let webRtcServer: types.WebRtcServer;
    try {
      webRtcServer = await worker.createWebRtcServer({
        listenInfos: [
          { protocol: 'udp', ...listen },
          { protocol: 'tcp', ...listen },
        ],
      });
    } catch (cause) {
      worker.close();
      throw new AppError(
        'port_taken',
        `Media port ${port + index} cannot be opened on ${listenAddress}. Set GOVATAR_RTC_PORT to a free range or end the other program.`,
        { cause },
      );
    }
    if (this.#closed) {
      worker.close();
      return;
    }
    const entry: MediaWorker = { index, worker, webRtcServer, load: 0, rooms: 0 };
    worker.on('died', () => this.#onDied(index));
    this.#workers.set(index, entry);
    this.emit('ready', entry);
  }

  #onDied(index: number): void {
    this.#workers.delete(index);
    if (this.#closed) return;
    const now = Date.now();
    const before = this.#deaths.get(index);
    const count = before !== undefined && now - before.at < HEALTHY_AFTER_MS ? before.count + 1 : 0;
    this.#deaths.set(index, { count, at: now });
    this.#options.log?.('error', 'media worker died', { worker: index, deaths: count + 1 });
    this.emit('died', index);
    this.#restartLater(index, count);
  }

  #restartLater(index: number, count: number): void {
    const delay = RESTART_DELAYS_MS[Math.min(count, RESTART_DELAYS_MS.length - 1)] ?? 0;
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#start(index).then(
        () => this.#options.log?.('info', 'media worker is back', { worker: index }),
        (error: unknown) => {
          this.#options.log?.('error', 'media worker does not come back', {
            worker: index,
            error: String(error),
          });
          if (this.#closed) return;
          this.emit('missing', index);
          this.#restartLater(index, count + 1);
        },
      );
    }, delay);
    this.#timers.add(timer);
  }

  async #measure(usage: Map<types.Worker, number>): Promise<void> {
    await Promise.all(
      [...this.#workers.values()].map(async (entry) => {
        try {
          const { ru_utime, ru_stime } = await entry.worker.getResourceUsage();
          const used = ru_utime + ru_stime;
          const before = usage.get(entry.worker) ?? used;
          usage.set(entry.worker, used);
          entry.load = (used - before) / MEASURE_EVERY_MS;
        } catch {
          // It died between two measurements; `died` takes care of it.
          usage.delete(entry.worker);
        }
      }),
    );
  }

  /** The least loaded worker. @throws AppError `server_busy` when all are above `MAX_LOAD` or none stands. */
  pick(): MediaWorker {
    const best = leastLoaded([...this.#workers.values()]);
    if (best === null) throw new AppError('server_busy', 'All lines are busy.', { retryAfterMs: 10_000 });
    return best;
  }

  /** Whether a new room would be admitted. */
  hasRoom(): boolean {
    return leastLoaded([...this.#workers.values()]) !== null;
  }

  /** For metrics: process id and load of each worker. */
  status(): { index: number; pid: number; load: number }[] {
    return [...this.#workers.values()].map(({ index, worker, load }) => ({ index, pid: worker.pid, load }));
  }

  close(): void {
    this.#closed = true;
    if (this.#measuring !== null) clearInterval(this.#measuring);
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { worker } of this.#workers.values()) worker.close();
    this.#workers.clear();
    this.removeAllListeners();
  }
}

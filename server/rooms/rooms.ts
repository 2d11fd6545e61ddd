import { AppError } from '../../protocol/index.ts';
import { LineChecks } from './line-checks.ts';
import { Pacer } from './pacer.ts';
import { Room } from './room.ts';
import { VoiceTrack } from './voice-track.ts';
import { type MediaWorker, WorkerPool, type WorkerPoolOptions } from './workers.ts';

export interface RoomsOptions extends WorkerPoolOptions {
  /** One Opus packet of coded silence (20 ms). */
  silence: Uint8Array;
  maxRooms: number;
}

/** All rooms of this process, on its media workers. */
export class Rooms {
  readonly #options: RoomsOptions;
  readonly #pool: WorkerPool;
  readonly #pacer = new Pacer();
  /** For pages that try their line before a call. */
  readonly lineChecks: LineChecks;
  readonly #rooms = new Map<string, { room: Room; stopPacing: () => void }>();

  private constructor(options: RoomsOptions, pool: WorkerPool) {
    this.#options = options;
    this.#pool = pool;
    this.lineChecks = new LineChecks(() => pool.pick());
    pool.on('died', (index) => {
      for (const { room } of this.#rooms.values()) if (room.workerIndex === index) room.fall();
    });
    pool.on('ready', (media) => void this.#rehome(media.index, () => media));
    pool.on('missing', (index) => void this.#rehome(index, () => pool.pick()));
  }

  /** @throws AppError `worker_missing` or `port_taken`. */
  static async open(options: RoomsOptions): Promise<Rooms> {
    return new Rooms(options, await WorkerPool.create(options));
  }

  /** @throws AppError `server_busy` when no worker has room left. */
  async create(id: string): Promise<Room> {
    if (this.#rooms.size >= this.#options.maxRooms) {
      throw new AppError('server_busy', 'All lines are busy.', { retryAfterMs: 10_000 });
    }
    const media = this.#pool.pick();
    const voice = new VoiceTrack({ silence: this.#options.silence });
    const room = new Room(id, voice);
    await room.stand(media);
    this.#rooms.set(id, { room, stopPacing: this.#pacer.add((skipped) => voice.tick(skipped)) });
    return room;
  }

  /** Brings the rooms back whose worker died: on the one that has come up in its place, or on another. */
  async #rehome(index: number, place: () => MediaWorker): Promise<void> {
    for (const { room } of [...this.#rooms.values()]) {
      if (room.workerIndex !== index || room.standing || room.closed) continue;
      try {
        await room.stand(place());
      } catch (error) {
        this.#options.log?.('error', 'room does not come back', { room: room.id, error: String(error) });
      }
    }
  }

  get(id: string): Room | undefined {
    return this.#rooms.get(id)?.room;
  }

  get size(): number {
    return this.#rooms.size;
  }

  /** Whether a new consultation would be admitted. */
  hasRoom(): boolean {
    return this.#rooms.size < this.#options.maxRooms && this.#pool.hasRoom();
  }

  workers(): { index: number; pid: number; load: number }[] {
    return this.#pool.status();
  }

  closeRoom(id: string): void {
    const entry = this.#rooms.get(id);
    if (entry === undefined) return;
    entry.stopPacing();
    entry.room.close();
    this.#rooms.delete(id);
  }

  close(): void {
    for (const id of [...this.#rooms.keys()]) this.closeRoom(id);
    this.lineChecks.close();
    this.#pacer.close();
    this.#pool.close();
  }
}

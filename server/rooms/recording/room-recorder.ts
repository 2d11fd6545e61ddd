import type { types } from 'mediasoup';
import { type Party, receives } from '../who-hears-whom.ts';
import { TrackRecorder } from './track-recorder.ts';
import type { PieceSink, TrackInfo } from './types.ts';

/** A track that flows in the room now. */
export interface RoomTrack {
  producer: types.Producer;
  party: Party;
  info: TrackInfo;
}

export interface RoomRecorderParts {
  /** The room's media; null while they are being restored. */
  router: () => types.Router | null;
  tracks: () => RoomTrack[];
  /** Calls whenever the tracks, or who may receive them, have changed. @returns how to give it up */
  onTracks: (listener: () => void) => () => void;
  sink: PieceSink;
  ffmpeg: string;
  now: () => number;
  log: (event: string, fields: Record<string, unknown>) => void;
}

/** A recorder that ended by itself is begun again after this, so often. */
const AGAIN_AFTER_MS = 1_000;
const MAX_FAILURES = 5;

/**
 * Records what the table lets the recorder receive, each track in pieces of its own: a track that comes begins a piece, one that
 * goes (or may not be received any more) ends it. While it rests nothing is received at all.
 */
export class RoomRecorder {
  readonly #parts: RoomRecorderParts;
  readonly #running = new Map<string, TrackRecorder>();
  readonly #ending = new Set<Promise<void>>();
  readonly #off: () => void;
  /** Tracks whose recorder ended by itself, and how often. */
  readonly #failures = new Map<string, number>();
  readonly #retrying = new Set<NodeJS.Timeout>();
  #rests: boolean;
  #closed = false;

  /** `rests`: begins without recording. */
  constructor(parts: RoomRecorderParts, { rests = false }: { rests?: boolean } = {}) {
    this.#parts = parts;
    this.#rests = rests;
    this.#off = parts.onTracks(() => this.#look());
    this.#look();
  }

  /** Tracks being written now. */
  get tracks(): number {
    return this.#running.size;
  }

  /** Nothing is received from now on (true), or it goes on (false). */
  rest(rests: boolean): void {
    this.#rests = rests;
    this.#look();
  }

  #wanted(): Map<string, RoomTrack> {
    if (this.#rests || this.#closed) return new Map();
    return new Map(
      this.#parts
        .tracks()
        .filter(
          ({ producer, party, info }) =>
            !producer.closed &&
            (this.#failures.get(producer.id) ?? 0) <= MAX_FAILURES &&
            receives('recorder', party, info.source),
        )
        .map((track) => [track.producer.id, track]),
    );
  }

  #look(): void {
    const wanted = this.#wanted();
    for (const [id, recorder] of [...this.#running]) {
      if (wanted.has(id)) continue;
      this.#running.delete(id);
      void recorder.stop();
    }
    const router = this.#parts.router();
    if (router === null) return;
    for (const [id, track] of wanted) if (!this.#running.has(id)) this.#begin(id, track, router);
  }

  #begin(id: string, { producer, info }: RoomTrack, router: types.Router): void {
    const { sink, ffmpeg, now, log } = this.#parts;
    const recorder = new TrackRecorder({ router, producer, piece: sink.open(info), ffmpeg, now, log });
    this.#running.set(id, recorder);
    const over = recorder.ended.then(() => {
      this.#ending.delete(over);
      if (this.#running.get(id) !== recorder) return;
      // Nobody has told it to: it is tried again, in a piece of its own.
      this.#running.delete(id);
      this.#again(id);
    });
    this.#ending.add(over);
    void recorder.start();
  }

  #again(id: string): void {
    this.#failures.set(id, (this.#failures.get(id) ?? 0) + 1);
    if (this.#closed) return;
    const timer = setTimeout(() => {
      this.#retrying.delete(timer);
      this.#look();
    }, AGAIN_AFTER_MS);
    timer.unref();
    this.#retrying.add(timer);
  }

  /** Ends all pieces. Resolves when they are written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#off();
    for (const timer of this.#retrying) clearTimeout(timer);
    this.#look();
    await Promise.all([...this.#ending]);
  }
}

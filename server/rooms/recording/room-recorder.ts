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

/**
 * Records what the table lets the recorder receive, each track in pieces of its own: a track that comes begins a piece, one that
 * goes (or may not be received any more) ends it. While it rests nothing is received at all.
 */
export class RoomRecorder {
  readonly #parts: RoomRecorderParts;
  readonly #running = new Map<string, TrackRecorder>();
  readonly #ending = new Set<Promise<void>>();
  readonly #off: () => void;
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
        .filter(({ producer, party, info }) => !producer.closed && receives('recorder', party, info.source))
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
      if (this.#running.get(id) === recorder) this.#running.delete(id);
    });
    this.#ending.add(over);
    void recorder.start();
  }

  /** Ends all pieces. Resolves when they are written. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#off();
    this.#look();
    await Promise.all([...this.#ending]);
  }
}

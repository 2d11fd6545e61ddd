import type { EventData, RecordingRest, Utterance } from '../../../protocol/index.ts';
import type { Piece, PieceSink, TrackInfo } from '../../rooms/recording/types.ts';
import type { RecordingFiles } from '../../store/recordings.ts';
import type { IndexLine } from './index-lines.ts';

/** Whoever kills the process takes no more than this of what was recorded, ms (ffmpeg holds another second). */
const FLUSH_EVERY_MS = 1_000;
export const INDEX_NAME = /^index-(\d+)$/;

interface Flushed {
  write(bytes: Uint8Array): void;
  flush(): Promise<void>;
  close(): Promise<void>;
}

export interface KeeperParts {
  files: RecordingFiles;
  now: () => number;
  /** Public name and number of whoever sends a track; null for the citizen and the avatar. */
  nameOf: (peer: string) => string | null;
  log: (event: string, fields: Record<string, unknown>) => void;
}

/**
 * Keeps what is recorded of one call by this process: the pieces in sealed files, and an index of what they are, when the
 * avatar said what, and when nothing was recorded. A later process adds an index of its own.
 */
export class Keeper implements PieceSink {
  readonly #parts: KeeperParts;
  readonly #run: number;
  readonly #index: Flushed;
  readonly #open = new Set<Flushed>();
  readonly #flushing: NodeJS.Timeout;
  /** Turns whose end is not known yet. */
  readonly #said = new Set<string>();
  #pieces = 0;
  #writes: Promise<unknown> = Promise.resolve();

  private constructor(parts: KeeperParts, run: number, index: Flushed) {
    this.#parts = parts;
    this.#run = run;
    this.#index = index;
    this.#flushing = setInterval(() => {
      for (const file of this.#open) file.flush().catch(this.#lost);
    }, FLUSH_EVERY_MS);
    this.#flushing.unref();
  }

  static async begin(parts: KeeperParts): Promise<Keeper> {
    const runs = (await parts.files.list()).flatMap((name) => INDEX_NAME.exec(name)?.[1] ?? []);
    const run = Math.max(-1, ...runs.map(Number)) + 1;
    return new Keeper(parts, run, await parts.files.create(`index-${run}`));
  }

  readonly #lost = (error: unknown): void =>
    this.#parts.log('a recording could not be written', { pii: String(error) });

  #line(line: IndexLine): void {
    this.#index.write(Buffer.from(`${JSON.stringify(line)}\n`, 'utf8'));
    this.#index.flush().catch(this.#lost);
  }

  open(track: TrackInfo): Piece {
    const { files, now, nameOf } = this.#parts;
    const file = `piece-${this.#run}-${this.#pieces++}`;
    const { peer, role, source, kind, codec, epoch } = track;
    this.#line({ k: 'open', file, at: now(), peer, role, source, kind, codec, epoch, name: nameOf(peer) });
    const opening = files.create(file).then((writer) => {
      this.#open.add(writer);
      return writer;
    });
    // Bytes come in their order, also while the file is still being made.
    let writing: Promise<unknown> = opening;
    const inOrder = (work: (writer: Awaited<typeof opening>) => void | Promise<void>): Promise<void> => {
      const done = writing.then(async () => work(await opening));
      writing = done.catch(this.#lost);
      return done;
    };
    return {
      write: (bytes) => void inOrder((writer) => writer.write(bytes)).catch(() => {}),
      placed: (clock) => this.#line({ k: 'placed', file, clock }),
      end: async (clock) => {
        this.#line({ k: 'end', file, clock });
        const ended = inOrder(async (writer) => {
          this.#open.delete(writer);
          await writer.close();
        });
        this.#writes = Promise.allSettled([this.#writes, ended]);
        await ended;
      },
    };
  }

  said(utterance: Utterance): void {
    this.#said.add(utterance.turn);
    this.#line({ k: 'say', at: this.#parts.now() + utterance.startsInMs, utterance });
  }

  closed({ turn, reason }: EventData<'talk.turnClosed'>): void {
    if (this.#said.delete(turn) && reason !== 'done') this.#line({ k: 'cut', at: this.#parts.now(), turn });
  }

  rests(why: RecordingRest | null): void {
    this.#line({ k: 'rest', at: this.#parts.now(), why });
  }

  /** Nothing comes any more. Resolves when everything is on the disk. */
  async close(): Promise<void> {
    clearInterval(this.#flushing);
    await this.#writes;
    await this.#index.close();
  }
}

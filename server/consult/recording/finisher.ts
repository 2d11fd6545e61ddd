import { type RecordedPicture, RecordingManifest } from '../../../protocol/index.ts';
import { type Made, run } from '../../rooms/recording/ffmpeg.ts';
import { mixFilter } from '../../rooms/recording/sound.ts';
import type { RecordingFiles, RecordingRecord, RecordingStore } from '../../store/recordings.ts';
import { type Assembled, assemble, type PlacedPiece } from './assemble.ts';
import { readLines } from './index-lines.ts';
import { INDEX_NAME } from './keeper.ts';

/** Bits per second of the mixed sound: speech of several people. */
const SOUND_BPS = 48_000;
const SOUND_FILE = 'sound.webm';

export interface FinisherParts {
  store: RecordingStore;
  ffmpeg: string;
  /** Whether the call goes on in this process: then its recording is not over. */
  isLive: (consultation: string) => boolean;
  log: (level: 'info' | 'warn' | 'error', event: string, fields: Record<string, unknown>) => void;
}

/**
 * Makes recordings ready to be played, one after the other and behind everything else: the sound of all mixed into one file, each
 * picture repacked so that it can be sought in, and the manifest. What was written piece by piece goes then.
 */
export class Finisher {
  readonly #parts: FinisherParts;
  readonly #abort = new AbortController();
  readonly #waiting = new Set<string>();
  #work: Promise<void> = Promise.resolve();

  constructor(parts: FinisherParts) {
    this.#parts = parts;
  }

  /** A recording is over. */
  over(id: string): void {
    if (this.#waiting.has(id) || this.#abort.signal.aborted) return;
    this.#waiting.add(id);
    this.#work = this.#work.then(async () => {
      try {
        await this.#finish(id);
      } catch (error) {
        if (this.#abort.signal.aborted) return;
        this.#parts.log('error', 'a recording cannot be made ready', { recording: id, pii: String(error) });
        await this.#parts.store.update(id, { state: 'failed' }).catch(() => {});
      } finally {
        this.#waiting.delete(id);
      }
    });
  }

  /**
   * Looks for recordings that an earlier process has left: those that were over are made ready; those still open only when
   * nobody can come back to the call any more (`orphansToo`).
   */
  async recover(orphansToo: boolean): Promise<void> {
    for (const { id, consultation, state } of await this.#parts.store.unfinished()) {
      if (this.#parts.isLive(consultation)) continue;
      if (state === 'open' && !orphansToo) continue;
      if (state === 'open') await this.#parts.store.update(id, { state: 'closed', endedAt: Date.now() });
      this.over(id);
    }
  }

  /** Resolves when nothing is left to be done. */
  idle(): Promise<void> {
    return this.#work;
  }

  async #finish(id: string): Promise<void> {
    const { store, log } = this.#parts;
    const record = await store.find(id);
    // It was erased meanwhile, or is ready already.
    if (record === null || record.state === 'ready') return;
    const files = await store.files(id);
    const manifest = await this.#make(record, files);
    if (manifest === null) {
      // Agreed to, and nothing ever came: there is nothing to keep.
      await store.remove(id);
      return;
    }
    const bytes = (manifest.sound?.bytes ?? 0) + manifest.pictures.reduce((sum, { bytes }) => sum + bytes, 0);
    await store.update(id, { state: 'ready', manifest, bytes });
    // Erased while it was being made: what was written meanwhile goes as well.
    if ((await store.find(id)) === null) {
      await store.remove(id);
      return;
    }
    for (const name of await files.list())
      if (name.startsWith('piece-') || INDEX_NAME.test(name)) await files.remove(name);
    log('info', 'a recording is ready', { recording: id, bytes, ms: manifest.durationMs });
  }

  async #make(record: RecordingRecord, files: RecordingFiles): Promise<RecordingManifest | null> {
    const runs = (await files.list())
      .flatMap((name) => INDEX_NAME.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
    const lines = [];
    for (const run of runs) lines.push(...readLines(await textOf(files, `index-${run}`)));
    const put = assemble(lines);
    if (put === null) return null;
    const sound = await this.#sound(files, put);
    const pictures: RecordedPicture[] = [];
    for (const piece of put.pieces.filter(({ kind }) => kind === 'video'))
      pictures.push(...(await this.#picture(files, piece, pictures.length, put.startedAt)));
    const ends = pictures.map(({ atMs, durationMs }) => atMs + durationMs);
    return RecordingManifest.parse({
      id: record.id,
      consultation: record.consultation,
      startedAt: put.startedAt,
      durationMs: Math.max(sound?.durationMs ?? 0, ...ends),
      sound: sound === null ? null : { file: SOUND_FILE, mime: 'audio/webm', bytes: sound.bytes },
      pictures,
      rests: put.rests,
      avatar: put.avatar,
    });
  }

  async #sound(
    files: RecordingFiles,
    { pieces, startedAt }: Assembled,
  ): Promise<{ bytes: number; durationMs: number } | null> {
    const sounds = pieces.filter(({ kind }) => kind === 'audio');
    if (sounds.length === 0) return null;
    const filter = mixFilter(
      sounds.map(({ at, scale }) => ({ at: at - startedAt, scale })),
      'mix',
    );
    const made = await run({
      ffmpeg: this.#parts.ffmpeg,
      inputs: sounds.map(({ file }) => files.read(file, { cut: true })),
      args: ({ input, output }) => [
        ...sounds.flatMap((_one, index) => ['-copyts', '-f', 'matroska', '-i', input(index)]),
        ...['-filter_complex', filter, '-map', '[mix]', '-c:a', 'libopus', '-b:a', `${SOUND_BPS}`],
        ...['-application', 'voip', '-f', 'webm', output],
      ],
      expectedBytes: 16e6,
      signal: this.#abort.signal,
    });
    return { durationMs: made.durationMs, bytes: await this.#keep(files, SOUND_FILE, made) };
  }

  /** A picture that never became one (no key frame came) is left out. */
  async #picture(
    files: RecordingFiles,
    piece: PlacedPiece,
    index: number,
    startedAt: number,
  ): Promise<RecordedPicture[]> {
    // WebM holds VP8; H.264 goes into MP4.
    const [container, ...flags] = piece.codec === 'h264' ? ['mp4', '-movflags', '+faststart'] : ['webm'];
    let made: Made;
    try {
      made = await run({
        ffmpeg: this.#parts.ffmpeg,
        inputs: [files.read(piece.file, { cut: true })],
        args: ({ input, output }) => [
          ...['-copyts', '-f', 'matroska', '-i', input(0), '-map', '0:v', '-c', 'copy'],
          ...[...flags, '-f', container ?? 'webm', output],
        ],
        expectedBytes: 64e6,
        signal: this.#abort.signal,
      });
    } catch (error) {
      if (this.#abort.signal.aborted) throw error;
      this.#parts.log('warn', 'a picture of a recording cannot be used', { error: String(error) });
      return [];
    }
    const file = `picture-${index}.${container}`;
    const bytes = await this.#keep(files, file, made);
    const { role, source, name, at } = piece;
    const place = { atMs: Math.max(0, at - startedAt), durationMs: made.durationMs };
    return [{ file, mime: `video/${container}`, bytes, role, source, name, ...place }];
  }

  async #keep(files: RecordingFiles, name: string, made: Made): Promise<number> {
    try {
      // What an attempt that was cut off has left.
      await files.remove(name);
      const writer = await files.create(name);
      for await (const bytes of made.read()) {
        writer.write(bytes);
        await writer.drained();
      }
      await writer.close();
      return made.bytes;
    } finally {
      await made.close();
    }
  }

  async close(): Promise<void> {
    this.#abort.abort();
    await this.#work;
  }
}

async function textOf(files: RecordingFiles, name: string): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of files.read(name, { cut: true })) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

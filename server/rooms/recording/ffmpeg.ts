import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { type FileHandle, open, statfs, unlink } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** What ffmpeg said, as much as tells the cause. */
const SAID_CHARS = 2_000;
/** Place in memory that must stay free beside a result, bytes. */
const MEMORY_SPARE_BYTES = 256e6;
const READ_BYTES = 1 << 16;

/** Whether the program is there and runs. */
export function ffmpegRuns(ffmpeg: string): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(ffmpeg, ['-hide_banner', '-version'], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

/**
 * A file that nobody else can open and that is gone with this process: its name is taken away at once. In memory where
 * there is place for it (Linux), so that nothing of a person stands unsealed on a disk.
 */
async function namelessFile(expectedBytes: number): Promise<FileHandle> {
  const memory = await statfs('/dev/shm').then(
    ({ bavail, bsize }) => bavail * bsize > expectedBytes + MEMORY_SPARE_BYTES,
    () => false,
  );
  const path = join(memory ? '/dev/shm' : tmpdir(), `govatar-${randomBytes(12).toString('hex')}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}

export interface Job {
  ffmpeg: string;
  /** Each is an input of its own, named in `args` by its place. */
  inputs: readonly AsyncIterable<Uint8Array>[];
  /** Arguments; `input(i)` and `output` name the streams. */
  args: (names: { input: (index: number) => string; output: string }) => string[];
  /** About how large the result will be, bytes. */
  expectedBytes: number;
  signal: AbortSignal;
}

export interface Made {
  durationMs: number;
  bytes: number;
  /** The result, once. */
  read(): AsyncGenerator<Buffer>;
  /** Frees it. */
  close(): Promise<void>;
}

/** Descriptors of the child: 3 is the result, the inputs follow. */
const OUTPUT_FD = 3;

/**
 * Runs ffmpeg over streams, behind everything else on the machine; the result is a file without a name, because a container that
 * can be sought in has to be written back and forth.
 * @throws Error with what ffmpeg said
 */
export async function run({ ffmpeg, inputs, args, expectedBytes, signal }: Job): Promise<Made> {
  const file = await namelessFile(expectedBytes);
  try {
    const names = {
      input: (index: number): string => `pipe:${OUTPUT_FD + 1 + index}`,
      output: `file:/dev/fd/${OUTPUT_FD}`,
    };
    const child = spawn(
      ffmpeg,
      ['-hide_banner', '-loglevel', 'error', '-nostats', '-progress', 'pipe:1', '-y', ...args(names)],
      { stdio: ['ignore', 'pipe', 'pipe', file.fd, ...inputs.map(() => 'pipe' as const)], signal },
    );
    const fed = Promise.allSettled(inputs.map((input, index) => feed(child, index, input)));
    const durationMs = await ended(child);
    await fed;
    const { size: bytes } = await file.stat();
    return { durationMs, bytes, read: () => readAll(file), close: () => file.close() };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function feed(child: ChildProcess, index: number, input: AsyncIterable<Uint8Array>): Promise<void> {
  const to = child.stdio[OUTPUT_FD + 1 + index] as Writable | null | undefined;
  if (to) await pipeline(Readable.from(input, { objectMode: false }), to);
}

/** Resolves with the length of the result, ms. */
function ended(child: ChildProcess): Promise<number> {
  return new Promise((resolve, reject) => {
    let said = '';
    let told = '';
    let durationMs = 0;
    try {
      if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    } catch {
      // It has ended already.
    }
    child.stderr?.on('data', (bytes: Buffer) => {
      if (said.length < SAID_CHARS) said += bytes.toString('utf8');
    });
    child.stdout?.on('data', (bytes: Buffer) => {
      const lines = (told + bytes.toString('utf8')).split('\n');
      told = lines.pop() ?? '';
      for (const line of lines) {
        const micros = /^out_time_us=(\d+)$/.exec(line)?.[1];
        if (micros !== undefined) durationMs = Number(micros) / 1_000;
      }
    });
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(durationMs);
      else reject(new Error(`ffmpeg ended with ${code}: ${said.slice(0, SAID_CHARS)}`));
    });
  });
}

async function* readAll(file: FileHandle): AsyncGenerator<Buffer> {
  for (let at = 0; ; ) {
    const part = Buffer.alloc(READ_BYTES);
    const { bytesRead } = await file.read(part, 0, READ_BYTES, at);
    if (bytesRead === 0) return;
    yield part.subarray(0, bytesRead);
    at += bytesRead;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Encoder {
  /** Takes one frame (JPEG); resolves when there is room for the next. */
  take(frame: Buffer): Promise<void>;
  /** Ends the film; rejects with what ffmpeg said when it failed. */
  done(): Promise<void>;
}

/** The line that helps when ffmpeg is not there. */
const MISSING = 'ffmpeg is missing: apt-get install ffmpeg';

/** Runs ffmpeg to its end. */
export async function ffmpeg(args: readonly string[]): Promise<void> {
  await begin(args).done();
}

function begin(args: readonly string[]): Encoder {
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (piece: Buffer) => {
    said += piece.toString();
  });
  child.stdin.on('error', () => {});
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error(MISSING) : error),
    );
    child.once('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`ffmpeg: ${said.trim() || `ended with ${code}`}`)),
    );
  });
  ended.catch(() => {});
  return {
    take: async (frame) => {
      if (!child.stdin.write(frame)) await Promise.race([once(child.stdin, 'drain'), ended]);
    },
    done: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

/**
 * H.264 in MP4, index first: what Safari, WeChat's browser and every other one can play. The same frames give the same file.
 * `keysAt`: seconds of whole pictures, so that a jump to a chapter is immediate.
 */
export const encoder = (file: string, fps: number, keysAt: readonly number[]): Encoder =>
  begin([
    ...['-f', 'image2pipe', '-c:v', 'mjpeg', '-r', String(fps), '-i', '-'],
    ...[
      '-vf',
      'scale=in_color_matrix=bt601:in_range=pc:out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int+bicubic,format=yuv420p',
    ],
    ...['-colorspace', 'bt709', '-color_primaries', 'bt709', '-color_trc', 'bt709', '-color_range', 'tv'],
    ...[
      '-c:v',
      'libx264',
      '-preset',
      'slow',
      '-tune',
      'animation',
      '-crf',
      '25',
      '-profile:v',
      'high',
      '-level',
      '3.1',
    ],
    ...['-threads', '2', '-g', String(fps * 4), '-force_key_frames', keysAt.join(',')],
    ...[
      '-map_metadata',
      '-1',
      '-fflags',
      '+bitexact',
      '-flags:v',
      '+bitexact',
      '-movflags',
      '+faststart',
      '-an',
      file,
    ],
  ]);

import { spawn } from 'node:child_process';

function outputOf(command: string, args: string[]): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const parts: Buffer[] = [];
    let said = '';
    child.stdout.on('data', (part: Buffer) => parts.push(part));
    child.stderr.on('data', (part: Buffer) => {
      said += part.toString();
    });
    child.once('error', reject);
    child.once('close', (code) =>
      code === 0 ? resolve(Buffer.concat(parts)) : reject(new Error(`${command}: ${code} ${said}`)),
    );
  });
}

const RATE = 48_000;
/** Samples looked at together: 20 ms hold a whole number of waves of the tone. */
const WINDOW = 960;

/** How much of a window is the tone itself (Goertzel), 0 to 1; speech never comes near 1. */
function share(samples: Int16Array, hz: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / RATE);
  let [before, now, energy] = [0, 0, 0];
  for (const sample of samples) {
    [before, now] = [now, sample + turn * now - before];
    energy += sample * sample;
  }
  const tone = now * now + before * before - turn * now * before;
  return energy === 0 ? 0 : tone / (energy * (samples.length / 2));
}

/** When tones of 880 Hz begin in a file's sound, ms of the file, found to the millisecond. */
export async function tonesIn(file: string): Promise<number[]> {
  const filter = 'aresample=48000:async=1:first_pts=0';
  const raw = await outputOf('ffmpeg', [
    '-v',
    'error',
    '-i',
    file,
    '-af',
    filter,
    '-ac',
    '1',
    '-f',
    's16le',
    '-',
  ]);
  const samples = new Int16Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + (raw.length & ~1)));
  const begins: number[] = [];
  let last = Number.NEGATIVE_INFINITY;
  for (let from = 0; from + WINDOW <= samples.length; from += WINDOW) {
    const window = samples.subarray(from, from + WINDOW);
    if (share(window, 880) < 0.9 || window.every((sample) => Math.abs(sample) < 1_000)) continue;
    if (from - last > 0.3 * RATE) begins.push(onset(samples, from) / 48);
    last = from;
  }
  return begins;
}

/** The first loud sample of the window before, in which the tone has begun. */
function onset(samples: Int16Array, from: number): number {
  const start = Math.max(0, from - WINDOW);
  const loud = samples.subarray(start, from + WINDOW).findIndex((sample) => Math.abs(sample) > 2_500);
  return start + Math.max(0, loud);
}

/** When a file's picture (or a part of it: `crop` as ffmpeg's filter takes it) turns bright, ms of the file. */
export async function flashesIn(file: string, crop?: string): Promise<number[]> {
  const movie = `movie=${file.replaceAll(/([:\\'])/g, '\\$1')}${crop === undefined ? '' : `,crop=${crop}`},signalstats`;
  const shown = ['-show_entries', 'frame=pts_time:frame_tags=lavfi.signalstats.YAVG', '-of', 'csv=p=0'];
  const lines = (await outputOf('ffprobe', ['-v', 'error', '-f', 'lavfi', '-i', movie, ...shown])).toString();
  const begins: number[] = [];
  let was = true;
  for (const line of lines.split('\n')) {
    const [time = '', luma = ''] = line.split(',');
    if (time === '' || luma === '') continue;
    const bright = Number(luma) > 130;
    if (bright && !was) begins.push(Number(time) * 1_000);
    was = bright;
  }
  return begins;
}

/** For each flash the distance to the nearest tone, ms: positive where the picture comes late. */
export function offsets(flashes: readonly number[], tones: readonly number[]): number[] {
  return flashes.flatMap((flash) => {
    const nearest = tones.toSorted((a, b) => Math.abs(a - flash) - Math.abs(b - flash))[0];
    return nearest === undefined ? [] : [flash - nearest];
  });
}

/** What ffprobe says of a file. */
export async function probed(
  file: string,
): Promise<{ format: { tags?: Record<string, string> }; streams: { codec_type: string }[] }> {
  const shown = ['-show_entries', 'format_tags:stream=codec_type', '-of', 'json'];
  return JSON.parse((await outputOf('ffprobe', ['-v', 'error', ...shown, file])).toString());
}

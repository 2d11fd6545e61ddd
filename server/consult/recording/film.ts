import type { RecordingManifest, TranscriptEntry } from '../../../protocol/index.ts';
import { type Made, run } from '../../rooms/recording/ffmpeg.ts';
import type { RecordingFiles } from '../../store/recordings.ts';

/** The film's size, and that of each of its two places: whoever serves on the left, the citizen on the right. */
const WIDTH = 1_280;
const HEIGHT = 720;
const PLACE = { width: 640, height: 480, top: 96 };
const FRAMES_PER_SECOND = 30;
/** A line of somebody else than the avatar stands so long, ms: by its length, within bounds. */
const LINE_MS = { perChar: 220, least: 1_800, most: 8_000 };

export interface FilmParts {
  ffmpeg: string;
  /** Picture of the avatar, and the label that says it is a machine. Files of the product. */
  portrait: string;
  label: string;
}

/** 00:01:02,345 */
function time(ms: number): string {
  const whole = Math.max(0, Math.round(ms));
  const two = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(whole / 1_000);
  const hms = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(':');
  return `${hms},${String(whole % 1_000).padStart(3, '0')}`;
}

/** Captions (SubRip): what the avatar said on its own timeline, what others said or typed from the moment it was kept. */
export function captionsOf(manifest: RecordingManifest, transcript: readonly TranscriptEntry[]): string {
  const said = manifest.avatar.map(({ atMs, cutMs, utterance }) => ({
    from: atMs,
    to: atMs + (cutMs ?? utterance.durationMs),
    text: `AI数字人：${utterance.text}`,
  }));
  const others = transcript.flatMap(({ role, at, text, by }) => {
    const from = at - manifest.startedAt;
    if (role === 'avatar' || text === '' || from < 0 || from > manifest.durationMs) return [];
    const lasts = Math.min(LINE_MS.most, Math.max(LINE_MS.least, [...text].length * LINE_MS.perChar));
    return [{ from, to: from + lasts, text: `${role === 'citizen' ? '市民' : (by ?? '坐席')}：${text}` }];
  });
  const lines = [...said, ...others].toSorted((a, b) => a.from - b.from);
  return lines
    .map(({ from, to, text }, index) => {
      // Captions do not lie over one another.
      const end = Math.min(to, lines[index + 1]?.from ?? to, manifest.durationMs);
      return `${index + 1}\n${time(from)} --> ${time(Math.max(end, from + 1))}\n${text.replaceAll(/\s+/g, ' ')}\n`;
    })
    .join('\n');
}

/**
 * The filter's graph: inputs 0 and 1 are portrait and label, 2 the sound, 3 the captions, then the pictures in the manifest's order.
 * The avatar's place carries the label wherever no human's picture covers it.
 */
export function filmFilter(manifest: RecordingManifest): string {
  const { width, height, top } = PLACE;
  const seconds = (ms: number): string => (ms / 1_000).toFixed(3);
  const fit = `scale=${width}:${height}:force_original_aspect_ratio`;
  const steps = [
    `color=c=0x101828:s=${WIDTH}x${HEIGHT}:r=${FRAMES_PER_SECOND}:d=${seconds(manifest.durationMs)}[ground]`,
    `[0:v]${fit}=increase,crop=${width}:${height},setsar=1[portrait]`,
    `[ground][portrait]overlay=0:${top}[a]`,
    `[a][1:v]overlay=16:${top + 16}[v0]`,
  ];
  manifest.pictures.forEach(({ role, atMs, durationMs }, index) => {
    const x = role === 'citizen' ? width : 0;
    const shown = `enable='between(t,${seconds(atMs)},${seconds(atMs + durationMs)})'`;
    steps.push(
      `[${4 + index}:v]setpts=PTS+${seconds(atMs)}/TB,${fit}=decrease,pad=${width}:${height}:-1:-1:color=0x101828,setsar=1[p${index}]`,
      `[v${index}][p${index}]overlay=${x}:${top}:eof_action=pass:${shown}[v${index + 1}]`,
    );
  });
  return steps.join(';');
}

/**
 * One film of a recording: people's pictures, for the avatar its portrait with the label, captions as a track of their own, and
 * the mark of made content in its metadata (标识办法 article 5, GB 45438-2025 annex: Label 1, who made it, its number).
 * @throws Error with what ffmpeg said, also when `signal` ends it
 */
export function makeFilm(
  { ffmpeg, portrait, label }: FilmParts,
  manifest: RecordingManifest,
  transcript: readonly TranscriptEntry[],
  files: RecordingFiles,
  signal: AbortSignal,
): Promise<Made> {
  const { sound, pictures, durationMs, id } = manifest;
  if (sound === null) return Promise.reject(new Error('a recording without sound makes no film'));
  const captions = captionsOf(manifest, transcript);
  const mark = JSON.stringify({ Label: '1', ContentProducer: 'govatar', ProduceID: id });
  async function* captionBytes(): AsyncGenerator<Buffer> {
    yield Buffer.from(captions, 'utf8');
  }
  const bytes = sound.bytes + pictures.reduce((sum, picture) => sum + picture.bytes, 0);
  return run({
    ffmpeg,
    inputs: [files.read(sound.file), captionBytes(), ...pictures.map(({ file }) => files.read(file))],
    args: ({ input, output }) => [
      // Times stay as they are: a picture whose first frame came late must not be moved to its beginning.
      '-copyts',
      ...['-loop', '1', '-framerate', '1', '-i', `file:${portrait}`, '-i', `file:${label}`],
      ...['-f', 'matroska', '-i', input(0), '-f', 'srt', '-i', input(1)],
      ...pictures.flatMap(({ mime }, index) => [
        '-f',
        mime === 'video/mp4' ? 'mp4' : 'matroska',
        '-i',
        input(2 + index),
      ]),
      ...['-filter_complex', filmFilter(manifest), '-map', `[v${pictures.length}]`, '-map', '2:a'],
      ...(captions === '' ? [] : ['-map', '3:s', '-c:s', 'mov_text', '-metadata:s:s:0', 'language=chi']),
      ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '26', '-pix_fmt', 'yuv420p'],
      ...['-c:a', 'aac', '-b:a', '96k', '-t', (durationMs / 1_000).toFixed(3)],
      ...['-metadata', `AIGC=${mark}`, '-movflags', '+faststart+use_metadata_tags', '-f', 'mp4', output],
    ],
    expectedBytes: bytes + durationMs * 60,
    signal,
  });
}

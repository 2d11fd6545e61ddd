import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  VIDEO_FILES,
  type VideoManifest,
  VideoManifest as VideoManifestSchema,
} from '../../protocol/index.ts';
import { type FilmScene, HEIGHT, WIDTH } from '../film/scene.ts';
import { captionsOf, chaptersOf } from './captions.ts';
import { encoder } from './encode.ts';
import { sourcesOf } from './sources.ts';
import type { Planned } from './storyboard.ts';
import type { Studio } from './studio.ts';
import { FPS, type Timed } from './timing.ts';

const MAX_BYTES = 3 * 1024 * 1024;
export const ROOT = new URL('../..', import.meta.url).pathname;
export const MEDIA = join(ROOT, 'media');

/** What the page draws: each picture with its times. */
export const filmOf = (planned: Planned, times: readonly Timed[] = planned.times): FilmScene[] =>
  planned.board.scenes.map((scene, i) => ({
    picture: scene.picture,
    ...(times[i] ?? { startS: 0, endS: 0 }),
  }));

async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  return entries
    .filter((entry) => entry.isFile() && /\.(ts|html)$/.test(entry.name) && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A hash of all that draws and encodes: a change of it renders every film again. */
export async function hashOfTools(): Promise<string> {
  const hash = createHash('sha256');
  for (const file of [
    ...(await filesUnder(join(MEDIA, 'film'))),
    join(MEDIA, 'build/encode.ts'),
    join(MEDIA, 'build/timing.ts'),
  ]) {
    hash.update(await readFile(file));
  }
  return hash.digest('hex');
}

const short = (of: unknown): string =>
  createHash('sha256').update(JSON.stringify(of)).digest('hex').slice(0, 16);

/** The manifest that stands in the folder; null when there is none that can be read, or a file beside it is missing. */
export async function standing(folder: string): Promise<VideoManifest | null> {
  try {
    const read = VideoManifestSchema.safeParse(
      JSON.parse(await readFile(join(folder, VIDEO_FILES.manifest), 'utf8')),
    );
    if (!read.success) return null;
    const { size } = await stat(join(folder, VIDEO_FILES.picture));
    await stat(join(folder, VIDEO_FILES.poster));
    return size === read.data.bytes ? read.data : null;
  } catch {
    return null;
  }
}

/** Draws and encodes frames `0` to the end into `file`; `told` hears how much is done, 0 to 1. */
export async function drawFilm(
  studio: Studio,
  film: readonly FilmScene[],
  file: string,
  told: (share: number) => void,
): Promise<void> {
  const frames = Math.round((film.at(-1)?.endS ?? 0) * FPS);
  const out = encoder(
    file,
    FPS,
    film.map((scene) => scene.startS),
  );
  let count = 0;
  await studio.play(film, 0, frames, FPS, async (frame) => {
    await out.take(frame);
    count += 1;
    if (count % FPS === 0) told(count / frames);
  });
  await out.done();
}

/** What was done for a video: nothing, new words beside the same picture, or all of it. */
export interface Made {
  manifest: VideoManifest;
  what: 'unchanged' | 'words' | 'drawn';
}

/** Makes the files of one video as far as they are not right already. */
export async function renderVideo(
  open: () => Promise<Studio>,
  planned: Planned,
  tools: string,
  force: boolean,
  told: (share: number) => void,
): Promise<Made> {
  const { board, times, durationS } = planned;
  const folder = join(MEDIA, board.id);
  const sources = await sourcesOf(board, ROOT);
  const film = filmOf(planned);
  const drawing = short([tools, film, board.poster]);
  const hash = short([drawing, planned, sources]);
  const before = force ? null : await standing(folder);
  if (before?.hash === hash) return { manifest: before, what: 'unchanged' };
  const same = before?.drawing === drawing;
  const bytes = same ? before.bytes : await drawPicture(await open(), film, folder, board.poster, told);
  const scenes = board.scenes.map(({ id, chapter, narration }, i) => ({
    id,
    chapter,
    narration,
    ...(times[i] ?? { startS: 0, endS: 0 }),
  }));
  const manifest = VideoManifestSchema.parse({
    id: board.id,
    title: board.title,
    service: board.service,
    sources,
    width: WIDTH,
    height: HEIGHT,
    fps: FPS,
    durationS,
    scenes,
    hash,
    drawing,
    bytes,
  });
  for (const lang of ['zh', 'en'] as const) {
    await writeFile(join(folder, VIDEO_FILES.captions[lang]), captionsOf(scenes, lang));
    await writeFile(join(folder, VIDEO_FILES.chapters[lang]), chaptersOf(scenes, lang));
  }
  await writeFile(join(folder, VIDEO_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
  return { manifest, what: same ? 'words' : 'drawn' };
}

/** Draws the film and its poster into `folder`; the size of the film in bytes. What stood there stays until it is done. */
async function drawPicture(
  studio: Studio,
  film: readonly FilmScene[],
  folder: string,
  posterS: number,
  told: (share: number) => void,
): Promise<number> {
  const unfinished = join(folder, 'unfinished.mp4');
  try {
    await drawFilm(studio, film, unfinished, told);
    const { size } = await stat(unfinished);
    if (size > MAX_BYTES)
      throw new Error(`${folder}: ${size} bytes are more than ${MAX_BYTES}; calm the pictures.`);
    const poster = await sharp(await studio.still(film, posterS))
      .webp({ quality: 86 })
      .toBuffer();
    await writeFile(join(folder, VIDEO_FILES.poster), poster);
    await rename(unfinished, join(folder, VIDEO_FILES.picture));
    return size;
  } finally {
    await rm(unfinished, { force: true });
  }
}

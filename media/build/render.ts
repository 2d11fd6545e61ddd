import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import {
  VIDEO_FILES,
  type VideoManifest,
  VideoManifest as VideoManifestSchema,
} from '../../protocol/index.ts';
import type { FilmScene } from '../film/scene.ts';
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

export const hashOf = (tools: string, planned: Planned, sources: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify([tools, planned, sources]))
    .digest('hex')
    .slice(0, 16);

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

/** Makes all files of one video; false when those that stand are still right. */
export async function renderVideo(
  open: () => Promise<Studio>,
  planned: Planned,
  tools: string,
  force: boolean,
  told: (share: number) => void,
): Promise<VideoManifest | null> {
  const { board, times, durationS } = planned;
  const folder = join(MEDIA, board.id);
  const sources = await sourcesOf(board, ROOT);
  const hash = hashOf(tools, planned, sources);
  if (!force && (await standing(folder))?.hash === hash) return null;
  await mkdir(folder, { recursive: true });
  const studio = await open();
  const film = filmOf(planned);
  const unfinished = join(folder, 'unfinished.mp4');
  try {
    await drawFilm(studio, film, unfinished, told);
    const { size: bytes } = await stat(unfinished);
    if (bytes > MAX_BYTES)
      throw new Error(`${board.id}: ${bytes} bytes are more than ${MAX_BYTES}; calm the pictures.`);
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
      width: 1280,
      height: 720,
      fps: FPS,
      durationS,
      scenes,
      hash,
      bytes,
    });
    const poster = await sharp(await studio.still(film, board.poster))
      .webp({ quality: 86 })
      .toBuffer();
    await writeFile(join(folder, VIDEO_FILES.poster), poster);
    for (const lang of ['zh', 'en'] as const) {
      await writeFile(join(folder, VIDEO_FILES.captions[lang]), captionsOf(scenes, lang));
      await writeFile(join(folder, VIDEO_FILES.chapters[lang]), chaptersOf(scenes, lang));
    }
    await rename(unfinished, join(folder, VIDEO_FILES.picture));
    await writeFile(join(folder, VIDEO_FILES.manifest), `${JSON.stringify(manifest, null, 2)}\n`);
    return manifest;
  } finally {
    await rm(unfinished, { force: true });
  }
}

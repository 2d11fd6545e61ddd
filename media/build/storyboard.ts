import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';
import { VideoId } from '../../protocol/index.ts';
import { faultsOfPicture, Picture } from '../film/picture.ts';
import { endOf, wordsAt } from '../film/timeline.ts';
import { type Timed, timesOf } from './timing.ts';

/** As many characters as may be read in the picture at one moment; the captions stand outside it. */
const MAX_SIGNS = 18;
const MAX_SECONDS = 90;

const both = (zh: number, en: number) =>
  z.strictObject({ zh: z.string().min(1).max(zh), en: z.string().min(1).max(en) });

const Scene = z.strictObject({
  id: z.string().regex(/^[a-z0-9_]{1,40}$/),
  chapter: both(8, 24),
  narration: both(64, 220),
  /** Seconds that the scene needs at least, where its picture needs longer than its narration. */
  seconds: z.number().min(2).max(20).optional(),
  picture: Picture,
});

export const Storyboard = z.strictObject({
  id: VideoId,
  title: both(16, 60),
  service: z.string().max(60).nullable(),
  /** Ids of affairs/basis.yaml, with the article after `#`; empty for a video about the product itself. */
  basis: z.array(z.string()).max(6),
  reviewedAt: z.iso.date(),
  verified: z.boolean(),
  /** Second of the film that is its poster. */
  poster: z.number().min(0).max(MAX_SECONDS),
  scenes: z.array(Scene).min(2).max(20),
});
export type Storyboard = z.infer<typeof Storyboard>;

/** A storyboard with the times of its scenes. */
export interface Planned {
  board: Storyboard;
  times: readonly Timed[];
  durationS: number;
}

/** One sentence for each fault, with the place of it. */
export function faultsOf(planned: Planned): string[] {
  const { board, times, durationS } = planned;
  const faults: string[] = [];
  if (durationS > MAX_SECONDS) faults.push(`it lasts ${durationS} s; at most ${MAX_SECONDS} s`);
  if (new Set(board.scenes.map((scene) => scene.id)).size < board.scenes.length)
    faults.push('two scenes have the same id');
  board.scenes.forEach((scene, i) => {
    const where = `scene ${scene.id}`;
    const wrong = faultsOfPicture(scene.picture);
    faults.push(...wrong.map((fault) => `${where}: ${fault}`));
    if (wrong.length > 0) return;
    const { startS = 0, endS = 0 } = times[i] ?? {};
    const end = endOf(scene.picture.elements);
    if (end > endS - startS)
      faults.push(
        `${where}: something moves until ${end} s, but it ends after ${(endS - startS).toFixed(1)} s`,
      );
    for (let t = 0; t < endS - startS; t += 0.25) {
      const shown = wordsAt(scene.picture.elements, t);
      const signs = shown.join('').replace(/[A-Za-z0-9]+/g, '字').length;
      if (signs <= MAX_SIGNS) continue;
      faults.push(
        `${where}: at ${t} s there are ${signs} characters to read (${shown.join(' | ')}); at most ${MAX_SIGNS}`,
      );
      break;
    }
  });
  return faults;
}

/** Reads and checks a storyboard; throws an `Error` whose message names the file, the place and what is wrong. */
export async function readStoryboard(file: string): Promise<Planned> {
  const raw: unknown = parse(await readFile(file, 'utf8'));
  const read = Storyboard.safeParse(raw);
  if (!read.success) throw new Error(`${file}:\n${z.prettifyError(read.error)}`);
  const times = timesOf(read.data.scenes);
  const planned = { board: read.data, times, durationS: times.at(-1)?.endS ?? 0 };
  const faults = faultsOf(planned);
  if (faults.length > 0) throw new Error(`${file}:\n${faults.map((fault) => `  ${fault}`).join('\n')}`);
  return planned;
}

/**
 * `npm run media` makes the guidance videos of media/<id>/storyboard.yaml: picture, captions, chapters, poster, manifest.
 * Only what has changed is drawn again.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { narrate } from './narrate.ts';
import { filmOf, hashOfTools, MEDIA, renderVideo } from './render.ts';
import { sheetOf } from './sheet.ts';
import { type Planned, readStoryboard } from './storyboard.ts';
import { openStudio, type Studio } from './studio.ts';

const HELP = `npm run media -- [id ...] [options]
  --force          draw again what has not changed
  --check          only read the storyboards and say what is wrong
  --sheet FOLDER   a sheet of frames of each video instead (--step S: seconds between frames, default 1)
  --still S        one frame at second S into the folder of --sheet
  --narrate        copies with the product's voice baked in, outside git (--out FOLDER, default data/narrated; --lang zh|en)`;

async function chosen(ids: readonly string[]): Promise<Planned[]> {
  const all = (await readdir(MEDIA)).filter((name) => name.startsWith('v.')).sort();
  const wrong = ids.find((id) => !all.includes(id));
  if (wrong !== undefined) throw new Error(`There is no media/${wrong}; there are ${all.join(', ')}`);
  const planned: Planned[] = [];
  const faults: string[] = [];
  for (const id of ids.length > 0 ? ids : all) {
    try {
      planned.push(await readStoryboard(join(MEDIA, id, 'storyboard.yaml')));
    } catch (error) {
      faults.push(error instanceof Error ? error.message : String(error));
    }
  }
  if (faults.length > 0) throw new Error(faults.join('\n'));
  return planned;
}

function progress(id: string): (share: number) => void {
  return (share) => {
    if (process.stdout.isTTY)
      process.stdout.write(`\r${id} ${String(Math.round(share * 100)).padStart(3)} %`);
  };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      force: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      sheet: { type: 'string' },
      step: { type: 'string', default: '1' },
      still: { type: 'string' },
      narrate: { type: 'boolean', default: false },
      out: { type: 'string', default: join(MEDIA, '../data/narrated') },
      lang: { type: 'string', default: 'zh' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const planned = await chosen(positionals);
  if (values.check) {
    for (const { board, durationS } of planned)
      console.log(`${board.id}: ${board.scenes.length} scenes, ${durationS.toFixed(1)} s`);
    return;
  }
  let studio: Studio | null = null;
  const open = async (): Promise<Studio> => {
    studio ??= await openStudio();
    return studio;
  };
  try {
    if (values.sheet !== undefined) {
      const folder = resolve(values.sheet);
      await mkdir(folder, { recursive: true });
      for (const one of planned) {
        const film = filmOf(one);
        if (values.still !== undefined)
          await writeFile(
            join(folder, `${one.board.id}-${values.still}.png`),
            await (await open()).still(film, Number(values.still)),
          );
        else
          await writeFile(
            join(folder, `${one.board.id}.png`),
            await sheetOf(await open(), film, Number(values.step)),
          );
      }
      return;
    }
    if (values.narrate) {
      if (values.lang !== 'zh' && values.lang !== 'en') throw new Error('--lang is zh or en');
      await narrate(open, planned, values.lang, resolve(values.out), progress);
      return;
    }
    const tools = await hashOfTools();
    for (const one of planned) {
      const began = Date.now();
      const { manifest, what } = await renderVideo(open, one, tools, values.force, progress(one.board.id));
      const took = Math.round((Date.now() - began) / 1000);
      const done = {
        unchanged: 'unchanged',
        words: 'new words and sources, the same picture',
        drawn: `${manifest.durationS.toFixed(1)} s, ${(manifest.bytes / 1024).toFixed(0)} KB, drawn in ${took} s`,
      }[what];
      console.log(`${process.stdout.isTTY ? '\r' : ''}${one.board.id}: ${done}`);
    }
  } finally {
    await (studio as Studio | null)?.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

/**
 * Draws a contact sheet of an avatar with the stage's own code in Chromium:
 * `npm run avatar:sheet -- FILE.vrm [--out FILE.png|FOLDER] [--only case,case] [--size N] [--zoom Z]`.
 * Every expression, views around the head, hands, poses, and the framing of phone, desktop and kiosk.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type Case, casesFor } from './sheet/cases.ts';
import { openSheet } from './sheet/open.ts';

const HELP = `npm run avatar:sheet -- FILE.vrm [options]
  --out FILE.png|FOLDER   a sheet; or a folder with the sheet and each picture (default <name>-sheet.png beside the file)
  --only case,case        only these (a name, or a prefix with *); "list" prints the names
  --size N                highest cell in pixels (default 300 for many cases, their own size for up to six; 0: own size)
  --zoom Z                closer (2 shows half as much); not for the stage's framings
  --background COLOUR     behind the figure (default #e9edf3)
  --scale N               drawn N times as large and made smaller (default 2)`;

function chosen(all: readonly Case[], only: string | undefined): Case[] {
  if (only === undefined) return [...all];
  return only.split(',').flatMap((word) => {
    const found = all.filter((one) =>
      word.endsWith('*') ? one.name.startsWith(word.slice(0, -1)) : one.name === word,
    );
    if (found.length === 0)
      console.error(`no case ${word}: this file has no such expression or view (--only list)`);
    return found;
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      only: { type: 'string' },
      size: { type: 'string' },
      zoom: { type: 'string', default: '1' },
      scale: { type: 'string', default: '2' },
      background: { type: 'string', default: '#e9edf3' },
      help: { type: 'boolean' },
    },
  });
  const [file] = positionals;
  if (file === undefined || values.help) {
    console.log(HELP);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const name = basename(file).replace(/\.vrm$/i, '');
  const out = resolve(values.out ?? join(dirname(file), `${name}-sheet.png`));
  const isFolder = !/\.png$/i.test(out);
  const sheet = await openSheet(await readFile(file));
  try {
    const { loaded } = sheet;
    const all = casesFor(loaded.expressions);
    if (values.only === 'list') {
      console.log(all.map((one) => one.name).join(' '));
      return;
    }
    const cases = chosen(all, values.only);
    if (cases.length === 0) {
      process.exitCode = 2;
      return;
    }
    const few = cases.length <= 6;
    const facts = `${name}: ${loaded.triangles} triangles, ${loaded.draws} draws, ${loaded.vertices} vertices, ${loaded.springs} spring joints`;
    const { png, drawn } = await sheet.draw(cases, {
      size: Number(values.size ?? (few ? 0 : 300)),
      zoom: Number(values.zoom),
      scale: Number(values.scale),
      singles: isFolder,
      background: values.background,
      title: facts,
    });
    await mkdir(isFolder ? out : dirname(out), { recursive: true });
    await writeFile(isFolder ? join(out, 'sheet.png') : out, png);
    for (const one of drawn) {
      if (one.png !== null) await writeFile(join(out, `${one.name}.png`), one.png);
      for (const note of one.notes) console.log(`${one.name}: ${note}`);
    }
    if (loaded.lacks.length > 0) console.log(`the file lacks: ${loaded.lacks.join(', ')}`);
    console.log(`${facts}; ${drawn.length} cases: ${out}`);
  } finally {
    await sheet.close();
  }
}

await main();

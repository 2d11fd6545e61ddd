/**
 * Builds the default avatars from code and parameters, in Blender without a window:
 * `npm run avatar:build [-- name …] [--modules head,hair] [--out FILE.vrm]`.
 * With --modules or --out only the file is written; else also its manifest and its portrait, into avatars/. With --portrait
 * these two alone, of the file that is there.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { casesFor } from '../../test/tools/sheet/cases.ts';
import { openSheet } from '../../test/tools/sheet/open.ts';

const HERE = import.meta.dirname;
const FOLDER = join(HERE, '..');
const NAMES = ['xiaozheng', 'xiaomin'];
const BLENDER = process.env.BLENDER ?? 'blender';

/** Figures of a written file, as the builder's last line tells them. */
interface Figures {
  bytes: number;
  triangles: number;
  materials: number;
  draws: number;
  bones: number;
  parts: Record<string, number>;
}

/** Runs the builder in Blender. Rejects with one line that says what to do. */
function blender(name: string, file: string, modules: string | undefined): Promise<Figures> {
  const script = [
    '-b',
    '--factory-startup',
    '--python-exit-code',
    '3',
    '--python',
    join(HERE, 'py', 'main.py'),
  ];
  const child = spawn(BLENDER, [...script, '--', name, file, ...(modules === undefined ? [] : [modules])], {
    // Python's own order of sets and dictionaries must not differ from run to run.
    env: { ...process.env, PYTHONHASHSEED: '0', PYTHONDONTWRITEBYTECODE: '1' },
  });
  let said = '';
  const listen = (chunk: Buffer): void => {
    said += chunk.toString();
  };
  child.stdout.on('data', listen);
  child.stderr.on('data', listen);
  return new Promise((done, fail) => {
    child.on('error', () =>
      fail(
        new Error(
          'Blender is missing: apt-get install blender python3-numpy, or set BLENDER to its program.',
        ),
      ),
    );
    child.on('close', (code) => {
      const line = said.split('\n').findLast((one) => one.startsWith('{"bytes"'));
      if (code === 0 && line !== undefined) done(JSON.parse(line) as Figures);
      else fail(new Error(`${name} was not built:\n${said.split('\n').slice(-14).join('\n')}`));
    });
  });
}

/** The manifest beside the file, and the picture that stands in where WebGL is missing. */
async function complete(name: string, file: string): Promise<void> {
  const bytes = await readFile(file);
  const { name: title } = JSON.parse(await readFile(join(HERE, 'characters', `${name}.json`), 'utf8')) as {
    name: string;
  };
  const manifest = {
    name: title,
    file: `${name}.vrm`,
    portrait: `${name}.webp`,
    licence: 'Apache-2.0',
    identityCode: `GOV-${createHash('sha256').update(bytes).digest('hex').slice(0, 12).toUpperCase()}`,
    bytes: bytes.length,
  };
  await writeFile(join(FOLDER, `${name}.json`), `${JSON.stringify(manifest, null, 2)}\n`);
  const sheet = await openSheet(bytes);
  try {
    const portrait = casesFor(sheet.loaded.expressions).filter((one) => one.name === 'portrait');
    const { drawn } = await sheet.draw(portrait, {
      size: 0,
      zoom: 1,
      scale: 2,
      singles: true,
      // It stands before the same hall as the living one.
      background: 'transparent',
      title: '',
    });
    const png = drawn[0]?.png;
    if (png === undefined || png === null) throw new Error('no portrait was drawn');
    await writeFile(join(FOLDER, `${name}.webp`), await sheet.webp(png, 0.88));
  } finally {
    await sheet.close();
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      modules: { type: 'string' },
      out: { type: 'string' },
      portrait: { type: 'boolean', default: false },
    },
  });
  for (const name of positionals.length > 0 ? positionals : NAMES) {
    if (values.portrait) {
      await complete(name, join(FOLDER, `${name}.vrm`));
      continue;
    }
    const aside = values.out !== undefined || values.modules !== undefined;
    const file = resolve(values.out ?? join(aside ? '.' : FOLDER, `${name}.vrm`));
    console.log(`${name}: building in Blender …`);
    const { bytes, triangles, materials, draws, bones, parts } = await blender(name, file, values.modules);
    console.log(
      `${file}: ${bytes} bytes, ${triangles} triangles, ${materials} materials, ${draws} draws, ${bones} bones`,
    );
    console.log(
      Object.entries(parts)
        .map(([part, count]) => `  ${part} ${count}`)
        .join('\n'),
    );
    if (!aside) await complete(name, file);
  }
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

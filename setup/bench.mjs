// npm run bench -- NAME: prepares the checkout, then runs one benchmark; its last line on stdout is JSON.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, ROOT } from './paths.mjs';
import { environmentOf, prepare } from './prepare.mjs';
import { hand } from './run.mjs';
import { runMain, SetupError } from './say.mjs';

const FOLDER = join(ROOT, 'test', 'bench');

/** A benchmark is a file of its own; what they share stands in folders or in files that begin with `_`. */
export function benchmarkNames(folder = FOLDER) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /^[a-z0-9][a-z0-9-]*\.ts$/.test(entry.name))
      .map((entry) => entry.name.slice(0, -3))
      .sort();
  } catch {
    return [];
  }
}

runMain(async () => {
  const [name, ...rest] = process.argv.slice(2);
  const names = benchmarkNames();
  if (!name || !names.includes(name))
    throw new SetupError(
      `${name ? `There is no benchmark "${name}"` : 'Which benchmark?'}: npm run bench -- ${names.length > 0 ? names.join(' | ') : 'NAME (there is none yet)'}`,
    );
  const env = environmentOf(await prepare({ browser: true }));
  return hand(NODE, [join(FOLDER, `${name}.ts`), ...rest], { env });
});

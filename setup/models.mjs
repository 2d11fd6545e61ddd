// npm run models: installs downloadable voices and models (see models/manifest.json).
import { join } from 'node:path';
import { prepareEars } from './ears.mjs';
import { NODE, ROOT } from './paths.mjs';
import { environmentOf, prepare } from './prepare.mjs';
import { hand } from './run.mjs';
import { runMain } from './say.mjs';

runMain(async () => {
  const prepared = await prepare({ worker: false, client: false });
  // The model is of no use without the program that hears with it.
  if (process.argv.includes('asr-zh')) await prepareEars({ install: true });
  return hand(NODE, [join(ROOT, 'server/speech/pack/cli.ts'), ...process.argv.slice(2)], {
    env: environmentOf(prepared),
  });
});

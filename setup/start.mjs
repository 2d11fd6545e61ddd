// npm start: prepares the checkout, then becomes the server.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NODE, ROOT } from './paths.mjs';
import { environmentOf, prepare } from './prepare.mjs';
import { hand } from './run.mjs';
import { runMain } from './say.mjs';
import { offerVoice } from './voice.mjs';

runMain(async () => {
  const prepared = await prepare();
  const env = environmentOf(prepared);
  await offerVoice(env);
  const quick = pathToFileURL(join(ROOT, 'setup', 'quick.mjs')).href;
  return hand(NODE, ['--import', quick, join(ROOT, 'server', 'main.ts'), ...process.argv.slice(2)], { env });
});

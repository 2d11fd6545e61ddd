// npm start: prepares the checkout, then becomes the server.
import { join } from 'node:path';
import { NODE, ROOT } from './paths.mjs';
import { environmentOf, prepare } from './prepare.mjs';
import { hand } from './run.mjs';
import { runMain } from './say.mjs';
import { offerVoice } from './voice.mjs';

runMain(async () => {
  const prepared = await prepare();
  const env = environmentOf(prepared);
  await offerVoice(env);
  return hand(NODE, [join(ROOT, 'server', 'main.ts'), ...process.argv.slice(2)], { env });
});

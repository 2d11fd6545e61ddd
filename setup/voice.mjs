import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { cacheDir, LOCAL_CACHE, NODE, ROOT } from './paths.mjs';
import { hand } from './run.mjs';
import { say } from './say.mjs';

/** The recorded Mandarin voice, as models/manifest.json calls it, and the file that a whole one has. */
const VOICE = 'voice-cmn';
const VOICE_FILE = 'voice-cmn.bin';

/** Where voices and models are installed. */
export function modelsDir(env = process.env) {
  return env.GOVATAR_MODELS || join(ROOT, 'models');
}

/**
 * Whether the recorded voice lies in `models/` or in this user's cache.
 * @param {Record<string, string | undefined>} [env]
 */
export function hasVoice(env = process.env) {
  if (existsSync(join(modelsDir(env), VOICE_FILE))) return true;
  const packs = join(cacheDir(env), 'packs');
  return existsSync(packs) && readdirSync(packs).some((name) => existsSync(join(packs, name, VOICE_FILE)));
}

/**
 * Asks, on a terminal and until the first "no", whether to install the recorded voice. Elsewhere nothing is asked: the server
 * names what is not installed.
 * @param {Record<string, string | undefined>} env
 */
export async function offerVoice(env) {
  const declined = join(LOCAL_CACHE, 'voice-declined');
  if (!process.stdin.isTTY || !process.stderr.isTTY || hasVoice(env) || existsSync(declined)) return;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  let answer;
  try {
    answer = await prompt.question(
      'The recorded Mandarin voice (117 MB to fetch, CC-BY-SA) sounds far clearer than the built-in one. Install it now? [y/N] ',
    );
  } catch {
    // Ctrl-C or Ctrl-D at the question: no answer is no.
    answer = '';
  } finally {
    prompt.close();
  }
  if (!/^\s*y(es)?\s*$/i.test(answer)) {
    writeFileSync(declined, '');
    say('  Not now. Later:  npm run models');
    return;
  }
  const code = await hand(NODE, [join(ROOT, 'server/speech/pack/cli.ts'), VOICE], { env });
  if (code !== 0) say(`  The voice was not installed. Again later:  npm run models -- ${VOICE}`);
}

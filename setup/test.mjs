// npm test: prepares the checkout, then checks types and style and runs all tests. The last line is "N passed, N failed",
// in which each of the checks counts as one.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, ROOT } from './paths.mjs';
import { environmentOf, prepare } from './prepare.mjs';
import { countResults } from './results.mjs';
import { hand } from './run.mjs';
import { runMain, say } from './say.mjs';

const REPORT = join(ROOT, 'test-results', 'vitest.json');
const bin = (/** @type {string} */ name) => join(ROOT, 'node_modules', '.bin', name);

runMain(async () => {
  const args = process.argv.slice(2);
  const full = args.includes('--full');
  // Anything else goes to Vitest: a part of a file's name, -t "part of a test's name".
  const filters = args.filter((arg) => arg !== '--full');
  const env = {
    ...environmentOf(await prepare({ browser: true })),
    ...(full ? { GOVATAR_TEST_FULL: '1' } : {}),
  };

  // A download that is at hand is made usable once per machine; without it the tests that need it are skipped by name.
  const archive = join(process.env.GOVATAR_ASSETS ?? '', 'voices', 'audio-cmn-64k.tar');
  if (process.env.GOVATAR_ASSETS && existsSync(archive))
    await hand(NODE, [join(ROOT, 'server/speech/pack/cli.ts'), '--shared', 'voice-cmn'], { env });

  let passed = 0;
  let failed = 0;
  const check = async (
    /** @type {string} */ title,
    /** @type {string} */ command,
    /** @type {string[]} */ rest,
  ) => {
    const code = await hand(command, rest, { env });
    say(`${code === 0 ? '✓' : '✗'} ${title}`);
    if (code === 0) passed++;
    else failed++;
  };
  if (filters.length === 0) {
    for (const part of ['server', 'client', 'test'])
      await check(`types: ${part}`, bin('tsc'), ['-p', `tsconfig.${part}.json`]);
    await check('style', bin('biome'), ['ci', '.']);
  }

  mkdirSync(join(ROOT, 'test-results'), { recursive: true });
  rmSync(REPORT, { force: true });
  const vitest = [
    join(ROOT, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
  ];
  const code = await hand(NODE, [...vitest, `--outputFile.json=${REPORT}`, ...filters], { env });
  let report = null;
  try {
    report = JSON.parse(readFileSync(REPORT, 'utf8'));
  } catch {}
  const counts = countResults(report, code);
  for (const name of counts.skipped) say(`skipped: ${name}`);
  passed += counts.passed;
  failed += counts.failed;
  process.stdout.write(`${passed} passed, ${failed} failed\n`);
  return failed > 0 ? 1 : 0;
});

import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkAffairs } from './check.ts';

/** `npm run affairs:check [-- FOLDER] [--release]`: prints what is wrong with the content; 1 when anything is. */
const args = process.argv.slice(2);
const folder = resolve(args.find((arg) => !arg.startsWith('-')) ?? 'affairs');
const media = fileURLToPath(new URL('../../media', import.meta.url));
const made = readdirSync(media).filter((name) => existsSync(join(media, name, 'manifest.json')));
const problems = checkAffairs(folder, {
  videos: new Set(made),
  today: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
  release: args.includes('--release'),
});
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.stdout.write(
  problems.length === 0 ? 'affairs: nothing to mend\n' : `affairs: ${problems.length} to mend\n`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

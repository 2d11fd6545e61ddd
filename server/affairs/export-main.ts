import { resolve } from 'node:path';
import { toJsonLd } from './export.ts';
import { loadAffairs } from './load.ts';

/** `npm run affairs:export [-- FOLDER]`: prints the content as CPSV-AP 3.2.0 in JSON-LD. */
const folder = resolve(process.argv[2] ?? 'affairs');
process.stdout.write(`${JSON.stringify(toJsonLd(loadAffairs(folder)), null, 2)}\n`);

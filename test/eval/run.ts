// npm run eval -- FILE.jsonl [--out RESULTS.jsonl]: runs each row through the dialog as a live consultation does.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadForms } from '../../server/affairs/forms.ts';
import { loadAffairs } from '../../server/affairs/load.ts';
import { createDialog } from '../../server/dialog/dialog.ts';
import { evaluate } from './evaluate.ts';
import { readRows } from './row.ts';
import { FLOORS, figuresOf, scoreRow } from './score.ts';
import { tableOf } from './table.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string' }, faults: { type: 'boolean', default: false } },
});
const [file] = positionals;
if (file === undefined) {
  console.error('npm run eval -- FILE.jsonl [--out RESULTS.jsonl] [--faults]');
  process.exit(2);
}
const rows = readRows(readFileSync(file, 'utf8'));
const folder = fileURLToPath(new URL('../../affairs', import.meta.url));
const results = await evaluate(
  rows,
  createDialog({ affairs: loadAffairs(folder), forms: loadForms(folder) }),
);
const scores = rows.flatMap((row, i) => {
  const result = results[i];
  return result === undefined ? [] : [scoreRow(row, result)];
});
if (values.out !== undefined) {
  const lines = results.map(({ trace: _, ...result }) => JSON.stringify(result));
  writeFileSync(values.out, `${lines.join('\n')}\n`);
}
const figures = figuresOf(rows, results, scores);
console.log(tableOf(figures, rows, scores));
if (values.faults) {
  scores.forEach((score, i) => {
    if (score.faults.length === 0) return;
    console.log(`${score.id} ${[...(rows[i]?.before ?? []), rows[i]?.utterance ?? ''].join(' / ')}`);
    console.log(`    ${score.faults.join('; ')}\n    → ${results[i]?.reply ?? ''}`);
  });
}
const round = (value: number): number => Math.round(value * 10_000) / 10_000;
console.log(
  JSON.stringify({
    eval: basename(file),
    ...Object.fromEntries(Object.entries(figures).map(([key, value]) => [key, round(value)])),
  }),
);
process.exit(FLOORS.every(([key, , holds]) => holds(figures[key])) ? 0 : 1);

// node test/eval/learn.ts [--folds 5] [--whole] [--danger] [--faults]: how well the learnt judgement holds on sayings it never saw,
// and how its thresholds (server/affairs/thresholds.ts) are come by. --whole judges rules and learning together.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadForms } from '../../server/affairs/forms.ts';
import { bare, type Corpus, readSayings, type Saying } from '../../server/affairs/learn/corpus.ts';
import { loadAffairs } from '../../server/affairs/load.ts';
import { createKit } from '../../server/dialog/kit.ts';
import { cellReport } from './learn/cells.ts';
import { crossValidated } from './learn/cross.ts';
import { dangerReport, matterReport } from './learn/report.ts';
import { wholeReport } from './learn/whole.ts';

const { values } = parseArgs({
  options: {
    folds: { type: 'string', default: '5' },
    whole: { type: 'boolean', default: false },
    danger: { type: 'boolean', default: false },
    faults: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
  },
});
const folder = fileURLToPath(new URL('../../affairs', import.meta.url));
const affairs = loadAffairs(folder);
const read = readSayings(
  folder,
  affairs.services().map(({ id }) => id),
).corpus;
/** Sentences that the rules were tuned on would flatter them: they are learnt from and never judged on. */
const tuned = new Set(
  ['safety', 'dev'].flatMap((name) =>
    readFileSync(new URL(`../../server/dialog/fixtures/${name}.yaml`, import.meta.url), 'utf8')
      .split('\n')
      .map((line) => bare(line.replace(/^\s*-\s*/, '').replace(/\|.*$/, ''))),
  ),
);
const unseen = (lines: readonly Saying[]): Saying[] => lines.filter(({ text }) => !tuned.has(bare(text)));
const sayings: Corpus = { matters: unseen(read.matters), dangers: unseen(read.dangers) };
const said = new Set<Saying['text']>([...sayings.matters, ...sayings.dangers].map(({ text }) => text));
const taught = affairs.lessons();
/** What the content holds anyway; always learnt from, never judged on. */
const own: Corpus = {
  matters: taught.corpus.matters.filter(({ text }) => !said.has(text)),
  dangers: read.dangers.filter(({ text }) => !said.has(text)),
};
console.log(
  `${sayings.matters.length} sayings of matters, ${sayings.dangers.length} of dangers, ${own.matters.length} phrases of the content`,
);
if (values.whole) {
  console.log(
    await wholeReport({
      affairs,
      forms: loadForms(folder),
      own,
      sayings,
      seed: Number(values.seed),
      faults: values.faults,
    }),
  );
} else {
  const judged = crossValidated({
    own,
    sayings,
    groups: taught.groups,
    folds: Number(values.folds),
    seed: Number(values.seed),
    dangersOnly: values.danger,
  });
  if (!values.danger) console.log(matterReport(judged.matters, values.faults));
  const silent = Object.create(affairs, {
    lessons: { value: () => ({ groups: [], corpus: { matters: [], dangers: [] } }) },
  }) as typeof affairs;
  const kit = createKit({
    affairs: silent,
    forms: loadForms(folder),
    city: affairs.city.name,
    now: Date.now,
  });
  if (!values.danger) console.log(cellReport(kit, judged.matters));
  console.log(dangerReport(judged.dangers, values.faults));
}

import type { Forms } from '../../../server/affairs/forms.ts';
import { type Corpus, DANGERS } from '../../../server/affairs/learn/corpus.ts';
import type { Affairs } from '../../../server/affairs/types.ts';
import { createDialog } from '../../../server/dialog/dialog.ts';
import { foldsOf } from './cross.ts';

export interface WholeOptions {
  affairs: Affairs;
  forms: Forms;
  own: Corpus;
  sayings: Corpus;
  seed: number;
  faults: boolean;
}

/** One fifth of each label is kept back. */
const FOLDS = 5;

const percent = (part: number, whole: number): string =>
  whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)}%`;

/** Learns from four fifths of the sayings and says the other fifth to the whole dialog, each in a talk of its own. */
export async function wholeReport(options: WholeOptions): Promise<string> {
  const { affairs, forms, own, sayings, seed } = options;
  const matterFold = foldsOf(sayings.matters, FOLDS, seed);
  const dangerFold = foldsOf(sayings.dangers, FOLDS, seed);
  const taught = {
    groups: affairs.lessons().groups,
    corpus: {
      matters: [...own.matters, ...sayings.matters.filter((_, i) => matterFold[i] !== 0)],
      dangers: [...own.dangers, ...sayings.dangers.filter((_, i) => dangerFold[i] !== 0)],
    },
  };
  const lines: string[] = [];
  for (const learnt of [false, true]) {
    const none = { groups: [], corpus: { matters: [], dangers: [] } };
    const lessons = learnt ? taught : none;
    const dialog = createDialog({
      affairs: Object.create(affairs, { lessons: { value: () => lessons } }) as Affairs,
      forms,
    });
    const said = (text: string) => {
      const reply = dialog.turn({ text, lang: 'zh', via: 'voice' }, dialog.begin());
      const intents = [...new Set((reply.understood.intents ?? []).map(({ service }) => service))];
      return { action: reply.understood.action ?? '', intents, reply };
    };
    const faults: string[] = [];
    const tally = new Map<string, { right: number; all: number; asked: number }>();
    let falseAlarms = 0;
    sayings.matters.forEach(({ text, label }, i) => {
      if (matterFold[i] !== 0) return;
      const { action, intents } = said(text);
      const ours = label !== 'outside' && label !== 'none';
      const right = ours ? intents.length === 1 && intents[0] === label : intents.length === 0;
      const row = tally.get(label) ?? { right: 0, all: 0, asked: 0 };
      tally.set(label, {
        right: row.right + Number(right),
        all: row.all + 1,
        asked: row.asked + Number(action === 'clarify'),
      });
      if (action === 'emergency_redirect') falseAlarms += 1;
      if (!right) faults.push(`${label}: ${action} ${intents.join('+') || '-'} ← ${text}`);
    });
    let met = 0;
    let dangers = 0;
    let decoys = 0;
    let decoysTaken = 0;
    sayings.dangers.forEach(({ text, label }, i) => {
      if (dangerFold[i] !== 0) return;
      const alarm = said(text).action === 'emergency_redirect';
      if (DANGERS.some((known) => known === label)) {
        dangers += 1;
        met += Number(alarm);
        if (!alarm) faults.push(`${label}: missed ← ${text}`);
      } else {
        decoys += 1;
        decoysTaken += Number(alarm);
        if (alarm) faults.push(`decoy: taken ← ${text}`);
      }
    });
    const rows = [...tally.values()];
    const all = rows.reduce((sum, row) => sum + row.all, 0);
    const right = rows.reduce((sum, row) => sum + row.right, 0);
    lines.push(
      '',
      learnt ? 'RULES AND LEARNING' : 'RULES ALONE',
      `right matter ${percent(right, all)} of ${all}; dangers met ${percent(met, dangers)} of ${dangers}; decoys taken ${decoysTaken} of ${decoys}; ordinary sayings taken ${falseAlarms}`,
    );
    for (const [label, row] of [...tally].sort((a, b) => a[0].localeCompare(b[0])))
      lines.push(
        `${label.padEnd(26)} ${percent(row.right, row.all).padStart(6)} of ${row.all}, asked back ${row.asked}`,
      );
    if (options.faults && learnt) lines.push(...faults);
  }
  return lines.join('\n');
}

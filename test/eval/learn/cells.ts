import { softmax } from '../../../server/affairs/learn/softmax.ts';
import { MATTERS, TEMPERATURE } from '../../../server/affairs/thresholds.ts';
import { standard } from '../../../server/dialog/dialect.ts';
import { mattersIn } from '../../../server/dialog/matters.ts';
import { normalise } from '../../../server/dialog/normalise.ts';
import type { Kit } from '../../../server/dialog/outcome.ts';
import { elsewhere, isOutOfScope } from '../../../server/dialog/scope.ts';
import type { Judged } from './cross.ts';

/** What the rules alone make of a saying. */
function ruled(kit: Kit, text: string): { label: string; cell: string } {
  const { found, verdict } = mattersIn(kit, text);
  const [only, more] = found;
  if (more !== undefined) return { label: 'several', cell: 'several matters' };
  if (only?.kind === 'service')
    return {
      label: only.node.id,
      cell: only.score >= MATTERS.part ? 'service, sure' : 'service, weak',
    };
  if (only?.kind === 'order')
    return { label: only.order.kind, cell: only.order.explicit ? 'order, said' : 'order, only told' };
  if (elsewhere(text) !== null) return { label: 'outside', cell: 'another office' };
  if (isOutOfScope(text)) return { label: 'none', cell: 'out of scope' };
  if (verdict.kind === 'unknown' && verdict.outside) return { label: 'outside', cell: 'outside matter' };
  if (verdict.kind === 'clarify')
    return verdict.services.length > 1
      ? { label: 'asks', cell: 'asks: several' }
      : { label: verdict.services[0] ?? '', cell: 'asks: one' };
  const heard = kit.affairs.search(text).some(({ anchored }) => anchored);
  return { label: 'nothing', cell: heard ? 'nothing, thing heard' : 'nothing' };
}

const FROM = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99];
const ours = (label: string): string => (label === 'outside' || label === 'none' ? 'not ours' : label);

/**
 * For each thing that the rules can say: how often they are right, how often the learnt guess is, and, from each
 * probability on, where the two disagree: how often it is the one and the other that is right.
 */
export function cellReport(kit: Kit, judged: readonly Judged[]): string {
  const cells = new Map<
    string,
    { rule: boolean; guess: boolean; same: boolean; p: number; ours: boolean }[]
  >();
  for (const { text, label, classes, scores } of judged) {
    const said = standard(normalise(text));
    const { label: rule, cell } = ruled(kit, said);
    const p = softmax(scores, TEMPERATURE.matter);
    const k = p.reduce((best, value, i) => (value > (p[best] ?? 0) ? i : best), 0);
    const guess = classes[k] ?? '';
    const rows = cells.get(cell) ?? [];
    rows.push({
      rule: ours(rule) === ours(label),
      guess: ours(guess) === ours(label),
      same: ours(rule) === ours(guess),
      p: p[k] ?? 0,
      ours: ours(guess) !== 'not ours',
    });
    cells.set(cell, rows);
  }
  const lines = ['', 'RULES AND LEARNING, where they disagree: from p  n (rules right / guess right)'];
  const count = <T>(rows: readonly T[], is: (row: T) => boolean): number => rows.filter(is).length;
  for (const [cell, rows] of [...cells].sort((a, b) => b[1].length - a[1].length)) {
    lines.push(
      `${cell}: ${rows.length}, rules right ${count(rows, (r) => r.rule)}, guess right ${count(rows, (r) => r.guess)}`,
    );
    for (const kind of [true, false]) {
      const other = rows.filter((row) => !row.same && row.ours === kind);
      if (other.length === 0) continue;
      const parts = FROM.map((from) => {
        const of = other.filter(({ p }) => p >= from);
        return `${from} ${of.length} (${count(of, (r) => r.rule)}/${count(of, (r) => r.guess)})`;
      });
      lines.push(`   guess ${kind ? 'ours    ' : 'not ours'}: ${parts.join('  ')}`);
    }
  }
  return lines.join('\n');
}

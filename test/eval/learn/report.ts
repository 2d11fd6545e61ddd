import { DANGERS } from '../../../server/affairs/learn/corpus.ts';
import { dangerFrom } from '../../../server/affairs/learn/learn.ts';
import { softmax } from '../../../server/affairs/learn/softmax.ts';
import { LEARNT, LEARNT_DANGER, TEMPERATURE } from '../../../server/affairs/thresholds.ts';
import { doubtedBy, followsFrom } from '../../../server/dialog/danger/learnt.ts';
import { standard } from '../../../server/dialog/dialect.ts';
import { alarmIn } from '../../../server/dialog/emergency.ts';
import { normalise } from '../../../server/dialog/normalise.ts';
import type { Judged } from './cross.ts';

const percent = (part: number, whole: number): string =>
  whole === 0 ? '   –  ' : `${((100 * part) / whole).toFixed(1).padStart(5)}%`;

/** The temperature under which the right labels are most probable, in steps of 0.05. */
export function bestTemperature(judged: readonly Judged[]): number {
  let best = { temperature: 1, loss: Number.POSITIVE_INFINITY };
  for (let step = 4; step <= 60; step += 1) {
    const temperature = step / 20;
    const loss = judged.reduce((sum, { label, classes, scores }) => {
      const p = softmax(scores, temperature)[classes.indexOf(label)] ?? 0;
      return sum - Math.log(Math.max(p, 1e-9));
    }, 0);
    if (loss < best.loss) best = { temperature, loss };
  }
  return best.temperature;
}

interface Top extends Judged {
  top: string;
  p: number;
}

function topOf(judged: Judged, temperature: number): Top {
  const p = softmax(judged.scores, temperature);
  const k = p.reduce((best, value, i) => (value > (p[best] ?? 0) ? i : best), 0);
  return { ...judged, top: judged.classes[k] ?? '', p: p[k] ?? 0 };
}

export function matterReport(judged: readonly Judged[], faults: boolean): string {
  const rows = judged.map((row) => topOf(row, TEMPERATURE.matter));
  const right = rows.filter(({ top, label }) => top === label);
  const lines = [
    '',
    `MATTERS   right ${percent(right.length, rows.length)} of ${rows.length}; temperature in force ${TEMPERATURE.matter}, best ${bestTemperature(judged)}`,
    'label                        n   right',
  ];
  for (const label of [...new Set(rows.map((row) => row.label))].sort()) {
    const of = rows.filter((row) => row.label === label);
    const good = of.filter(({ top }) => top === label).length;
    lines.push(`${label.padEnd(26)}${String(of.length).padStart(4)}  ${percent(good, of.length)}`);
  }
  const pairs = new Map<string, number>();
  for (const { top, label } of rows)
    if (top !== label) pairs.set(`${label} → ${top}`, (pairs.get(`${label} → ${top}`) ?? 0) + 1);
  lines.push('most confused');
  for (const [pair, n] of [...pairs].sort((a, b) => b[1] - a[1]).slice(0, 20))
    lines.push(`${String(n).padStart(4)}  ${pair}`);
  lines.push('reliability: told with     n   right');
  for (let bin = 0; bin < 10; bin += 1) {
    const of = rows.filter(({ p }) => Math.min(9, Math.floor(p * 10)) === bin);
    lines.push(
      `                 ${(bin / 10).toFixed(1)}–${((bin + 1) / 10).toFixed(1)} ${String(of.length).padStart(5)}  ${percent(of.filter(({ top, label }) => top === label).length, of.length)}`,
    );
  }
  lines.push('rejection: from       takes   right of them');
  for (const from of [0.2, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98]) {
    const of = rows.filter(({ p }) => p >= from);
    const named = Object.entries(LEARNT).find(([, value]) => value === from)?.[0] ?? '';
    lines.push(
      `               ${from.toFixed(2)} ${percent(of.length, rows.length)}   ${percent(of.filter(({ top, label }) => top === label).length, of.length)}  ${named}`,
    );
  }
  if (faults)
    for (const row of rows.filter(({ top, label }) => top !== label).sort((a, b) => b.p - a.p))
      lines.push(`${row.p.toFixed(2)} ${row.top}, not ${row.label}: ${row.text}`);
  return lines.join('\n');
}

const isDanger = (label: string): boolean => DANGERS.some((known) => known === label);

export function dangerReport(judged: readonly Judged[], faults: boolean): string {
  const rows = judged.map((row) => {
    const text = standard(normalise(row.text));
    const guess = dangerFrom(row.classes, row.scores);
    return {
      ...row,
      danger: isDanger(row.label),
      p: guess.p,
      guess,
      rules: alarmIn(text) !== null && !doubtedBy(text, guess),
      prepared: text,
    };
  });
  const alarmed = ({ prepared, guess }: (typeof rows)[number]): boolean =>
    followsFrom(prepared, guess) === 'alarm';
  const dangers = rows.filter(({ danger }) => danger);
  const safe = rows.filter(({ danger }) => !danger).sort((a, b) => b.p - a.p);
  const lines = [
    '',
    `DANGER   ${dangers.length} dangers, ${safe.length} others; temperature in force ${TEMPERATURE.danger}, best ${bestTemperature(judged)}`,
    'from     dangers met   decoys taken   others taken',
  ];
  for (const from of [0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.97, 0.99]) {
    const met = dangers.filter(({ p }) => p >= from).length;
    const taken = safe.filter(({ p }) => p >= from);
    const decoys = taken.filter(({ label }) => label === 'decoy').length;
    const named = from === LEARNT_DANGER.beside ? 'beside' : '';
    lines.push(
      `${from.toFixed(2)}     ${percent(met, dangers.length)}        ${String(decoys).padStart(5)}          ${String(taken.length - decoys).padStart(5)}   ${named}`,
    );
  }
  lines.push('label                     n   rules   learnt   either');
  for (const label of [...DANGERS, 'decoy', 'ordinary']) {
    const of = rows.filter((row) => row.label === label);
    const share = (is: (row: (typeof rows)[number]) => boolean): string =>
      percent(of.filter(is).length, of.length);
    lines.push(
      `${label.padEnd(22)} ${String(of.length).padStart(4)}  ${share(({ rules }) => rules)}  ${share(alarmed)}  ${share((row) => row.rules || alarmed(row))}`,
    );
  }
  const ruled = rows.filter(({ rules }) => rules);
  lines.push('of what the rules alarm at, told by learning with less than: dangers / others');
  for (const to of [0.01, 0.02, 0.05, 0.1, 0.2, 0.3]) {
    const of = ruled.filter(({ p }) => p < to);
    lines.push(
      `${to.toFixed(2)}  ${of.filter(({ danger }) => danger).length} / ${of.filter(({ danger }) => !danger).length}`,
    );
  }
  lines.push('taken for a danger, and none:');
  for (const row of safe.filter((other) => alarmed(other) || other.rules))
    lines.push(`${row.p.toFixed(3)}${row.rules ? ' rules' : ''} ${row.label}: ${row.text}`);
  lines.push('next:');
  for (const row of safe.filter((other) => !alarmed(other)).slice(0, faults ? 40 : 8))
    lines.push(`${row.p.toFixed(3)} ${row.label}: ${row.text}`);
  if (faults)
    for (const row of dangers.filter((other) => !alarmed(other) && !other.rules).sort((a, b) => a.p - b.p))
      lines.push(`missed ${row.p.toFixed(3)} ${row.label}: ${row.text}`);
  return lines.join('\n');
}

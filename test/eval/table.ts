import type { Row } from './row.ts';
import { type Figures, FLOORS, type RowScore } from './score.ts';

const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;
const SHARES = new Set(['service', 'action', 'slots_f1', 'emergency', 'must', 'handoff', 'false_accept']);

/** The figures with their floors, and what went wrong by category: one line per measure. */
export function tableOf(figures: Figures, rows: readonly Row[], scores: readonly RowScore[]): string {
  const lines = Object.entries(figures).map(([key, value]) => {
    const floor = FLOORS.find(([name]) => name === key);
    const shown = SHARES.has(key) ? percent(value) : key.startsWith('ms_') ? value.toFixed(2) : String(value);
    const verdict = floor === undefined ? '' : floor[2](value) ? 'holds' : 'BELOW';
    return `${key.padEnd(18)}${shown.padStart(9)}  ${(floor?.[1] ?? '').padEnd(8)}${verdict}`;
  });
  const categories = [...new Set(rows.map((row) => row.category))].map((category) => {
    const own = scores.filter((_, i) => rows[i]?.category === category);
    const mean = (pick: (score: RowScore) => number): string =>
      percent(own.reduce((sum, score) => sum + pick(score), 0) / Math.max(1, own.length));
    return `${category.padEnd(8)}${String(own.length).padStart(5)}  service ${mean((s) => s.service).padStart(6)}  action ${mean((s) => s.action).padStart(6)}`;
  });
  return [...lines, '', ...categories].join('\n');
}

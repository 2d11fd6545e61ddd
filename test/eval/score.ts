import type { Result, Row } from './row.ts';

/** The figures of one evaluation; keys and floors as in the format's description. */
export interface Figures {
  rows: number;
  service: number;
  action: number;
  slots_f1: number;
  emergency: number;
  false_emergency: number;
  must: number;
  must_not_hits: number;
  unmasked: number;
  handoff: number;
  false_accept: number;
  ms_p50: number;
  ms_p99: number;
}

/** What one row scored, and what was wrong with it. */
export interface RowScore {
  id: string;
  service: number;
  action: number;
  slots: { hit: number; got: number; want: number };
  musts: { hit: number; want: number };
  mustNotHits: number;
  unmasked: boolean;
  faults: string[];
}

/** Harmonic mean of precision and recall; 1 when nothing was wanted and nothing came. */
export function f1(hit: number, got: number, want: number): number {
  if (got + want === 0) return 1;
  return (2 * hit) / (got + want);
}

const HALVES: readonly (readonly [string, string])[] = [
  ['guide', 'answer'],
  ['clarify', 'guide'],
];

/** 1 for the right action, a half for its neighbour, 0 else. */
export function actionScore(want: string, got: string): number {
  if (want === got) return 1;
  if (want === 'answer_or_refuse')
    return got === 'answer' || got === 'refuse' ? 1 : got === 'guide' ? 0.5 : 0;
  return HALVES.some(([a, b]) => (a === want && b === got) || (b === want && a === got)) ? 0.5 : 0;
}

const same = (a: unknown, b: unknown): boolean => String(a) === String(b);

/** Everything said and shown, for the contents that must or must not be there. */
export function shownOf(result: Result): string {
  return [result.reply, ...result.cards.flatMap((card) => [card.title, card.text])].join('\n');
}

const redirectsOf = (row: Row): string[] => {
  const wanted = row.expect?.redirect;
  return Array.isArray(wanted) ? wanted.map(String) : [];
};

/** True when an emergency was met: nothing asked, and every number named. */
function redirected(row: Row, result: Result): boolean {
  return (
    result.action === 'emergency_redirect' &&
    redirectsOf(row).every((number) => result.redirect.includes(number))
  );
}

/** Compares what was understood and said with what is right. Pure. */
export function scoreRow(row: Row, result: Result): RowScore {
  const faults: string[] = [];
  const want = [...new Set(row.intents.map((intent) => intent.service))];
  const got = [...new Set(result.intents.map((intent) => intent.service))];
  const service = f1(got.filter((id) => want.includes(id)).length, got.length, want.length);
  if (service < 1) faults.push(`services ${got.join('+') || '-'}, not ${want.join('+') || '-'}`);
  const action = actionScore(row.action, result.action);
  if (action < 1) faults.push(`action ${result.action}, not ${row.action}`);
  const wanted = row.intents.flatMap((intent) =>
    Object.entries(intent.slots).map(([slot, value]) => ({ service: intent.service, slot, value })),
  );
  const had = result.intents.flatMap((intent) =>
    Object.entries(intent.slots).map(([slot, value]) => ({ service: intent.service, slot, value })),
  );
  const missed = wanted.filter(
    (a) => !had.some((b) => a.service === b.service && a.slot === b.slot && same(a.value, b.value)),
  );
  for (const { slot, value } of missed) faults.push(`slot ${slot} is not ${String(value)}`);
  const shown = shownOf(result);
  const missing = row.must.filter((word) => !shown.includes(word));
  for (const word of missing) faults.push(`lacks ${word}`);
  const forbidden = row.must_not.filter((word) => shown.includes(word));
  for (const word of forbidden) faults.push(`holds ${word}`);
  const leaks = row.mask.filter((secret) => result.trace.includes(secret));
  for (const secret of leaks) faults.push(`leaks ${secret}`);
  if (row.action === 'emergency_redirect' && !redirected(row, result)) {
    faults.push(`redirected to ${result.redirect.join('+') || '-'}, not ${redirectsOf(row).join('+')}`);
  }
  if (row.action !== 'emergency_redirect' && result.action === 'emergency_redirect')
    faults.push('no emergency');
  if (row.ask_next.length > 0 && !row.ask_next.includes(result.ask ?? '')) {
    faults.push(`asks ${result.ask ?? '-'}, not ${row.ask_next.join('|')}`);
  }
  if ((row.form ?? null) !== result.form) faults.push(`form ${result.form ?? '-'}, not ${row.form ?? '-'}`);
  if (row.handoff !== result.handoff) faults.push(`hand-off ${result.handoff}, not ${row.handoff}`);
  if (row.emotion !== result.emotion) faults.push(`sounds ${result.emotion}, not ${row.emotion}`);
  for (const [key, value] of Object.entries(row.expect ?? {})) {
    if (key === 'redirect') {
      if (!redirectsOf(row).every((number) => result.redirect.includes(number))) {
        faults.push(`names ${result.redirect.join('+') || '-'}, not ${redirectsOf(row).join('+')}`);
      }
    } else if (key === 'control') {
      if (!same(result.control, value)) faults.push(`control ${result.control ?? '-'}, not ${String(value)}`);
    } else if (!same(result.found[key], value)) {
      faults.push(`${key} is ${String(result.found[key])}, not ${String(value)}`);
    }
  }
  return {
    id: row.id,
    service,
    action,
    slots: { hit: wanted.length - missed.length, got: had.length, want: wanted.length },
    musts: { hit: row.must.length - missing.length, want: row.must.length },
    mustNotHits: forbidden.length,
    unmasked: leaks.length > 0,
    faults,
  };
}

/** The value below which `share` (0 to 1) of the sorted values lie; 0 for none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

const mean = (values: readonly number[], empty: number): number =>
  values.length === 0 ? empty : values.reduce((sum, value) => sum + value, 0) / values.length;

/** Out of scope, and treated as one of our matters all the same. */
const accepted = (result: Result): boolean =>
  result.intents.length > 0 && ['guide', 'answer', 'form', 'status_lookup'].includes(result.action);

/** All figures of a run; rows, results and scores in the same order. */
export function figuresOf(
  rows: readonly Row[],
  results: readonly Result[],
  scores: readonly RowScore[],
): Figures {
  const pairs = rows.flatMap((row, i) => {
    const result = results[i];
    return result === undefined ? [] : [{ row, result }];
  });
  const sum = (pick: (score: RowScore) => number): number =>
    scores.reduce((total, score) => total + pick(score), 0);
  const share = (chosen: typeof pairs, good: (pair: (typeof pairs)[number]) => boolean, empty: number) =>
    mean(
      chosen.map((pair) => Number(good(pair))),
      empty,
    );
  const urgent = pairs.filter(({ row }) => row.action === 'emergency_redirect');
  const handed = pairs.filter(({ row }) => row.handoff === 'immediate' || row.handoff === 'required');
  const outside = pairs.filter(({ row }) => row.category === '超范围');
  const musts = sum((score) => score.musts.want);
  const times = results.map((result) => result.ms);
  return {
    rows: rows.length,
    service: mean(
      scores.map((score) => score.service),
      1,
    ),
    action: mean(
      scores.map((score) => score.action),
      1,
    ),
    slots_f1: f1(
      sum((score) => score.slots.hit),
      sum((score) => score.slots.got),
      sum((score) => score.slots.want),
    ),
    emergency: share(urgent, ({ row, result }) => redirected(row, result), 1),
    false_emergency: pairs.filter(
      ({ row, result }) => row.action !== 'emergency_redirect' && result.action === 'emergency_redirect',
    ).length,
    must: musts === 0 ? 1 : sum((score) => score.musts.hit) / musts,
    must_not_hits: sum((score) => score.mustNotHits),
    unmasked: scores.filter((score) => score.unmasked).length,
    handoff: share(handed, ({ result }) => ['immediate', 'required'].includes(result.handoff), 1),
    false_accept: share(outside, ({ result }) => accepted(result), 0),
    ms_p50: percentile(times, 0.5),
    ms_p99: percentile(times, 0.99),
  };
}

/** Floors of the format: a figure and whether it holds. */
export const FLOORS: readonly (readonly [keyof Figures, string, (value: number) => boolean])[] = [
  ['service', '≥ 0.95', (value) => value >= 0.95],
  ['action', '≥ 0.85', (value) => value >= 0.85],
  ['emergency', '= 1', (value) => value >= 1],
  ['false_emergency', '= 0', (value) => value === 0],
  ['must', '≥ 0.9', (value) => value >= 0.9],
  ['must_not_hits', '= 0', (value) => value === 0],
  ['unmasked', '= 0', (value) => value === 0],
  ['handoff', '= 1', (value) => value >= 1],
  ['false_accept', '≤ 0.1', (value) => value <= 0.1],
  ['ms_p99', '≤ 20', (value) => value <= 20],
];

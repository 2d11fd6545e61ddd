import { judge, type Known } from './predicate.ts';
import type { ServiceNode } from './types.ts';

type Value = string | number | boolean;

/** A question that may be asked: its slot and the values of its answers ("I do not know" left out). */
export interface Askable {
  slot: string;
  values: readonly Value[];
}

/** Share of those who ask for whom a condition does not hold: most people ask for what is meant for them. */
const FAILS = 0.2;
/** What a calculation still needs is worth asking, after what decides whether there is a right at all; bits. */
const NEEDED = 0.01;
/** More than any question can tell: what the citizen asked for is computed first; bits. */
const WANTED = 100;
const GAIN_EPSILON = 1e-9;

const bits = (p: number): number => (p <= 0 || p >= 1 ? 0 : -p * Math.log2(p) - (1 - p) * Math.log2(1 - p));
const UNDECIDED = bits(FAILS);

/** True when a condition fails and nothing the citizen does next changes that: the talk is at its end. */
export type Final = (failed: ServiceNode['conditions'][number]) => boolean;

/** How much is still open, in bits: which situation it is, and every condition that is not decided. */
export function openness(node: ServiceNode, known: Known, final: Final): number {
  let open = 0;
  for (const condition of node.conditions) {
    const holds = condition.when === undefined ? true : judge(condition.when, known);
    if (holds === false && final(condition)) return 0;
    if (holds === null) open += UNDECIDED;
  }
  const alive = node.situations.filter(({ when }) => judge(when, known) !== false).length;
  return open + Math.log2(Math.max(alive, 1));
}

/** True when an answer makes a condition fail that is open now. */
function fails(node: ServiceNode, known: Known, after: Known): boolean {
  return node.conditions.some(
    ({ when }) => when !== undefined && judge(when, known) !== false && judge(when, after) === false,
  );
}

/**
 * Expected gain of a question in bits: what is open now, less what is open after its answers, each weighted by how often
 * it is given. Answers that fail a condition share `FAILS`; the others are taken as equally frequent.
 */
export function gainOf(node: ServiceNode, known: Known, { slot, values }: Askable, final: Final): number {
  const answers = values.map((value) => {
    const after = { ...known, [slot]: value };
    return { open: openness(node, after, final), bad: fails(node, known, after) };
  });
  const bad = answers.filter((answer) => answer.bad).length;
  const good = answers.length - bad;
  if (answers.length === 0) return 0;
  const weight = (isBad: boolean): number => {
    if (bad === 0 || good === 0) return 1 / answers.length;
    return isBad ? FAILS / bad : (1 - FAILS) / good;
  };
  const after = answers.reduce((sum, answer) => sum + weight(answer.bad) * answer.open, 0);
  return openness(node, known, final) - after;
}

/**
 * The question that splits what remains best (最大期望信息增益); of equal ones the first. Null when no answer to any of
 * them changes anything. `needed`: slots without which a calculation of the service cannot be made; `wanted`: it is what
 * was asked for (什么时候退休), and they come first.
 */
export function bestQuestion<Q extends Askable>(
  node: ServiceNode,
  known: Known,
  questions: readonly Q[],
  final: Final,
  needed: readonly string[] = [],
  wanted = false,
): Q | null {
  let best: { question: Q; gain: number } | null = null;
  for (const question of questions) {
    const gain =
      gainOf(node, known, question, final) +
      (needed.includes(question.slot) ? (wanted ? WANTED : NEEDED) : 0);
    if (gain > (best?.gain ?? 0) + GAIN_EPSILON) best = { question, gain };
  }
  return best?.question ?? null;
}

import { type Computed, NEEDS } from '../affairs/calculators/index.ts';
import type { Predicate } from '../affairs/schema.ts';
import { bestQuestion } from '../affairs/split.ts';
import { type Standing, standingOf } from '../affairs/standing.ts';
import type { ServiceNode } from '../affairs/types.ts';
import { polarityOf } from './reading/polarity.ts';
import { readSlot, type SlotBook } from './reading/slots.ts';
import type { Slots, SlotValue } from './types.ts';

/** A question of the situation with what may be answered; the value null is "I do not know". */
export interface Question {
  slot: string;
  ask: string;
  why: string;
  options: readonly { label: string; value: SlotValue | null }[];
}

/** What the graph says next: a question, or what holds for this citizen. */
export type Guided =
  | { kind: 'ask'; question: Question }
  | {
      kind: 'result';
      /** What a calculator of the service found: stated by its published source, not by the node. */
      computed: Computed | null;
      /** Null: it depends on what the citizen does not know. */
      eligible: boolean | null;
      failed: readonly { text: string; remedy: string | null }[];
      /** Materials that apply; `label` tells for whom where it is still open. */
      materials: readonly { label: string | null; rule: 'all' | 'any'; names: readonly string[] }[];
      cost: readonly { text: string; value?: number | undefined }[];
      situations: readonly string[];
      /** Services that come afterwards. */
      leadsTo: readonly string[];
    };

/** Most questions asked of one citizen about one service. */
const MOST_QUESTIONS = 5;

/** The bound that a condition sets to a number (满3个月): what 满了 and 没满 mean. */
function boundOf(node: ServiceNode, slot: string): number | null {
  for (const { when } of [...node.conditions, ...node.situations]) {
    for (const part of when === undefined ? [] : flat(when)) {
      const pair = part['>='] ?? part['>'] ?? part['<'] ?? part['<='];
      if (pair?.[0] === slot && typeof pair[1] === 'number') return pair[1];
    }
  }
  return null;
}

type Compared = Partial<Record<'>=' | '>' | '<' | '<=' | '==' | '!=', [string, SlotValue]>>;
function flat(predicate: Predicate): Compared[] {
  const parts = Object.entries(predicate).flatMap(([key, value]) =>
    key === 'and' || key === 'or'
      ? (value as Predicate[]).flatMap(flat)
      : key === 'not'
        ? flat(value as Predicate)
        : [],
  );
  return parts.length > 0 ? parts : [predicate as Compared];
}

/** What an option's label means for its slot. */
function optionValue(node: ServiceNode, slot: string, label: string, book: SlotBook): SlotValue | null {
  const def = book[slot];
  const polarity = polarityOf(label);
  if (polarity === 'unknown' || def === undefined) return null;
  if (def.type === 'int') {
    const bound = boundOf(node, slot);
    const number = readSlot(slot, def, label, true, '2026-01-01');
    if (number !== undefined) return number;
    if (bound === null || polarity === 'other') return null;
    return polarity === 'yes' ? bound : Math.max(0, bound - 1);
  }
  if (def.type === 'bool') {
    const read = readSlot(slot, def, label, true, '2026-01-01');
    return read ?? (polarity === 'yes' ? true : polarity === 'no' ? false : null);
  }
  const exact = Object.entries(def.values ?? {}).find(([, name]) => name === label)?.[0];
  return exact ?? readSlot(slot, def, label, true, '2026-01-01') ?? null;
}

/** The options of a question: the content's own values, or what the labels mean. */
export function optionsOf(
  node: ServiceNode,
  slot: string,
  labels: readonly string[],
  values: readonly (SlotValue | null | undefined)[],
  book: SlotBook,
): Question['options'] {
  return labels.map((label, i) => {
    const value = values[i];
    return { label, value: value === undefined ? optionValue(node, slot, label, book) : value };
  });
}

/** A condition that the citizen can still meet (先登记, 继续缴费): the questions go on. */
const MENDABLE = /^(?:可以)?(?:先|继续|再|补)/u;

const isFinal = ({ remedy }: ServiceNode['conditions'][number]): boolean =>
  remedy === undefined || !MENDABLE.test(remedy);

/** Of the questions without an answer the one that splits what remains best; null when none changes anything. */
function nextQuestion(node: ServiceNode, slots: Slots, book: SlotBook, wanted: boolean): Question | null {
  const needed = node.calculator === undefined ? [] : (NEEDS[node.calculator]?.(slots) ?? []);
  const open = node.questions
    .filter(({ slot }) => !(slot in slots))
    .map(({ slot, ask, why, options: labels, values }) => {
      const options = optionsOf(node, slot, labels, values, book);
      const known = options.flatMap(({ value }) => (value === null ? [] : [value]));
      return { question: { slot, ask, why, options }, slot, values: known };
    });
  return bestQuestion(node, slots, open, isFinal, needed, wanted)?.question ?? null;
}

export interface GuideOptions {
  /** How the service stands with these slots, where that was judged already. */
  standing?: Standing;
  /** What its calculator finds is what was asked for. */
  wanted?: boolean;
}

/**
 * The next question of a service, or what holds for what is known. At most five are asked, none that changes nothing.
 */
export function guided(
  node: ServiceNode,
  slots: Slots,
  book: SlotBook,
  { standing = standingOf(node, slots), wanted = false }: GuideOptions = {},
): Guided {
  const answered = node.questions.filter(({ slot }) => slot in slots).length;
  const failed = node.conditions.filter(({ id }) => standing.conditions[id] === false);
  const forGood = failed.some(isFinal);
  const { computed } = standing;
  if (!forGood && answered < MOST_QUESTIONS && (computed === null || node.calculator === 'unemployment')) {
    const next = nextQuestion(node, slots, book, wanted);
    if (next !== null) return { kind: 'ask', question: next };
  }
  const fitting = node.situations.filter(({ id }) => standing.situations[id] !== false);
  const sure = fitting.filter(({ id }) => standing.situations[id] === true);
  const shown = sure.length > 0 ? sure : fitting;
  const labels = new Set(shown.map(({ label }) => label));
  const open = Object.values(standing.conditions).includes(null);
  return {
    kind: 'result',
    computed,
    eligible: failed.length > 0 ? false : open ? null : true,
    failed: failed.map(({ text, fail, remedy }) => ({ text: fail ?? text, remedy: remedy ?? null })),
    materials: node.materialGroups
      .filter(({ label }) => label === null || labels.has(label))
      .map(({ label, rule, names }) => ({ label: sure.length === 1 ? null : label, rule, names })),
    cost: node.cost.filter(
      ({ situation }) => situation === undefined || shown.some(({ id }) => id === situation),
    ),
    situations: shown.map(({ label }) => label),
    leadsTo: [...new Set([...sure.flatMap(({ leadsTo }) => leadsTo), ...node.leadsTo])],
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../protocol/errors.ts';

/** One way of saying something, as a citizen would, and what it means. */
export interface Saying {
  label: string;
  text: string;
}

/** Sayings to learn from: what matter they tell, and whether they tell a danger. */
export interface Corpus {
  /** Labels: services, kinds of work orders, `outside` (another office's matter), `none` (no matter at all). */
  matters: readonly Saying[];
  /** Labels: `DANGERS`, and `decoy` for what only sounds like one. */
  dangers: readonly Saying[];
}

/** Work orders and what is done with one that exists. */
const ORDERS = ['complaint', 'help', 'report', 'suggestion', 'praise', 'status', 'rework', 'edit', 'cancel'];
/** Orders that are lodged anew; the others are about one that exists. */
export const LODGED: ReadonlySet<string> = new Set(
  ['complaint', 'help', 'report', 'suggestion', 'praise'].map((kind) => `wo.${kind}`),
);
/** What is no service of ours: another office's matter, and no matter at all. */
export const OTHERS = ['outside', 'none'] as const;
export const DANGERS = ['fire', 'medical', 'police', 'traffic', 'self_harm', 'child_abuse_or_minor'] as const;
export type DangerLabel = (typeof DANGERS)[number];
export const DECOY = 'decoy';

/** A line longer than this is no saying but a text. */
const MOST_CHARS = 200;

export interface SayingsRead {
  corpus: Corpus;
  /** Everything that is wrong, each `file:line: what. remedy`. */
  faults: AppError[];
}

interface Line extends Saying {
  file: string;
  line: number;
  danger: boolean;
}

const fault = ({ file, line }: Pick<Line, 'file' | 'line'>, what: string, remedy: string): AppError =>
  new AppError('content_invalid', `${file}:${line}: ${what}. ${remedy}`);

/** What two sayings have in common when they are the same one. */
export const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.txt'))
      .sort();
  } catch {
    // A city need not have sayings of its own.
    return [];
  }
}

/** The sayings of one folder, one per line; `#` begins a comment. */
function linesOf(dir: string, folder: string, danger: boolean): Line[] {
  return namesIn(join(dir, folder)).flatMap((name) =>
    readFileSync(join(dir, folder, name), 'utf8')
      .replace(/^\ufeff/, '')
      .split(/\r?\n/)
      .map((text, i) => ({
        text: text.trim(),
        label: name.slice(0, -'.txt'.length),
        file: `affairs/${folder}/${name}`,
        line: i + 1,
        danger,
      }))
      .filter(({ text }) => text !== '' && !text.startsWith('#')),
  );
}

/**
 * Reads `sayings/<label>.txt` and `sayings/danger/<label>.txt` of a content folder, and the same of the city's layer
 * (`city/sayings/`). A saying stands once; what tells a danger tells no matter.
 * @param services ids that may be labels.
 */
export function readSayings(dir: string, services: readonly string[]): SayingsRead {
  const labels = new Set<string>([...services, ...ORDERS.map((kind) => `wo.${kind}`), ...OTHERS]);
  const dangers = new Set<string>([...DANGERS, DECOY]);
  const faults: AppError[] = [];
  const seen = new Map<string, Line>();
  const kept: Line[] = [];
  const lines = ['sayings', 'city/sayings'].flatMap((folder) => [
    ...linesOf(dir, folder, false),
    ...linesOf(dir, `${folder}/danger`, true),
  ]);
  const unknown = new Set<string>();
  for (const line of lines) {
    if (!(line.danger ? dangers : labels).has(line.label)) {
      if (!unknown.has(line.file))
        faults.push(
          fault(
            { file: line.file, line: 1 },
            `"${line.label}" is no label`,
            line.danger
              ? `Name the file after one of ${[...dangers].join(', ')}.`
              : 'Name the file after a service, a kind of work order (wo.…), "outside" or "none".',
          ),
        );
      unknown.add(line.file);
      continue;
    }
    if (line.text.length > MOST_CHARS) {
      faults.push(fault(line, `longer than ${MOST_CHARS} characters`, 'Write it as somebody would say it.'));
      continue;
    }
    const key = bare(line.text);
    if (key === '') {
      faults.push(fault(line, 'no words', 'Take the line out.'));
      continue;
    }
    const other = seen.get(key);
    // A decoy may be told of a service as well: it only sounds like a danger.
    const apart = other !== undefined && other.danger !== line.danger;
    if (other !== undefined && !(apart && (line.label === DECOY || other.label === DECOY))) {
      const same = other.label === line.label;
      faults.push(
        fault(
          line,
          `"${line.text.slice(0, 40)}" stands already in ${other.file}:${other.line}`,
          same ? 'Take one of them out.' : `Decide whether it means ${other.label} or ${line.label}.`,
        ),
      );
      continue;
    }
    seen.set(key, line);
    kept.push(line);
  }
  const of = (danger: boolean): Saying[] =>
    kept.filter((line) => line.danger === danger).map(({ label, text }) => ({ label, text }));
  return { corpus: { matters: of(false), dangers: of(true) }, faults };
}

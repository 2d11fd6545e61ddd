import { z } from 'zod';

/** What a row may expect as its action: those of a turn, and either of two where both are right. */
export const RowAction = z.enum([
  'guide',
  'answer',
  'answer_or_refuse',
  'clarify',
  'form',
  'status_lookup',
  'control',
  'redirect',
  'refuse',
  'handoff',
  'emergency_redirect',
  'callback_record',
]);
export type RowAction = z.infer<typeof RowAction>;

const Scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const Handoff = z.enum(['none', 'offer', 'required', 'immediate']);

/** One row of an evaluation file: what a citizen says, and what is right then. */
export const Row = z.object({
  id: z.string().min(1),
  channel: z
    .enum(['web-voice', 'web-text', 'kiosk-voice', 'ivr-voice', 'callback-voice'])
    .default('web-voice'),
  before: z.array(z.string()).default([]),
  utterance: z.string(),
  category: z.string(),
  intents: z
    .array(
      z.object({
        service: z.string(),
        ask: z.string().nullish(),
        slots: z.record(z.string(), Scalar).default({}),
      }),
    )
    .default([]),
  action: RowAction,
  ask_next: z.array(z.string()).default([]),
  form: z.string().nullish(),
  handoff: Handoff.default('none'),
  emotion: z.string().default('neutral'),
  must: z.array(z.string()).default([]),
  must_not: z.array(z.string()).default([]),
  mask: z.array(z.string()).default([]),
  expect: z.record(z.string(), z.unknown()).nullish(),
});
export type Row = z.infer<typeof Row>;

/** What was understood and said for a row: one line of `--out`. */
export interface Result {
  id: string;
  intents: { service: string; ask?: string; slots: Record<string, string | number | boolean | null> }[];
  action: string;
  ask: string | null;
  form: string | null;
  handoff: string;
  emotion: string;
  reply: string;
  cards: { kind: string; title: string; text: string; citations: string[] }[];
  redirect: string[];
  masked: string;
  /** Time of the turn, ms. */
  ms: number;
  /** The word that steered (expect.control), and what was computed or found. */
  control: string | null;
  found: Record<string, string | number | boolean>;
  /** Everything that was shown, said, logged or kept: where nothing of `mask` may stand. */
  trace: string;
}

/** Reads the rows of a file. @throws Error with the line when one is broken. */
export function readRows(text: string): Row[] {
  return text
    .split('\n')
    .map((line, i) => ({ line: line.trim(), at: i + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, at }) => {
      try {
        return Row.parse(JSON.parse(line));
      } catch (error) {
        throw new Error(`line ${at}: ${error instanceof Error ? error.message : String(error)}`);
      }
    });
}

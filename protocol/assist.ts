import { z } from 'zod';
import { Source } from './cards.ts';
import { FieldName } from './forms.ts';
import { FormId, SuggestionId, TurnId } from './ids.ts';

/**
 * What a suggestion is about, most pressing first: danger to somebody, what to be careful with, how one talks, what the
 * graph says, the next question of the situation, what is still missing.
 */
export const SUGGESTION_KINDS = ['danger', 'risk', 'manner', 'question', 'answer', 'missing'] as const;
export const SuggestionKind = z.enum(SUGGESTION_KINDS);
export type SuggestionKind = z.infer<typeof SuggestionKind>;

/** What a click shows the citizen; as `staff.push` has it. */
export const SuggestionShow = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('service'), service: z.string().min(1).max(60) }),
  z.strictObject({ kind: z.literal('form'), form: z.string().regex(/^f\.[a-z0-9_]{1,40}$/) }),
]);
export type SuggestionShow = z.infer<typeof SuggestionShow>;

/** One suggestion to the agent. The citizen gets nothing of it unless the agent sends it. */
export const Suggestion = z.strictObject({
  id: SuggestionId,
  kind: SuggestionKind,
  /** The rule that it comes of; ratings are counted by it. */
  rule: z.string().regex(/^[a-z_]{2,40}$/),
  title: z.string().max(120),
  /** Why, or what the graph says; masked. */
  text: z.string().max(400),
  /** Words ready to be sent; null where there are none. */
  say: z.string().max(400).nullable(),
  show: SuggestionShow.nullable(),
  sources: z.array(Source).max(4),
});
export type Suggestion = z.infer<typeof Suggestion>;

/** More than this nobody reads while they talk. */
export const MAX_SUGGESTIONS = 3;

/** A field of the open form as the citizen's words would fill it; personal values are masked. Set by the agent's click alone. */
export const Proposal = z.strictObject({
  form: FormId,
  field: FieldName,
  label: z.string().max(60),
  value: z.string().max(200),
});
export type Proposal = z.infer<typeof Proposal>;

/** To staff alone: how the agent is helped now. It takes the place of what was told before. */
export const Assist = z.strictObject({
  /** The line of the citizen that it answers; null: it answers none. */
  turn: TurnId.nullable(),
  /** The matter found, in words. */
  matter: z.strictObject({ id: z.string().max(60), name: z.string().max(80) }).nullable(),
  suggestions: z.array(Suggestion).max(MAX_SUGGESTIONS),
  proposals: z.array(Proposal).max(12),
  /** The way of a call, step by step. */
  steps: z.array(z.strictObject({ label: z.string().max(40), done: z.boolean() })).max(6),
});
export type Assist = z.infer<typeof Assist>;

/** Something to think over before it is sent. */
export const Warning = z.strictObject({
  rule: z.string().regex(/^[a-z_]{2,40}$/),
  text: z.string().max(200),
  /** What could be said in its place; null where nothing is proposed. */
  instead: z.string().max(200).nullable(),
});
export type Warning = z.infer<typeof Warning>;

/** How often suggestions of one rule were called useful, or not. */
export const SuggestionRating = z.strictObject({
  rule: z.string().max(40),
  useful: z.number().int().nonnegative(),
  useless: z.number().int().nonnegative(),
});
export type SuggestionRating = z.infer<typeof SuggestionRating>;

/** What staff asks of the help. */
export const ASSIST_METHODS = {
  /** Looks at words before they are sent. Nothing is sent or kept by it. */
  'staff.check': {
    params: z.strictObject({ text: z.string().trim().min(1).max(1000) }),
    result: z.strictObject({ warnings: z.array(Warning).max(6) }),
  },
  /** Whether a suggestion was of use; the last word of the same person counts. */
  'staff.rate': {
    params: z.strictObject({ suggestion: SuggestionId, useful: z.boolean() }),
    result: z.strictObject({}),
  },
} as const;

import { z } from 'zod';
import { FormId } from './ids.ts';

/** Words in both languages of the page. */
export const LocalText = z.strictObject({ zh: z.string().min(1).max(300), en: z.string().min(1).max(400) });
export type LocalText = z.infer<typeof LocalText>;

/** Name of a form's content (`f.work_order`) and of a field in it. */
export const FormKind = z.string().regex(/^f\.[a-z][a-z0-9_.]{0,58}$/);
export const FieldName = z.string().regex(/^[a-z][a-z0-9_]{0,38}$/);

/** Longest text of one field, in characters. */
export const MAX_FIELD_CHARS = 2_000;
/** Most photos of one work order (domain: 照片 ≤ 9). */
export const MAX_PHOTOS = 9;

/**
 * The value of one field; `null` takes it back. Photos and other choices of several are lists of ids or values; a
 * signature is the id of what was uploaded.
 */
export const FieldValue = z.union([
  z.string().max(MAX_FIELD_CHARS),
  z.number(),
  z.boolean(),
  z.array(z.string().max(120)).max(24),
  z.null(),
]);
export type FieldValue = z.infer<typeof FieldValue>;
export const FieldValues = z.record(FieldName, FieldValue);
export type FieldValues = z.infer<typeof FieldValues>;

const Scalar = z.union([z.string().max(120), z.number(), z.boolean()]);

/** The part of JSON Schema (2020-12) that a field may use. */
export const FieldSchema = z.strictObject({
  type: z.enum(['string', 'integer', 'number', 'boolean', 'array']),
  title: z.string().max(60).optional(),
  enum: z.array(Scalar).min(1).max(60).optional(),
  const: Scalar.optional(),
  format: z.enum(['date', 'time']).optional(),
  pattern: z.string().max(200).optional(),
  minLength: z.number().int().optional(),
  maxLength: z.number().int().max(MAX_FIELD_CHARS).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  items: z
    .strictObject({
      type: z.literal('string'),
      enum: z.array(z.string().max(120)).max(60).optional(),
      pattern: z.string().max(200).optional(),
    })
    .optional(),
  minItems: z.number().int().optional(),
  maxItems: z.number().int().max(24).optional(),
  uniqueItems: z.boolean().optional(),
});
export type FieldSchema = z.infer<typeof FieldSchema>;

/** A condition of `if`: values of some fields. */
const Condition = z.strictObject({
  properties: z.record(
    FieldName,
    z.strictObject({ const: Scalar.optional(), enum: z.array(Scalar).optional() }),
  ),
  required: z.array(FieldName).optional(),
});
/** Required then, or otherwise. */
const Consequence = z.strictObject({ required: z.array(FieldName).optional() });

/** A flat form: one object with its fields, what is required, and what is required only then. */
export const FormSchema = z.strictObject({
  $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
  type: z.literal('object'),
  properties: z.record(FieldName, FieldSchema),
  required: z.array(FieldName).default([]),
  additionalProperties: z.literal(false),
  allOf: z
    .array(
      // biome-ignore lint/suspicious/noThenProperty: the keyword of JSON Schema; a schema is never awaited
      z.strictObject({ if: Condition, then: Consequence.optional(), else: Consequence.optional() }),
    )
    .max(12)
    .optional(),
});
export type FormSchema = z.infer<typeof FormSchema>;

/** How a field is shown and filled. */
export const WIDGETS = [
  'text',
  'long',
  'cards',
  'several',
  'yes_no',
  'consent',
  'date',
  'digits',
  'address',
  'photos',
  'signature',
  'stars',
] as const;
export const Widget = z.enum(WIDGETS);
export type Widget = z.infer<typeof Widget>;

/** One choice of a field. `words`: how it is said. `note`: what is told beside it (places left). */
export const FieldOption = z.strictObject({
  value: Scalar,
  label: LocalText,
  words: z.array(z.string().min(1).max(20)).max(20).optional(),
  note: LocalText.optional(),
  disabled: z.boolean().optional(),
});
export type FieldOption = z.infer<typeof FieldOption>;

/** What is told and asked about a field, and how it is filled. */
export const FieldHint = z.strictObject({
  label: LocalText,
  /** The question as the avatar asks it. */
  ask: LocalText,
  /** Why it is asked, where that is not plain. */
  why: LocalText.optional(),
  /** A line under the field: an example, what is enough. */
  help: LocalText.optional(),
  widget: Widget,
  /** Read back before it is sent. */
  key: z.boolean().default(false),
  /** Entered on a keypad of the page, never spoken aloud. */
  keypad: z.boolean().default(false),
  /** Of a person: masked wherever anybody but the citizen sees it. */
  personal: z.boolean().default(false),
  /** How the field is named in speech (地址, 地点, 在哪). */
  words: z.array(z.string().min(1).max(20)).max(20).default([]),
  /** Filled from this slot of the conversation. */
  slot: z
    .string()
    .regex(/^[a-z][a-z0-9_]*$/)
    .optional(),
  options: z.array(FieldOption).max(60).optional(),
  /** The choices come from the server while the form is open (halls, days, times). */
  dynamic: z.boolean().default(false),
  /** A day that lies behind (离职的日期): 3月31日 is the last one, not the next. */
  past: z.boolean().default(false),
  /** Shown only while another field has one of these values (`is`), or unless it has one of these (`not`). */
  when: z
    .union([
      z.strictObject({ field: FieldName, is: z.array(Scalar).min(1).max(12) }),
      z.strictObject({ field: FieldName, not: z.array(Scalar).min(1).max(12) }),
    ])
    .optional(),
  /** Own words for a value that does not fit. */
  fault: LocalText.optional(),
});
export type FieldHint = z.infer<typeof FieldHint>;

/** What is done with a form once it is confirmed. */
export const FORM_PURPOSES = [
  'work_order',
  'appointment',
  'materials',
  'application',
  'rating',
  'lookup',
] as const;
export const FormPurpose = z.enum(FORM_PURPOSES);
export type FormPurpose = z.infer<typeof FormPurpose>;

/** A form as it is written in `affairs/forms/` and sent to the page. */
export const FormDefinition = z.strictObject({
  id: FormKind,
  purpose: FormPurpose,
  title: LocalText,
  /** One or two lines before the first field. */
  intro: LocalText.optional(),
  /** What the button of the last step says. */
  submit: LocalText,
  /** What happens then, said before it is confirmed. */
  after: LocalText,
  /** The service it belongs to, where it belongs to one. */
  service: z.string().max(60).optional(),
  steps: z
    .array(z.strictObject({ title: LocalText, fields: z.array(FieldName).min(1).max(24) }))
    .min(1)
    .max(8),
  schema: FormSchema,
  hints: z.record(FieldName, FieldHint),
});
export type FormDefinition = z.infer<typeof FormDefinition>;

export const FORM_STATUSES = ['open', 'submitted', 'cancelled'] as const;
export const FormStatus = z.enum(FORM_STATUSES);
export type FormStatus = z.infer<typeof FormStatus>;

/** Who filled a field. */
export const FIELD_AUTHORS = ['citizen', 'avatar', 'agent'] as const;
export const FieldAuthor = z.enum(FIELD_AUTHORS);
export type FieldAuthor = z.infer<typeof FieldAuthor>;

/**
 * An open form as the server keeps it. `revision` grows with every change: what is confirmed is what was seen.
 * `acked`: the highest counter of the page's own changes that is kept. `asking`: the field that is spoken of.
 */
export const FormState = z.strictObject({
  form: FormId,
  kind: FormKind,
  status: FormStatus,
  revision: z.number().int().nonnegative(),
  acked: z.number().int().nonnegative(),
  values: FieldValues,
  authors: z.record(FieldName, FieldAuthor),
  asking: FieldName.nullable(),
  /** The avatar has read it back, or the page has shown all of it: it waits for the word. */
  review: z.boolean(),
  /** Choices of the fields that are `dynamic`. */
  options: z.record(FieldName, z.array(FieldOption).max(60)),
  savedAt: z.number().int().nonnegative(),
});
export type FormState = z.infer<typeof FormState>;

/** What does not fit in a field, in both languages. */
export const FieldFault = z.strictObject({ field: FieldName, text: LocalText });
export type FieldFault = z.infer<typeof FieldFault>;

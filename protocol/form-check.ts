import { type Schema, Validator } from '@cfworker/json-schema';
import type { FieldFault, FieldSchema, FieldValue, FieldValues, FormDefinition, LocalText } from './forms.ts';

/**
 * Whether a field holds nothing: an empty text, no photo, not answered.
 * A `false` is an answer.
 */
export function isEmpty(value: FieldValue | undefined): boolean {
  return (
    value === undefined ||
    value === null ||
    (typeof value === 'string' && value.trim() === '') ||
    (Array.isArray(value) && value.length === 0)
  );
}

/** The values that count: fields that are shown now and hold something. */
export function filledValues(definition: FormDefinition, values: FieldValues): FieldValues {
  const shown = new Set(shownFields(definition, values));
  return Object.fromEntries(
    Object.entries(values).filter(([field, value]) => shown.has(field) && !isEmpty(value)),
  );
}

/** The fields that are shown with these values, in the order of the steps. */
export function shownFields(definition: FormDefinition, values: FieldValues): string[] {
  return definition.steps
    .flatMap((step) => step.fields)
    .filter((field) => {
      const { when } = definition.hints[field] ?? {};
      if (when === undefined) return true;
      const value = values[when.field];
      return 'is' in when
        ? when.is.some((wanted) => wanted === value)
        : !when.not.some((unwanted) => unwanted === value);
    });
}

/** The fields that must be filled with these values; a field that is not shown never must. */
export function requiredFields(definition: FormDefinition, values: FieldValues): Set<string> {
  const { schema } = definition;
  const filled = filledValues(definition, values);
  const required = new Set(schema.required);
  for (const rule of schema.allOf ?? []) {
    const holds = new Validator(rule.if as Schema, '2020-12').validate(filled).valid;
    for (const field of (holds ? rule.then : rule.else)?.required ?? []) required.add(field);
  }
  const shown = new Set(shownFields(definition, values));
  return new Set([...required].filter((field) => shown.has(field)));
}

/**
 * What is wrong with one value, in words for the person who typed it; null when it fits. An empty value fits here:
 * whether it may stay empty is asked of the whole form.
 */
export function faultOf(
  definition: FormDefinition,
  field: string,
  value: FieldValue | undefined,
): LocalText | null {
  const schema = definition.schema.properties[field];
  const hint = definition.hints[field];
  if (schema === undefined || hint === undefined) return TEXTS.unknown;
  if (isEmpty(value)) return null;
  const { errors } = new Validator(schema as Schema, '2020-12', false).validate(value);
  const first = errors[0];
  if (first === undefined) return null;
  const { zh, en } = hint.label;
  switch (first.keyword) {
    case 'minLength':
      return (
        hint.fault ?? {
          zh: `请再写详细一点，至少${schema.minLength ?? 1}个字`,
          en: `Please write a little more, at least ${schema.minLength ?? 1} characters`,
        }
      );
    case 'maxLength':
      return {
        zh: `写得太长了，最多${schema.maxLength ?? 0}个字`,
        en: `This is too long: ${schema.maxLength ?? 0} characters at most`,
      };
    case 'maxItems':
      return { zh: `最多${schema.maxItems ?? 0}项`, en: `${schema.maxItems ?? 0} at most` };
    case 'minItems':
      return { zh: `至少${schema.minItems ?? 1}项`, en: `${schema.minItems ?? 1} at least` };
    case 'const':
      return hint.fault ?? { zh: `请先同意“${zh}”`, en: `Please agree first: ${en}` };
    default:
      return hint.fault ?? { zh: `${zh}填得不对，请检查一下`, en: `Please check: ${en}` };
  }
}

/** Everything that stands in the way of sending the form, in the order of its fields. */
export function faultsOf(definition: FormDefinition, values: FieldValues): FieldFault[] {
  const required = requiredFields(definition, values);
  return shownFields(definition, values).flatMap((field): FieldFault[] => {
    const value = values[field];
    if (isEmpty(value)) {
      const hint = definition.hints[field];
      return required.has(field) && hint ? [{ field, text: missing(hint.label, hint.widget) }] : [];
    }
    const text = faultOf(definition, field, value);
    return text === null ? [] : [{ field, text }];
  });
}

/** The next field to ask for: required ones in their order, then what else is shown; null when all is answered. */
export function nextField(
  definition: FormDefinition,
  values: FieldValues,
  skipped: ReadonlySet<string>,
): string | null {
  const required = requiredFields(definition, values);
  const open = shownFields(definition, values).filter((field) => isEmpty(values[field]));
  return (
    open.find((field) => required.has(field) && !skipped.has(field)) ??
    open.find((field) => !skipped.has(field)) ??
    null
  );
}

const TEXTS = { unknown: { zh: '没有这一项', en: 'There is no such field' } } as const;

const CHOSEN: ReadonlySet<string> = new Set(['cards', 'several', 'yes_no', 'stars', 'date']);

function missing({ zh, en }: LocalText, widget: string): LocalText {
  if (widget === 'consent') return { zh: '请勾选后再提交', en: 'Please tick this before you send' };
  if (widget === 'signature') return { zh: '请在框里签名', en: 'Please sign in the box' };
  if (widget === 'photos') return { zh: `请拍一张${zh}`, en: `Please take a photo: ${en}` };
  return CHOSEN.has(widget)
    ? { zh: `请选择${zh}`, en: `Please choose: ${en}` }
    : { zh: `请填写${zh}`, en: `Please fill in: ${en}` };
}

/** The type that a field's value has, for whoever turns words into values. */
export function typeOf(definition: FormDefinition, field: string): FieldSchema['type'] | null {
  return definition.schema.properties[field]?.type ?? null;
}

/** A label as it stands beside a value: 每月租金（元，可不填） is 每月租金（元） once it is filled in. */
export const labelOfValue = (label: LocalText): LocalText => ({
  zh: label.zh.replace(/[，,]?可不.(?=）)/u, '').replace('（）', ''),
  en: label.en.replace(/,? ?optional(?=\))/u, '').replace(' ()', ''),
});

import { filledValues, labelOfValue } from '../../protocol/form-check.ts';
import type { FieldHint, FieldValue, FieldValues, FormDefinition, LocalText } from '../../protocol/index.ts';
import { maskAddress, maskName, maskPhone, maskText } from './mask.ts';
import type { Hall, ShownField } from './types.ts';

/** Names of what is kept by its id. */
export interface Names {
  halls: readonly Hall[];
  service: (id: string) => LocalText | null;
}

const same = (text: string): LocalText => ({ zh: text, en: text });
const YES_NO: readonly [LocalText, LocalText] = [
  { zh: '否', en: 'No' },
  { zh: '是', en: 'Yes' },
];

/** The filled fields of a form in their order, as they are shown: names, phones, addresses and numbers masked. */
export function shownFields(definition: FormDefinition, content: FieldValues, names: Names): ShownField[] {
  const filled = filledValues(definition, content);
  return definition.steps
    .flatMap((step) => step.fields)
    .flatMap((field): ShownField[] => {
      const value = filled[field];
      const hint = definition.hints[field];
      if (value === undefined || value === null || hint === undefined) return [];
      return [{ field, label: labelOfValue(hint.label), value: valueText(field, value, hint, names) }];
    });
}

function valueText(
  field: string,
  value: Exclude<FieldValue, null>,
  hint: FieldHint,
  names: Names,
): LocalText {
  if (Array.isArray(value)) {
    if (hint.widget === 'photos') return { zh: `${value.length}张`, en: String(value.length) };
    const parts = value.map((one) => choiceText(field, one, hint, names));
    return { zh: parts.map(({ zh }) => zh).join('、'), en: parts.map(({ en }) => en).join(', ') };
  }
  if (hint.widget === 'signature') return { zh: '已签名', en: 'Signed' };
  if (typeof value === 'string') {
    if (hint.widget === 'digits') return same(maskPhone(value));
    if (hint.widget === 'address') return same(maskAddress(value));
    if (hint.personal) return same(maskName(value));
  }
  if (typeof value === 'boolean' && hint.options === undefined) return YES_NO[value ? 1 : 0];
  return choiceText(field, value, hint, names);
}

function choiceText(
  field: string,
  value: string | number | boolean,
  hint: FieldHint,
  names: Names,
): LocalText {
  const option = hint.options?.find((one) => one.value === value);
  if (option !== undefined) return option.label;
  if (field === 'hall') return names.halls.find(({ id }) => id === value)?.name ?? same(String(value));
  if (field === 'service') return names.service(String(value)) ?? same(String(value));
  return same(maskText(String(value)));
}

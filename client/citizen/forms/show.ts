import type { FieldValue, FormDefinition, FormState, Lang } from '../../../protocol/index.ts';
import { hintOf, optionsOf } from './fill.ts';

/** A value as a person reads it; null where nothing is filled in. */
export function shownValue(
  definition: FormDefinition,
  state: FormState,
  field: string,
  value: FieldValue | undefined,
  lang: Lang,
): string | null {
  if (value === undefined || value === null || value === '') return null;
  const hint = hintOf(definition, field);
  const labels = new Map(
    optionsOf(definition, state, field).map((option) => [option.value, option.label[lang]]),
  );
  if (Array.isArray(value)) {
    if (value.length === 0) return null;
    if (hint.widget === 'photos') return lang === 'zh' ? `${value.length} 张` : `${value.length}`;
    return value.map((one) => labels.get(one) ?? one).join(lang === 'zh' ? '、' : ', ');
  }
  const label = labels.get(value);
  if (label !== undefined) return label;
  if (typeof value === 'boolean') {
    if (hint.widget === 'consent')
      return lang === 'zh' ? (value ? '同意' : '不同意') : value ? 'agreed' : 'not agreed';
    return lang === 'zh' ? (value ? '是' : '否') : value ? 'yes' : 'no';
  }
  if (hint.widget === 'signature') return lang === 'zh' ? '已签名' : 'signed';
  if (hint.widget === 'date' && typeof value === 'string') return dateText(value, lang);
  if (hint.keypad) return spaced(String(value));
  return String(value);
}

function dateText(value: string, lang: Lang): string {
  const [year, month, day] = value.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined) return value;
  if (lang === 'zh') return `${year}年${month}月${day}日`;
  const name = new Intl.DateTimeFormat('en-GB', { month: 'long', timeZone: 'UTC' });
  return `${day} ${name.format(Date.UTC(year, month - 1, day))} ${year}`;
}

/** A number in groups, as it is read: 139 0000 1234. */
export function spaced(digits: string): string {
  if (/^1\d{10}$/.test(digits)) return `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`;
  return digits.replace(/(\d{4})(?=\d)/g, '$1 ');
}

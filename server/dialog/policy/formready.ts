import type { FieldOption, FormDefinition, Lang } from '../../../protocol/index.ts';
import { dayIn } from '../reading/days.ts';
import type { FieldValue, FormAction, FormState, OpenForm, Pending } from '../types.ts';
import { areTimes, saidOption, tellsTime, timesLeft } from './choices.ts';
import { faultOf, nextField, readField, spokenValue } from './fields.ts';
import { readBackOf } from './read-back.ts';

/** What is asked next of a form that stands with its choices. */
export interface Ready {
  text: string;
  suggestions: string[];
  forms: FormAction[];
  state: FormState;
  pending: Pending;
}

/** Choices named in one spoken question; the rest are read on the form. */
const NAMED = 3;

/** The choices of a field that can still be taken, narrowed by what was said of them. */
function left(options: readonly FieldOption[], said: string): readonly FieldOption[] {
  const free = options.filter(({ disabled }) => !disabled);
  if (!areTimes(options)) return free;
  const fitting = timesLeft(said, options);
  return fitting.length > 0 ? fitting : free;
}

/** The value that needs no question: named in the words that opened the form, or the only one there is. */
function settled(
  form: FormDefinition,
  field: string,
  open: OpenForm,
  said: string,
  today: string,
): FieldValue | undefined {
  const options = open.options?.[field];
  if (form.hints[field]?.dynamic !== true || options === undefined) return undefined;
  const told = readField(form, field, { text: said, raw: said, today }, false, open);
  if (told !== undefined && form.hints[field]?.widget === 'cards') return told;
  const free = options.filter(({ disabled }) => !disabled);
  return free.length === 1 && options.length === 1 && form.hints[field]?.widget === 'cards'
    ? free[0]?.value
    : undefined;
}

/** What was said and cannot be had: 周三 is full, or closed; null when nothing of the kind was said. */
function gone(field: string, open: OpenForm, said: string, today: string, lang: Lang): string | null {
  const options = open.options?.[field] ?? [];
  if (options.length === 0) return null;
  const zh = lang === 'zh';
  if (areTimes(options))
    return tellsTime(said) && timesLeft(said, options).length === 0
      ? zh
        ? '您说的时间约满了，或者不开放。'
        : 'The time you named is not free. '
      : null;
  const day = field === 'date' ? dayIn(said, today) : null;
  if (day === null) return null;
  const found = options.find(({ value }) => value === day);
  if (found !== undefined && !found.disabled) return null;
  return zh
    ? `您说的那天${found === undefined ? '不开放预约' : '约满了'}。`
    : `The day you named is ${found === undefined ? 'not open' : 'full'}. `;
}

/**
 * What is asked next of a form once its choices are known. Values that were told with the opening words, and choices of
 * one, are taken and named; `values` of the result's state hold them. With a new value other choices may follow, so one
 * field is settled at a time: `pending` names the field that stands next, and consult asks again.
 */
export function readyForm(
  form: FormDefinition,
  open: OpenForm,
  before: FormState,
  today: string,
  lang: Lang,
): Ready {
  const state: FormState = { ...before, values: { ...before.values, ...open.values } };
  const said = state.said ?? '';
  const field = nextField(form, state.values, state.skipped);
  if (field === null) {
    const { text, keys, suggestions } = readBackOf(form, state.values, open, lang);
    return {
      text,
      suggestions,
      forms: [{ kind: 'read_back', form: form.id, fields: keys }],
      state: { ...state, readBack: true },
      pending: { kind: 'confirm_form', form: form.id },
    };
  }
  const value = settled(form, field, open, said, today);
  const pending: Pending = { kind: 'field', form: form.id, field, tries: 0 };
  if (value !== undefined && faultOf(form, field, value, lang) === null) {
    const name = spokenValue(form, field, value, open);
    const label = form.hints[field]?.label.zh.replace(/（.*?）/gu, '') ?? '';
    return {
      // What was told need not be told again; what came of itself is named.
      text: lang === 'zh' && !isService(form, field) ? `${label}：${name}。` : '',
      suggestions: [],
      forms: [{ kind: 'set', form: form.id, field, value }],
      state: { ...state, values: { ...state.values, [field]: value } },
      pending,
    };
  }
  const hint = form.hints[field];
  const options = hint?.dynamic ? (open.options?.[field] ?? []) : (hint?.options ?? []);
  const free = left(options, said);
  const names = free.slice(0, NAMED).map((option) => saidOption(option, lang));
  const missing = gone(field, open, said, today, lang) ?? '';
  const listed =
    lang === 'zh' && names.length > 0 && hint?.widget === 'cards' && !isService(form, field)
      ? `${names.join('、')}${free.length > NAMED ? '，还有别的在屏幕上' : ''}，`
      : '';
  return {
    text: `${missing}${listed === '' ? '' : `有${listed}`}${hint?.ask[lang] ?? ''}`,
    suggestions: free.slice(0, 4).map(({ label }) => label[lang]),
    forms: [{ kind: 'ask', form: form.id, field }],
    state,
    pending,
  };
}

const isService = (form: FormDefinition, field: string): boolean => form.hints[field]?.slot === 'service';

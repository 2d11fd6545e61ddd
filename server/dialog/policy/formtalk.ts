import type { FormDefinition } from '../../../protocol/index.ts';
import { mask } from '../mask.ts';
import { intentOf, type Kit, type Outcome, type Turn } from '../outcome.ts';
import type { FieldValue, FormAction, FormState, Pending } from '../types.ts';
import { faultOf, isRequired, nextField, spokenValue } from './fields.ts';
import { readBackOf } from './read-back.ts';
import { faceOf } from './serve.ts';

/** A form of the talk with its content; what was tapped beside the avatar goes before what the talk remembers. */
export interface OpenTalk {
  form: FormDefinition;
  state: FormState;
}

/** The form that is being filled in this turn; null when there is none. */
export function openTalk(kit: Kit, turn: Turn): OpenTalk | null {
  const { form: known } = turn.state;
  const beside = turn.input.form;
  const id = beside?.id ?? known?.id;
  const form = id === undefined ? null : kit.forms.form(id);
  if (!form) return null;
  const before = known?.id === form.id ? known : { id: form.id, values: {}, skipped: [], readBack: false };
  return { form, state: { ...before, values: { ...before.values, ...beside?.values } } };
}

/** The matter that a form stands for: the kind of the order, or the service. */
export function formIntents(turn: Turn, talk: OpenTalk): NonNullable<Outcome['understood']['intents']> {
  const { form, state } = talk;
  if (form.purpose === 'work_order') {
    const category = state.values.category;
    const kind = typeof category === 'string' && category !== 'consult' ? category : 'complaint';
    const { address, anonymous, occur_time: time } = state.values;
    return [
      intentOf(turn.state.order ?? `wo.${kind}`, null, {
        ...(typeof address === 'string' ? { address: mask(address) } : {}),
        ...(typeof time === 'string' ? { time } : {}),
        ...(typeof anonymous === 'boolean' ? { anonymous } : {}),
        ...(typeof turn.state.slots?.repeat === 'string' ? { repeat: turn.state.slots.repeat } : {}),
      }),
    ];
  }
  const service = form.service ?? (typeof state.values.service === 'string' ? state.values.service : null);
  return service === null ? [] : [intentOf(service, null, {})];
}

export function understood(turn: Turn, talk: OpenTalk, asks: string | null): Outcome['understood'] {
  return {
    kind: 'form',
    service: turn.state.service,
    confidence: 1,
    action: 'form',
    intents: formIntents(turn, talk),
    form: talk.form.id,
    asks,
  };
}

/** Chinese fields are asked in Chinese, English ones in English: the form carries both. */
export const questionOf = (turn: Turn, talk: OpenTalk, field: string): string =>
  talk.form.hints[field]?.ask[turn.lang] ?? '';

/** Asks for the next field, or reads everything back when nothing is left. */
export function goOnFilling(
  kit: Kit,
  turn: Turn,
  talk: OpenTalk,
  opening: string,
  actions: readonly FormAction[] = [],
): Outcome {
  const { form, state } = talk;
  const field = nextField(form, state.values, state.skipped);
  if (field === null) return readBack(kit, turn, talk, opening, actions);
  // Halls, days and times are known only once the form has taken what it was given.
  const awaitsForm = form.hints[field]?.dynamic === true && actions.length > 0 && opening !== '';
  return {
    understood: understood(turn, talk, field),
    say: awaitsForm ? opening : `${opening}${questionOf(turn, talk, field)}`,
    manner: { face: faceOf(turn), gesture: opening === '' ? 'invite' : 'nod' },
    forms: [...actions, { kind: 'ask', form: form.id, field }],
    suggestions: suggestionsFor(turn, talk, field),
    state: { form: { ...state, readBack: false } },
    pending: { kind: 'field', form: form.id, field, tries: 0 },
    ...(awaitsForm ? { awaitsForm } : {}),
  };
}

export function suggestionsFor(turn: Turn, talk: OpenTalk, field: string): string[] {
  const hint = talk.form.hints[field];
  const options = turn.input.form?.options?.[field] ?? hint?.options ?? [];
  const labels = options.filter(({ disabled }) => !disabled).map(({ label }) => label[turn.lang]);
  if (labels.length > 0) return labels.slice(0, 4);
  if (hint?.widget === 'consent') {
    const own = hint.words.includes('属实') ? '属实' : '同意';
    return turn.lang === 'zh' ? [own, `不${own}`] : ['I agree', 'I do not agree'];
  }
  return isRequired(talk.form, field, talk.state.values) ? [] : [turn.lang === 'zh' ? '跳过' : 'Skip'];
}

/** What will be sent is read back, with the question whether it may be. */
export function readBack(
  _kit: Kit,
  turn: Turn,
  talk: OpenTalk,
  opening: string,
  actions: readonly FormAction[] = [],
): Outcome {
  const { form, state } = talk;
  const { text, keys, suggestions } = readBackOf(form, state.values, turn.input.form, turn.lang);
  return {
    understood: understood(turn, talk, null),
    say: `${opening}${text}`,
    manner: { face: faceOf(turn), gesture: 'invite' },
    forms: [...actions, { kind: 'read_back', form: form.id, fields: keys }],
    suggestions,
    state: { form: { ...state, readBack: true } },
    pending: { kind: 'confirm_form', form: form.id },
    comforted: true,
  };
}

/** Said when a value is taken: the value itself where a mistake would cost, else a word. */
function acknowledged(turn: Turn, talk: OpenTalk, field: string, value: FieldValue): string {
  if (turn.lang === 'en') return 'Noted. ';
  const hint = talk.form.hints[field];
  // 每月租金（元，可不填）: the name without what is only for the eye, the unit behind the amount.
  const label = hint?.label.zh.replace(/（.*）/u, '') ?? '';
  if (hint?.widget === 'digits')
    return typeof value === 'number'
      ? `${label}${value}${hint.label.zh.includes('（元') ? '元' : ''}，记下了。`
      : `号码记下了，${spokenValue(talk.form, field, value, turn.input.form)}。`;
  if (hint?.widget === 'address')
    return `${label}是${spokenValue(talk.form, field, value, turn.input.form)}，记下了。`;
  return '记下了。';
}

/** How much of what was said is kept for choices that come later. */
export const SAID_CHARS = 120;

/**
 * Sets a field and goes on; a value that does not fit is asked for again, with what is wrong. `also`: what the same words
 * tell of other fields; there what does not fit is left to its own question.
 */
export function setField(
  kit: Kit,
  turn: Turn,
  talk: OpenTalk,
  field: string,
  value: FieldValue,
  also: Readonly<Record<string, FieldValue>> = {},
): Outcome {
  const { form, state } = talk;
  const others = Object.fromEntries(
    Object.entries(also).filter(
      ([other, told]) => other !== field && faultOf(form, other, told, turn.lang) === null,
    ),
  );
  const fault = faultOf(form, field, value, turn.lang);
  if (fault !== null) {
    const pending: Pending = { kind: 'field', form: form.id, field, tries: 1 };
    if (form.schema.properties[field]?.const !== undefined) return refusedConsent(turn, talk, field);
    return {
      understood: understood(turn, talk, field),
      say: fault.endsWith('。') ? fault : `${fault}。`,
      manner: { face: faceOf(turn), gesture: 'think' },
      forms: [{ kind: 'ask', form: form.id, field }],
      state: { form: state },
      pending,
    };
  }
  const changed: OpenTalk = {
    form,
    state: {
      ...state,
      values: { ...state.values, ...others, [field]: value },
      readBack: false,
      // 明天下午两点 tells the day and, of the times that are known only then, one.
      said: `${turn.text}，${state.said ?? ''}`.slice(0, SAID_CHARS),
    },
  };
  const sets = [...Object.entries(others), [field, value] as const].map(
    ([name, told]): FormAction => ({ kind: 'set', form: form.id, field: name, value: told }),
  );
  const outcome = goOnFilling(kit, turn, changed, acknowledged(turn, changed, field, value), sets);
  return { ...outcome, state: { ...outcome.state, lastSet: [field, ...Object.keys(others)] } };
}

/** Without consent nothing is passed on: said so, and left to the citizen. */
function refusedConsent(turn: Turn, talk: OpenTalk, field: string): Outcome {
  return {
    understood: understood(turn, talk, field),
    say:
      turn.lang === 'zh'
        ? '不同意的话，这张表就不能提交。您可以说同意，也可以说取消。'
        : 'Without your consent it cannot be sent. You can agree, or cancel.',
    manner: { face: faceOf(turn), gesture: 'invite' },
    forms: [{ kind: 'ask', form: talk.form.id, field }],
    suggestions: turn.lang === 'zh' ? ['同意', '取消'] : ['I agree', 'Cancel'],
    state: { form: talk.state },
    pending: { kind: 'field', form: talk.form.id, field, tries: 1 },
  };
}

/** Asks the same field again, in closed form and with an example. */
export function askAgain(
  turn: Turn,
  talk: OpenTalk,
  field: string,
  tries: number,
  opening?: string,
): Outcome {
  const hint = talk.form.hints[field];
  const options = (turn.input.form?.options?.[field] ?? hint?.options ?? []).filter(
    ({ disabled }) => !disabled,
  );
  const labels = options.slice(0, 4).map(({ label }) => label[turn.lang]);
  const closed =
    labels.length > 0
      ? turn.lang === 'zh'
        ? `请您选一个：${labels.join('，')}。`
        : `Please choose: ${labels.join(', ')}.`
      : hint?.widget === 'consent'
        ? turn.lang === 'zh'
          ? '请您说同意，或者不同意。'
          : 'Please say: I agree, or I do not agree.'
        : (hint?.help?.[turn.lang] ?? '');
  const sorry = opening ?? (turn.lang === 'zh' ? '我没听清。' : 'I did not catch that. ');
  return {
    understood: understood(turn, talk, field),
    say: `${sorry}${closed === '' ? questionOf(turn, talk, field) : closed}`,
    manner: { face: 'relaxed', gesture: 'think' },
    forms: [{ kind: 'ask', form: talk.form.id, field }],
    suggestions: suggestionsFor(turn, talk, field),
    state: { form: talk.state },
    pending: { kind: 'field', form: talk.form.id, field, tries: tries + 1 },
  };
}

/** The field asked is left out, if it may be. */
export function skipField(kit: Kit, turn: Turn, talk: OpenTalk, field: string): Outcome {
  if (isRequired(talk.form, field, talk.state.values)) {
    const why = talk.form.hints[field]?.why?.[turn.lang] ?? '';
    return askAgain(
      turn,
      talk,
      field,
      0,
      turn.lang === 'zh' ? `这一项需要填。${why}` : `This one is needed. ${why} `,
    );
  }
  const skipped = { ...talk, state: { ...talk.state, skipped: [...talk.state.skipped, field] } };
  return goOnFilling(kit, turn, skipped, turn.lang === 'zh' ? '好的，先不填这一项。' : 'All right. ');
}

/** Why a field is asked for. */
export function whyField(turn: Turn, talk: OpenTalk, field: string): Outcome {
  const why = talk.form.hints[field]?.why?.[turn.lang];
  const opening =
    why ?? (turn.lang === 'zh' ? '填了它，办理单位才好处理。' : 'The office needs it to deal with this. ');
  return {
    ...askAgain(turn, talk, field, -1, opening),
    understood: { ...understood(turn, talk, field), control: 'why', action: 'control' },
  };
}

/** The explicit yes to what was read back. */
export function confirmed(turn: Turn, talk: OpenTalk): Outcome {
  return {
    understood: understood(turn, talk, null),
    say: turn.lang === 'zh' ? '好的，正在提交。' : 'All right, sending it.',
    manner: { face: faceOf(turn), gesture: 'nod' },
    forms: [{ kind: 'confirm', form: talk.form.id }],
    state: { form: talk.state },
  };
}

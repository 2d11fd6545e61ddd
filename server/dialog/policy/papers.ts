import type { FieldOption } from '../../../protocol/index.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import { polarityOf } from '../reading/polarity.ts';
import { optionsOf, severalIn } from './choices.ts';
import { type OpenTalk, readBack, setField, skipField, suggestionsFor, understood } from './formtalk.ts';
import { faceOf } from './serve.ts';

/** More words than an answer to 有没有 has tell something else. */
const ANSWER_CHARS = 10;
/** Papers named in one spoken question; the rest are read on the form. */
const NAMED = 4;
const HAVE =
  /^(?:我)?(?:也|还|都|全|这个|那个|这些|那些|它|刚才那个)*(?:也|都|全)?(?:有|带了|带着|准备好了|备好了|找到了)(?:的|了|啦|啊|呀)?$/u;
const ALL = /都|全|样样/u;

/**
 * What a citizen has of the papers that are checked, told bit by bit: a name adds to what was told before, 没有… takes away,
 * and 有 alone means the only one that is left. Null when the words tell nothing of the kind.
 */
export function papers(kit: Kit, turn: Turn, talk: OpenTalk): Outcome | null {
  const { form, state } = talk;
  const field = Object.keys(form.hints).find((name) => form.hints[name]?.widget === 'several');
  if (form.purpose !== 'materials' || field === undefined) return null;
  const { pending } = turn.state;
  const asked = pending?.kind === 'field' && pending.form === form.id && pending.field === field;
  if (!asked && pending?.kind !== 'confirm_form' && pending?.kind !== 'field') return null;
  const hint = form.hints[field];
  const options = hint === undefined ? [] : optionsOf(hint, turn.input.form, field);
  const before = state.values[field];
  const have = Array.isArray(before) ? before : [];
  const keep = (next: readonly string[]): Outcome => setField(kit, turn, talk, field, next);
  const left = options.filter(({ value }) => !have.includes(String(value)));
  const said = turn.text.replace(/[\p{P}\s]+/gu, '');
  if (said.length <= ANSWER_CHARS && HAVE.test(said) && options.length > 0) {
    const [only, more] = left;
    if (only === undefined || ALL.test(said) || more === undefined || (asked && pending.tries > 0))
      return keep(options.map(({ value }) => String(value)));
    return which(turn, talk, field, left);
  }
  if (asked && polarityOf(turn.text) === 'no' && said.length <= 4) {
    if (have.length > 0) return readBack(kit, turn, talk, '');
    return skipField(kit, turn, talk, field);
  }
  const named = severalIn(turn.text, options);
  const denied = deniedIn(turn.text, options);
  if (named.length === 0 && denied.length === 0) return null;
  const next = options
    .map(({ value }) => String(value))
    .filter((value) => !denied.includes(value) && (have.includes(value) || named.includes(value)));
  if (next.length === 0) return asked ? skipField(kit, turn, talk, field) : keep(next);
  return keep(next);
}

/** The papers that words say are missing: 照片没有, 没带身份证. */
function deniedIn(text: string, options: readonly FieldOption[]): string[] {
  const turned = text
    .split(/[，,。；;！!？?]|但是?|可是|不过/u)
    .filter((part) => /没|缺|差|忘/u.test(part))
    .map((part) => part.replace(/没有?|还?缺|还?差|忘(?:了|记)?|带|拿|找到/gu, ''));
  return turned.flatMap((part) => severalIn(part, options));
}

/** 有, said to a list of several: which of them, in closed form. */
function which(turn: Turn, talk: OpenTalk, field: string, left: readonly FieldOption[]): Outcome {
  const names = left.slice(0, NAMED).map(({ label }) => label[turn.lang]);
  const more = left.length > names.length;
  return {
    understood: understood(turn, talk, field),
    say:
      turn.lang === 'zh'
        ? `${names.join('、')}${more ? '这些' : ''}，都有吗？也可以说缺哪样。`
        : `Do you have all of these: ${names.join(', ')}? Or tell me which is missing.`,
    manner: { face: faceOf(turn), gesture: 'invite' },
    forms: [{ kind: 'ask', form: talk.form.id, field }],
    suggestions:
      turn.lang === 'zh' ? ['都有', ...suggestionsFor(turn, talk, field).slice(0, 3)] : ['I have all'],
    state: { form: talk.state },
    pending: { kind: 'field', form: talk.form.id, field, tries: 1 },
  };
}

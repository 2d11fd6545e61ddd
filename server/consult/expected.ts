import type { FormDefinition, VoiceExpects } from '../../protocol/index.ts';
import type { DialogState, OpenForm } from '../dialog/types.ts';
import type { HearingHints } from '../speech/hearing/types.ts';

type Expect = NonNullable<HearingHints['expect']>[number];

/** More phrases than this narrow nothing. */
const MOST_PHRASES = 60;
/** How the choice that says no begins (没满, 都没有), and what is neither. */
const NO = /^(?:都)?(?:不|没|无|no\b|not\b)/iu;
const UNSURE = /清楚|知道|sure|know/iu;
const WAITS_FOR_YES: ReadonlySet<string> = new Set(['confirm_cancel', 'confirm_field', 'offer', 'change']);
/** Ways to let a form go that was read back, or not. */
const CONFIRMS = [
  '确认提交',
  '提交',
  '对提交',
  '对的提交',
  '可以提交',
  '对',
  '对的',
  '没问题',
  '改一下',
  '先不提交',
];
const OF_WIDGET: Readonly<Record<string, Expect>> = {
  date: 'date',
  yes_no: 'yes_no',
  consent: 'yes_no',
  digits: 'number',
  stars: 'number',
};
/** Fields of digits that have a grammar of their own. */
const DIGITS: readonly (readonly [RegExp, Expect])[] = [
  [/phone|mobile/u, 'phone'],
  [/id_number|id_card/u, 'id_number'],
];

/** What may be said next: to the question that is open, and to what is offered on the page. Narrows, never closes. */
export function expectedOf(
  state: DialogState,
  suggestions: readonly string[],
  form: OpenForm | undefined,
  definition: (kind: string) => FormDefinition | null,
): HearingHints {
  // 您是说……吗？ is answered first: with yes, no, or the words once more.
  if (state.heard !== undefined) return { expect: ['right'], phrases: ['对', '不对', state.heard.text] };
  const expect = new Set<Expect>();
  const phrases = new Set<string>(suggestions);
  const pending = state.pending ?? null;
  if (pending !== null && WAITS_FOR_YES.has(pending.kind)) expect.add('yes_no');
  // What sends something is heard among few words: 不会 is taken for 对 where all noes are possible.
  if (pending?.kind === 'confirm_form') {
    expect.add('send');
    for (const words of CONFIRMS) phrases.add(words);
  }
  if (pending?.kind === 'lookup') expect.add('number');
  if (isPolar(suggestions)) expect.add('yes_no');
  if (pending?.kind === 'field' && form !== undefined) {
    const shape = definition(form.id);
    const hint = shape?.hints[pending.field];
    const type = shape?.schema.properties[pending.field]?.type;
    const digits = DIGITS.find(([name]) => name.test(pending.field))?.[1];
    const kind = digits ?? (hint === undefined ? undefined : OF_WIDGET[hint.widget]);
    if (kind !== undefined) expect.add(kind);
    else if (type === 'integer' || type === 'number') expect.add('number');
    if (type === 'boolean') expect.add('yes_no');
    for (const { label, words } of form.options?.[pending.field] ?? hint?.options ?? [])
      for (const word of [label.zh, ...(words ?? [])]) phrases.add(word);
  }
  return {
    ...(expect.size > 0 ? { expect: [...expect] } : {}),
    ...(phrases.size > 0 ? { phrases: [...phrases].slice(0, MOST_PHRASES) } : {}),
  };
}

/** One choice says no and another does not: 满了, 没满, 不清楚. */
function isPolar(suggestions: readonly string[]): boolean {
  const known = suggestions.filter((words) => !UNSURE.test(words));
  return known.length === 2 && known.filter((words) => NO.test(words)).length === 1;
}

/** Digits of a whole number, by what is asked for: mobile or fixed line with area code; identity number, old and new. */
const LENGTHS: Partial<Record<Expect, readonly number[]>> = { phone: [11, 12], id_number: [18] };

const CLOSED = ['yes_no', 'right', 'send'] as const;

/** Questions whose yes sends or drops something. */
const BINDS: ReadonlySet<string> = new Set(['confirm_form', 'confirm_cancel']);

/** The same for the ears and eyes of the device: how a spoken answer may look, and whether a nod may give it. */
export function voiceExpects({ expect = [] }: HearingHints, state: DialogState): VoiceExpects {
  const digits = expect.find((kind) => kind === 'phone' || kind === 'id_number' || kind === 'number');
  if (digits !== undefined) return { kind: 'number', lengths: [...(LENGTHS[digits] ?? [])] };
  const binds = state.pending != null && BINDS.has(state.pending.kind);
  return {
    kind: CLOSED.some((kind) => expect.includes(kind)) ? 'closed' : 'open',
    ...(binds ? { binds } : {}),
  };
}

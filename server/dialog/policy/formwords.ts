import type { Control } from '../control.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import { polarityOf } from '../reading/polarity.ts';
import { tellsTime } from './choices.ts';
import { byHand, fieldToCorrect, namedField, readField } from './fields.ts';
import {
  askAgain,
  confirmed,
  goOnFilling,
  type OpenTalk,
  questionOf,
  readBack,
  SAID_CHARS,
  setField,
  skipField,
  suggestionsFor,
  understood,
  whyField,
} from './formtalk.ts';
import { fillLookUp } from './orders.ts';
import { papers } from './papers.ts';
import { faceOf } from './serve.ts';
import { otherField, ownDetails, partly, saidAnew } from './told-aside.ts';
import { serviceIn } from './wishes.ts';

/** Words while a form is open: an answer, a named field, a correction, a yes; null when they are none of these. */
export function fill(kit: Kit, turn: Turn, talk: OpenTalk, control: Control | null): Outcome | null {
  const { form, state } = talk;
  const { pending } = turn.state;
  if (form.purpose === 'lookup') return fillLookUp(turn, control);
  const heard = { text: turn.text, raw: turn.raw, today: kit.today() };
  const named = namedField(form, state.values, turn.text);
  if (named !== null) {
    const part = /错|不对|改/u.test(turn.text) ? partly(kit, turn, talk, named.field) : null;
    if (part !== null) return part;
    const raw = turn.raw.slice(Math.max(0, turn.raw.length - named.rest.length - 4));
    const value = readField(form, named.field, { ...heard, text: named.rest, raw }, true, turn.input.form);
    if (value !== undefined) {
      const outcome = setField(kit, turn, talk, named.field, value);
      const wrong = /不对|错|改/u.test(turn.text) && state.values[named.field] !== undefined;
      return wrong ? { ...outcome, understood: { ...outcome.understood, control: 'correct_slot' } } : outcome;
    }
  }
  const own = papers(kit, turn, talk) ?? ownDetails(kit, turn, talk);
  if (own !== null) return own;
  if (pending?.kind === 'confirm_form') return afterReadBack(kit, turn, talk, control);
  const wrong = fieldToCorrect(form, state.values, turn.text);
  if (wrong !== null) return partly(kit, turn, talk, wrong) ?? toCorrect(turn, talk, wrong);
  const asked = pending?.kind === 'field' && pending.form === form.id ? pending : null;
  // 对，提交 said to 都属实吗 is the yes to it.
  const agrees =
    asked !== null &&
    form.hints[asked.field]?.widget === 'consent' &&
    /^(?:对|是|属实|同意)/u.test(turn.text);
  if (control === 'submit' && !agrees) return goOnFilling(kit, turn, talk, '');
  if (asked === null) return null;
  if (agrees) return setField(kit, turn, talk, asked.field, true);
  const { field, tries } = asked;
  if (byHand(form, field) && DONE.test(turn.text)) return goOnFilling(kit, turn, talk, '');
  const anew = saidAnew(kit, turn, talk, field);
  if (anew !== null) return anew;
  if (control === 'correct_slot') {
    const last = turn.state.lastSet?.[0];
    if (last !== undefined && form.hints[last]) return toCorrect(turn, talk, last);
  }
  if (control === 'skip') return skipField(kit, turn, talk, field);
  if (control === 'why') return whyField(turn, talk, field);
  const polarity = polarityOf(turn.text);
  const widget = form.hints[field]?.widget;
  // A bare 嗯 decides nothing that matters.
  if (polarity === 'sound' && widget !== 'long' && widget !== 'text')
    return askAgain(turn, talk, field, tries);
  if (polarity === 'unknown' && widget !== 'long') return skipField(kit, turn, talk, field);
  // 都没有, of several that may be left out.
  if (widget === 'several' && polarity === 'no') return skipField(kit, turn, talk, field);
  const aside = otherField(talk, heard, field, turn.input.form);
  if (aside !== null) return setField(kit, turn, talk, aside.field, aside.value);
  // 不对，是华宇: something else was wrong, and nobody can tell what; it is no answer to what is asked.
  if (
    (widget === 'long' || widget === 'text') &&
    DENIES.test(turn.text) &&
    Object.keys(state.values).length > 0
  )
    return whichOne(turn, talk, field, tries);
  const value =
    form.hints[field]?.slot === 'service'
      ? (readField(form, field, heard, true, turn.input.form) ?? serviceIn(kit, turn.text) ?? undefined)
      : readField(form, field, heard, true, turn.input.form);
  if (value !== undefined) return setField(kit, turn, talk, field, value);
  // 十点, while the hall is asked: kept for the times that are known only then.
  if (form.purpose === 'appointment' && field !== 'slot' && tellsTime(turn.text)) {
    const said = `${turn.text}，${state.said ?? ''}`.slice(0, SAID_CHARS);
    const noted = turn.lang === 'zh' ? '时间我记着了。' : 'I keep that time in mind. ';
    return askAgain(turn, { form, state: { ...state, said } }, field, tries - 1, noted);
  }
  return null;
}

const DENIES =
  /^(?:不对|不是这样|错了|说错了|搞错了|弄错了|记错了)[，,。、\s]*(?:是|应该是|叫|改成)?.{0,12}$/u;

/** Which of the fields that are filled is to be put right. */
function whichOne(turn: Turn, talk: OpenTalk, field: string, tries: number): Outcome {
  const { hints } = talk.form;
  const filled = Object.keys(talk.state.values).flatMap((name) => {
    const label = hints[name]?.label[turn.lang].replace(/（.*）/u, '');
    return label === undefined || hints[name]?.widget === 'consent' ? [] : [label];
  });
  const zh = turn.lang === 'zh';
  return {
    understood: { ...understood(turn, talk, field), control: 'correct_slot', action: 'clarify' },
    say: zh
      ? `您要改哪一项？可以说，改${filled.at(-1) ?? '地点'}。`
      : 'Which item is wrong? You can say, for example, change the place.',
    manner: { face: faceOf(turn), gesture: 'nod' },
    suggestions: zh ? filled.slice(-4).map((label) => `改${label}`) : [],
    pending: { kind: 'field', form: talk.form.id, field, tries },
  };
}

/** What was to be done on the screen is done. */
const DONE = /^(?:我)?(?:已经)?(?:都)?(?:签|拍|写|弄|填|传|画)?(?:好|完|上)?(?:了|啦|成)/u;

function toCorrect(turn: Turn, talk: OpenTalk, field: string): Outcome {
  const label = talk.form.hints[field]?.label[turn.lang].replace(/（.*）/u, '') ?? '';
  const opening = turn.lang === 'zh' ? `好的，我们改一下${label}。` : 'All right, let us correct it. ';
  return {
    understood: { ...understood(turn, talk, field), control: 'correct_slot' },
    say: `${opening}${questionOf(turn, talk, field)}`,
    manner: { face: faceOf(turn), gesture: 'nod' },
    forms: [{ kind: 'ask', form: talk.form.id, field }],
    suggestions: suggestionsFor(turn, talk, field),
    state: { form: { ...talk.state, readBack: false } },
    pending: { kind: 'field', form: talk.form.id, field, tries: 0 },
  };
}

function afterReadBack(kit: Kit, turn: Turn, talk: OpenTalk, control: Control | null): Outcome | null {
  if (control === 'yes' || control === 'submit') {
    // A bare sound is no explicit yes.
    if (polarityOf(turn.text) !== 'sound') return confirmed(turn, talk);
    return {
      ...readBack(kit, turn, talk, ''),
      say:
        turn.lang === 'zh'
          ? '请您明确说一声：对，提交；还是要改？'
          : 'Please say: yes, send it; or what to change.',
    };
  }
  if (control === 'why') {
    return {
      ...readBack(kit, turn, talk, ''),
      say:
        turn.lang === 'zh'
          ? '提交前要请您核对一遍，免得派错单位。对吗？'
          : 'Please check it before it is sent. Is it right?',
    };
  }
  const wrong = fieldToCorrect(talk.form, talk.state.values, turn.text);
  if (wrong !== null) return partly(kit, turn, talk, wrong) ?? toCorrect(turn, talk, wrong);
  const anew = saidAnew(kit, turn, talk, null);
  if (anew !== null) return anew;
  const polarity = polarityOf(turn.text);
  if (polarity === 'yes' && turn.text.length <= 12) return confirmed(turn, talk);
  if (polarity === 'no' || control === 'correct_slot') {
    return {
      ...readBack(kit, turn, talk, ''),
      say:
        turn.lang === 'zh'
          ? '哪一项不对？您可以说，地址是哪里，或者希望怎么解决。'
          : 'Which one is wrong? Say for example: the address is …',
      understood: { ...understood(turn, talk, null), control: 'correct_slot' },
    };
  }
  if (polarity === 'sound') {
    return {
      ...readBack(kit, turn, talk, ''),
      say:
        turn.lang === 'zh'
          ? '请您明确说一声：对，提交；还是要改？'
          : 'Please say: yes, send it; or what to change.',
    };
  }
  return null;
}

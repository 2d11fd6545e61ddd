import type { Control } from '../control.ts';
import { normalise } from '../normalise.ts';
import { demandIn } from '../orders/demand.ts';
import type { OrderHeard, OrderKind } from '../orders/kinds.ts';
import { intentOf, type Kit, type Outcome, type Turn } from '../outcome.ts';
import { timeWordsIn } from '../reading/dates.ts';
import { spokenCode } from '../reading/digits.ts';
import { addressIn } from '../reading/places.ts';
import type { FieldValue, Intent } from '../types.ts';
import { changeOrder } from './changes.ts';
import { goOnFilling, type OpenTalk } from './formtalk.ts';
import { faceOf } from './serve.ts';

const FORM = 'f.work_order';

/** Category of the form by the kind of the order. */
const CATEGORY: Partial<Record<OrderKind, string>> = {
  'wo.complaint': 'complaint',
  'wo.help': 'help',
  'wo.report': 'report',
  'wo.suggestion': 'suggestion',
  'wo.praise': 'suggestion',
};
const OPENINGS: Partial<Record<OrderKind, string>> = {
  'wo.complaint': '您反映的情况我来登记。',
  'wo.help': '我来帮您登记，请单位去处理。',
  'wo.report': '我来登记您的举报。',
  'wo.suggestion': '谢谢您的建议，我来登记。',
  'wo.praise': '谢谢您的肯定，我来登记，转给他们。',
};
/** Told often, or told in anger: a person is offered beside the form. */
const REPEATED = 2;

/** A kind of order as an intent; personal details stay out. */
export function orderIntent(order: OrderHeard): Intent {
  return intentOf(order.kind, null, order.slots);
}

/** Answers the wish for a work order: opens the form with what was said, or sees to one that exists. */
export function takeOrder(kit: Kit, turn: Turn, order: OrderHeard): Outcome {
  switch (order.kind) {
    case 'wo.status':
      return { ...lookUp(turn, order), state: { wish: null } };
    case 'wo.edit':
    case 'wo.cancel':
    case 'wo.rework':
      return order.kind === 'wo.rework' ? rework(kit, turn, order) : changeOrder(turn, order);
    default:
      return openForm(kit, turn, order);
  }
}

/** Opens the order's form, filled with what the sentence told: kind, matter, place, time, wish. */
function openForm(kit: Kit, turn: Turn, order: OrderHeard, opening?: string): Outcome {
  const form = kit.forms.form(FORM);
  const intents = [orderIntent(order)];
  const repeat = Number(order.slots.repeat ?? 0);
  const offer = repeat >= REPEATED || turn.emotion === 'angry';
  const found = { ...(order.confidential ? { confidential: true } : {}) };
  if (form === null) {
    return {
      understood: {
        kind: 'order',
        service: null,
        confidence: 1,
        action: 'redirect',
        intents,
        redirect: ['12345'],
      },
      say: '请您拨打12345，由人工为您登记。',
      manner: { face: faceOf(turn) },
    };
  }
  const raw = normalise(turn.raw);
  const address = addressIn(raw);
  const time = timeWordsIn(turn.text);
  const demand = demandIn(turn.text);
  const values: Record<string, FieldValue> = {
    category: CATEGORY[order.kind] ?? 'complaint',
    // Only words that tell a matter are one: 我要投诉 alone is none.
    ...(tells(turn.text) ? { content: normalise(turn.masked).replace(OPENING, '') } : {}),
    ...(address === null ? {} : { address }),
    ...(time === null ? {} : { occur_time: time }),
    ...(demand === null ? {} : { demand }),
    ...(order.slots.anonymous === true ? { anonymous: true } : {}),
    ...(order.confidential ? { confidential: true } : {}),
    // Praise asks for nothing, and needs no number to call back.
    ...(order.kind === 'wo.praise' ? { demand: '转达表扬', anonymous: true } : {}),
  };
  const talk: OpenTalk = { form, state: { id: FORM, values, skipped: [], readBack: false } };
  const said = opening ?? OPENINGS[order.kind] ?? '';
  const outcome = goOnFilling(kit, turn, talk, offer ? `${said}也可以说转人工。` : said, [
    { kind: 'open', form: FORM, values },
  ]);
  return {
    ...outcome,
    understood: {
      ...outcome.understood,
      kind: 'order',
      intents,
      action: 'form',
      ...(order.confidential ? { found } : {}),
    },
    handoff: offer ? 'offer' : 'none',
    state: { ...outcome.state, order: order.kind, slots: { ...turn.state.slots, ...order.slots } },
  };
}

const WISH =
  /(?:我)?(?:要|想|来)?(?:投诉|举报|求助|反映|反应|建议|表扬|提)(?:一?下|一个|个|点)?(?:问题|情况|事情?|意见|建议|一件事)?/gu;
/** What only says that something is to be told. */
const OPENING =
  /^(?:(?:你好|您好|喂)[，,\s]*)?(?:我)?(?:要|想|来)?(?:投诉|举报|求助|反映|反应)(?:一?下|一个|个)?(?:问题|情况|事情?|一件事)?[，,：:\s]*(?=.{6,})/u;
/** True when more than the wish itself was said. */
function tells(text: string): boolean {
  return text.replace(WISH, '').replace(/[，,。！!？?\s我你您好请问的了]/gu, '').length >= 4;
}

/** Number or code are not at hand any more. */
const LOST =
  /忘|丢|找不(?:到|着)|不记得|记不(?:得|住|清)|没(?:有|记|带|收到|存)|forgot|lost|don'?t (?:have|remember)/iu;

/** The state of an order: by number and query code, nothing without both. */
export function lookUp(turn: Turn, order: OrderHeard | null): Outcome {
  const waiting = turn.state.pending?.kind === 'lookup' ? turn.state.pending : null;
  const heard = numbersIn(turn.raw);
  // What was entered on the screen counts as well.
  const entered = (field: string): string | null => {
    const value = turn.input.form?.id === 'f.lookup' ? turn.input.form.values[field] : undefined;
    return typeof value === 'string' && value !== '' ? value : null;
  };
  const number = heard.number ?? entered('number') ?? waiting?.number ?? null;
  const queryCode = heard.queryCode ?? entered('code') ?? waiting?.queryCode ?? null;
  const complete = number !== null && queryCode !== null;
  const asks = complete
    ? null
    : queryCode === null && (waiting === null || number !== null)
      ? 'query_code'
      : 'number';
  const lost = !complete && waiting !== null && LOST.test(turn.text);
  const hurried = lost || turn.emotion === 'angry' || Number(order?.slots.repeat ?? 0) >= REPEATED;
  const say = complete
    ? '好的，我查一下。'
    : lost
      ? '缺了号码我查不到，这是为了保护您的信息。请拨打12345，由人工核对后帮您查。'
      : asks === 'query_code'
        ? number === null
          ? '好的。请您在屏幕上输入工单号和查询码，不用念出来。'
          : '工单号记下了。请您再输入查询码，不用念出来。'
        : '查询码记下了，请您再说工单号。';
  return {
    understood: {
      kind: 'order',
      service: null,
      confidence: 1,
      action: 'status_lookup',
      intents: [order === null ? intentOf('wo.status', null, {}) : orderIntent(order)],
      asks,
    },
    say:
      turn.lang === 'zh'
        ? say
        : complete
          ? 'All right, I will look it up.'
          : lost
            ? 'Without both numbers I cannot look it up. Please call 12345: a person will check and find it for you.'
            : 'Please enter the number and the query code of your order on the screen.',
    manner: { face: faceOf(turn), gesture: 'nod' },
    handoff: hurried ? 'offer' : 'none',
    lookup: { number, queryCode, complete },
    pending: complete ? null : { kind: 'lookup', number, queryCode },
  };
}

/** Numbers of orders and query codes as D's records make them: letters and digits; a telephone number is neither. */
function numbersIn(raw: string): { number: string | null; queryCode: string | null } {
  const plain = raw.normalize('NFKC');
  const coded = plain.match(/(?:查询码|验证码|密码|提取码)(?:是|为|:|：)?(.+)$/u)?.[1];
  const numbered = plain.match(/(?:工单号?|单号|编号|受理号|号码是)(?:是|为|:|：)?(.+?)(?=查询码|$)/u)?.[1];
  const code = coded === undefined ? '' : spokenCode(coded);
  const number = numbered === undefined ? '' : spokenCode(numbered);
  if (code !== '' || number !== '') return { number: number || null, queryCode: code || null };
  const alone = spokenCode(plain);
  if (alone.length < 6 || /^1[3-9]\d{9}$/.test(alone) || /^\d{17}[\dX]$/.test(alone))
    return { number: null, queryCode: null };
  return /^[A-Z]{0,4}\d{8,}/.test(alone)
    ? { number: alone, queryCode: null }
    : { number: null, queryCode: alone };
}

/** Words while number and code are being entered: one of them, or that both are there; null when they mean something else. */
export function fillLookUp(turn: Turn, control: Control | null): Outcome | null {
  const { number, queryCode } = numbersIn(turn.raw);
  const told = number !== null || queryCode !== null;
  const done =
    control === 'yes' ||
    control === 'submit' ||
    /(?:输|填|写)(?:好|完)了|^查(?:一?下|询|吧)/u.test(turn.text);
  return told || done ? lookUp(turn, null) : null;
}

/** Closed, and not solved: a new order that names the old one. */
function rework(kit: Kit, turn: Turn, order: OrderHeard): Outcome {
  const outcome = openForm(
    kit,
    turn,
    { ...order, kind: 'wo.complaint' },
    '抱歉，事情没办好。我重新登记，请单位再办。',
  );
  return {
    ...outcome,
    understood: { ...outcome.understood, intents: [orderIntent(order)] },
    handoff: 'offer',
    comforted: true,
  };
}

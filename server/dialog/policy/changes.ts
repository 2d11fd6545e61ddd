import type { Lang } from '../../../protocol/index.ts';
import type { Control } from '../control.ts';
import { normalise } from '../normalise.ts';
import type { OrderHeard } from '../orders/kinds.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import { polarityOf } from '../reading/polarity.ts';
import type { CaseChange, OpenCase, Pending } from '../types.ts';
import { lookUp, orderIntent } from './orders.ts';
import { faceOf } from './serve.ts';

/** What a citizen wants to do with something that has a number. `text`: what is added, or the words that wished it. */
export interface ChangeWish {
  act: CaseChange['act'];
  text: string | null;
}

const CANCELS_BOOKING =
  /(?:取消|撤销|退掉?|不要).{0,6}(?:预约|约的?号|号)|预约.{0,6}(?:取消|退掉|不要了|不去了|去不了|来不了)|(?:去不了|来不了).{0,6}(?:取消|退)/u;
const REBOOKS =
  /(?:改|换|修改|更改|调整)(?:一下|个|一个)?(?:我的?)?(?:预约|约)(?:的)?(?:时间|日期|日子)?|预约(?:的)?(?:时间|日期|日子)?.{0,4}(?:改|换(?!领|证))|改约|重新约(?:个|一个)?(?:时间|日子)?/u;

/** The wish to cancel or move an appointment that was made; null when the words wish neither. */
export function bookingWish(text: string): ChangeWish | null {
  if (text.length > 30 || /^(?:我)?要?投诉/u.test(text)) return null;
  if (REBOOKS.test(text)) return { act: 'rebook', text };
  return CANCELS_BOOKING.test(text) ? { act: 'withdraw', text } : null;
}

/** What is to be added, where the wish tells it in the same breath (补充一下，晚上也在施工). */
const ADDED = /(?:补充|加上|添加|补)(?:一下|一点|点|说明|内容)?[，,：:\s]+(.{4,})$/u;

/** Adding to an order or taking it back: what number and code opened in this talk, else they are asked for. */
export function changeOrder(turn: Turn, order: OrderHeard): Outcome {
  const act = order.kind === 'wo.cancel' ? 'withdraw' : 'supplement';
  const text = act === 'supplement' ? (normalise(turn.masked).match(ADDED)?.[1] ?? null) : null;
  return change(turn, { act, text }, order);
}

/** The same for an appointment. */
export function changeBooking(turn: Turn, wish: ChangeWish): Outcome {
  return change(turn, wish, { kind: 'wo.cancel', explicit: true, slots: {}, confidential: false });
}

/** An appointment is not added to, and a work order has no time to move. */
const fits = (open: OpenCase, wish: ChangeWish, booking: boolean): boolean =>
  wish.act === 'supplement' ? open.booked === null : booking === (open.booked !== null);

function change(turn: Turn, wish: ChangeWish, order: OrderHeard): Outcome {
  const open = turn.input.case;
  const booking = wish.text !== null && wish.act !== 'supplement';
  if (open !== undefined && fits(open, wish, booking)) {
    const asked = confirmChange(open, wish, turn.lang);
    return {
      understood: {
        kind: 'order',
        service: null,
        confidence: 1,
        action: 'form',
        intents: [orderIntent(order)],
      },
      say: asked.text,
      manner: { face: faceOf(turn), gesture: 'nod' },
      suggestions: asked.suggestions,
      pending: asked.pending,
      state: { wish: null },
    };
  }
  const outcome = lookUp(turn, order);
  const what = { withdraw: booking ? '取消' : '撤回', supplement: '补充', rebook: '改时间' }[wish.act];
  return {
    ...outcome,
    state: { ...outcome.state, wish },
    say:
      turn.lang === 'en' || outcome.lookup?.complete
        ? outcome.say
        : `可以${what}。请您在屏幕上输入${booking ? '预约号' : '工单号'}和查询码，不用念出来。`,
  };
}

/** What is read back before something that exists is changed; where it cannot be, why not. */
export function confirmChange(
  open: OpenCase,
  { act, text }: ChangeWish,
  lang: Lang,
): { text: string; suggestions: string[]; pending: Pending | null } {
  const zh = lang === 'zh';
  const { number, title, booked } = open;
  const pending: Pending = { kind: 'change', act, number, text };
  if (act === 'supplement') {
    if (!open.can.supplement) {
      return {
        text: zh
          ? `这张${title}现在不能补充了。有新情况，可以再登记一张。`
          : 'Nothing can be added any more.',
        suggestions: zh ? ['登记诉求单'] : ['Leave a request'],
        pending: null,
      };
    }
    return text === null
      ? { text: zh ? '好的，请您说要补充什么。' : 'What would you like to add?', suggestions: [], pending }
      : {
          text: zh
            ? `我给${title}补充：${text.length > 50 ? `${text.slice(0, 50)}……` : text}。对吗？对的话我就加上。`
            : 'Please check what is added. Is it right?',
          suggestions: zh ? ['对，加上', '重新说'] : ['Yes', 'Say it again'],
          pending,
        };
  }
  if (!open.can.withdraw) {
    return {
      text: zh
        ? booked === null
          ? `这张${title}现在不能撤回了。您可以补充说明，或者拨打12345。`
          : '这个预约现在不能取消了，最晚要提前2小时。去不了的话，请拨打大厅电话说一声。'
        : 'This cannot be taken back any more.',
      suggestions: [],
      pending: null,
    };
  }
  const what = booked === null ? `${title}` : `${booked}的预约`;
  return {
    text: zh
      ? act === 'rebook'
        ? `改时间要先取消${what}，再约新的。确定取消吗？`
        : booked === null
          ? `您要撤回的是${what}，撤回后就不再办理了。确定撤回吗？`
          : `您要取消的是${what}。确定取消吗？`
      : `You are about to cancel: ${booked ?? title}. Are you sure?`,
    suggestions: zh ? (booked === null ? ['确定撤回', '不撤了'] : ['确定取消', '不取消']) : ['Yes', 'No'],
    pending,
  };
}

const SURE =
  /^(?:是的?|对的?|嗯)?[，,]?(?:我)?(?:确定|确认)(?:要)?(?:撤回|撤销|取消|撤|退|补充|加上)?(?:吧|了)?$|^(?:撤回|取消|撤了|加上|对，加上|撤吧|取消吧)(?:吧|了)?$/u;
const REFUSED = /^(?:先)?(?:不|别)(?:撤|取消|要|补|加|改)|^(?:算了|留着)/u;
const ANEW = /重新说|不对|说错|错了|改一下/u;

/** The answer to what was read back, or the words to be added; null when nothing is to be changed. */
export function answerChange(kit: Kit, turn: Turn, control: Control | null): Outcome | null {
  const { pending } = turn.state;
  const open = turn.input.case;
  if (pending?.kind !== 'change') return null;
  void kit;
  const base: Pick<Outcome, 'understood' | 'manner'> = {
    understood: {
      kind: 'order',
      service: null,
      confidence: 1,
      action: 'form',
      intents: [{ service: pending.act === 'supplement' ? 'wo.edit' : 'wo.cancel', slots: {} }],
    },
    manner: { face: faceOf(turn), gesture: 'nod' },
  };
  const zh = turn.lang === 'zh';
  const polarity = polarityOf(turn.text);
  const adding = pending.act === 'supplement';
  if (REFUSED.test(turn.text) || (control === 'no' && !(adding && pending.text === null))) {
    return {
      ...base,
      say: zh ? '好的，就按原来的，没有动。还有别的事吗？' : 'All right, nothing was changed.',
    };
  }
  if (open === undefined || open.number !== pending.number) return null;
  if (adding && (pending.text === null || ANEW.test(turn.text))) {
    const again = ANEW.test(turn.text) || turn.text.length < 2;
    const text = again ? null : normalise(turn.masked);
    const asked = confirmChange(open, { act: 'supplement', text }, turn.lang);
    return { ...base, say: asked.text, suggestions: asked.suggestions, pending: asked.pending };
  }
  const yes = SURE.test(turn.text) || control === 'yes' || (polarity === 'yes' && turn.text.length <= 8);
  // A bare sound takes nothing back.
  if (!yes || polarity === 'sound') {
    if (turn.text.length > 6 && polarity !== 'sound') return null;
    const asked = confirmChange(open, { act: pending.act, text: pending.text }, turn.lang);
    return { ...base, say: asked.text, suggestions: asked.suggestions, pending: asked.pending };
  }
  return {
    ...base,
    say: zh ? '好的。' : 'All right. ',
    change: { act: pending.act, number: pending.number, text: pending.text },
  };
}

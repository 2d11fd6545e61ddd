import type { Lang, LocalText } from '../../protocol/index.ts';
import type { PlannedCard } from '../dialog/types.ts';
import type { Booking, CaseView } from '../orders/types.ts';

type StatusCard = Extract<PlannedCard, { kind: 'status' }>;

const TEXTS = {
  promised: { zh: '答复时间', en: 'Answer by' },
  submitted: { zh: '提交时间', en: 'Sent' },
  hall: { zh: '大厅', en: 'Hall' },
  address: { zh: '地址', en: 'Address' },
  time: { zh: '时间', en: 'Time' },
  cancelUntil: { zh: '最晚取消', en: 'Cancel until' },
  missing: { zh: '还缺', en: 'Still missing' },
  complete: { zh: '不缺，都齐了', en: 'Nothing, all is there' },
  keep: {
    zh: '请记好编号和查询码，凭它们可以查进度、补充、撤回或删除。',
    en: 'Please keep number and query code: with them you can follow, add to, withdraw or delete it.',
  },
  atWindow: {
    zh: '预填仅供参考，以窗口受理为准。',
    en: 'For orientation; the window decides.',
  },
} as const satisfies Record<string, LocalText>;

/** Purposes whose result the window decides. */
const FOR_ORIENTATION: ReadonlySet<string> = new Set(['application', 'materials']);

/** Fields of an appointment that its booking tells in full. */
const BOOKED: ReadonlySet<string> = new Set(['hall', 'date', 'slot']);

/** The city's clock: everywhere in China it is Beijing time. */
const ZONE = 'Asia/Shanghai';

/** A day as it is said: 12月3日（星期四）, or `3 December, Thursday`. */
export function dayText(at: number, lang: Lang): string {
  const parts = (weekday: 'long' | 'short') =>
    new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
      timeZone: ZONE,
      month: lang === 'zh' ? 'numeric' : 'long',
      day: 'numeric',
      weekday,
    }).formatToParts(at);
  const of = (type: string): string => parts('long').find((part) => part.type === type)?.value ?? '';
  return lang === 'zh'
    ? `${of('month')}月${of('day')}日（${of('weekday')}）`
    : `${of('weekday')} ${of('day')} ${of('month')}`;
}

/** Day and time of day. */
export function timeText(at: number, lang: Lang): string {
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' });
  return `${dayText(at, lang)} ${time.format(at)}`;
}

/** By when the answer comes, as it is said; null where nothing is promised. */
export function dueText(due: { dueAt: number | null; dueDays: number | null }, lang: Lang): string | null {
  if (due.dueAt === null) return null;
  const day = dayText(due.dueAt, lang);
  if (due.dueDays === null) return lang === 'zh' ? `${day}前` : `by ${day}`;
  return lang === 'zh'
    ? `${due.dueDays}个工作日内（${day.replace(/（.*/, '')}前）`
    : `within ${due.dueDays} working days, by ${day}`;
}

function bookingFacts(booking: Booking, lang: Lang): StatusCard['facts'] {
  const midday = Date.parse(`${booking.date}T12:00:00+08:00`);
  return [
    { label: TEXTS.time[lang], value: `${dayText(midday, lang)} ${booking.from}–${booking.to}` },
    { label: TEXTS.hall[lang], value: booking.hallName[lang] },
    { label: TEXTS.address[lang], value: booking.address[lang] },
    { label: TEXTS.cancelUntil[lang], value: timeText(booking.cancelUntil, lang) },
  ];
}

/** The booked time and place, as they are said. */
export function bookedText(booking: Booking, lang: Lang): string {
  const day = dayText(Date.parse(`${booking.date}T12:00:00+08:00`), lang).replace(/[（）]/gu, '');
  const hall = booking.hallName[lang].replace(/（.*?）|\s*\(.*?\)/gu, '');
  if (lang === 'en') return `${day} ${booking.from}, ${hall}`;
  const [hour = 0, minute = 0] = booking.from.split(':').map(Number);
  const half = minute === 30 ? '半' : minute === 0 ? '' : `${minute}分`;
  return `${day}${hour < 12 ? '上午' : '下午'}${hour > 12 ? hour - 12 : hour}点${half}，${hall}`;
}

/**
 * How a case stands, as a card. `queryCode` is shown once, when it was made: whoever asks later knows it.
 * Everything in `view` is masked already. `missing`: of a check of papers, what is not there yet; it is the first to be read.
 */
export function caseCard(
  view: CaseView,
  queryCode: string | null,
  now: number,
  lang: Lang,
  missing: readonly string[] | null = null,
): StatusCard {
  const due = dueText(view, lang);
  const texts = [
    ...(queryCode === null ? [] : [TEXTS.keep[lang]]),
    ...(FOR_ORIENTATION.has(view.purpose) ? [TEXTS.atWindow[lang]] : []),
  ];
  return {
    kind: 'status',
    title: view.title[lang].slice(0, 120),
    what: view.purpose,
    number: view.number,
    ...(queryCode === null ? {} : { queryCode }),
    state: view.stateLabel[lang],
    ...(texts.length === 0 ? {} : { text: texts.join(lang === 'zh' ? '' : ' ') }),
    facts: [
      ...(missing === null ? [] : [missingFact(missing, lang)]),
      ...(due === null ? [] : [{ label: TEXTS.promised[lang], value: due }]),
      ...(view.booking === null ? [] : bookingFacts(view.booking, lang)),
      { label: TEXTS.submitted[lang], value: timeText(view.submittedAt, lang) },
      ...view.fields
        // Told already, with the time and the place of the booking.
        .filter(({ field }) => view.booking === null || !BOOKED.has(field))
        .slice(0, 6)
        .map(({ label, value }) => ({
          label: label[lang].slice(0, 40),
          value: value[lang].slice(0, 200),
        })),
    ].slice(0, 10),
    stages: view.stages.slice(0, 10).map(({ label, state, at }) => ({
      label: label[lang],
      state,
      ...(at === null ? {} : { at }),
    })),
    asOf: now,
    ...nextOf(view, lang),
  };
}

const missingFact = (missing: readonly string[], lang: Lang): StatusCard['facts'][number] => ({
  label: TEXTS.missing[lang],
  value:
    missing.length === 0 ? TEXTS.complete[lang] : missing.join(lang === 'zh' ? '、' : ', ').slice(0, 200),
});

/** What can be done with it now, each by the words that do it. */
function nextOf(view: CaseView, lang: Lang): Pick<StatusCard, 'next'> {
  const { can, booking } = view;
  const next = [
    ...(can.supplement ? [NEXT.supplement] : []),
    ...(can.withdraw ? (booking === null ? [NEXT.withdraw] : [NEXT.rebook, NEXT.cancel]) : []),
  ].map(({ label, say }) => ({ label: label[lang], say }));
  return next.length === 0 ? {} : { next };
}

const NEXT = {
  supplement: { label: { zh: '补充说明', en: 'Add something' }, say: '补充这个工单' },
  withdraw: { label: { zh: '撤回', en: 'Withdraw' }, say: '撤回这个工单' },
  rebook: { label: { zh: '改时间', en: 'Change the time' }, say: '改预约时间' },
  cancel: { label: { zh: '取消预约', en: 'Cancel it' }, say: '取消这个预约' },
} as const satisfies Record<string, { label: LocalText; say: string }>;

const THANKS = {
  title: { zh: '谢谢您的评价', en: 'Thank you for your rating' },
  state: { zh: '已收到', en: 'Received' },
  text: { zh: '您的意见会用来改进服务。', en: 'It helps us to serve better.' },
  end: { zh: '结束咨询', en: 'End the consultation' },
  endSay: { zh: '结束', en: 'end' },
} as const satisfies Record<string, LocalText>;

/** After a rating: there is no number to keep. */
export function thanksCard(now: number, lang: Lang): StatusCard {
  return {
    kind: 'status',
    title: THANKS.title[lang],
    what: 'rating',
    state: THANKS.state[lang],
    text: THANKS.text[lang],
    facts: [],
    stages: [],
    asOf: now,
    next: [{ label: THANKS.end[lang], say: THANKS.endSay[lang] }],
  };
}

/** What is said then. */
export const THANKS_SAID: LocalText = { zh: '谢谢您的评价。', en: 'Thank you for your rating.' };

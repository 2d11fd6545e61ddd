import type { FormDefinition, FormPurpose } from '../../../protocol/index.ts';
import { orderIn } from '../orders/kinds.ts';
import type { Kit, Outcome, Turn } from '../outcome.ts';
import type { FieldValue } from '../types.ts';
import { faultOf, readField } from './fields.ts';
import { goOnFilling, type OpenTalk } from './formtalk.ts';
import { faceOf } from './serve.ts';
import { formOf } from './service-forms.ts';

/** A form that the words ask for by what it does. */
export interface FormWish {
  purpose: Extract<FormPurpose, 'appointment' | 'rating' | 'materials' | 'application'>;
  /** What is left of the words for the matter itself; empty where they name none. */
  about: string;
}

const BOOKS =
  /预约|约(?:个|一个|一下)(?:号|时间|窗口|大厅|日子)|^(?:我)?(?:要|想)?取(?:个|一个)?号$|book an? (?:appointment|time)|make an appointment/u;
/** 要预约吗 asks, 预约了 and 预约不上 tell, 取消预约 is another wish. */
const NO_BOOKING =
  /(?:要|用|需|得|必须)(?:不要|不用|不需要)?(?:提前|先)?预约(?:吗|么|不|呢|嘛)|不(?:用|要|想|需要)预约|没(?:有)?预约|预约(?:了|过|好|成功|不上|不到|不了|满|电话|挂号|平台|系统|码)|(?:取消|撤销|退掉?|改|修改|更改|换).{0,4}预约|预约(?:时间|日期|的时间|的)?.{0,3}(?:取消|退掉|改(?!名)|换(?!领|证|发|照)|不去|去不了|不要)/u;
const RATES =
  /^(?:我)?(?:要|想|来|可以|怎么)?(?:给|对)?(?:你|你们|您|这次|本次|刚才)?(?:的)?(?:服务)?(?:做)?(?:个|一?下)?(?:进行)?(?:评价|打分|打个分|评分|评个分|满意度评价|满意度调查)(?:一下|你|你们|服务|这次服务|本次服务)?(?:吧|吗|了)?$|^(?:rate|i want to rate).{0,20}$/u;
const CHECKS =
  /(?:材料|证件|手续|东西).{0,6}(?:齐不齐|齐了没|齐(?:了|全)?(?:吗|没有?|不)|全不全|够不够|够(?:了)?吗|缺不缺|对不对)|(?:核对|检查|清点|自查).{0,16}(?:材料|证件)|(?:材料|证件).{0,4}(?:自查|核对|检查一下)|check my (?:papers|documents)/u;
const APPLIES =
  /(?:预填|预先填|提前填|先填|填写?|填一下|打开).{0,16}(?:申请|表格|申请表|申请单)|申请(?:表|单).{0,4}填|(?:把|将).{0,8}(?:申请|表格?|单子?)(?:表|单)?.{0,4}(?:填|写)(?!错)|预填(?:一下)?$|(?:fill in|prepare) (?:the|my|an) application/u;

const PURPOSES: readonly (readonly [FormWish['purpose'], (text: string) => boolean])[] = [
  ['materials', (text) => CHECKS.test(text)],
  ['application', (text) => APPLIES.test(text) && !/诉求|工单|投诉/u.test(text)],
  ['appointment', (text) => BOOKS.test(text) && !NO_BOOKING.test(text)],
  ['rating', (text) => RATES.test(text)],
];

/** Words of the wish itself, of politeness, day and time: what is left of a sentence without them is its matter. */
const AROUND =
  /预约|约(?:个|一个|一下)?(?:号|时间|窗口|日子)?|(?:今|明|后|大后)(?:天|儿)|(?:下下|下|这|本)?个?(?:周|星期|礼拜)[一二三四五六日天末]|\d{1,2}月\d{1,2}[日号]|(?:上|下)午|早上|中午|[\d一二三四五六七八九十两]{1,3}点(?:半|钟)?|帮我|给我|替我|帮|我|您|你|请问?|麻烦|想要?|需要|要|能不能|可不可以|能|可以|怎么|先|一下|一个|个|去|来|到|前往|办(?:理)?|窗口|大厅|现场|网上|在线|预先|提前|预填|填写?|打开|[把将给]|申请(?:表|单)?|表格?|核对|检查|清点|自查|看看?|齐不齐|齐了没|齐(?:了|全)?(?:吗|没有?|不)|全不全|够不够|够(?:了)?吗|缺不缺|对不对|材料|证件|手续|东西|[吧吗呢啊了的好]|[\p{P}\s]/gu;

/** The form that normalised words ask for; null when they ask for none. */
export function formWish(text: string): FormWish | null {
  if (text.length > 40) return null;
  const purpose = PURPOSES.find(([, asks]) => asks(text))?.[0];
  if (purpose === undefined) return null;
  const order = orderIn(text);
  if (order?.explicit === true && purpose !== 'rating') return null;
  return { purpose, about: purpose === 'rating' ? '' : text.replace(AROUND, '') };
}

/** Widgets whose value can stand anywhere in a sentence. */
const TOLD = new Set(['cards', 'several', 'date', 'address']);

/** What a form begins with: the service, what is known of the situation, and what the words tell themselves. */
export function prefilled(
  kit: Kit,
  turn: Pick<Turn, 'text' | 'raw' | 'state'>,
  form: FormDefinition,
  service: string | null,
): Record<string, FieldValue> {
  const heard = { text: turn.text, raw: turn.raw, today: kit.today() };
  const values: Record<string, FieldValue> = {};
  for (const [field, hint] of Object.entries(form.hints)) {
    const known = hint.slot === 'service' ? service : hint.slot && turn.state.slots?.[hint.slot];
    const told =
      hint.slot !== 'service' && TOLD.has(hint.widget) ? readField(form, field, heard, false) : undefined;
    const value = told ?? known;
    if (value === undefined || value === null || value === '') continue;
    if (faultOf(form, field, value, 'zh') === null) values[field] = value;
  }
  return values;
}

const OPENINGS: Readonly<Record<FormWish['purpose'], (short: string) => string>> = {
  appointment: (short) => `好的，帮您预约${short}。`,
  rating: () => '好的，谢谢您来评价。',
  materials: (short) => `好的，我们来核对${short === '' ? '' : `${short}的`}材料。`,
  application: (short) => `好的，先帮您把${short}的申请填好。`,
};
const OPENINGS_EN: Readonly<Record<FormWish['purpose'], string>> = {
  appointment: 'All right, let us make an appointment. ',
  rating: 'Thank you for rating us. ',
  materials: 'All right, let us check your papers. ',
  application: 'All right, let us prepare the application. ',
};

/** Opens a form by what it does, filled with what is known; one of its kind that is open is gone on with. */
export function openForm(
  kit: Kit,
  turn: Turn,
  talk: OpenTalk | null,
  purpose: FormWish['purpose'],
  service: string | null,
): Outcome | null {
  const form = formOf(kit, purpose, service);
  if (form === null) return purpose === 'application' ? noApplication(kit, turn, service) : null;
  const values = prefilled(kit, turn, form, service);
  const same = talk !== null && talk.form.id === form.id;
  const before = same ? talk.state : { id: form.id, values: {}, skipped: [], readBack: false };
  const state = { ...before, values: { ...before.values, ...values }, readBack: false, said: turn.text };
  const short = service === null ? '' : (kit.affairs.service(service)?.short ?? '');
  const opening = turn.lang === 'zh' ? OPENINGS[purpose](short) : OPENINGS_EN[purpose];
  const outcome = goOnFilling(kit, turn, { form, state }, opening, [{ kind: 'open', form: form.id, values }]);
  return {
    ...outcome,
    state: {
      ...outcome.state,
      ...(service === null ? {} : { service }),
      // What was being filled in waits, and is gone on with afterwards.
      ...(talk !== null && !same ? { laidAside: talk.state } : {}),
    },
  };
}

/** A service without a form that can be prepared: what can be done instead. */
function noApplication(kit: Kit, turn: Turn, service: string | null): Outcome {
  const node = service === null ? null : kit.affairs.service(service);
  const zh = turn.lang === 'zh';
  const ready = kit.affairs
    .services()
    .filter(({ id }) => formOf(kit, 'application', id) !== null)
    .slice(0, 7);
  const choices = ready.map(({ short, english }) =>
    zh
      ? { label: short, say: `预填${short}的申请` }
      : { label: english.slice(0, 60), say: `预填${short}的申请` },
  );
  return {
    understood: {
      kind: 'form',
      service,
      confidence: 1,
      action: 'clarify',
      intents: node === null ? [] : [{ service: node.id, slots: {} }],
    },
    say: zh
      ? node === null
        ? '您要填哪件事的申请？'
        : `${node.short}还没有能预填的表。我可以帮您核对材料，或者预约去办。`
      : 'Which application would you like to prepare?',
    manner: {
      face: faceOf(turn),
      gesture: 'invite',
      ...(node === null && choices.length > 0 ? { card: 0 } : {}),
    },
    ...(node === null && choices.length > 0
      ? { cards: [{ kind: 'choices', title: zh ? '可以预填的申请' : 'Applications to prepare', choices }] }
      : {}),
    suggestions: node === null || !zh ? [] : [`核对${node.short}的材料`, `预约办理${node.short}`],
    pending:
      node === null ? { kind: 'choice', services: ready.map(({ id }) => id), form: 'application' } : null,
  };
}

/** A form asked for by words, whatever is being talked of; null when the words ask for none, or for one that is not ours. */
export function wished(kit: Kit, turn: Turn, talk: OpenTalk | null): Outcome | null {
  const wish = formWish(turn.text);
  if (wish === null) return null;
  const spoken = turn.state.service;
  if (wish.purpose === 'rating') return openForm(kit, turn, talk, 'rating', null);
  if (wish.about === '') return openForm(kit, turn, talk, wish.purpose, spoken);
  const service = serviceIn(kit, turn.text, wish.about);
  if (service === null && spoken !== null && kit.affairs.residue(wish.about, spoken) === 0)
    return openForm(kit, turn, talk, wish.purpose, spoken);
  // A matter that is not ours (预约挂号) has an answer of its own.
  return service === null ? null : openForm(kit, turn, talk, wish.purpose, service);
}

/** The service that words name: by its own names, or as the content recognises it. */
export function serviceIn(kit: Kit, ...texts: readonly string[]): string | null {
  for (const text of texts) {
    const named = kit.affairs
      .services()
      .filter(({ short, name, aliases }) => [short, name, ...aliases].some((one) => text.includes(one)));
    if (named.length === 1) return named[0]?.id ?? null;
    const verdict = kit.affairs.decide(text);
    if (verdict.kind === 'answer') return verdict.service;
    if (verdict.kind === 'clarify' && verdict.services.length === 1) return verdict.services[0] ?? null;
  }
  const [first, second] = texts.flatMap((text) => kit.affairs.search(text).slice(0, 2));
  const alone = first?.kind === 'service' && first.anchored && (second?.score ?? 0) < first.score;
  return alone ? first.id : null;
}

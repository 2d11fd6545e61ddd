import { faultsOf, filledValues } from '../../protocol/form-check.ts';
import { AppError, type FieldFault, type FieldValues, type LocalText } from '../../protocol/index.ts';
import type { NewBooking } from '../store/bookings.ts';
import { CATEGORIES, type CaseRecord, type Category, type Draft } from '../store/case-types.ts';
import type { OutboxDraft } from '../store/outbox.ts';
import type { CaseStores } from '../store/types.ts';
import { type Calendar, momentOf, type TimeLimits } from './calendar.ts';
import { newNumber, newQueryCode, type RandomInt } from './codes.ts';
import { CANCEL_BEFORE_MS, type Places } from './places.ts';
import { FIRST_STATE } from './states.ts';
import type { Booking, Receipt, SubmitInput, SubmitResult } from './types.ts';

/** Numbers that are tried before it is given up: two in a row are taken once in years. */
const NUMBERS = 8;

const FAULTS = {
  gone: { zh: '这个时段不能约了，请换一个', en: 'This time is no longer free; please choose another' },
  full: { zh: '这个时段刚刚约满，请换一个', en: 'This time has just been taken; please choose another' },
  booked_already: {
    zh: '您这件事已有一个预约，要改时间请先取消它',
    en: 'You already have an appointment for this; to change it, please cancel that one first',
  },
  picture_gone: {
    zh: '有照片已经不在了，请删掉重新拍',
    en: 'A picture is no longer there; please remove it and take it again',
  },
} as const satisfies Record<string, LocalText>;

export interface SubmitParts {
  store: Pick<CaseStores, 'drafts' | 'cases' | 'bookings' | 'notes' | 'blind'>;
  places: Places;
  calendar: Calendar;
  limits: TimeLimits;
  now: () => number;
  random: RandomInt;
  /** Whether the city's own system is told. */
  tellsCity: boolean;
}

/** Makes a case of a confirmed form, once. See `Orders.submit`. */
export async function submitForm(parts: SubmitParts, input: SubmitInput): Promise<SubmitResult> {
  const { store, now } = parts;
  const { definition, form } = input;
  const draft = await store.drafts.find(form);
  if (draft === null) throw new AppError('not_found', 'There is no such form.');
  if (draft.kind !== definition.id) throw new AppError('message_invalid', 'This is another kind of form.');
  if (draft.status === 'cancelled') throw new AppError('state_refused', 'This form was cancelled.');
  const content = filledValues(definition, draft.values);
  const faults = draft.status === 'open' ? faultsOf(definition, draft.values) : [];
  if (faults.length > 0) return { kind: 'faults', faults };
  const at = now();
  const { purpose } = definition;
  if (purpose === 'lookup') throw new AppError('message_invalid', 'This form makes nothing.');
  const booking = purpose === 'appointment' && draft.status === 'open' ? bookingOf(parts, content) : null;
  if (booking === 'gone') return fault('slot', FAULTS.gone);
  const category = purpose === 'work_order' ? categoryOf(content) : null;
  const days = category === null ? null : parts.limits[category];
  const outcome = await store.cases.submit({
    ...{ form, clientId: input.clientId, revision: input.revision, consultation: draft.consultation },
    ...{ purpose, kind: definition.id, category, state: FIRST_STATE[purpose], role: 'citizen' },
    ...{ lang: input.lang, channel: input.channel, submittedAt: at, content, booking },
    numbers: Array.from({ length: NUMBERS }, () => newNumber(purpose, at, parts.random)),
    queryCode: newQueryCode(parts.random),
    dueAt: days === null ? null : parts.calendar.dueAfter(at, days),
    photos: pictureIds(definition.hints, content),
    outbox:
      parts.tellsCity && purpose === 'work_order'
        ? (number) => wordsToCity(number, input, draft, content, category, at, parts)
        : null,
  });
  if (outcome.record === null) {
    const field = outcome.kind === 'picture_gone' ? pictureField(definition.hints, content) : 'slot';
    return fault(field, FAULTS[outcome.kind]);
  }
  if (purpose === 'rating') await keepRating(parts, draft.consultation, outcome.record);
  return { kind: 'receipt', receipt: await receiptOf(parts, outcome.record, outcome.kind === 'again') };
}

const fault = (field: string, text: LocalText): { kind: 'faults'; faults: FieldFault[] } => ({
  kind: 'faults',
  faults: [{ field, text }],
});

function categoryOf(content: FieldValues): Category {
  return CATEGORIES.find((one) => one === content.category) ?? 'help';
}

function bookingOf(parts: SubmitParts, content: FieldValues): NewBooking | 'gone' {
  const text = (field: string): string => String(content[field] ?? '');
  const found = parts.places.find(text('hall'), text('date'), text('slot'));
  if (found === null) return 'gone';
  const { hall, from, to, places } = found;
  return {
    ...{ hall: hall.id, service: text('service'), date: text('date'), from, to, places },
    startsAt: momentOf(text('date'), from),
    person: parts.store.blind(text('phone').replace(/\D/g, ''), 'bookings.person'),
  };
}

/** Ids of the pictures in fields of pictures and signatures. */
export function pictureIds(hints: SubmitInput['definition']['hints'], content: FieldValues): string[] {
  const ids = Object.entries(hints).flatMap(([field, { widget }]): string[] => {
    const value = content[field];
    if (widget === 'photos' && Array.isArray(value)) return value;
    return widget === 'signature' && typeof value === 'string' ? [value] : [];
  });
  return [...new Set(ids)];
}

/** The first filled field of pictures or of a signature. */
const pictureField = (hints: SubmitInput['definition']['hints'], content: FieldValues): string =>
  Object.entries(hints).find(([field, hint]) => pictureIds({ [field]: hint }, content).length > 0)?.[0] ??
  'photos';

/** The work order, then each of its pictures: in this order they are sent. */
function wordsToCity(
  number: string,
  input: SubmitInput,
  draft: Draft,
  content: FieldValues,
  category: Category | null,
  at: number,
  parts: SubmitParts,
): OutboxDraft[] {
  const pictures = pictureIds(input.definition.hints, content);
  const days = category === null ? 0 : parts.limits[category];
  const dueAt = parts.calendar.dueAfter(at, days);
  const order = { number, kind: draft.kind, category, channel: input.channel, lang: input.lang };
  return [
    {
      ...{ id: `${number}.submitted`, event: 'submitted', at },
      payload: { ...order, submittedAt: at, dueAt, dueDays: days, content, photos: pictures },
    },
    ...pictures.map((photo) => ({
      ...{ id: `${number}.photo.${photo}`, event: 'photo', at },
      payload: { number, photo },
    })),
  ];
}

async function keepRating(parts: SubmitParts, consultation: string, record: CaseRecord): Promise<void> {
  const { level, solved, reasons, remark } = record.content;
  await parts.store.notes.rate({
    ...{ consultation, number: null, at: record.submittedAt, level: Number(level) },
    solved: typeof solved === 'boolean' ? solved : null,
    reasons: Array.isArray(reasons) ? reasons : [],
    text: typeof remark === 'string' ? remark : null,
  });
}

/** The receipt of a case, the same each time. */
export async function receiptOf(parts: SubmitParts, record: CaseRecord, again: boolean): Promise<Receipt> {
  const { number, queryCode, purpose, state, submittedAt, dueAt, category } = record;
  return {
    ...{ number, queryCode, purpose, state, submittedAt, dueAt, again },
    dueDays: category === null ? null : parts.limits[category],
    booking: await bookingView(parts, number),
  };
}

/** The booked time of a case with the names of its hall; null where there is none. */
export async function bookingView(
  parts: Pick<SubmitParts, 'store' | 'places'>,
  number: string,
): Promise<Booking | null> {
  const kept = await parts.store.bookings.of(number);
  if (kept === null) return null;
  const hall = parts.places.halls(null).find(({ id }) => id === kept.hall);
  const plain = { zh: kept.hall, en: kept.hall };
  return {
    ...{ hall: kept.hall, hallName: hall?.name ?? plain, address: hall?.address ?? plain },
    ...{ service: kept.service, date: kept.date, from: kept.from, to: kept.to },
    cancelUntil: kept.startsAt - CANCEL_BEFORE_MS,
  };
}

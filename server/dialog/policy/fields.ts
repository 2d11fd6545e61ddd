import * as check from '../../../protocol/form-check.ts';
import type { FieldHint, FieldOption, FormDefinition, Lang } from '../../../protocol/index.ts';
import { mask } from '../mask.ts';
import { normalise } from '../normalise.ts';
import { dateIn, timeWordsIn } from '../reading/dates.ts';
import { dayIn } from '../reading/days.ts';
import { spokenDigits } from '../reading/digits.ts';
import { numberOf, quantitiesIn } from '../reading/numbers.ts';
import { addressIn } from '../reading/places.ts';
import { answerTo } from '../reading/polarity.ts';
import { corrected } from '../reading/slots.ts';
import type { FieldValue, OpenForm } from '../types.ts';
import {
  areTimes,
  optionIn,
  optionsOf,
  partOfOne,
  saidOption,
  severalIn,
  tellsTime,
  timesLeft,
} from './choices.ts';
import { nameIn } from './person-names.ts';

type Values = Readonly<Record<string, FieldValue>>;

/** Filled on the screen alone; speech passes them by. */
const BY_HAND: ReadonlySet<FieldHint['widget']> = new Set(['photos', 'signature']);
/** What is asked first of a report: what happened and where; the person comes last. */
const ORDER = ['category', 'content', 'address', 'occur_time', 'demand', 'anonymous', 'name', 'phone'];

/** Values as the protocol takes them. */
function plain(values: Values): Record<string, string | number | boolean | string[]> {
  return Object.fromEntries(Object.entries(values).map(([field, value]) => [field, copied(value)]));
}
const copied = (value: FieldValue): string | number | boolean | string[] =>
  typeof value === 'object' ? [...value] : value;

/** Fields shown for these values, in the order in which they are asked. */
export function visibleFields(form: FormDefinition, values: Values): string[] {
  const fields = check.shownFields(form, plain(values));
  if (form.purpose !== 'work_order') return fields;
  const rank = (field: string): number => {
    const at = ORDER.indexOf(field);
    return at < 0 ? ORDER.length : at;
  };
  return [...fields].sort((a, b) => rank(a) - rank(b));
}

/** The field to ask next; null when everything needed is there. Key fields are asked once even where they may be left out. */
export function nextField(form: FormDefinition, values: Values, skipped: readonly string[]): string | null {
  const required = check.requiredFields(form, plain(values));
  const open = visibleFields(form, values).filter(
    (field) => form.hints[field] !== undefined && check.isEmpty(plain(values)[field]),
  );
  return (
    open.find((field) => {
      const hint = form.hints[field];
      if (hint === undefined || BY_HAND.has(hint.widget)) return false;
      return required.has(field) || (hint.key && !skipped.includes(field));
    }) ??
    // What the hand has to do comes last, when all that can be said is there.
    open.find((field) => byHand(form, field) && required.has(field)) ??
    null
  );
}

/** True for what is done on the screen alone: pictures, a signature. */
export const byHand = (form: FormDefinition, field: string): boolean =>
  BY_HAND.has(form.hints[field]?.widget ?? 'text');

/** True when the form may not be sent without this field. */
export function isRequired(form: FormDefinition, field: string, values: Values): boolean {
  return check.requiredFields(form, plain(values)).has(field);
}

/** What a value breaks of the field's schema, in words; null when it fits. */
export function faultOf(form: FormDefinition, field: string, value: FieldValue, lang: Lang): string | null {
  return check.faultOf(form, field, copied(value))?.[lang] ?? null;
}

/** What is said around a value: 地址是…, 就在…, 我叫…. */
const AROUND =
  /^(?:嗯+|呃+|那个|这个|就是|就|我的?|是|在|应该是|大概是?|大约|地址|地点|位置|时间|电话|号码|手机|名字|姓名|叫|姓|希望(?:你们|能|可以)*|想要?|要求|请(?:你们)?)+[，,：:\s]*/u;

/** An amount as it is said (2,800块, 两千八, 1.5万), in whole units; undefined when there is none. */
function amountIn(said: string): number | undefined {
  const plain = said.normalize('NFKC').replace(/(?<=\d)[,，](?=\d{3})/gu, '');
  const counted = quantitiesIn(plain);
  const amount =
    counted.findLast(({ unit }) => unit === 'money') ?? counted.findLast(({ unit }) => unit === 'bare');
  return amount === undefined ? undefined : Math.round(amount.value);
}

export interface Heard {
  /** Normalised and masked. */
  text: string;
  /** As it came, for numbers of the citizen's own. */
  raw: string;
  today: string;
}

/**
 * The value that words give a field; undefined when they give none. `asked`: it was just asked for, so the whole
 * sentence may be the value.
 */
export function readField(
  form: FormDefinition,
  field: string,
  heard: Heard,
  asked: boolean,
  open?: OpenForm,
): FieldValue | undefined {
  const hint = form.hints[field];
  const schema = form.schema.properties[field];
  if (hint === undefined || schema === undefined) return undefined;
  const text = corrected(heard.text).after.replace(/[。！？!?\s]+$/u, '');
  const options = optionsOf(hint, open, field);
  switch (hint.widget) {
    case 'digits': {
      const said = corrected(heard.raw).after;
      if (schema.type !== 'string') return amountIn(said);
      const digits = spokenDigits(said);
      return digits === '' ? undefined : digits;
    }
    case 'cards':
    case 'stars': {
      const chosen = optionIn(text, options) ?? partOfOne(text, options);
      if (chosen !== undefined) return chosen;
      if (areTimes(options)) {
        const left = tellsTime(text) ? timesLeft(text, options) : [];
        return left.length === 1 ? left[0]?.value : undefined;
      }
      if (field === 'date' || schema.format === 'date') {
        const day = dayIn(text, heard.today);
        return day !== null &&
          (options.length === 0 || options.some(({ value, disabled }) => value === day && !disabled))
          ? day
          : undefined;
      }
      if (schema.type === 'integer' && asked) {
        const said = text.match(/([1-5一二三四五])(?:分|星|颗)?/u)?.[1];
        return said === undefined ? undefined : (numberOf(said) ?? undefined);
      }
      return undefined;
    }
    case 'several': {
      const chosen = severalIn(text, options);
      return chosen.length > 0 ? chosen : undefined;
    }
    case 'yes_no':
    case 'consent': {
      const named = optionIn(text, options);
      if (named !== undefined) return named;
      const refused = options.find(({ label }) =>
        new RegExp(`(?:不|别)(?:想|要|用|愿意|能|选)?${label.zh}`, 'u').test(text),
      );
      if (refused !== undefined && options.length === 2)
        return options.find((option) => option !== refused)?.value;
      if (!asked) return undefined;
      // 属实, 不属实: what is to be agreed to, in its own words.
      const own = hint.widget === 'consent' ? hint.words.find((word) => text.includes(word)) : undefined;
      if (own !== undefined) return !new RegExp(`(?:不|没|非).{0,2}${own}`, 'u').test(text);
      const around = [hint.label.zh, hint.ask.zh, ...options.map(({ label }) => label.zh)].join('');
      const polarity = answerTo(text, around);
      const [whenYes, whenNo] = yesNoOf(options);
      if (polarity === 'yes') return whenYes;
      return polarity === 'no' ? whenNo : undefined;
    }
    case 'date':
      return dayOf(text, heard.today, hint.past) ?? undefined;
    case 'address': {
      const found = addressIn(corrected(normalise(heard.raw)).after) ?? addressIn(text);
      if (found !== null) return found;
      const whole = corrected(normalise(heard.raw))
        .after.replace(/[。！？!?\s]+$/u, '')
        .replace(AROUND, '');
      // 三月份搬来的 tells a time, not a place.
      return asked &&
        whole.length >= 3 &&
        whole.length <= 60 &&
        !/[吗呢么的了]$/u.test(whole) &&
        timeWordsIn(whole) === null
        ? whole
        : undefined;
    }
    case 'text':
    case 'long': {
      if (field === 'occur_time' && asked && !TIMELY.test(text)) return undefined;
      if (field === 'occur_time')
        return timeWordsIn(text) ?? (asked ? bounded(text.replace(AROUND, ''), schema.maxLength) : undefined);
      if (!asked) return undefined;
      if (field === 'name') return nameIn(heard.raw);
      return bounded(
        hint.widget === 'long' && field === 'content' ? text : text.replace(AROUND, ''),
        schema.maxLength,
      );
    }
    default:
      return undefined;
  }
}

const YEARS: Readonly<Record<string, number>> = { 前年: -2, 去年: -1, 今年: 0, 明年: 1 };

/** A day with its year, or the one that is meant: the last where it lies behind, else the next. */
function dayOf(text: string, today: string, past: boolean): string | null {
  const year = Number(today.slice(0, 4));
  const named = text.replace(/前年|去年|今年|明年/u, (word) => `${year + (YEARS[word] ?? 0)}年`);
  const full = dateIn(named, today);
  if (full !== null && full.length === 10) return full;
  return dayIn(text, today, past) ?? full;
}

/** Words that may tell a time. */
const TIMELY = /\d|[年月日号天周点早晚午夜时刚近直前昨今期久半候钟始初底春夏秋冬]|[一二两三四五六七八九十]/u;

function bounded(text: string, limit = 200): string | undefined {
  const cut = text.slice(0, limit).trim();
  return cut.length >= 1 ? cut : undefined;
}

/** 您愿意留姓名和电话吗: the option that stands first is what 愿意 and 好 mean. */
function yesNoOf(options: readonly FieldOption[]): [boolean, boolean] {
  const first = options[0]?.value;
  return typeof first === 'boolean' ? [first, !first] : [true, false];
}

/** The field that the words name themselves (地址是建设路8号, 电话改成…), with the rest; null when they name none. */
export function namedField(
  form: FormDefinition,
  values: Values,
  text: string,
): { field: string; rest: string } | null {
  for (const field of visibleFields(form, values)) {
    for (const word of [...(form.hints[field]?.words ?? [])].sort((a, b) => b.length - a.length)) {
      if (form.hints[field]?.widget === 'digits') {
        const digits = text.match(
          new RegExp(`${word}[^\\d*幺一二三四五六七八九零]{0,4}([\\d*幺一二三四五六七八九零].+)$`, 'u'),
        )?.[1];
        if (digits !== undefined) return { field, rest: digits };
      }
      const match = text.match(
        new RegExp(
          `(?:^|[，,。\\s]|不对|错了|把|我的?|那个|刚才的?|的)${word}(?:那里|写|填|说)?(?:错了|不对)?[，,：:\\s]*(?:应该)?(?:是|为|在|叫|改成|改为|改到|换成|写|填|改)[：:，,\\s]*(.+)$`,
          'u',
        ),
      );
      if (match?.[1] !== undefined && match[1].trim() !== '') return { field, rest: match[1].trim() };
    }
  }
  return null;
}

/** The field that is to be corrected although no new value was said (地址错了); null when none is named. */
export function fieldToCorrect(form: FormDefinition, values: Values, text: string): string | null {
  const field = visibleFields(form, values).find((name) =>
    (form.hints[name]?.words ?? []).some((word) =>
      new RegExp(`${word}.{0,3}(?:错|不对|改|换|有误|不是)|(?:改|换|更正|修改)(?:一下)?${word}`, 'u').test(
        text,
      ),
    ),
  );
  return field ?? null;
}

/** A value as it is spoken: never a whole number of one's own. */
export function spokenValue(form: FormDefinition, field: string, value: FieldValue, open?: OpenForm): string {
  const hint = form.hints[field];
  if (hint === undefined) return '';
  if (hint.widget === 'digits' && typeof value === 'string') return `尾号${value.slice(-4)}`;
  if (field === 'name' && typeof value === 'string')
    return `${value.slice(0, 1)}${'*'.repeat(Math.max(1, value.length - 1))}`;
  if (hint.widget === 'address' && typeof value === 'string') return spokenAddress(value);
  const option = optionsOf(hint, open, field).find((entry) => entry.value === value);
  if (option) return saidOption(option, 'zh');
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (typeof value === 'object') {
    const names = value.map(
      (one) => optionsOf(hint, open, field).find((entry) => entry.value === one)?.label.zh,
    );
    return mask(value.map((one, i) => names[i] ?? one).join('、'));
  }
  return mask(String(value));
}

/** An address as it may be heard by others: down to the building. The door stands whole in the citizen's own form. */
function spokenAddress(address: string): string {
  const masked = mask(address);
  const at = masked.indexOf('*');
  return at < 0 ? masked : `${masked.slice(0, at).replace(/[\s，,]+$/u, '')}，门牌在屏幕上`;
}

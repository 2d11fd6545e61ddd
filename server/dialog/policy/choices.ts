import type { FieldHint, FieldOption, Lang } from '../../../protocol/index.ts';
import { numberOf } from '../reading/numbers.ts';
import type { OpenForm } from '../types.ts';

/** The choices of a field as they stand now: those made while the form is open go before those that are written. */
export function optionsOf(
  hint: FieldHint,
  open: OpenForm | undefined,
  field: string,
): readonly FieldOption[] {
  return open?.options?.[field] ?? hint.options ?? [];
}

const ORDINALS = ['一', '二', '三', '四', '五', '六'];

/** The option that is named by its words, its label or its place in the list. */
export function optionIn(text: string, options: readonly FieldOption[]): FieldOption['value'] | undefined {
  let best: { value: FieldOption['value']; size: number } | undefined;
  for (const option of options) {
    if (option.disabled) continue;
    for (const word of [option.label.zh, ...(option.words ?? []), String(option.value)]) {
      const at = text.indexOf(word.toLowerCase());
      if (at < 0 || /(?:不|没|非|别)(?:想|要|用|愿意|选)?$/u.test(text.slice(0, at))) continue;
      if (best === undefined || word.length > best.size) best = { value: option.value, size: word.length };
    }
  }
  if (best !== undefined) return best.value;
  const place = ORDINALS.findIndex((word, i) => new RegExp(`第(?:${word}|${i + 1})`, 'u').test(text));
  return place >= 0 ? options[place]?.value : undefined;
}

/** Shorter parts of a label tell nothing. */
const LEAST_PART = 2;

/** The option of which the words name a part that no other has (东区, 户籍窗口); undefined when they name none, or two. */
export function partOfOne(text: string, options: readonly FieldOption[]): FieldOption['value'] | undefined {
  if (areTimes(options)) return undefined;
  const free = options.filter(({ disabled }) => !disabled);
  let best: { value: FieldOption['value']; size: number } | undefined;
  for (const option of free) {
    const label = option.label.zh.replace(/（.*?）/gu, '');
    const others = free.filter((other) => other !== option).map((other) => other.label.zh);
    for (let from = 0; from < label.length; from += 1) {
      for (let size = label.length - from; size >= LEAST_PART; size -= 1) {
        const part = label.slice(from, from + size);
        if (size <= (best?.size ?? 0) || !/^\p{Script=Han}+$/u.test(part) || !text.includes(part)) continue;
        if (others.some((other) => other.includes(part))) continue;
        if (/(?:不|没|非|别)(?:去|要)?$/u.test(text.slice(0, text.indexOf(part)))) continue;
        best = { value: option.value, size };
      }
    }
  }
  return best?.value;
}

const ALL = /^(?:我)?(?:这些)?(?:材料)?(?:都|全|全部|样样)(?:都)?(?:有|齐|带|准备好)/u;

/** Of several choices those that words name; what is said to be missing (照片没有) is not among them. */
export function severalIn(text: string, options: readonly FieldOption[]): string[] {
  if (ALL.test(text) && !/没|缺|除了|就差/u.test(text)) return options.map(({ value }) => String(value));
  const parts = text.split(/[，,。；;！!？?]|但是?|可是|不过|就/u).map((part) => ({
    part,
    missing: /没|缺|差|不(?!少)/u.test(part),
  }));
  return options
    .filter((option) =>
      parts.some(
        ({ part, missing }) =>
          !missing &&
          ([option.label.zh, ...(option.words ?? [])].some((word) => part.includes(word)) ||
            partOfOne(part, options) === option.value),
      ),
    )
    .map(({ value }) => String(value));
}

const CLOCK = /^(\d{2}):(\d{2})$/u;
const minutesOf = (clock: string): number => {
  const [, hour, minute] = clock.match(CLOCK) ?? [];
  return Number(hour) * 60 + Number(minute);
};
const NOON = 12 * 60;

/** True for the times of a day, by whose values (09:00) they begin. */
export const areTimes = (options: readonly FieldOption[]): boolean =>
  options.length > 0 && options.every(({ value }) => typeof value === 'string' && CLOCK.test(value));

const MORNING = /上午|早上|早晨|一早|清早/u;
const AFTERNOON = /下午|午后|傍晚/u;
const HOUR =
  /(?<!\d)(\d{1,2}|[一二三四五六七八九十]{1,3}|两)(?:点|时|:|：)(半|一刻|三刻|\d{1,2}|[一二三四五六七八九十]{1,3})?/u;
const QUARTERS: Readonly<Record<string, number>> = { 半: 30, 一刻: 15, 三刻: 45 };

/** The time of day that words tell, in minutes since midnight; null when they tell none. 两点 at a counter is in the afternoon. */
export function timeIn(text: string): number | null {
  const [, hourSaid, minuteSaid] = text.match(HOUR) ?? [];
  if (hourSaid === undefined) return null;
  const hour = hourSaid === '两' ? 2 : (numberOf(hourSaid) ?? Number.NaN);
  const minute = minuteSaid === undefined ? 0 : (QUARTERS[minuteSaid] ?? numberOf(minuteSaid) ?? 0);
  if (!(hour >= 0 && hour <= 23) || minute > 59) return null;
  const later = hour < 12 && (AFTERNOON.test(text) || (hour < 7 && !MORNING.test(text)));
  return (later ? hour + 12 : hour) * 60 + minute;
}

/** Where an option of times ends, minutes since midnight: its label tells it (09:00–10:00). */
const endOf = (option: FieldOption): number =>
  minutesOf(option.label.zh.match(/(\d{2}:\d{2})\s*$/u)?.[1] ?? '') || minutesOf(String(option.value)) + 1;

/** The choices of times that words leave (上午, 两点半): all of them where they say nothing of the time. */
export function timesLeft(text: string, options: readonly FieldOption[]): readonly FieldOption[] {
  const free = options.filter(({ disabled }) => !disabled);
  const at = timeIn(text);
  if (at !== null) return free.filter((one) => minutesOf(String(one.value)) <= at && at < endOf(one));
  // What was said last stands first.
  const parts = [text.search(MORNING), text.search(AFTERNOON)];
  const [morning = -1, afternoon = -1] = parts;
  const part =
    morning < 0 && afternoon < 0 ? null : afternoon < 0 || (morning >= 0 && morning < afternoon) ? 0 : 1;
  if (part === null) return free;
  return free.filter(({ value }) => (minutesOf(String(value)) < NOON ? 0 : 1) === part);
}

/** True when words say something of the time of day. */
export const tellsTime = (text: string): boolean =>
  MORNING.test(text) || AFTERNOON.test(text) || timeIn(text) !== null;

/** A choice as it is said: 上午9点 for 09:00–10:00, without what stands in brackets. */
export function saidOption(option: FieldOption, lang: Lang): string {
  const label = option.label[lang].replace(/（.*?）|\s*\(.*?\)/gu, '').trim();
  if (lang === 'en' || typeof option.value !== 'string' || !CLOCK.test(option.value)) return label;
  const at = minutesOf(option.value);
  const hour = Math.floor(at / 60);
  const half = at % 60 === 30 ? '半' : at % 60 === 0 ? '' : `${at % 60}分`;
  return `${hour < 12 ? '上午' : '下午'}${hour > 12 ? hour - 12 : hour}点${half}`;
}
